"""What a district officer has to do next, and by when."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from assessment.enums import SubmissionState, YearState
from assessment.models import Decision, Duty, Submission
from clusters.models import User
from clusters.services import workdays

_OPEN_STATES = (SubmissionState.DRAFT, SubmissionState.RETURNED)


def open_duties(user: User) -> QuerySet[Duty]:
    """Return the duties this person still has to file: not begun, draft or returned, in an open year."""
    unfiled = Q(submission__isnull=True) | Q(submission__state__in=_OPEN_STATES)
    return Duty.objects.visible_to(user).filter(unfiled, reporting_year__state=YearState.OPEN)


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One line of the desk: the duty, its report (None = not begun) and the time left."""

    duty: Duty
    submission: Submission | None
    deadline: datetime
    workdays_left: int

    @property
    def is_overdue(self) -> bool:
        return self.deadline < timezone.now()


def task_rows(user: User) -> list[TaskRow]:
    """Return the open duties, returned ones first, then by deadline."""
    duties = open_duties(user).select_related("cluster", "reporting_year", "district", "submission")
    today = timezone.localdate()
    left: dict[datetime, int] = {}
    rows = []
    for duty in duties:
        if duty.deadline not in left:
            left[duty.deadline] = workdays.workdays_between(today, timezone.localdate(duty.deadline))
        rows.append(TaskRow(duty, getattr(duty, "submission", None), duty.deadline, left[duty.deadline]))
    return sorted(
        rows, key=lambda row: (row.submission is None or row.submission.state != SubmissionState.RETURNED, row.deadline)
    )


def report_rows(user: User, year: int) -> QuerySet[Duty]:
    """Return every duty of the year with its report, for the year's list."""
    return (
        Duty.objects.visible_to(user)
        .filter(reporting_year=year)
        .select_related("cluster__category", "district", "reporting_year", "submission__current_version")
        .order_by("cluster__name_key")
    )


def recent_decisions(user: User, limit: int = 6) -> QuerySet[Decision]:
    """Return the newest decisions in effect on this person's clusters, with their letters."""
    return (
        Decision.objects.visible_to(user)
        .in_effect()
        .select_related("cluster")
        .prefetch_related(Prefetch("letters"))
        .order_by("-decided_at", "-pk")[:limit]
    )
