"""The open demonstration year: filed, returned and verified through the same services as any other."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.utils import timezone

from assessment.enums import Source, SubmissionState, YearState
from assessment.models import Duty, ReportingYear
from assessment.services import submissions, years
from assessment.services.demo import synthesis
from assessment.services.demo.history import Staff
from assessment.services.demo.story import Place, Report


def deadline_in(days: int) -> datetime:
    """Return the last minute of the day that lies `days` days ahead."""
    day = timezone.localdate() + timedelta(days=days)
    return datetime.combine(day, time(23, 59), tzinfo=timezone.get_current_timezone())


def open_with_reports(year: int, days_left: int, places: Iterable[Place], staff: Staff) -> ReportingYear:
    """Open the year, due in `days_left` days, and bring each report as far as the story says.

    Runs in the caller's transaction.
    """
    row = years.open_year(year, deadline=deadline_in(days_left), by=staff.approvers[0])
    duties = {duty.cluster.code: duty for duty in row.duties.select_related("cluster", "district")}
    for place in places:
        report = place.report(year)
        if report is not None:
            _bring(duties[place.code], place, report, staff)
    return row


def keep_open(year: int, days_left: int, staff: Staff) -> bool:
    """Move the deadline ahead again where the demonstration has outlived it; return whether that was so.

    A year that somebody closed on purpose stays closed. Runs in the caller's transaction.
    """
    overdue = ReportingYear.objects.filter(pk=year, state=YearState.OPEN, deadline__lt=timezone.now()).exists()
    if overdue:
        years.move_deadline(year, deadline=deadline_in(days_left), by=staff.approvers[0])
    return overdue


def _bring(duty: Duty, place: Place, report: Report, staff: Staff) -> None:
    officer, reviewer = staff.officers[str(duty.district_id)], staff.reviewers[0]
    entry = submissions.Entry(
        values=synthesis.all_figures(place, report),
        remarks=dict(report.remarks),
        confirmations=dict(report.confirmations),
        source=Source.DEMO,
    )
    submission = submissions.begin(duty, by=officer)
    if report.state == SubmissionState.DRAFT:
        submissions.save_draft(submission, entry, by=officer)
        return
    submissions.submit(submission, entry, by=officer)
    if report.state == SubmissionState.RETURNED:
        submissions.return_(submission, reason=report.return_reason, fields=report.returned_fields, by=reviewer)
    elif report.state == SubmissionState.VERIFIED:
        submissions.verify(submission, by=reviewer)
