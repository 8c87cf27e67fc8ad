"""Who is told of which act: everybody who has a next step by it, in the transaction of the act, with the way there.

A function is called once by each act; its person (`by`) is never told of the own act.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils import timezone

from assessment.enums import AppealState, DesignatedAct, RunState
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

Words = tuple[str, str, str, str]
"""Occasion, key, title and text of a notice."""


def year_opened(row: ReportingYear, *, by: User) -> None:
    _tell_districts(row, "年度开启", f"opened:{row.year}", f"{row.year}年度数据报送已开启", by)


def duties_added(row: ReportingYear, *, by: User) -> None:
    key = f"added:{row.year}:{timezone.now():%Y%m%d%H%M%S}"
    _tell_districts(row, "补充任务", key, f"{row.year}年度补充了报送任务", by)


def deadline_moved(row: ReportingYear, *, by: User) -> None:
    key = f"moved:{row.year}:{row.deadline:%Y%m%d%H%M}:{timezone.now():%Y%m%d%H%M%S}"
    _tell_districts(row, "截止调整", key, f"{row.year}年度报送截止时间有调整", by)


def extended(duty: Duty, reason: str, *, by: User) -> None:
    until = timezone.localtime(duty.deadline)
    title = f"已批准延期：{_of(duty)}至{until:%Y年%m月%d日 %H:%M}"
    _tell_district(duty, ("延期", f"extended:{duty.pk}:{until:%Y%m%d%H%M}", title, reason), by)


def filed(version: SubmissionVersion, *, by: User) -> None:
    row, text = version.submission, f"{version.label}已提交，请核实或退回。"
    words = ("报送", f"filed:{version.pk}", f"待审核：{_of(row.duty)}数据", text)
    _tell_city(Role.REVIEWER, words, row, by)


def withdrawn(version: SubmissionVersion, *, by: User) -> None:
    """The reviewers who were told of a report need not look at it any more."""
    row, text = version.submission, f"区市已撤回{version.label}，修改后将重新提交，无须审核。"
    words = ("撤回", f"withdrawn:{version.pk}", f"已撤回：{_of(row.duty)}数据", text)
    _tell_city(Role.REVIEWER, words, row, by)


def returned(row: Submission, reason: str, *, by: User) -> None:
    title, key = f"已退回修改：{_of(row.duty)}数据", f"returned:{row.current_version_id}"
    _tell_district(row.duty, ("退回", key, title, f"退回理由：{reason}"), by)


def reopened(row: Submission, reason: str, *, by: User) -> None:
    title, key = f"已重新开放：{_of(row.duty)}数据", f"reopened:{row.pk}:{row.revision}"
    _tell_district(row.duty, ("重新开放", key, title, f"理由：{reason}"), by)


def verified(row: Submission, *, by: User) -> None:
    title, key = f"已核实：{_of(row.duty)}数据", f"verified:{row.current_version_id}"
    _tell_district(row.duty, ("核实", key, title, "数据已核实，等待评分。"), by)


def ruled(ruling: Ruling, *, by: User) -> None:
    in_force, title = ruling.revoked_at is None, f"{_of(ruling.duty)}：{ruling.get_kind_display()}"
    said = ruling.reason if in_force else "该认定已撤回。"
    _tell_district(ruling.duty, ("认定", f"ruling:{ruling.pk}:{in_force}", title, said), by)


def run_finished(run: Run) -> None:
    if run.state == RunState.FINISHED:
        words = ("评分", f"run:{run.pk}", f"{run.reporting_year_id}年度评分完成", "请逐项确认考核结果。")
        _tell_city(Role.APPROVER, words, run, None)


def first_signed(row: Assessment, *, by: User) -> None:
    text = f"{by.full_name}已签署，须由另一名审批人复签。"
    _tell_city(Role.APPROVER, ("复签", f"second:{row.pk}", f"待复签：{_of(row.duty)}摘牌", text), row, by)


def decided(duty: Duty, decisions: Sequence[Decision], *, by: User) -> None:
    """A result took effect; what can be appealed says so."""
    if decisions:
        kinds = "、".join(str(decision.get_kind_display()) for decision in decisions)
        may_appeal = any(decision.kind in resting.APPEALABLE for decision in decisions)
        text = "如有异议，可在期限内申请复核。" if may_appeal else "可查看结果和公文。"
        words = ("考核结果", f"decided:{decisions[0].pk}", f"{_of(duty)}考核结果：{kinds}", text)
        _tell_district(duty, words, by, page="assessment:result")


def annulled(annulment: Decision, *, by: User) -> None:
    duty, old = annulment.assessment.duty, annulment.supersedes
    title = f"{_of(duty)}：{old.get_kind_display() if old else '决定'}已撤销"
    words = ("撤销决定", f"annulled:{annulment.pk}", title, f"理由：{annulment.reason}")
    _tell_district(duty, words, by, page="assessment:result")


def appeal_filed(appeal: Appeal, *, by: User) -> None:
    """An appeal waits for whoever may rule on it; where nobody may, for the security administrator."""
    title, people = f"待审理：{_of(appeal.decision.assessment.duty)}复核申请", resting.able("审理", appeal)
    words = ("复核申请", f"appeal:{appeal.pk}", title, "请审理该复核申请。")
    tell(people, Notice(*words, _page_of(appeal)), by=by)
    if not people:
        text = "没有审批人可以审理该复核申请，请授予另一人审批人角色，或指定承办人。"
        notice = Notice("指定承办", f"appeal:{appeal.pk}", title, text, reverse("admin:assessment_designation_add"))
        tell(_in_service(Role.SECURITY_ADMIN), notice, by=by)


def designated(made: Designation, *, by: User) -> None:
    """The person named for one act has it to do, or will have it once there is an appeal."""
    row = made.assessment
    appeal = Appeal.objects.filter(decision__assessment=row, state=AppealState.PENDING).first()
    page = _page_of(appeal if appeal and made.act == DesignatedAct.RULE else row)
    title = f"指定您{made.get_act_display()}：{_of(row.duty)}"
    tell([made.person], Notice("指定承办", f"designated:{made.pk}", title, f"理由：{made.reason}", page), by=by)


def appeal_ruled(appeal: Appeal, *, by: User) -> None:
    duty = appeal.decision.assessment.duty
    title = f"{_of(duty)}复核申请{appeal.get_state_display()}"
    words = ("复核决定", f"appeal-ruled:{appeal.pk}", title, f"复核意见：{appeal.ruling}")
    _tell_district(duty, words, by, page="assessment:appeal", of=[appeal.decision_id])


def third_party_received(batch: ThirdPartyBatch, count: int, *, by: User) -> None:
    """Figures of a third party wait to be set beside the district's."""
    title = f"收到{batch.supplier}的{batch.reporting_year_id}年度统计数据{count}条"
    text, url = "请与填报数核对差异，并认定数据来源。", reverse("admin:assessment_submission_changelist")
    tell(_in_service(Role.REVIEWER), Notice("第三方数据", f"third-party:{batch.pk}", title, text, url), by=by)


def _of(duty: Duty) -> str:
    return f"{duty.cluster.name}{duty.year}年度"


def _in_service(role: Role) -> QuerySet[User]:
    return User.objects.filter(role=role, is_active=True).order_by("pk")


def _page_of(row: Model) -> str:
    """Return the row's own page of the workbench."""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def _tell_city(role: Role, words: Words, row: Model, by: User | None) -> None:
    tell(_in_service(role), Notice(*words, _page_of(row)), by=by)


def _tell_district(
    duty: Duty, words: Words, by: User, *, page: str = "assessment:report", of: Sequence[Any] | None = None
) -> None:
    """Tell the officers of the duty's district; the page is that of the duty unless `of` names another record."""
    url = reverse(page, args=of or [duty.year, duty.cluster.code])
    tell(_in_service(Role.DISTRICT_OFFICER).filter(district=duty.district_id), Notice(*words, url), by=by)


def _tell_districts(row: ReportingYear, occasion: str, key: str, title: str, by: User) -> None:
    people = _in_service(Role.DISTRICT_OFFICER).filter(district__in=row.duties.values("district"))
    text = f"请于{timezone.localtime(row.deadline):%Y年%m月%d日 %H:%M}前提交。"
    tell(people, Notice(occasion, key, title, text, f"{reverse('assessment:reports')}?year={row.year}"), by=by)
