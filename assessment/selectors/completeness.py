"""How far a data year has come: by district, and over all steps from the report to the decision."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q

from assessment.enums import AssessmentState, SubmissionState
from assessment.models import Assessment, Duty
from clusters.models import District

_STATES = (
    SubmissionState.DRAFT,
    SubmissionState.SUBMITTED,
    SubmissionState.RETURNED,
    SubmissionState.VERIFIED,
)
_STEPS = ("owed", "filed", "verified", "scored", "confirmed")


@dataclass(frozen=True, slots=True)
class DistrictRow:
    """The reports of one district in a year; `begun_not` owes everything, `on_time` were filed before their deadline."""

    district: District | None
    total: int
    begun_not: int
    draft: int
    submitted: int
    returned: int
    verified: int
    ruled: int
    on_time: int

    @property
    def filed(self) -> int:
        return self.submitted + self.verified

    @property
    def owed(self) -> int:
        """Reports that are still to come: not begun, drafts, returned."""
        return self.begun_not + self.draft + self.returned


def by_district(year: int) -> list[DistrictRow]:
    """Return the completeness and punctuality of each district, in the order of the districts; three queries."""
    counts = {state: Count("pk", filter=Q(submission__state=state)) for state in _STATES}
    ruled = Q(rulings__isnull=False, rulings__revoked_at__isnull=True)
    found: Any = (
        Duty.objects.filter(reporting_year=year)
        .order_by()
        .values("district")
        .annotate(total=Count("pk"), begun_not=Count("pk", filter=Q(submission__isnull=True)), **counts)
    )
    in_force = dict(_per_district(year, ruled))
    first_in_time = Q(
        submission__versions__number=1, submission__versions__filed_at__lte=F("reporting_year__deadline")
    ) | Q(submission__versions__number=1, submission__versions__filed_at__lte=F("deadline_extended_to"))
    punctual = dict(_per_district(year, first_in_time))
    districts = District.objects.in_bulk()
    rows = [
        DistrictRow(
            district=districts.get(str(row["district"])),
            ruled=in_force.get(row["district"], 0),
            on_time=punctual.get(row["district"], 0),
            **{name: row[name] for name in ("total", "begun_not", *_STATES)},
        )
        for row in found
    ]
    return sorted(rows, key=lambda row: (row.district is None, row.district.order if row.district else 0))


def _per_district(year: int, condition: Q) -> list[tuple[str | None, int]]:
    rows = Duty.objects.filter(condition, reporting_year=year).order_by().values_list("district")
    return [(code, number) for code, number in rows.annotate(n=Count("pk", distinct=True))]


@dataclass(frozen=True, slots=True)
class YearFlow:
    """How many of a year's judged duties have come to each step."""

    year: int
    state: str
    owed: int
    filed: int
    verified: int
    scored: int
    confirmed: int


def flows(years: dict[int, str]) -> list[YearFlow]:
    """Return the flow of each year (by year: its state), newest first; two queries."""
    filed = Q(submission__state__in=(SubmissionState.SUBMITTED, SubmissionState.VERIFIED))
    verified = Q(submission__verified_version__isnull=False)
    duties = (
        Duty.objects.filter(reporting_year__in=years, is_judged=True)
        .order_by()
        .values("reporting_year")
        .annotate(
            owed=Count("pk"),
            filed=Count("pk", filter=filed),
            verified=Count("pk", filter=verified),
        )
    )
    results = (
        Assessment.objects.current()
        .filter(duty__reporting_year__in=years)
        .order_by()
        .values("duty__reporting_year")
        .annotate(
            scored=Count("duty", distinct=True),
            confirmed=Count("duty", distinct=True, filter=Q(state=AssessmentState.CONFIRMED)),
        )
    )
    counts: dict[int, dict[str, int]] = {year: dict.fromkeys(_STEPS, 0) for year in years}
    for owed in duties:
        counts[owed["reporting_year"]] |= {step: owed[step] for step in ("owed", "filed", "verified")}
    for result in results:
        counts[result["duty__reporting_year"]] |= {step: result[step] for step in ("scored", "confirmed")}
    return [YearFlow(year, years[year], **counts[year]) for year in sorted(years, reverse=True)]
