"""From rows to what the chart, tile and target components take; nothing is computed in floating point."""

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from assessment.selectors.city import ClusterYear, total
from assessment.selectors.targets import TargetRow
from clusters.models import District
from clusters.templatetags.figures import number

_TONES = {"passed": "pass", "yellow_card": "card", "delisting": "exit", "escalation": "card", "hold": "hold"}
_WORDS = {
    "passed": "达标",
    "yellow_card": "黄牌",
    "delisting": "摘牌",
    "escalation": "报上级处理",
    "hold": "待核",
    "proposed": "待确认",
    "": "未评分",
}
Spec = dict[str, Any]


def target_bar(row: TargetRow) -> Spec:
    """Return the parameters of the target_bar component."""
    target, value = row.target, row.reading.value
    sign = "约" if target.is_approximate else "≥ "
    return {
        "label": target.label,
        "value": value,
        "target": target.value,
        "value_text": "—" if value is None else number(value),
        "target_text": f"{sign}{number(target.value)}",
        "unit": target.unit,
        "met": row.met,
        "words": "暂无数据" if value is None else "",
        "clause": target.clause,
        "document": target.document,
        "note": row.reading.note,
    }


def tiles(rows: list[ClusterYear]) -> list[Spec]:
    """Return the figures of the first line: who was assessed and with what result, and the totals."""
    counts = Counter(row.verdict for row in rows)
    return [
        {"label": "参加考核", "value": str(len(rows)), "unit": "家"},
        {"label": "达标", "value": str(counts["passed"]), "unit": "家"},
        {"label": "黄牌警告", "value": str(counts["yellow_card"] + counts["escalation"]), "unit": "家"},
        {"label": "摘牌", "value": str(counts["delisting"]), "unit": "家"},
        {"label": "待核、待确认", "value": str(counts["hold"] + counts["proposed"] + counts[""]), "unit": "家"},
        {"label": "营业收入合计", "value": number(total(rows, "revenue") / 10000), "unit": "亿元"},
        {"label": "税收合计", "value": number(total(rows, "tax") / 10000), "unit": "亿元"},
    ]


def district_map(rows: list[ClusterYear], districts: Iterable[District]) -> Spec:
    """Return the map: clusters assessed by district, with how many passed."""
    counted = Counter(row.district.code for row in rows if row.district)
    cards = Counter(row.district.code for row in rows if row.district and row.verdict in ("yellow_card", "delisting"))
    regions = [
        {
            "name": district.name.split("（")[0],
            "value": str(counted[district.code]),
            "note": f"黄牌、摘牌 {cards[district.code]} 家",
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


def scatter(rows: list[ClusterYear]) -> Spec | None:
    """Return revenue per m² against tax per m² with the lines of the notice; None without a figure."""
    points = [
        {
            "name": row.cluster.name,
            "x": _digits(row.per_m2("revenue")),
            "y": _digits(row.per_m2("tax")),
            "tone": _TONES.get(row.verdict, "context"),
            "note": _WORDS[row.verdict],
            "href": reverse("assessment:register-cluster", args=[row.cluster.code]),
        }
        for row in rows
        if row.values and row.per_m2("revenue") is not None and row.per_m2("tax") is not None
    ]
    if not points:
        return None
    return {
        "kind": "scatter",
        "x": {"label": "单位面积营业收入", "unit": "元/平方米"},
        "y": {"label": "单位面积税收", "unit": "元/平方米"},
        "points": points,
        "lines": [
            {"axis": "x", "value": "10000", "label": "10000"},
            {"axis": "y", "value": "600", "label": "600"},
        ],
    }


def by_category(rows: list[ClusterYear]) -> Spec | None:
    """Return how many of each category passed, got a card or are open, as stacked bars."""
    names = sorted({row.cluster.category for row in rows if row.cluster.category}, key=lambda category: category.order)
    if not names:
        return None
    groups = {
        "达标": ("passed",),
        "黄牌、摘牌": ("yellow_card", "delisting", "escalation"),
        "待核、待确认": ("hold", "proposed", ""),
    }
    tones = {"达标": "pass", "黄牌、摘牌": "card", "待核、待确认": "hold"}
    series = []
    for label, verdicts in groups.items():
        counted = Counter(row.cluster.category_id for row in rows if row.verdict in verdicts)
        data = [str(counted[category.code]) for category in names]
        series.append({"name": label, "data": data, "tone": tones[label]})
    labels = [category.name for category in names]
    return {"kind": "stack", "categories": labels, "unit": "家", "whole": True, "series": series}
