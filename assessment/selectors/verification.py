"""What waits for a reviewer, and how much each filed report asks of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.db.models import QuerySet

from assessment.enums import SubmissionState
from assessment.models import RulesetVersion, Submission, SubmissionVersion
from assessment.rules.engine import check
from assessment.rules.enums import Severity
from assessment.rules.facts import Facts
from assessment.rules.judge.field import NO_FIELD, Field, field_of, median_of
from assessment.rules.outcome import Finding
from assessment.selectors import fields, figures, rulebook

FILED = (SubmissionState.SUBMITTED, SubmissionState.VERIFIED)
_RANKED = (
    "duty__reporting_year__deadline",
    "duty__district",
    "duty__cluster__category",
    "current_version__values",
    "current_version__filed_at",
)


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


def figure_medians(year: int, category: str) -> dict[str, Decimal]:
    """Return the median of each figure filed this year in a category, by indicator code: a reviewer's comparison.

    Reports that are submitted or verified count, each with its latest version. What the data checks compare with are
    the medians of their measures (`field_of`).
    """
    rows = Submission.objects.filter(
        state__in=FILED, duty__reporting_year=year, duty__cluster__category=category
    ).values_list("current_version__values", flat=True)
    found: dict[str, list[Fraction]] = defaultdict(list)
    for values in rows:
        for code, value in figures.from_text(values or {}).items():
            if value is not None:
                found[code].append(Fraction(value))
    medians = {code: median_of(values) for code, values in found.items()}
    return {code: median for code, median in medians.items() if median is not None}


def field_of_year(year: int, ruleset: RulesetVersion | None) -> Field:
    """Return the field kept with the year's last run; before the first, that of the reports filed so far, as though
    they were verified."""
    if not fields.is_needed(ruleset, year):
        return NO_FIELD
    kept = fields.of_year(year, ruleset)
    if kept is not None or ruleset is None:
        return fields.read(kept)
    filed = Submission.objects.filter(state__in=FILED, duty__reporting_year=year, duty__is_judged=True)
    latest = dict(filed.values_list("duty_id", "current_version_id"))
    rows = SubmissionVersion.objects.select_related("review").in_bulk([pk for pk in latest.values() if pk])
    versions = {duty: rows.get(pk) if pk else None for duty, pk in latest.items()}
    entrants = [one.entrant for one in fields.candidates(figures.loaded(latest), versions)]
    return field_of(entrants, rulebook.carding(ruleset))


def findings_of(rows: Collection[Submission]) -> dict[int, tuple[Finding, ...]]:
    """Return what the data checks say of the latest filed version of each report, by submission; a few queries in all.

    Confirmations do not count here: a reviewer sees every odd figure, with the reason beside it.
    """
    duties = [row.duty for row in rows]
    known = figures.verified_before(duties)
    rulesets = {year: rulebook.for_entry(year) for year in {duty.year for duty in duties}}
    middle = {year: field_of_year(year, ruleset) for year, ruleset in rulesets.items()}
    found: dict[int, tuple[Finding, ...]] = {}
    for row in rows:
        ruleset, version = rulesets[row.duty.year], row.current_version
        if ruleset is None or version is None:
            found[row.pk] = ()
            continue
        facts = figures.as_verified(row.duty, figures.from_text(version.values), known)
        found[row.pk] = _checked(facts, ruleset, middle[row.duty.year])
    return found


def findings_in_field(facts: Facts, ruleset: RulesetVersion | None) -> tuple[Finding, ...]:
    """Return what the data checks say of one report's figures, beside the medians of its year."""
    return _checked(facts, ruleset, field_of_year(facts.year, ruleset)) if ruleset else ()


def _checked(facts: Facts, ruleset: RulesetVersion, field: Field) -> tuple[Finding, ...]:
    parsed = rulebook.parsed(ruleset)
    rules = parsed.at(facts.year)
    return check(field.with_medians(facts, rules) if rules else facts, parsed)


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
