"""Who is told what of an application; the occasion's key holds the version, so the same is told once."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from clusters.applications.models import Application, Assignment, Batch, Objection, PublicNotice
from clusters.enums import Role
from clusters.messaging.services.messages import Notice, tell
from clusters.models import User

REVIEWS = "/reviews/"


def _tell(people: QuerySet[User], row: Application, act: str, words: tuple[str, str, str], by: User) -> None:
    key = f"application:{row.pk}:{row.versions.count()}:{act}"
    tell(people.filter(is_active=True), Notice("申报", key, *words), by=by)


def _tell_district(row: Application, act: str, title: str, text: str, by: User) -> None:
    people = User.objects.filter(role=Role.DISTRICT_OFFICER, district=row.district_id)
    _tell(people, row, act, (title, text, row.get_absolute_url()), by)


def _tell_reviewers(row: Application, act: str, title: str, text: str, by: User) -> None:
    url = reverse("admin:applications_application_change", args=[row.pk])
    _tell(User.objects.filter(role=Role.REVIEWER), row, act, (title, text, url), by)


def filed(row: Application, *, by: User) -> None:
    """Tell the reviewers that an application came in, first or again."""
    is_first = row.versions.count() == 1
    title = f"{row.name}{'提交了申报' if is_first else '补正后重新提交了申报'}"
    _tell_reviewers(row, "filed", title, f"{row.district}推荐，受理编号 {row.number}，请办理形式审查。", by)


def withdrawn(row: Application, reason: str, *, by: User) -> None:
    _tell_reviewers(row, "withdrawn", f"{row.name}撤回了申报", f"理由：{reason}", by)


def returned(row: Application, *, by: User) -> None:
    _tell_district(row, "returned", f"{row.name}的申报退回补正", f"{row.return_reason}请按意见修改后重新提交。", by)


def accepted(row: Application, *, by: User) -> None:
    _tell_district(row, "accepted", f"{row.name}的申报已受理", f"受理编号 {row.number}，已进入评审。", by)


def not_accepted(row: Application, reason: str, *, by: User) -> None:
    _tell_district(row, "not_accepted", f"{row.name}的申报不予受理", f"理由：{reason}", by)


def expert_asked(row: Assignment, *, by: User) -> None:
    """Tell the expert that a declaration is asked for."""
    text = f"请先声明有无利益冲突，再于 {row.due_on:%Y年%m月%d日} 以前完成评审。"
    notice = Notice("评审", f"assignment:{row.pk}:asked", f"请评审{row.application.name}", text, REVIEWS)
    tell([row.expert.user], notice, by=by)


def expert_out(row: Assignment, *, by: User) -> None:
    """Tell the reviewers that an expert has to be replaced."""
    title = f"{row.expert}{row.get_state_display()}：{row.application.name}"
    _tell_reviewers(row.application, f"expert-{row.pk}", title, f"理由：{row.reason}请更换专家。", by)


def notice_opened(notice: PublicNotice, rows: Iterable[Application], *, by: User) -> None:
    for row in rows:
        _tell_district(row, "notice", f"{row.name}的申报进入公示", f"公示 {notice.days} 个工作日，期间接受异议。", by)


def objection_filed(row: Objection) -> None:
    """Tell the reviewers that an objection waits for its answer."""
    people = User.objects.filter(role=Role.REVIEWER, is_active=True)
    url = reverse("admin:applications_objection_change", args=[row.pk])
    text = f"回执号 {row.receipt}，答复以后才能继续认定。"
    tell(people, Notice("公示", f"objection:{row.pk}", f"{row.notice}收到异议", text, url), by=None)


def batch_proposed(batch: Batch, *, by: User) -> None:
    """Tell the approvers that a batch waits for a second person."""
    people = User.objects.filter(role=Role.APPROVER, is_active=True)
    url = reverse("admin:applications_batch_change", args=[batch.pk])
    tell(people, Notice("认定", f"batch:{batch.pk}", f"{batch.call}待确认认定", f"由{by.full_name}提出。", url), by=by)


def recognised(row: Application, due_on: date, *, by: User) -> None:
    text = f"请按专家意见修改规划，于 {due_on:%Y年%m月%d日} 以前提交修改后的规划。"
    _tell_district(row, "recognised", f"{row.name}获得认定", text, by)


def refused(row: Application, reason: str, *, by: User) -> None:
    _tell_district(row, "refused", f"{row.name}的申报不予认定", f"理由：{reason}", by)
