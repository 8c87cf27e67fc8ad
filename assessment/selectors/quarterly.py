"""Quarterly figures as they stand: what a year asks for, and the latest that was saved."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from assessment.models import QuarterFigure, QuarterlyIndicator
from assessment.selectors import figures
from clusters.models import User

Values = Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Saved:
    """The latest figures of one quarter, with who saved them when."""

    values: Values
    revision: int
    saved_by: str
    saved_at: datetime


Series = Mapping[int, Saved]
"""The quarters of one cluster and year that were saved, by number."""

Key = tuple[int, int]
"""Cluster (primary key) and data year."""


def asked(year: int) -> list[QuarterlyIndicator]:
    """Return what the data year asks for by quarter, in the order of the form; empty where it asks for nothing."""
    return list(QuarterlyIndicator.objects.filter(reporting_year=year).select_related("indicator"))


def series(clusters: Collection[int], years: Collection[int]) -> dict[Key, dict[int, Saved]]:
    """Return the latest quarterly figures of these clusters and years; one query."""
    rows = (
        QuarterFigure.objects.filter(duty__cluster__in=clusters, duty__reporting_year__in=years)
        .order_by("revision")
        .values_list(
            "duty__cluster_id",
            "duty__reporting_year_id",
            "quarter",
            "values",
            "revision",
            "saved_by__full_name",
            "saved_at",
        )
    )
    found: dict[Key, dict[int, Saved]] = {}
    for cluster, year, quarter, values, revision, name, moment in rows:
        saved = Saved(figures.from_text(values), revision, name or "", moment)
        found.setdefault((cluster, year), {})[quarter] = saved
    return found


def filled(user: User, year: int, quarter: int) -> int:
    """Return how many clusters that this person may see have saved figures of the quarter."""
    rows = QuarterFigure.objects.visible_to(user).filter(duty__reporting_year=year, quarter=quarter)
    return rows.order_by().values("duty").distinct().count()


def falls(series_of_year: Series, quarter: int, code: str) -> bool:
    """Return whether a cumulative figure is below that of the quarter before, which it can hardly be."""
    now, before = series_of_year.get(quarter), series_of_year.get(quarter - 1)
    if now is None or before is None:
        return False
    value, earlier = now.values.get(code), before.values.get(code)
    return value is not None and earlier is not None and value < earlier
