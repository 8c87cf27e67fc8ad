"""The demonstration's quarterly figures: made up around the story's yearly ones, three quarters of the open year."""

import random
from dataclasses import replace
from decimal import Decimal

from assessment.models import Duty, QuarterFigure, QuarterlyIndicator, ReportingYear
from assessment.models.quarter import LAST_QUARTER, QUARTERS
from assessment.selectors import figures
from assessment.services import quarters
from assessment.services.demo import synthesis
from assessment.services.demo.history import Staff
from assessment.services.demo.story import Place, Report, Story
from assessment.services.demo.synthesis import Values

_CUMULATIVE = ("revenue", "leading_revenue", "tax")
_CODES = (*_CUMULATIVE, "jobs")
_CENT = Decimal("0.01")
_PER_MILLE = Decimal(1000)
# Which part of the year has come in by the end of a quarter, per mille: lowest and highest.
_PARTS = {1: (200, 250), 2: (430, 500), 3: (670, 740)}
_OPEN_QUARTERS = QUARTERS[:-1]


def tell(told: Story, staff: Staff) -> int:
    """Ask every year for quarterly figures and fill them in; return how many rows are new, none the second time.

    The open year goes through the services, the closed ones cannot. Runs in the caller's transaction.
    """
    if QuarterFigure.objects.exists():
        return 0
    for period in told.periods:
        _close(period.year, told.places, staff)
    quarters.ask(told.open_year, _CODES, by=staff.approvers[0])
    _fill_open_year(told.open_year, told.places, staff)
    return QuarterFigure.objects.count()


def _close(year: int, places: tuple[Place, ...], staff: Staff) -> None:
    row = ReportingYear.objects.get(pk=year)
    offered = {offer.code: offer for offer in quarters.offers()}
    QuarterlyIndicator.objects.bulk_create(
        QuarterlyIndicator(
            reporting_year=row, indicator_id=code, nature=offered[code].nature, bands=list(offered[code].bands)
        )
        for code in _CODES
    )
    duties = _duties(year)
    QuarterFigure.objects.bulk_create(
        QuarterFigure(
            duty=duty,
            quarter=quarter,
            revision=1,
            values=figures.to_text(_at(place, report, quarter)),
            saved_by=staff.officers[str(duty.district_id)],
        )
        for place in places
        if (report := place.report(year)) and (duty := duties.get(place.code))
        for quarter in QUARTERS
    )


def _fill_open_year(year: int, places: tuple[Place, ...], staff: Staff) -> None:
    duties = _duties(year)
    for quarter in _OPEN_QUARTERS:
        for district, officer in staff.officers.items():
            entries = {
                duty.pk: quarters.Entry(_at(place, report, quarter), 0)
                for place in places
                if (report := place.report(year))
                and (duty := duties.get(place.code))
                and str(duty.district_id) == district
            }
            if entries:
                quarters.save(year, quarter, entries, by=officer)


def _duties(year: int) -> dict[str, Duty]:
    return {duty.cluster.code: duty for duty in Duty.objects.filter(reporting_year=year).select_related("cluster")}


def _at(place: Place, report: Report, quarter: int) -> Values:
    """Return the figures at the end of a quarter, as they were in truth; the last one agrees with the year's."""
    true = synthesis.all_figures(place, replace(report, typed=(), typed_in_yuan=()))
    profile, weather = random.Random(f"{place.code}:quarters"), random.Random(f"{place.code}:{report.year}:{quarter}")
    parts = {number: Decimal(profile.randint(*bounds)) for number, bounds in _PARTS.items()}
    share = parts.get(quarter, _PER_MILLE) / _PER_MILLE
    if quarter != LAST_QUARTER:
        share = share * weather.randint(980, 1020) / _PER_MILLE
    cumulative = {code: _part_of(true[code], share) for code in _CUMULATIVE}
    return {**cumulative, "jobs": true["jobs"]}


def _part_of(value: Decimal | None, share: Decimal) -> Decimal | None:
    return None if value is None else (value * share).quantize(_CENT)
