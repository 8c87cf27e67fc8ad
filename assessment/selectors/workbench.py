"""What waits for a person of the workbench, how much of it and since when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from assessment.enums import (
    AppealState,
    AssessmentState,
    ChunkState,
    DesignatedAct,
    RulingKind,
    RunState,
    SubmissionState,
)
from assessment.models import Appeal, Assessment, Decision, Duty, ReportingYear, Ruling, Run, Signature, Submission
from assessment.selectors import completeness, designations, holds, resting
from clusters.enums import CITY_STAFF, Role
from clusters.models import Event, User

YEARS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Queue:
    """One pile of work: its name, how many, the oldest one, where it lies and what to do with it."""

    label: str
    count: int
    oldest: datetime | None
    url: str
    hint: str
    icon: str

    @property
    def days(self) -> int:
        """How many calendar days the oldest has waited."""
        if self.oldest is None:
            return 0
        return max((timezone.localdate() - timezone.localdate(self.oldest)).days, 0)


def queues_for(user: User) -> list[Queue]:
    """Return the piles of this person, who can do what each of them asks for: reviewers, approvers, administrators."""
    if user.role == Role.REVIEWER:
        return [
            *_left_to(user),
            _to_verify(),
            _held(),
            _overdue("催报；延期和认定由审批人办理"),
            _annulled("重新开放数据更正"),
        ]
    if user.role == Role.APPROVER:
        piles = (_held(), _overdue("延期，或认定视为不达标"), _annulled("重新开放数据更正，或认定免予考核"))
        return [*_proposals(user), *piles, _appeals(user), _runs()]
    if user.role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN):
        return _accounts(user)
    return [_events()] if user.role == Role.AUDIT_ADMIN else []


def flows_for(user: User) -> list[dict[str, Any]]:
    """Return how far the newest data years have come, for the city's officers."""
    if user.role not in CITY_STAFF:
        return []
    newest = ReportingYear.objects.order_by("-year").values_list("year", "state")[:YEARS_SHOWN]
    return completeness.flows(dict(newest))


def _queue(label: str, rows: QuerySet[Any], oldest: str, address: str, hint: str, icon: str) -> Queue:
    """Return the pile of these rows; `oldest` is the field that says since when, "" for none, `address` the list of
    the workbench with its filter."""
    found = rows.aggregate(n=Count("pk"), **({"oldest": Min(oldest)} if oldest else {}))
    name, _, query = address.partition("?")
    url = reverse(f"admin:{name}_changelist") + (f"?{query}" if query else "")
    return Queue(label, found["n"], found.get("oldest"), url, hint, icon)


def _to_verify() -> Queue:
    rows, oldest = Submission.objects.filter(state=SubmissionState.SUBMITTED), "current_version__filed_at"
    address = "assessment_submission?state__exact=submitted"
    return _queue("待审核报送", rows, oldest, address, "核实数据，或写明理由退回", "clipboard-data")


def signable(rows: QuerySet[Assessment], user: User) -> QuerySet[Assessment]:
    """Return the open proposals that this approver may sign: not signed yet, nor resting on an own review or ruling."""
    signed = Signature.objects.filter(assessment=OuterRef("pk"), signer=user)
    mine = rows.filter(~Exists(signed), ~_ruled_by(user, "duty"), state=AssessmentState.PROPOSED)
    return mine.exclude(version__review__reviewed_by=user)


def hearable(rows: QuerySet[Appeal], user: User) -> QuerySet[Appeal]:
    """Return the open appeals on which this approver may rule: neither decision nor figures nor ruling are the own."""
    own = Q(decision__confirmed_by=user) | Q(decision__seconded_by=user)
    own |= Q(decision__assessment__version__review__reviewed_by=user)
    rows = rows.filter(state=AppealState.PENDING).exclude(own)
    return rows.filter(~_ruled_by(user, "decision__assessment__duty"))


def _ruled_by(user: User, duty: str) -> Exists:
    rulings = Ruling.objects.filter(duty=OuterRef(duty), kind=RulingKind.FAILED, revoked_at__isnull=True)
    return Exists(rulings.filter(made_by=user))


def _proposals(user: User) -> list[Queue]:
    base = signable(Assessment.objects.all(), user)
    address = "assessment_assessment?state=proposed&mine=1"
    rows = (
        ("待确认达标", "pass", ("pass",), "确认后签发结果通知书，记入名录", "check-circle"),
        ("待确认黄牌", "card", ("yellow_card", "escalate"), "确认后发出黄牌警告通知书", "exclamation-triangle"),
        ("待签署摘牌", "delist", ("delist",), "需两名审批人先后签署", "x-octagon"),
    )
    return [
        _queue(label, base.filter(verdict__in=verdicts), "created_at", f"{address}&verdict={code}", hint, icon)
        for label, code, verdicts, hint, icon in rows
    ]


def _held() -> Queue:
    rows, hint = holds.to_mend(Assessment.objects.all()), "数据缺失或存疑：重新开放，由区市更正"
    return _queue("待核", rows, "created_at", "assessment_assessment?verdict=mend", hint, "pause-circle")


def overdue(duties: QuerySet[Duty] | None = None) -> QuerySet[Duty]:
    """Return the judged duties that `completeness` counts as overdue, to be dealt with."""
    rows = Duty.objects.all() if duties is None else duties
    return completeness.counted(completeness.countable(rows.filter(is_judged=True)), "overdue")


def _overdue(hint: str) -> Queue:
    oldest, address = "reporting_year__deadline", "assessment_duty?overdue=1"
    return _queue("逾期未报", overdue(), oldest, address, hint, "calendar-x")


def annulled_years() -> QuerySet[Duty]:
    """Return the duties whose decision was taken back while nobody was given the year again.

    Neither the report lies with its district, nor is the year exempt or a new result under way.
    """
    confirmed = Assessment.objects.filter(duty=OuterRef("pk"), state=AssessmentState.CONFIRMED)
    open_ones = Assessment.objects.filter(duty=OuterRef("pk")).exclude(
        state__in=(AssessmentState.CONFIRMED, AssessmentState.SUPERSEDED)
    )
    standing = Decision.objects.in_effect().filter(assessment__duty=OuterRef("pk"))
    ruled = Ruling.objects.filter(duty=OuterRef("pk"), revoked_at__isnull=True)
    decided = confirmed.filter(verdict__in=resting.KINDS)
    return Duty.objects.filter(Exists(decided), ~Exists(open_ones), ~Exists(standing), ~Exists(ruled)).exclude(
        submission__state__in=(SubmissionState.RETURNED, SubmissionState.SUBMITTED)
    )


def _annulled(hint: str) -> Queue:
    address, icon = "assessment_duty?annulled=1", "arrow-counterclockwise"
    return _queue("决定撤销后待办", annulled_years(), "", address, hint, icon)


def _stuck() -> list[Queue]:
    """Return the acts that four eyes leave to nobody in service; none in the common case."""
    found = designations.stuck()
    url, hint = reverse("admin:assessment_designation_add"), "授予另一人审批人角色，或就该事项指定承办人"
    oldest = min((row.created_at for _, row in found), default=None)
    return [Queue("回避后无人可办的事项", len(found), oldest, url, hint, "person-plus")] if found else []


def _left_to(user: User) -> list[Queue]:
    """Return what this person was named for and has to do now."""
    found = designations.open_for(user)
    if not found:
        return []
    first = found[0]
    url = reverse("admin:assessment_assessment_change", args=[first.assessment_id])
    if first.act == DesignatedAct.RULE:
        url = reverse("admin:assessment_appeal_changelist") + "?state__exact=pending"
    oldest = first.designated_at
    return [Queue("指定由您办理", len(found), oldest, url, "由安全管理员指定，理由见办理记录", "person-check")]


def _appeals(user: User) -> Queue:
    rows, address = hearable(Appeal.objects.all(), user), "assessment_appeal?state__exact=pending&mine=1"
    return _queue("复核申请", rows, "filed_at", address, "由未经手的审批人裁定", "chat-left-text")


def _runs() -> Queue:
    rows = Run.objects.filter(state=RunState.RUNNING)
    parked = rows.filter(chunks__state=ChunkState.PARKED).distinct().count()
    hint = f"{parked}个批次有搁置部分，须重新评分" if parked else "查看进度"
    return _queue("进行中的评分", rows, "started_at", "assessment_run", hint, "calculator")


def _accounts(user: User) -> list[Queue]:
    stopped, used = User.objects.filter(is_active=False), User.objects.filter(is_active=True)
    grants = user.role == Role.SECURITY_ADMIN
    hint = "新建的账号待授予角色后启用" if grants else "新建的账号由安全管理员授予角色后启用"
    return [
        *(_stuck() if grants else []),
        _queue("停用或待授权账号", stopped, "", "clusters_user?is_active__exact=0", hint, "person-dash"),
        _queue("在用账号", used, "", "clusters_user?is_active__exact=1", "停用、调整区市，重置密码", "people"),
    ]


def _events() -> Queue:
    rows = Event.objects.filter(at__gte=timezone.now() - timedelta(days=1))
    return _queue("近24小时操作记录", rows, "", "clusters_event", "查阅、检索，校验完整性", "journal-check")
