"""From rows to what the chart, tile and target components take; nothing is computed in floating point."""

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from assessment.selectors.city import ClusterYear, total
from assessment.selectors.targets import TargetRow
from clusters.models import District
from clusters.templatetags.figures import number

_CARDED = ("yellow_card", "escalation")
_TONES = {"passed": "pass", "yellow_card": "card", "delisting": "exit", "escalation": "card", "hold": "hold"}
_WORDS = {
    "passed": "达标",
    "yellow_card": "黄牌",
    "delisting": "摘牌",
    "escalation": "报上级处理",
    "hold": "待核",
    "not_assessed": "不参加考核",
    "no_rule": "无适用规则",
    "proposed": "待确认",
    "annulled": "决定已撤销",
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
    counts = Counter(row.verdict for row in rows if row.verdict != "not_assessed")
    carded = sum(counts[kind] for kind in _CARDED)
    undecided = counts.total() - counts["passed"] - carded - counts["delisting"]
    return [
        {"label": "参加考核", "value": str(counts.total()), "unit": "家"},
        {"label": "达标", "value": str(counts["passed"]), "unit": "家"},
        {"label": "黄牌警告", "value": str(carded), "unit": "家"},
        {"label": "摘牌", "value": str(counts["delisting"]), "unit": "家"},
        {"label": "尚无结论", "value": str(undecided), "unit": "家"},
        {"label": "营业收入合计", "value": number(total(rows, "revenue") / 10000), "unit": "亿元"},
        {"label": "税收合计", "value": number(total(rows, "tax") / 10000), "unit": "亿元"},
    ]


def district_map(rows: list[ClusterYear], districts: Iterable[District]) -> Spec:
    """Return the map: clusters assessed by district, with how many got a card or lost the title."""
    placed = [(row.district.code, row.verdict) for row in rows if row.district and row.verdict != "not_assessed"]
    counted = Counter(code for code, _ in placed)
    cards = Counter(code for code, verdict in placed if verdict in (*_CARDED, "delisting"))
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


def scatter(rows: list[ClusterYear], lines: Mapping[str, Decimal]) -> Spec | None:
    """Return revenue per m² against tax per m² with the lines of the year's ruleset; None without a figure."""
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
            {"axis": axis, "value": _digits(Fraction(lines[code])), "label": _digits(Fraction(lines[code]))}
            for axis, code in (("x", "revenue"), ("y", "tax"))
            if code in lines
        ],
    }


def by_category(rows: list[ClusterYear]) -> Spec | None:
    """Return how many of each category passed, got a card or have no verdict yet, as stacked bars."""
    judged = [row for row in rows if row.verdict != "not_assessed"]
    if not judged:
        return None
    known = sorted({row.cluster.category for row in judged if row.cluster.category}, key=lambda each: each.order)
    names: dict[str | None, str] = {category.code: category.name for category in known}
    if any(row.cluster.category_id is None for row in judged):
        names[None] = "类别未载明"
    decided = {"passed": "达标", "delisting": "黄牌、摘牌", **dict.fromkeys(_CARDED, "黄牌、摘牌")}
    counted = Counter((row.cluster.category_id, decided.get(row.verdict, "尚无结论")) for row in judged)
    series = [
        {"name": label, "data": [str(counted[code, label]) for code in names], "tone": tone}
        for label, tone in (("达标", "pass"), ("黄牌、摘牌", "card"), ("尚无结论", "hold"))
    ]
    return {"kind": "stack", "categories": list(names.values()), "unit": "家", "whole": True, "series": series}
