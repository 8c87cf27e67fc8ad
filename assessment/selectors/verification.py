"""What waits for a reviewer, and how much each filed report asks of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from statistics import median

from django.db.models import QuerySet

from assessment.enums import SubmissionState
from assessment.models import Duty, Submission, SubmissionVersion
from assessment.rules.engine import check
from assessment.rules.enums import Filing, Severity
from assessment.rules.facts import Facts
from assessment.rules.outcome import Finding
from assessment.selectors import figures, rulebook
from assessment.selectors.figures import Values

FILED = (SubmissionState.SUBMITTED, SubmissionState.VERIFIED)
_RANKED = (
    "duty__reporting_year__deadline",
    "duty__district",
    "duty__cluster__category",
    "current_version__values",
    "current_version__filed_at",
)
# A median of one or two reports says nothing about a category.
MEDIAN_FROM = 3


@dataclass(frozen=True, slots=True)
class Risk:
    """How much a report asks of its reviewer: figures that cannot be or are blank, odd ones, mere hints."""

    grave: int = 0
    suspects: int = 0
    warnings: int = 0

    @property
    def is_clean(self) -> bool:
        """Whether nothing but hints was found, so that it may be verified with others in one go."""
        return not self.grave and not self.suspects

    @property
    def weight(self) -> int:
        return self.grave * 10000 + self.suspects * 100 + self.warnings


def risk_of(findings: Iterable[Finding]) -> Risk:
    counts: dict[Severity, int] = defaultdict(int)
    for finding in findings:
        counts[finding.severity] += 1
    grave = counts[Severity.INVALID] + counts[Severity.MISSING]
    return Risk(grave, counts[Severity.SUSPECT], counts[Severity.WARNING])


def medians(years: Collection[int], categories: Collection[str]) -> dict[tuple[int, str], dict[str, Decimal]]:
    """Return the median of each figure filed this year, by (year, category) and indicator code.

    Reports that are submitted or verified count, each with its latest version; a figure filed by fewer than three
    clusters of the category has no median.
    """
    rows = Submission.objects.filter(
        state__in=FILED, duty__reporting_year__in=years, duty__cluster__category__in=categories
    ).values_list("duty__reporting_year_id", "duty__cluster__category_id", "current_version__values")
    found: dict[tuple[int, str], dict[str, list[Decimal]]] = defaultdict(lambda: defaultdict(list))
    for year, category, values in rows:
        for code, value in figures.from_text(values or {}).items():
            if value is not None:
                found[year, category][code].append(value)
    return {
        key: {code: median(values) for code, values in by_code.items() if len(values) >= MEDIAN_FROM}
        for key, by_code in found.items()
    }


def findings_of(rows: Collection[Submission]) -> dict[int, tuple[Finding, ...]]:
    """Return what the data checks say of the latest filed version of each report, by submission; a few queries in all.

    Confirmations do not count here: a reviewer sees every odd figure, with the reason beside it.
    """
    duties = [row.duty for row in rows]
    previous = figures.verified_before(duties) if duties else {}
    middle = medians({duty.year for duty in duties}, {duty.cluster.category_id or "" for duty in duties})
    rulesets = {year: rulebook.for_entry(year) for year in {duty.year for duty in duties}}
    found: dict[int, tuple[Finding, ...]] = {}
    for row in rows:
        ruleset, version = rulesets[row.duty.year], row.current_version
        if ruleset is None or version is None:
            found[row.pk] = ()
            continue
        before = previous.get((row.duty.cluster_id, row.duty.year - 1))
        facts = facts_filed(
            row.duty, version, before, middle.get((row.duty.year, row.duty.cluster.category_id or ""), {})
        )
        found[row.pk] = check(facts, rulebook.parsed(ruleset))
    return found


def facts_filed(
    duty: Duty, version: SubmissionVersion, previous: Values | None, middle: Mapping[str, Decimal]
) -> Facts:
    """Return a filed version as though it were verified, no odd figure confirmed."""
    return Facts(
        year=duty.year,
        filing=Filing.VERIFIED,
        values=figures.from_text(version.values),
        previous=previous,
        groups=figures.groups_of(duty),
        medians=middle,
    )


def for_review(rows: QuerySet[Submission]) -> QuerySet[Submission]:
    """Return the reports with everything that `findings_of` and a list of them read."""
    return rows.select_related(
        "duty__cluster__category", "duty__district", "duty__reporting_year", "current_version__filed_by"
    )


def waiting(rows: QuerySet[Submission] | None = None) -> list[tuple[Submission, Risk]]:
    """Return the reports that wait for a reviewer, the riskiest first, among equals the one that waits longest.

    Only what tells their order is loaded of them.
    """
    found = Submission.objects.all() if rows is None else rows
    submitted = list(
        found.filter(state=SubmissionState.SUBMITTED)
        .select_related(None)
        .select_related("duty__cluster", "duty__reporting_year", "current_version")
        .only(*_RANKED)
    )
    findings = findings_of(submitted)
    ranked = [(row, risk_of(findings[row.pk])) for row in submitted]
    return sorted(ranked, key=lambda pair: (-pair[1].weight, _filed_at(pair[0]), pair[0].pk))


def _filed_at(row: Submission) -> datetime:
    return row.current_version.filed_at if row.current_version else row.duty.reporting_year.deadline
