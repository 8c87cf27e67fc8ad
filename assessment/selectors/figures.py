"""From stored figures to the engine's facts and back; what the data checks say of a report."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Protocol

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from assessment.enums import RulingKind, SubmissionState, YearState
from assessment.models import Duty, Indicator, Review, Ruling, Submission, SubmissionVersion
from assessment.rules.engine import check
from assessment.rules.enums import Filing
from assessment.rules.facts import Earlier, Facts
from assessment.rules.outcome import Finding
from assessment.selectors import history, rulebook
from clusters.errors import DomainError

Values = dict[str, Decimal | None]
Known = Mapping[tuple[int, int], Values]
"""Verified figures by (cluster, year)."""

_LOOKS_BACK = 10

_FILING = {
    SubmissionState.DRAFT: Filing.DRAFT,
    SubmissionState.SUBMITTED: Filing.SUBMITTED,
    SubmissionState.RETURNED: Filing.RETURNED,
    SubmissionState.VERIFIED: Filing.VERIFIED,
}

UNREAD = tuple(
    f"submission__{name}" for name in ("values", "remarks", "confirmations", "returned_fields", "return_reason")
)
"""The working copy of a report, which no judgement ever looks at."""


def to_text(values: Mapping[str, Decimal | None]) -> dict[str, str | None]:
    """Return the figures as plain decimal strings, the form in which they are stored; blanks stay None."""
    return {code: None if value is None else format(value, "f") for code, value in values.items()}


def from_text(stored: Mapping[str, str | None]) -> Values:
    """Return stored figures as Decimals; blanks stay None."""
    return {code: None if text in (None, "") else Decimal(text) for code, text in stored.items()}


def judged_with() -> tuple[Prefetch, Prefetch]:
    """Return what a duty must have prefetched to be judged: the rulings in force, the titles of its cluster."""
    in_force = Ruling.objects.filter(revoked_at__isnull=True)
    return Prefetch("rulings", in_force, to_attr="rulings_in_force"), history.with_titles()


def judged(rows: QuerySet[Duty]) -> QuerySet[Duty]:
    """Return the duties with everything that judging them reads, in a fixed number of queries."""
    related = rows.select_related("cluster", "reporting_year", "submission__verified_version__review").defer(*UNREAD)
    return related.prefetch_related(*judged_with())


def loaded(duties: Iterable[int]) -> list[Duty]:
    """Return the duties of these primary keys as `judged`."""
    return list(judged(Duty.objects.filter(pk__in=list(duties))))


class Due(Protocol):
    """A duty of any form: whose figures, for which data year."""

    @property
    def year(self) -> int: ...

    @property
    def cluster_id(self) -> int: ...


def verified(years: Collection[int], clusters: Collection[int] | None = None) -> dict[tuple[int, int], Values]:
    """Return the verified figures of these data years, of all clusters or of these, by (cluster, year); one query."""
    rows = Submission.objects.filter(duty__reporting_year__in=years, verified_version__isnull=False)
    if clusters is not None:
        rows = rows.filter(duty__cluster__in=clusters)
    found = rows.values_list("duty__cluster_id", "duty__reporting_year_id", "verified_version__values")
    return {(cluster, year): from_text(values) for cluster, year, values in found}


def verified_before(duties: Collection[Due]) -> dict[tuple[int, int], Values]:
    """Return the verified figures of the ten years before the duties, by (cluster, year of the figures)."""
    years = {duty.year for duty in duties}
    past = range(min(years) - _LOOKS_BACK, max(years)) if years else ()
    return verified(past, {duty.cluster_id for duty in duties})


def with_past(facts: Facts, known: Known, cluster: int) -> Facts:
    """Return the facts with last year's figures; where one to compare with is missing, with those of the last year
    known before."""
    previous = known.get((cluster, facts.year - 1))
    if previous and not any(previous.get(code) is None for code, value in facts.values.items() if value is not None):
        return replace(facts, previous=previous)
    past = range(facts.year - 2, facts.year - 1 - _LOOKS_BACK, -1) if known else ()
    found = next((Earlier(year, known[cluster, year]) for year in past if (cluster, year) in known), None)
    return replace(facts, previous=previous, earlier=found) if previous is not None or found else facts


def facts_of(duty: Duty, version: SubmissionVersion | None, known: Known) -> Facts:
    """Return the facts that the engine judges: the verified version, or why there is none."""
    kinds = {ruling.kind for ruling in duty.rulings_in_force}  # type: ignore[attr-defined]
    facts = Facts(
        year=duty.year,
        filing=_filing(duty, version),
        values=from_text(version.values) if version else {},
        confirmed=frozenset(accepted_in(version)),
        groups=groups_of(duty),
        ruled_failed=RulingKind.FAILED in kinds,
        exempt=RulingKind.EXEMPT in kinds,
    )
    return with_past(facts, known, duty.cluster_id)


def _filing(duty: Duty, version: SubmissionVersion | None) -> Filing:
    """Return how far the report had come; one verified after the snapshot of the run was still under review then."""
    if version is not None:
        return Filing.VERIFIED
    submission = getattr(duty, "submission", None)
    filing = _FILING[SubmissionState(submission.state)] if submission else Filing.MISSING
    if filing in (Filing.MISSING, Filing.DRAFT) and not _is_past(duty):
        return Filing.NOT_DUE
    return Filing.SUBMITTED if filing is Filing.VERIFIED else filing


def _is_past(duty: Duty) -> bool:
    """Return whether the time to report is over, as `completeness` counts it: an extension goes before the year."""
    closed = duty.reporting_year.state == YearState.CLOSED and duty.deadline_extended_to is None
    return closed or duty.deadline < timezone.now()


def accepted_in(version: SubmissionVersion | None) -> list[str]:
    """Return the codes of the odd figures whose reason the city accepted when it reviewed the version."""
    if version is None:
        return []
    try:
        return version.review.accepted
    except Review.DoesNotExist:
        return []


def groups_of(duty: Duty) -> dict[str, str]:
    """Return the groups that a rulebook may set lines for: category and region."""
    category = duty.cluster.category_id or ""
    return {"category": category, "region": duty.district_id or ""}


def as_verified(duty: Duty, values: Values, known: Known, confirmed: Iterable[str] = ()) -> Facts:
    """Return figures not yet verified as though they were, with the years before and the odd figures that count as
    confirmed."""
    facts = Facts(
        year=duty.year,
        filing=Filing.VERIFIED,
        values=values,
        confirmed=frozenset(confirmed),
        groups=groups_of(duty),
    )
    return with_past(facts, known, duty.cluster_id)


def entry_findings(duty: Duty, values: Values, confirmed: Collection[str] = ()) -> tuple[Finding, ...]:
    """Return what the data checks say of figures as they are being filled in."""
    row = rulebook.for_entry(duty.year)
    return check(as_verified(duty, values, verified_before([duty]), confirmed), rulebook.parsed(row)) if row else ()


def require_complete(submission: Submission) -> None:
    """Raise DomainError (naming the field) when the report cannot be filed as it stands."""
    values = from_text(submission.values)
    for indicator in Indicator.objects.in_force(submission.duty.year).filter(is_required=True):
        if values.get(indicator.code) is None and not submission.remarks.get(indicator.code):
            raise DomainError(
                f"“{indicator.label}”未填写。空白不等于零：请填写数值；确实无法提供的，请在备注中说明原因。",
                field=indicator.code,
            )
    for finding in entry_findings(submission.duty, values, submission.confirmations):
        if finding.severity == "invalid":
            raise DomainError(finding.text, field=finding.fields[0])
        if finding.is_open:
            raise DomainError(f"{finding.text}如确属实，请填写说明。", field=finding.fields[0])
