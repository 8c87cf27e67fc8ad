"""The figures that open the leaders' page, and the targets of the notice as bars."""

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from assessment.rules.criteria import Test
from assessment.rules.measures import Indicator
from assessment.rules.numbers import SIGNS
from assessment.selectors.city import CARDED, ClusterYear
from assessment.selectors.targets import WORDS, TargetRow
from clusters.templatetags.figures import number
from clusters.units import unit

Spec = dict[str, Any]
_LISTED = ("黄牌警告", "摘牌")
"""The counts whose clusters are listed further down the page."""


def tiles(rows: list[ClusterYear], last: Mapping[str, int], totals: Iterable[Indicator] = ()) -> list[Spec]:
    """Return the figures of the first line: who was assessed and with what result, and the totals of some indicators.

    `last` counts the decisions in effect of the year before; where it is empty nothing is compared.
    """
    counts = Counter(row.verdict for row in rows if row.is_assessed)
    carded = sum(counts[kind] for kind in CARDED)
    undecided = counts.total() - counts["passed"] - carded - counts["delisting"]
    before = {
        "达标": last.get("passed", 0),
        "黄牌警告": sum(last.get(kind, 0) for kind in CARDED),
        "摘牌": last.get("delisting", 0),
    }
    counted = {
        "参加考核": counts.total(),
        "达标": counts["passed"],
        "黄牌警告": carded,
        "摘牌": counts["delisting"],
        "尚无结论": undecided,
    }
    clusters = [
        {
            "label": label,
            "value": str(count),
            "unit": "家",
            "note": f"上年 {before[label]} 家" if last and label in before else "",
            "href": "#cards" if count and label in _LISTED else "",
        }
        for label, count in counted.items()
    ]
    return [*clusters, *(_sum(rows, indicator) for indicator in totals)]


def _sum(rows: list[ClusterYear], indicator: Indicator) -> Spec:
    """Return a total, money in 亿元, with how many clusters it is the total of."""
    known = [value for row in rows if (value := row.facts.values.get(indicator.code)) is not None]
    size = unit(indicator.unit)
    shown = unit("亿元") if size.kind == "money" else size
    total = Fraction(sum(known)) * size.factor / shown.factor
    return {
        "label": f"{indicator.label}合计",
        "value": number(total),
        "unit": shown.name,
        "note": f"{len(known)} 家合计",
    }


def target_bar(row: TargetRow) -> Spec:
    """Return the parameters of the target_bar component."""
    target, value = row.target, row.reading.value
    sign = "约" if target.is_approximate else SIGNS[target.op]
    return {
        "label": target.label,
        "value": value,
        "target": target.line,
        "value_text": "—" if value is None else number(value),
        "target_text": f"{sign} {number(target.line)}",
        "unit": target.unit,
        "met": {"met": True, "missed": False}.get(row.standing),
        "words": WORDS[row.standing],
        "clause": target.cite.clause,
        "document": target.cite.document,
        "basis": target.cite.basis.value,
        "note": row.reading.note,
    }


def card_column(test: Test) -> Spec:
    """Return the head of a column of the tables of cards: measure, unit and line."""
    return {"label": test.measure.label, "unit": test.measure.unit, "line": f"{SIGNS[test.op]} {number(test.line)}"}
