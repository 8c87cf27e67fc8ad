"""Who is told what of an application; the occasion's key holds the version, so the same is told once."""

from django.db.models import QuerySet

from clusters.applications.models import Application
from clusters.enums import Role
from clusters.messaging.services.messages import Notice, tell
from clusters.models import User


def _tell(people: QuerySet[User], row: Application, act: str, title: str, text: str, by: User) -> None:
    key = f"application:{row.pk}:{row.versions.count()}:{act}"
    tell(people.filter(is_active=True), Notice("申报", key, title, text, row.get_absolute_url()), by=by)


def _tell_district(row: Application, act: str, title: str, text: str, by: User) -> None:
    _tell(User.objects.filter(role=Role.DISTRICT_OFFICER, district=row.district_id), row, act, title, text, by)


def _tell_reviewers(row: Application, act: str, title: str, text: str, by: User) -> None:
    _tell(User.objects.filter(role=Role.REVIEWER), row, act, title, text, by)


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
