"""Calls and applications as a person sees them."""

from django.db.models import QuerySet
from django.utils import timezone

from clusters.applications.models import Application, Call
from clusters.models import User


def to_apply(user: User) -> list[Call]:
    """Return the calls under which this person's district can file now, the nearest deadline first."""
    now = timezone.now()
    rows = Call.objects.published().filter(opens_at__lte=now).prefetch_related("categories", "exceptions")
    found = []
    for call in rows.order_by("closes_at"):
        late = any(one.district_id == user.district_id and one.until >= now for one in call.exceptions.all())
        if call.is_open(now) or (late and call.state == "published"):
            found.append(call)
    return found


def applications_of(user: User) -> QuerySet[Application]:
    """Return the applications this person may see, the newest call first."""
    return (
        Application.objects.visible_to(user)
        .select_related("call", "district", "category", "cluster", "saved_by", "current_version")
        .order_by("-call__year", "-call__pk", "number", "pk")
    )


def next_step(row: Application) -> str:
    """Say what comes next for an application, from the district's point of view."""
    return {
        "draft": "填写各部分并提交",
        "submitted": "等待市级形式审查；受理之前可以撤回",
        "returned": "按意见修改后重新提交",
        "reviewing": "等待评审结果",
        "not_accepted": "已办结",
        "recognised": "已认定",
        "refused": "已办结",
        "withdrawn": "已撤回",
    }[row.state]
