"""What the page of a rehearsal shows: who would gain or lose a card or the title, counted and filtered."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone

from assessment.models import Rehearsal
from clusters.workbooks.write.export import ExportTable

Change = dict[str, Any]

EFFECTS: Final = ("将被摘牌", "将新增黄牌", "将不再有黄牌", "将保留称号")
OTHER: Final = "结论变化"
UNSCORED: Final = "尚未评分"
HEADINGS: Final = ("代码", "集聚区", "区市", "类别", "数据年度", "现有结论", "推演结论", "影响")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The filters of the list; an empty one filters nothing. `scope` is "" (cards and titles), "other" or "all"."""

    scope: str = ""
    effect: str = ""
    district: str = ""
    category: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cluster-years of a district or category would change, in the order of EFFECTS."""

    name: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)


def rows() -> QuerySet[Rehearsal]:
    """Return all rehearsals with their people, latest first, without the long lists."""
    return Rehearsal.objects.select_related("rehearsed_by", "ruleset").defer("changes", "ruleset__text")


def serious(changes: Sequence[Change]) -> list[Change]:
    """Return the changes of a card or of the title."""
    return [change for change in changes if change["effect"] in EFFECTS]


def chosen(changes: Sequence[Change], by: Chosen) -> list[Change]:
    """Return the changes that the filters let through, in the order of the register."""
    return [change for change in changes if _in_scope(change, by) and _matches(change, by)]


def _in_scope(change: Change, by: Chosen) -> bool:
    if by.effect or by.scope == "all":
        return True
    return (change["effect"] in EFFECTS) == (by.scope != "other")


def _matches(change: Change, by: Chosen) -> bool:
    wanted = (("effect", by.effect), ("district", by.district), ("category", by.category), ("year", by.year))
    return all(not value or change[key] == value for key, value in wanted)


def tallies(changes: Sequence[Change], key: str) -> list[Tally]:
    """Return the counts by `district` or `category`, the most affected first."""
    counted: dict[str, Counter[str]] = {}
    for change in serious(changes):
        counted.setdefault(change[key] or "未载明", Counter())[change["effect"]] += 1
    found = [Tally(name, tuple(count[effect] for effect in EFFECTS)) for name, count in counted.items()]
    return sorted(found, key=lambda tally: (-tally.total, tally.name))


def totals(changes: Sequence[Change]) -> list[dict[str, Any]]:
    """Return for each effect how many cluster-years and how many clusters it touches."""
    return [
        {
            "effect": effect,
            "count": sum(change["effect"] == effect for change in changes),
            "clusters": len({change["code"] for change in changes if change["effect"] == effect}),
        }
        for effect in EFFECTS
    ]


def export_table(row: Rehearsal, changes: Sequence[Change], filters: str) -> ExportTable:
    """Return the list as a table for a spreadsheet; `filters` are named in its head."""
    return ExportTable(
        title=f"规则推演：{row.title}",
        headings=HEADINGS,
        rows=[export_row(change) for change in changes],
        notes=(
            f"推演人 {row.rehearsed_by.full_name}，推演时间 {timezone.localtime(row.rehearsed_at):%Y-%m-%d %H:%M}，推演 {row.total} 条",
            f"规则集文本校验值 {row.sha256}",
            f"筛选：{filters}",
        ),
        name="推演变化",
    )


def export_row(change: Change) -> tuple[str | int, ...]:
    """Return a change as the cells of a line."""
    keys = ("code", "name", "district", "category", "year", "before_label", "after_label", "effect")
    return tuple(change[key] for key in keys)
