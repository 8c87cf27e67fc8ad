"""The figures that open the leaders' page, and the targets of the notice as bars."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from assessment.selectors.city import CARDED, WAN, ClusterYear, total
from assessment.selectors.targets import TargetRow
from clusters.templatetags.figures import number

Spec = dict[str, Any]
_LISTED = ("黄牌警告", "摘牌")
"""The counts whose clusters are listed further down the page."""


def tiles(rows: list[ClusterYear], last: Mapping[str, int]) -> list[Spec]:
    """Return the figures of the first line: who was assessed and with what result, and the totals.

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
    return [*clusters, _sum("营业收入合计", rows, "revenue"), _sum("税收合计", rows, "tax")]


def _sum(label: str, rows: list[ClusterYear], code: str) -> Spec:
    """Return a total in 亿元, with how many clusters it is the total of."""
    known = sum(row.values.get(code) is not None for row in rows)
    return {"label": label, "value": number(total(rows, code) / WAN), "unit": "亿元", "note": f"{known} 家合计"}


def target_bar(row: TargetRow) -> Spec:
    """Return the parameters of the target_bar component."""
    target, value = row.target, row.reading.value
    sign = "约" if target.is_approximate else "≥"
    return {
        "label": target.label,
        "value": value,
        "target": target.value,
        "value_text": "—" if value is None else number(value),
        "target_text": f"{sign} {number(target.value)}",
        "unit": target.unit,
        "met": row.met,
        "clause": target.clause,
        "document": target.document,
        "note": row.reading.note,
    }
