"""The closed demonstration years: what was filed and verified then, written as it would stand today."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from assessment.enums import ReviewAction, Source, SubmissionState, YearState
from assessment.models import Duty, ReportingYear, Review, Submission, SubmissionVersion
from assessment.rules.wire.facts import canonical
from assessment.selectors import figures
from assessment.services import years
from assessment.services.demo import synthesis
from assessment.services.demo.story import Period, Place, Report
from clusters.models import User
from clusters.services import audit


@dataclass(frozen=True, slots=True)
class Staff:
    """Who acts in the story: an officer for each district, the reviewers and the approvers in turn."""

    officers: Mapping[str, User]
    reviewers: tuple[User, ...]
    approvers: tuple[User, ...]


def file_closed_year(period: Period, places: Iterable[Place], staff: Staff) -> ReportingYear:
    """Write a year that is over: its duties, the verified reports, the reviews. Runs in the caller's transaction.

    No service can file into the past, so these rows are written directly; one audit line says so.
    """
    year = ReportingYear.objects.create(
        year=period.year,
        state=YearState.CLOSED,
        deadline=period.deadline,
        opened_by=staff.approvers[0],
        opened_at=period.opened,
    )
    years.add_missing_duties(year)
    duties = {duty.cluster.code: duty for duty in year.duties.select_related("cluster")}
    told = [(duties[place.code], place, report) for place in places if (report := place.report(period.year))]
    times = _filing_times(period.opened, len(told))
    rows = Submission.objects.bulk_create(
        _submission(duty, place, report, staff.officers[str(duty.district_id)], at)
        for (duty, place, report), at in zip(told, times, strict=True)
    )
    versions = SubmissionVersion.objects.bulk_create(version_of(row, at) for row, at in zip(rows, times, strict=True))
    for row, version in zip(rows, versions, strict=True):
        row.current_version = row.verified_version = version
    Submission.objects.bulk_update(rows, ["current_version", "verified_version"])
    Review.objects.bulk_create(
        Review(
            version=version,
            action=ReviewAction.VERIFIED,
            accepted=sorted(version.confirmations),
            reviewed_by=staff.reviewers[number % len(staff.reviewers)],
            reviewed_at=at + timedelta(days=6, hours=3),
        )
        for number, (version, at) in enumerate(zip(versions, times, strict=True))
    )
    audit.record("演示数据.载入历史年度", year, by=None, after=YearState.CLOSED, duties=len(duties), reports=len(rows))
    return year


def _filing_times(opened: datetime, count: int) -> list[datetime]:
    """Return times in the weeks before the deadline, within office hours."""
    return [
        opened + timedelta(days=18 + number * 2 % 29, hours=number * 5 % 8, minutes=number * 13 % 60)
        for number in range(count)
    ]


def _submission(duty: Duty, place: Place, report: Report, officer: User, at: datetime) -> Submission:
    return Submission(
        duty=duty,
        state=SubmissionState.VERIFIED,
        values=figures.to_text(synthesis.all_figures(place, report)),
        remarks=dict(report.remarks),
        confirmations=dict(report.confirmations),
        revision=1,
        source=Source.DEMO,
        saved_by=officer,
        saved_at=at,
    )


def version_of(row: Submission, at: datetime) -> SubmissionVersion:
    """Return the unsaved first version of a report as filed at that time, sealed as the service seals one."""
    content = {"values": row.values, "remarks": row.remarks, "confirmations": row.confirmations}
    return SubmissionVersion(
        submission=row,
        number=1,
        source=Source.DEMO,
        sha256=hashlib.sha256(canonical(content).encode()).hexdigest(),
        filed_by=row.saved_by,
        filed_at=at,
        **content,
    )
