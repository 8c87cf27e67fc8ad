"""From rows to what the chart component takes; nothing is computed in floating point."""

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from assessment.rules.criteria import Test
from assessment.selectors.city import CARDED, OPEN, ClusterYear
from clusters.models import District
from clusters.templatetags.figures import number

_TONES = {"passed": "pass", "yellow_card": "card", "delisting": "exit", "escalation": "card", "hold": "hold"}
_OPEN = "context"
_GROUPS = {"pass": "达标", "card": "黄牌", "exit": "摘牌", "hold": "待核", _OPEN: "尚无结论"}
"""The tones of the dots, in the order of the legend."""
_WORDS = {
    "passed": "达标",
    "yellow_card": "黄牌",
    "delisting": "摘牌",
    "escalation": "报上级处理",
    "not_assessed": "不参加考核",
    "annulled": "决定已撤销",
    **OPEN,
}
Spec = dict[str, Any]


def district_map(rows: list[ClusterYear], districts: Iterable[District]) -> Spec:
    """Return the map: clusters assessed by district, with how many got a card or lost the title."""
    placed = [(row.district.code, row.has_failed) for row in rows if row.district and row.is_assessed]
    counted = Counter(code for code, _ in placed)
    failed = Counter(code for code, has_failed in placed if has_failed)
    regions = [
        {
            "name": district.name,
            # What a map writes: the name without its second one in brackets.
            "place": district.name.split("（")[0],
            "value": str(counted[district.code]),
            "note": f"黄牌、摘牌 {failed[district.code]} 家",
            "href": f"{reverse('assessment:register')}?district={district.code}",
        }
        for district in districts
    ]
    return {
        "kind": "map",
        "map_url": static(settings.MAP_GEOJSON),
        "measure": "参加考核的集聚区",
        "unit": "家",
        "regions": regions,
    }


def _digits(value: Fraction | None) -> str | None:
    return None if value is None else number(value).replace(",", "")


def scatter(rows: list[ClusterYear], lines: Sequence[Test]) -> Spec | None:
    """Return one figure per area against the other, with the lines of the year's rulebook (the first two of `lines`);
    None without two lines or a figure."""
    axes = list(zip(("x", "y"), lines, strict=False))
    if len(axes) < 2:
        return None
    points = [
        {
            "name": row.cluster.name,
            **{axis: _digits(value) for (axis, _), value in zip(axes, values, strict=True)},
            "tone": _TONES.get(row.verdict, _OPEN),
            "note": _WORDS[row.verdict],
            "href": reverse("assessment:register-cluster", args=[row.cluster.code]),
        }
        for row in rows
        if None not in (values := [row.value(line.measure) for _, line in axes])
    ]
    if not points:
        return None
    shown = {point["tone"] for point in points}
    return {
        "kind": "scatter",
        **{axis: {"label": line.measure.label, "unit": line.measure.unit} for axis, line in axes},
        "groups": [{"tone": tone, "name": name} for tone, name in _GROUPS.items() if tone in shown],
        "points": points,
        "lines": [
            {"axis": axis, "value": _digits(Fraction(line.line)), "label": f"标准 {number(line.line)}"}
            for axis, line in axes
        ],
    }


_BARS = {"达标": "pass", "黄牌": "card", "摘牌": "exit", "尚无结论": "hold"}


def by_category(rows: list[ClusterYear]) -> Spec | None:
    """Return how many of each category passed, got a card, lost the title or have no verdict yet, as stacked bars."""
    judged = [row for row in rows if row.is_assessed]
    if not judged:
        return None
    known = sorted({row.cluster.category for row in judged if row.cluster.category}, key=lambda each: each.order)
    names: dict[str | None, str] = {category.code: category.name for category in known}
    if any(row.cluster.category_id is None for row in judged):
        names[None] = "类别未载明"
    decided = {"passed": "达标", "delisting": "摘牌", **{str(kind): "黄牌" for kind in CARDED}}
    counted = Counter((row.cluster.category_id, decided.get(row.verdict, "尚无结论")) for row in judged)
    series = [
        {"name": label, "data": [str(counted[code, label]) for code in names], "tone": tone}
        for label, tone in _BARS.items()
    ]
    return {
        "kind": "stack",
        "category_label": "类别",
        "categories": list(names.values()),
        "unit": "家",
        "whole": True,
        "series": series,
    }
