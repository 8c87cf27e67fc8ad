"""Reference data of the register: read from the fixtures, written as sets, and only where it differs."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from chinese_calendar.constants import Holiday, holidays, workdays
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from clusters.models import CalendarDay, Category, Cluster, District, Recognition
from clusters.pinyin import keys_of
from clusters.services import audit

Row = dict[str, Any]
_SATURDAY = 5
# The year of the notice; no period of this portal begins before it.
_FIRST_CALENDAR_YEAR = 2020


@dataclass(frozen=True, slots=True)
class Change:
    """What one load did to one table: how many rows are new, how many were changed, how many the fixture has.

    `note` says what was left as it is and why.
    """

    noun: str
    added: int
    changed: int
    total: int
    note: str = ""

    def __bool__(self) -> bool:
        return bool(self.added or self.changed)

    def __str__(self) -> str:
        return f"{self.noun}：共{self.total}条，新增{self.added}条，更新{self.changed}条{self.note}"


def load_fixture(file: str) -> Row:
    """Return a whole fixture; numbers with a point come as Decimal, never float."""
    return tomllib.loads((settings.FIXTURES_DIR / file).read_text("utf-8"), parse_float=Decimal)


def read(file: str, table: str) -> list[Row]:
    """Return the rows of one table of a fixture."""
    return list(load_fixture(file)[table])


def upsert(model: type[models.Model], instances: Sequence[models.Model]) -> Change:
    """Write what is new or differs, by primary key; nothing is deleted. Runs in the caller's transaction.

    A key that a fixture leaves out goes back to the model's default. Leaves one audit line when it wrote.
    """
    names = [field.attname for field in model._meta.concrete_fields]
    stored = model._default_manager.in_bulk([row.pk for row in instances])
    new = [row for row in instances if row.pk not in stored]
    changed = [row for row in instances if row.pk in stored and _values(row, names) != _values(stored[row.pk], names)]
    model._default_manager.bulk_create(
        [*new, *changed],
        update_conflicts=True,
        unique_fields=[model._meta.pk.name],
        update_fields=[field.name for field in model._meta.concrete_fields if not field.primary_key],
    )
    return noted(model, added=[str(row.pk) for row in new], changed=[str(row.pk) for row in changed], of=instances)


def _values(row: models.Model, names: Iterable[str]) -> list[Any]:
    return [getattr(row, name) for name in names]


def noted(model: type[models.Model], *, added: list[str], changed: list[str], of: Sequence[object]) -> Change:
    """Return the change, with its audit line when there was one."""
    change = Change(str(model._meta.verbose_name), len(added), len(changed), len(of))
    if change:
        audit.record("参考数据.载入", ContentType.objects.get_for_model(model), by=None, added=added, changed=changed)
    return change


@audit.act()
def load() -> list[Change]:
    """Load districts, categories, the calendar and the clusters that public documents name."""
    return [
        upsert(District, [District(**row) for row in read("districts.toml", "district")]),
        upsert(Category, [Category(**row) for row in read("categories.toml", "category")]),
        upsert(CalendarDay, calendar_days()),
        *add_clusters(read("clusters.toml", "cluster")),
    ]


def calendar_days() -> list[CalendarDay]:
    """Return the days on which the office differs from Monday–Friday, for the years the State Council has announced."""
    closed = {day: (False, name) for day, name in holidays.items() if day.weekday() < _SATURDAY}
    open_ = {day: (True, name) for day, name in workdays.items() if day.weekday() >= _SATURDAY}
    return [
        CalendarDay(day=day, is_workday=is_workday, name=_chinese(name, is_workday))
        for day, (is_workday, name) in sorted((closed | open_).items())
        if day.year >= _FIRST_CALENDAR_YEAR
    ]


def _chinese(name: str, is_workday: bool) -> str:
    chinese = str(Holiday(name).chinese)
    return f"{chinese}调休上班" if is_workday else chinese


def calendar_known_until() -> date:
    """Return the last day with an announced holiday; later periods follow the week alone."""
    return max(holidays)


def add_clusters(rows: Sequence[Row]) -> list[Change]:
    """Enter the clusters that the register does not have yet, with the titles a document states.

    A cluster that is there already, by number or by name, belongs to the city: it is left as it is.
    """
    codes, names = [row["code"] for row in rows], [row["name"] for row in rows]
    known = Cluster.objects.filter(Q(code__in=codes) | Q(name__in=names)).values_list("code", "name")
    taken = {value for pair in known for value in pair}
    fresh = [row for row in rows if row["code"] not in taken and row["name"] not in taken]
    clusters = Cluster.objects.bulk_create([_cluster(row) for row in fresh])
    titles = [
        Recognition(cluster=cluster, **title)
        for cluster, row in zip(clusters, fresh, strict=True)
        for title in row.get("title", ())
    ]
    Recognition.objects.bulk_create(titles)
    stated = [title for row in rows for title in row.get("title", ())]
    return [
        noted(Cluster, added=[cluster.code for cluster in clusters], changed=[], of=rows),
        noted(Recognition, added=[title.cluster.code for title in titles], changed=[], of=stated),
    ]


def _cluster(row: Row) -> Cluster:
    plain = {name: value for name, value in row.items() if name not in ("title", "district", "category")}
    return Cluster(
        **plain,
        district_id=row.get("district"),
        category_id=row.get("category"),
        **keys_of(row["name"], row.get("reading", "")),
    )
