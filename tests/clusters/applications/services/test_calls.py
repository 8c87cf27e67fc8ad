"""Calls: copied with everything, published only when whole, in any order of stages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from clusters.applications.enums import CallState, StageKind
from clusters.applications.services import calls
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from tests.factories import CallFactory, DistrictFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_copy_holds_everything_a_year_later(folder, reviewer):
    call = CallFactory(code="2026", title="2026年度认定申报")
    fresh = calls.copy(call, code="2028", year=2028, by=reviewer)
    assert (fresh.title, fresh.state, fresh.copied_from) == ("2028年度认定申报", CallState.DRAFT, call)
    assert fresh.closes_at == call.closes_at.replace(year=call.closes_at.year + 2)
    assert [one.kind for one in fresh.stages.all()] == [one.kind for one in call.stages.all()]
    for name in ("requirements", "conditions", "rubric", "categories"):
        assert getattr(fresh, name).count() == getattr(call, name).count() > 0
    assert call.stages.count() == 5
    with pytest.raises(DomainError, match="已被使用"):
        calls.copy(call, code="2028", year=2029, by=reviewer)


def test_leap_day_moves_to_the_28th(folder, reviewer):
    call = CallFactory(year=2028)
    call.cutoff_on = call.cutoff_on.replace(year=2028, month=2, day=29)
    call.save()
    assert str(calls.copy(call, code="next", year=2029, by=reviewer).cutoff_on) == "2029-02-28"


@pytest.mark.parametrize(
    ("damage", "words"),
    (
        (lambda call: call.stages.filter(kind="recommendation").delete(), "第一个环节"),
        (lambda call: call.stages.filter(kind="announcement").delete(), "最后一个环节"),
        (lambda call: call.categories.clear(), "申报类别"),
        (lambda call: call.requirements.update(is_required=False), "必须提交的材料"),
        (lambda call: call.rubric.update(is_required=False), "必须评分"),
        (lambda call: type(call).objects.filter(pk=call.pk).update(form="[[section]]\ncode = 1"), "缺少 code"),
    ),
)
def test_call_that_is_not_whole_is_not_published(folder, approver, damage, words):
    call = CallFactory(state=CallState.DRAFT)
    damage(call)
    with pytest.raises(DomainError, match=words):
        calls.publish(call, by=approver)
    call.refresh_from_db()
    assert call.state == CallState.DRAFT


@pytest.mark.parametrize(
    "order",
    (
        (StageKind.RECOMMENDATION, StageKind.EXPERT_REVIEW, StageKind.PANEL, StageKind.ANNOUNCEMENT),
        (StageKind.RECOMMENDATION, StageKind.PUBLIC_NOTICE, StageKind.SITE_VISIT, StageKind.ANNOUNCEMENT),
        (StageKind.RECOMMENDATION, StageKind.ANNOUNCEMENT),
    ),
    ids=["2024", "an order of nobody", "shortest"],
)
def test_any_order_between_recommendation_and_announcement_is_published(folder, approver, order):
    call = CallFactory(state=CallState.DRAFT, stages=order)
    assert calls.publish(call, by=approver).state == CallState.PUBLISHED


def test_reviewer_does_not_publish(folder, reviewer):
    with pytest.raises(NotPermitted):
        calls.publish(CallFactory(state=CallState.DRAFT), by=reviewer)


def test_exception_needs_a_reason_and_a_later_time(folder, approver):
    call, district = CallFactory(), DistrictFactory()
    later = call.closes_at + timedelta(days=1)
    with pytest.raises(DomainError, match="理由"):
        calls.grant_exception(call, district=district, until=later, reason=" ", by=approver)
    with pytest.raises(DomainError, match="晚于"):
        calls.grant_exception(call, district=district, until=call.closes_at, reason="故障", by=approver)
    with pytest.raises(NotPermitted):
        calls.grant_exception(call, district=district, until=later, reason="故障", by=UserFactory(reviewer=True))
    call.state = CallState.DRAFT
    call.save()
    with pytest.raises(NotAllowedNow):
        calls.grant_exception(
            call, district=district, until=timezone.now() + timedelta(days=99), reason="故障", by=approver
        )
