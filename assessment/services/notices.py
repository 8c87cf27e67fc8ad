"""Who is told of which act: everybody who has a next step by it, in the transaction of the act, with the way there."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from assessment.enums import AppealState, DecisionKind, DesignatedAct, RunState
from assessment.models import (
    Appeal,
    Assessment,
    Decision,
    Designation,
    Duty,
    ReportingYear,
    Ruling,
    Run,
    Submission,
    SubmissionVersion,
    ThirdPartyBatch,
)  # fmt: skip
from assessment.selectors import resting
from clusters.enums import Role
from clusters.messaging.services.messages import Notice, tell
from clusters.models import User

_SOLEMN = (DecisionKind.YELLOW_CARD, DecisionKind.DELISTING)


def in_service(role: Role) -> QuerySet[User]:
    """Return the people who hold a role and may sign in."""
    return User.objects.filter(role=role, is_active=True).order_by("pk")


def year_opened(row: ReportingYear, *, by: User) -> None:
    _tell_districts(row, "年度开启", f"opened:{row.year}", f"{row.year}年度数据报送已开启", by)


def deadline_moved(row: ReportingYear, *, by: User) -> None:
    key = f"moved:{row.year}:{row.deadline:%Y%m%d%H%M}:{timezone.now():%Y%m%d%H%M%S}"
    _tell_districts(row, "截止调整", key, f"{row.year}年度报送截止时间有调整", by)


def extended(duty: Duty, reason: str, *, by: User) -> None:
    until = timezone.localtime(duty.deadline)
    title = f"已批准延期：{_of(duty)}至{until:%Y年%m月%d日 %H:%M}"
    _tell_district(duty, Notice("延期", f"extended:{duty.pk}:{until:%Y%m%d%H%M}", title, reason, _report(duty)), by)


def filed(version: SubmissionVersion, *, by: User) -> None:
    """A report waits for the reviewers."""
    row = version.submission
    text = f"{version.label}已提交，请核实或退回。"
    url = reverse("admin:assessment_submission_change", args=[row.pk])
    notice = Notice("报送", f"filed:{version.pk}", f"待审核：{_of(row.duty)}数据", text, url)
    tell(in_service(Role.REVIEWER), notice, by=by)


def withdrawn(version: SubmissionVersion, *, by: User) -> None:
    """The reviewers who were told of a report need not look at it any more."""
    row = version.submission
    url = reverse("admin:assessment_submission_change", args=[row.pk])
    title, text = f"已撤回：{_of(row.duty)}数据", f"区市已撤回{version.label}，修改后将重新提交，无须审核。"
    tell(in_service(Role.REVIEWER), Notice("撤回", f"withdrawn:{version.pk}", title, text, url), by=by)


def returned(row: Submission, reason: str, *, by: User) -> None:
    title, key = f"已退回修改：{_of(row.duty)}数据", f"returned:{row.current_version_id}"
    _tell_district(row.duty, Notice("退回", key, title, f"退回理由：{reason}", _report(row.duty)), by)


def reopened(row: Submission, reason: str, *, by: User) -> None:
    title, key = f"已重新开放：{_of(row.duty)}数据", f"reopened:{row.pk}:{row.revision}"
    _tell_district(row.duty, Notice("重新开放", key, title, f"理由：{reason}", _report(row.duty)), by)


def verified(row: Submission, *, by: User) -> None:
    title, key = f"已核实：{_of(row.duty)}数据", f"verified:{row.current_version_id}"
    _tell_district(row.duty, Notice("核实", key, title, "数据已核实，等待评分。", _report(row.duty)), by)


def ruled(ruling: Ruling, *, by: User) -> None:
    duty = ruling.duty
    title, key = f"{_of(duty)}：{ruling.get_kind_display()}", f"ruling:{ruling.pk}:{ruling.revoked_at is None}"
    said = ruling.reason if ruling.revoked_at is None else "该认定已撤回。"
    _tell_district(duty, Notice("认定", key, title, said, _report(duty)), by)


def run_finished(run: Run) -> None:
    """Proposals wait for the approvers."""
    if run.state == RunState.FINISHED:
        url = reverse("admin:assessment_run_change", args=[run.pk])
        title = f"{run.reporting_year_id}年度评分完成"
        tell(in_service(Role.APPROVER), Notice("评分", f"run:{run.pk}", title, "请逐项确认考核结果。", url), by=None)


def first_signed(row: Assessment, *, by: User) -> None:
    """A delisting waits for the second signature of another approver."""
    url = reverse("admin:assessment_assessment_change", args=[row.pk])
    notice = Notice(
        "复签", f"second:{row.pk}", f"待复签：{_of(row.duty)}摘牌", f"{by.full_name}已签署，须由另一名审批人复签。", url
    )
    tell(in_service(Role.APPROVER), notice, by=by)


def decided(duty: Duty, decisions: Sequence[Decision], *, by: User) -> None:
    """A result took effect; what can be appealed says so."""
    if not decisions:
        return
    kinds = "、".join(str(decision.get_kind_display()) for decision in decisions)
    may_appeal = any(decision.kind in _SOLEMN for decision in decisions)
    text = "如有异议，可在期限内申请复核。" if may_appeal else "可查看结果和公文。"
    key = f"decided:{decisions[0].pk}"
    _tell_district(duty, Notice("考核结果", key, f"{_of(duty)}考核结果：{kinds}", text, _result(duty)), by)


def annulled(annulment: Decision, *, by: User) -> None:
    duty, old = annulment.assessment.duty, annulment.supersedes
    title = f"{_of(duty)}：{old.get_kind_display() if old else '决定'}已撤销"
    notice = Notice("撤销决定", f"annulled:{annulment.pk}", title, f"理由：{annulment.reason}", _result(duty))
    _tell_district(duty, notice, by)


def appeal_filed(appeal: Appeal, *, by: User) -> None:
    """An appeal waits for whoever may rule on it; where nobody may, for the security administrator."""
    url = reverse("admin:assessment_appeal_change", args=[appeal.pk])
    title = f"待审理：{_of(appeal.decision.assessment.duty)}复核申请"
    people = resting.able("审理", appeal)
    tell(people, Notice("复核申请", f"appeal:{appeal.pk}", title, "请审理该复核申请。", url), by=by)
    if not people:
        text, url = (
            "没有审批人可以审理该复核申请，请授予另一人审批人角色，或指定承办人。",
            reverse("admin:assessment_designation_add"),
        )
        tell(in_service(Role.SECURITY_ADMIN), Notice("指定承办", f"appeal:{appeal.pk}", title, text, url), by=by)


def designated(made: Designation, *, by: User) -> None:
    """The person named for one act has it to do, or will have it once there is an appeal."""
    row = made.assessment
    url = reverse("admin:assessment_assessment_change", args=[row.pk])
    appeal = Appeal.objects.filter(decision__assessment=row, state=AppealState.PENDING).first()
    if made.act == DesignatedAct.RULE and appeal:
        url = reverse("admin:assessment_appeal_change", args=[appeal.pk])
    title = f"指定您{made.get_act_display()}：{_of(row.duty)}"
    tell([made.person], Notice("指定承办", f"designated:{made.pk}", title, f"理由：{made.reason}", url), by=by)


def appeal_ruled(appeal: Appeal, *, by: User) -> None:
    duty = appeal.decision.assessment.duty
    title = f"{_of(duty)}复核申请{appeal.get_state_display()}"
    url = reverse("assessment:appeal", args=[appeal.decision_id])
    _tell_district(duty, Notice("复核决定", f"appeal-ruled:{appeal.pk}", title, f"复核意见：{appeal.ruling}", url), by)


def third_party_received(batch: ThirdPartyBatch, count: int, *, by: User) -> None:
    """Figures of a third party wait to be set beside the district's."""
    url = reverse("admin:assessment_submission_changelist")
    title = f"收到{batch.supplier}的{batch.reporting_year_id}年度统计数据{count}条"
    notice = Notice("第三方数据", f"third-party:{batch.pk}", title, "请与填报数核对差异，并认定数据来源。", url)
    tell(in_service(Role.REVIEWER), notice, by=by)


def _of(duty: Duty) -> str:
    return f"{duty.cluster.name}{duty.year}年度"


def _report(duty: Duty) -> str:
    return reverse("assessment:report", args=[duty.year, duty.cluster.code])


def _result(duty: Duty) -> str:
    return reverse("assessment:result", args=[duty.year, duty.cluster.code])


def _tell_district(duty: Duty, notice: Notice, by: User) -> None:
    tell(in_service(Role.DISTRICT_OFFICER).filter(district=duty.district_id), notice, by=by)


def _tell_districts(row: ReportingYear, occasion: str, key: str, title: str, by: User) -> None:
    people = in_service(Role.DISTRICT_OFFICER).filter(district__in=row.duties.values("district"))
    text = f"请于{timezone.localtime(row.deadline):%Y年%m月%d日 %H:%M}前提交。"
    tell(people, Notice(occasion, key, title, text, f"{reverse('assessment:reports')}?year={row.year}"), by=by)
