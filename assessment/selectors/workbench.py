"""What waits for a person of the city, how much of it and since when."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min
from django.urls import reverse

from assessment.enums import AppealState, AssessmentState, RunState, SubmissionState, YearState
from assessment.models import Appeal, Assessment, Duty, Run, Submission
from clusters.enums import Role
from clusters.models import User


@dataclass(frozen=True, slots=True)
class Queue:
    """One pile of work: its name, how many, the oldest one, where it lies and what to do with it."""

    label: str
    count: int
    oldest: datetime | None
    url: str
    hint: str
    icon: str


def queues_for(user: User) -> list[Queue]:
    """Return the piles of a reviewer or approver; the other admin roles have none."""
    if user.role not in (Role.REVIEWER, Role.APPROVER):
        return []
    return [_to_verify(), *_proposals(), _held(), _overdue(), _appeals(), _runs()]


def _to_verify() -> Queue:
    found = Submission.objects.filter(state=SubmissionState.SUBMITTED).aggregate(
        n=Count("pk"), oldest=Min("current_version__filed_at")
    )
    url = reverse("admin:assessment_submission_changelist") + "?state__exact=submitted"
    return Queue("待审核报送", found["n"], found["oldest"], url, "核实数据，或写明理由退回", "clipboard-data")


def _proposals() -> list[Queue]:
    base = Assessment.objects.filter(state=AssessmentState.PROPOSED)
    changelist = reverse("admin:assessment_assessment_changelist") + "?state__exact=proposed"
    rows = (
        ("待确认达标", ("pass",), "确认后记入名录", "check-circle"),
        ("待确认黄牌", ("yellow_card", "escalate"), "确认后发出黄牌警告通知书", "exclamation-triangle"),
        ("待签署摘牌", ("delist",), "需两名审批人签署", "x-octagon"),
    )
    queues = []
    for label, verdicts, hint, icon in rows:
        found = base.filter(verdict__in=verdicts).aggregate(n=Count("pk"), oldest=Min("created_at"))
        url = f"{changelist}&verdict__in={','.join(verdicts)}"
        queues.append(Queue(label, found["n"], found["oldest"], url, hint, icon))
    return queues


def _held() -> Queue:
    found = Assessment.objects.filter(
        state__in=(AssessmentState.PROPOSED, AssessmentState.STALE), verdict="hold"
    ).aggregate(n=Count("pk"), oldest=Min("created_at"))
    url = reverse("admin:assessment_assessment_changelist") + "?verdict__in=hold"
    return Queue("待核", found["n"], found["oldest"], url, "数据缺失或存疑，补齐后重新评分", "hourglass-split")


def _overdue() -> Queue:
    late = (
        Duty.objects.filter(reporting_year__state=YearState.CLOSED, is_judged=True)
        .exclude(submission__state__in=(SubmissionState.SUBMITTED, SubmissionState.VERIFIED))
        .exclude(rulings__revoked_at__isnull=True, rulings__isnull=False)
    )
    found = late.aggregate(n=Count("pk"), oldest=Min("reporting_year__deadline"))
    url = reverse("admin:assessment_duty_changelist") + "?overdue=1"
    return Queue("逾期未报", found["n"], found["oldest"], url, "催报、延期，或认定视为不达标", "calendar-x")


def _appeals() -> Queue:
    found = Appeal.objects.filter(state=AppealState.PENDING).aggregate(n=Count("pk"), oldest=Min("filed_at"))
    url = reverse("admin:assessment_appeal_changelist") + "?state__exact=pending"
    return Queue("复核申请", found["n"], found["oldest"], url, "由未经手的审批人裁定", "chat-left-text")


def _runs() -> Queue:
    found = Run.objects.filter(state=RunState.RUNNING).aggregate(n=Count("pk"), oldest=Min("started_at"))
    url = reverse("admin:assessment_run_changelist")
    return Queue("进行中的评分", found["n"], found["oldest"], url, "查看进度", "calculator")
