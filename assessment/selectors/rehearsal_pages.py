"""What the page of a rehearsal shows: who would gain or lose a card or the title, counted and filtered."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone

from assessment.models import Rehearsal
from clusters.workbooks.write.export import ExportTable

Change = dict[str, Any]

EFFECTS: Final = ("将被摘牌", "将新增黄牌", "将不再有黄牌", "将保留称号")
COLUMNS: Final = {
    "code": "代码",
    "name": "集聚区",
    "district": "区市",
    "category": "类别",
    "year": "数据年度",
    "before_label": "现有结论",
    "after_label": "推演结论",
    "effect": "影响",
}


def rows() -> QuerySet[Rehearsal]:
    """Return all rehearsals with their people, latest first, without the long lists."""
    return Rehearsal.objects.select_related("rehearsed_by", "ruleset").defer("changes", "ruleset__text")


def chosen(changes: Sequence[Change], scope: str = "", **wanted: Any) -> list[Change]:
    """Return the changes that the filters let through, in the order of the register.

    `scope` is "" (cards and titles), "other" or "all"; `wanted` are values by key, an empty one filters nothing.
    """
    by_scope = scope != "all" and not wanted.get("effect")
    return [
        change
        for change in changes
        if all(not value or change[key] == value for key, value in wanted.items())
        and not (by_scope and (change["effect"] in EFFECTS) == (scope == "other"))
    ]


def tallies(changes: Sequence[Change], key: str) -> list[tuple[str, list[int]]]:
    """Return how many cards and titles would change by `district` or `category` in the order of EFFECTS, the most
    affected first."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for change in chosen(changes):
        counted[change[key] or "未载明"][change["effect"]] += 1
    found = [(name, [count[effect] for effect in EFFECTS]) for name, count in counted.items()]
    return sorted(found, key=lambda tally: (-sum(tally[1]), tally[0]))


def totals(changes: Sequence[Change]) -> list[dict[str, Any]]:
    """Return for each effect how many cluster-years and how many clusters it touches."""
    codes = {effect: [change["code"] for change in changes if change["effect"] == effect] for effect in EFFECTS}
    return [{"effect": effect, "count": len(found), "clusters": len(set(found))} for effect, found in codes.items()]


def export_table(row: Rehearsal, changes: Sequence[Mapping[str, Any]], filters: str) -> ExportTable:
    """Return the list as a table for a spreadsheet; `filters` are named in its head."""
    moment = f"{timezone.localtime(row.rehearsed_at):%Y-%m-%d %H:%M}"
    return ExportTable(
        title=f"规则推演：{row.title}",
        headings=tuple(COLUMNS.values()),
        rows=[tuple(change[key] for key in COLUMNS) for change in changes],
        notes=(
            f"推演人 {row.rehearsed_by.full_name}，推演时间 {moment}，推演 {row.total} 条",
            f"规则集文本校验值 {row.sha256}",
            f"筛选：{filters}",
        ),
        name="推演变化",
    )
