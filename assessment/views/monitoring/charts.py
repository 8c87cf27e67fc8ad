"""From counts and projections to what the chart component takes."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.urls import reverse

from assessment.models.quarter import LAST_QUARTER, QUARTERS
from assessment.rules.numbers import plain
from assessment.selectors.completeness import STANDINGS, DistrictRow
from assessment.selectors.outlook import Outlook
from assessment.selectors.projection import Estimate, quarter_name
from clusters.templatetags.figures import number

Spec = dict[str, Any]

_TONES = {"verified": "pass", "submitted": "brand", "returned": "card", "draft": "hold", "begun_not": "context"}


def progress(rows: Sequence[DistrictRow], year: int) -> Spec:
    """Return the reports of each district by state, as stacked bars that lead to the list."""
    codes = [row.district.pk if row.district else "none" for row in rows]
    return {
        "kind": "stack",
        "category_label": "区市",
        "categories": [row.district.name if row.district else "未载明" for row in rows],
        "unit": "家",
        "whole": True,
        "series": [
            {"name": STANDINGS[code], "data": [str(getattr(row, code)) for row in rows], "tone": tone}
            for code, tone in _TONES.items()
        ],
        "hrefs": [f"{reverse('assessment:monitoring-duties')}?year={year}&district={code}" for code in codes],
    }


def finding(rows: Sequence[DistrictRow], total: DistrictRow) -> str:
    """Return what the chart shows, as a sentence."""
    if len(rows) < 2:
        return f"应报 {total.total} 家，已报 {total.filed} 家"
    done = sum(row.filed == row.total for row in rows)
    late = f"，逾期未报 {total.overdue} 家" if total.overdue else ""
    return f"{len(rows)} 个区市中 {done} 个已全部报送，全市还差 {total.owed} 家{late}"


def growth(one: Estimate, look: Outlook) -> Spec | None:
    """Return the cumulative figure by quarter beside last year's, with the projected year and the amounts needed.

    None for a figure that is not cumulative or has no quarter yet.
    """
    if not one.is_cumulative or not any(value is not None for value in one.quarters.values()):
        return None
    ends = [quarter_name(quarter) for quarter in QUARTERS[:-1]]
    year = look.duty.year
    this = [one.quarters.get(quarter) for quarter in QUARTERS]
    projected = one.quarters.get(LAST_QUARTER) is None
    series: list[Spec] = [{"name": f"{year}年累计", "data": _texts([*this[:-1], None if projected else one.value])}]
    if projected:
        series.append({"name": f"{year}年推算", "data": _texts([None, None, None, one.value])})
    if one.last is not None and (one.last.whole is not None or one.last.quarters):
        before = [*(one.last.quarters.get(quarter) for quarter in QUARTERS[:-1]), one.last.whole]
        series.append({"name": f"{one.last.year}年", "data": _texts(before), "context": True})
    return {
        "kind": "bar",
        "category_label": "截至",
        "categories": [*ends, "全年"],
        "unit": one.indicator.unit,
        "series": series,
        "lines": _needed(one, look),
    }


def _texts(values: Sequence[Decimal | None]) -> list[str | None]:
    return [None if value is None else plain(value) for value in values]


def _needed(one: Estimate, look: Outlook) -> list[Spec]:
    """Return what the whole year must bring to meet each line over this figure, others as projected."""
    found = []
    for span in look.spans:
        line, exact = span.line, span.line.exact
        have = line.inputs[0] if line.inputs else None
        if not exact or have is None or line.spec.line is None or line.spec.sources[0].code != one.indicator.code:
            continue
        need = number(Fraction(have) * Fraction(line.spec.line) / exact).replace(",", "")
        found.append({"value": need, "label": "达标线"})
    return found
