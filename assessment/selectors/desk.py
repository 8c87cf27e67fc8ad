"""What a district officer has to do next, and by when; how far the district's year has come."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from assessment.enums import SubmissionState, YearState
from assessment.models import Appeal, Decision, Duty, Submission
from assessment.selectors import completeness, results
from clusters.enums import Role
from clusters.models import User
from clusters.services import workdays


def open_duties(user: User) -> QuerySet[Duty]:
    """Return the duties this person still has to file: the same that reminders go out for."""
    return completeness.to_file(completeness.countable(Duty.objects.visible_to(user)))


class TaskRow(NamedTuple):
    """One line of the desk: the duty, its report (None = not begun) and the working days left (negative: overdue)."""

    duty: Duty
    submission: Submission | None
    workdays_left: int
    is_overdue: bool

    @property
    def deadline(self) -> datetime:
        return self.duty.deadline

    @property
    def is_returned(self) -> bool:
        return self.submission is not None and self.submission.state == SubmissionState.RETURNED

    @property
    def to_mend(self) -> list[str]:
        """The codes of the figures that the city wants mended."""
        return self.submission.returned_fields if self.submission else []

    @property
    def due_words(self) -> str:
        """The time left in words; a returned report may be mended after the deadline."""
        if self.is_overdue:
            days = f" {-self.workdays_left} 个工作日" if self.workdays_left else ""
            return "原截止时间已过，退回后仍可修改" if self.is_returned else f"已逾期{days}"
        return f"还剩 {self.workdays_left} 个工作日" if self.workdays_left else "今天截止"


def task_rows(user: User) -> list[TaskRow]:
    """Return the open duties, returned ones first, then by deadline."""
    duties = list(open_duties(user).select_related("cluster", "reporting_year", "submission"))
    now, today = timezone.now(), timezone.localdate()
    left = {day: workdays.workdays_between(today, day) for day in {timezone.localdate(one.deadline) for one in duties}}
    rows = [
        TaskRow(one, getattr(one, "submission", None), left[timezone.localdate(one.deadline)], one.deadline < now)
        for one in duties
    ]
    return sorted(rows, key=lambda row: (not row.is_returned, row.deadline))


def why_locked(duty: Duty, submission: Submission | None, *, at: datetime | None = None) -> str:
    """Return why the report cannot be changed now, in words for its district; "" when it can.

    The page shuts its buttons and the service refuses by this one answer. `at` is the clock to judge by: the service
    gives the database's, a page that only shows the state its own.
    """
    state = submission.state if submission else SubmissionState.DRAFT
    if state == SubmissionState.SUBMITTED:
        return "本报表已提交，等待市级审核。市级办理之前可以撤回；如需更正，也可以联系市级审核员退回。"
    if state == SubmissionState.VERIFIED:
        return "本报表已核实。如需更正，请联系市级审核员重新开放。"
    if state == SubmissionState.RETURNED:
        return ""
    if duty.reporting_year.state == YearState.CLOSED and duty.deadline_extended_to is None:
        return f"{duty.year}年度报送已截止。确需补报，请向市发展改革委申请延期。"
    if duty.deadline < (at or timezone.now()):
        due = timezone.localtime(duty.deadline)
        return f"报送截止时间（{due:%Y年%m月%d日 %H:%M}）已过。确需补报，请向市发展改革委申请延期。"
    return ""


def report_rows(user: User, year: int) -> QuerySet[Duty]:
    """Return every duty of the year with its report, for the year's list."""
    return (
        Duty.objects.visible_to(user)
        .filter(reporting_year=year)
        .select_related("cluster__category", "district", "reporting_year", "submission__saved_by")
        .select_related("submission__current_version")
        .order_by("cluster__name_key", "cluster__pk")
    )


def recent_decisions(user: User, limit: int = 5) -> QuerySet[Decision]:
    """Return the newest decisions in effect on this person's clusters, with their letters."""
    return (
        Decision.objects.visible_to(user)
        .in_effect()
        .select_related("cluster")
        .prefetch_related(results.letters())
        .defer("record")
        .order_by("-decided_at", "-pk")[:limit]
    )


def recent_appeals(user: User, limit: int = 3) -> QuerySet[Appeal]:
    """Return the newest appeals of this person's district; none for others."""
    if user.role != Role.DISTRICT_OFFICER:
        return Appeal.objects.none()
    return (
        Appeal.objects.filter(decision__assessment__duty__district=user.district_id)
        .select_related("decision__cluster")
        .defer("decision__record")
        .order_by("-filed_at", "-pk")[:limit]
    )
