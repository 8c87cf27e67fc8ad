"""The years of the demonstration: the closed ones written as they would stand today, the open one through the services."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from assessment.enums import ReviewAction, Source, SubmissionState, YearState
from assessment.models import Duty, ReportingYear, Review, Submission, SubmissionVersion
from assessment.selectors import figures
from assessment.services import quarters, submissions, years
from assessment.services.demo import story
from assessment.services.demo.accounts import Staff
from assessment.services.demo.story import Report
from clusters.services import audit

_QUARTERLY = ("revenue", "leading_revenue", "tax", "jobs")


def file_past(period: Mapping[str, Any], staff: Staff) -> ReportingYear:
    """Write a year that is over: its duties, the verified reports, the reviews. Runs in the caller's transaction.

    No service can file into the past, so these rows are written directly; one audit line says so.
    """
    opened, approver = period["opened"], staff.approvers[0]
    year = ReportingYear.objects.create(
        year=period["year"], deadline=period["deadline"], opened_by=approver, opened_at=opened
    )
    years.add_missing_duties(year)
    duties, reports = _duties(year), story.reports(year.year)
    rows = Submission.objects.bulk_create(
        _submission(duties[cluster], report, staff, _filing_time(opened, number))
        for number, (cluster, report) in enumerate(reports.items())
    )
    versions = SubmissionVersion.objects.bulk_create(
        submissions.sealed(row, number=1, by=row.saved_by, filed_at=row.saved_at) for row in rows
    )
    for row, version in zip(rows, versions, strict=True):
        row.current_version = row.verified_version = version
    Submission.objects.bulk_update(rows, ["current_version", "verified_version"])
    Review.objects.bulk_create(
        Review(
            version=version,
            action=ReviewAction.VERIFIED,
            accepted=sorted(version.confirmations),
            reviewed_by=staff.reviewers[number % len(staff.reviewers)],
            reviewed_at=version.filed_at + timedelta(days=6, hours=3),
        )
        for number, version in enumerate(versions)
    )
    _file_quarters(year, duties, staff)
    ReportingYear.objects.filter(pk=year.pk).update(state=YearState.CLOSED)
    audit.record("演示数据.载入历史年度", year, by=None, after=YearState.CLOSED, duties=len(duties), reports=len(rows))
    return year


def _filing_time(opened: datetime, number: int) -> datetime:
    """Return a time in the weeks before the deadline, within office hours."""
    return opened + timedelta(days=18 + number * 2 % 29, hours=number * 5 % 8, minutes=number * 13 % 60)


def _submission(duty: Duty, report: Report, staff: Staff, at: datetime) -> Submission:
    return Submission(
        duty=duty,
        state=SubmissionState.VERIFIED,
        values=figures.to_text(report.values),
        remarks=report.remarks,
        confirmations=report.confirmations,
        revision=1,
        source=Source.DEMO,
        saved_by=staff.officers[str(duty.district_id)],
        saved_at=at,
    )


def open_year(year: int, days: int, staff: Staff) -> ReportingYear:
    """Open the year, due in `days` days, and bring each report as far as the story says, in the caller's transaction."""
    row = years.open_year(year, deadline=deadline_in(days), by=staff.approvers[0])
    duties = _duties(row)
    for cluster, report in story.reports(year).items():
        _bring(duties[cluster], report, staff)
    _file_quarters(row, duties, staff)
    return row


def _bring(duty: Duty, report: Report, staff: Staff) -> None:
    officer, reviewer = staff.officers[str(duty.district_id)], staff.reviewers[0]
    entry = submissions.Entry(report.values, report.remarks, report.confirmations, source=Source.DEMO)
    submission = submissions.begin(duty, by=officer)
    if report.state == SubmissionState.DRAFT:
        submissions.save_draft(submission, entry, by=officer)
        return
    submissions.submit(submission, entry, by=officer)
    if report.state == SubmissionState.RETURNED:
        submissions.return_(submission, reason=report.return_reason, fields=report.returned_fields, by=reviewer)
    elif report.state == SubmissionState.VERIFIED:
        submissions.verify(submission, by=reviewer)


def keep_open(year: int, days: int, staff: Staff) -> bool:
    """Move the deadline ahead again where the demonstration has outlived it; return whether that was so.

    A year that somebody closed on purpose stays closed. Runs in the caller's transaction.
    """
    overdue = ReportingYear.objects.filter(pk=year, state=YearState.OPEN, deadline__lt=timezone.now()).exists()
    if overdue:
        years.move_deadline(year, deadline=deadline_in(days), by=staff.approvers[0])
    return overdue


def deadline_in(days: int) -> datetime:
    """Return the last minute of the day that lies `days` days ahead."""
    day = timezone.localdate() + timedelta(days=days)
    return datetime.combine(day, time(23, 59), tzinfo=timezone.get_current_timezone())


def _file_quarters(year: ReportingYear, duties: Mapping[str, Duty], staff: Staff) -> None:
    """Ask the year for figures by quarter, and let each officer save those of the district."""
    quarters.ask(year.year, _QUARTERLY, by=staff.approvers[0])
    for quarter, rows in story.quarters(year.year).items():
        for district, officer in staff.officers.items():
            own = {
                duties[cluster]: values for cluster, values in rows.items() if duties[cluster].district_id == district
            }
            if own:
                entries = {duty.pk: quarters.Entry(values, 0) for duty, values in own.items()}
                quarters.save(year.year, quarter, entries, by=officer)


def _duties(year: ReportingYear) -> dict[str, Duty]:
    return {duty.cluster.code: duty for duty in year.duties.select_related("cluster", "district")}
