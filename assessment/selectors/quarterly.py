"""Quarterly figures as they stand: what a year asks for, and the latest that was saved."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count

from assessment.enums import YearState
from assessment.models import Duty, QuarterFigure, QuarterlyIndicator, ReportingYear
from assessment.models.quarter import QUARTERS
from assessment.selectors import figures
from clusters.models import User

Values = Mapping[str, Decimal | None]
_MONTHS_A_QUARTER = 3


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


def has_ended(year: int, quarter: int, today: date) -> bool:
    """Return whether a quarter of the data year is over, so that its figures can be known."""
    month = quarter * _MONTHS_A_QUARTER + 1
    first_after = date(year, month, 1) if month <= 12 else date(year + 1, 1, 1)
    return today >= first_after


@dataclass(frozen=True, slots=True)
class OpenQuarter:
    """A quarter that is over and for which a person still has figures to fill in, of how many clusters."""

    year: int
    quarter: int
    missing: int
    total: int


def to_fill(user: User, today: date) -> list[OpenQuarter]:
    """Return the quarters of open years that this person's clusters have not filled in, the oldest first."""
    open_years = ReportingYear.objects.filter(state=YearState.OPEN, quarterly_indicators__isnull=False).distinct()
    years = sorted(open_years.values_list("year", flat=True))
    duties = Duty.objects.visible_to(user).filter(reporting_year__in=years).order_by()
    totals = dict(duties.values_list("reporting_year").annotate(n=Count("pk")))
    saved = QuarterFigure.objects.filter(duty__in=duties).order_by().values_list("duty__reporting_year", "quarter")
    filled = {(year, quarter): count for year, quarter, count in saved.annotate(n=Count("duty", distinct=True))}
    return [
        OpenQuarter(year, quarter, missing, totals[year])
        for year in years
        for quarter in QUARTERS
        if has_ended(year, quarter, today) and (missing := totals.get(year, 0) - filled.get((year, quarter), 0)) > 0
    ]


def falls(series_of_year: Series, quarter: int, code: str) -> bool:
    """Return whether a cumulative figure is below that of the quarter before, which it can hardly be."""
    now, before = series_of_year.get(quarter), series_of_year.get(quarter - 1)
    if now is None or before is None:
        return False
    value, earlier = now.values.get(code), before.values.get(code)
    return value is not None and earlier is not None and value < earlier
