"""Experts: near ones are found, declarations recorded, sheets final once locked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from clusters.applications.enums import AssignmentState, StageOutcome
from clusters.applications.models import Assignment
from clusters.applications.services import experts
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from clusters.messaging.models import Message
from tests.factories import ExpertFactory
from tests.support.applications import accepted, asked, scored

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + timedelta(days=5)


@pytest.fixture
def reviewed(application, reviewer):
    application.content["management"] = {"operator": "某某运营公司"}
    application.content["tenants"] = {"list": []}
    application.save()
    return accepted(application, reviewer)


@pytest.mark.parametrize("unit", ("某某运营公司", "测试区990001发展改革局"))
def test_expert_of_the_applicants_units_is_found_by_the_system(reviewed, reviewer, unit):
    unit = unit.replace("测试区990001", reviewed.district.name)
    near, free = ExpertFactory(user__unit=unit), ExpertFactory()
    assert experts.candidates(reviewed) == [free]
    with pytest.raises(DomainError, match="的单位"):
        experts.assign(reviewed, expert=near, due_on=SOON, by=reviewer)
    assert not Assignment.objects.exists()


def test_lot_takes_only_candidates_and_says_when_there_are_too_few(reviewed, reviewer):
    people = [ExpertFactory() for _ in range(3)]
    ExpertFactory(is_active=False)
    with pytest.raises(DomainError, match="只有 3 人，不足 4 人"):
        experts.draw(reviewed, count=4, due_on=SOON, by=reviewer)
    made = experts.draw(reviewed, count=3, due_on=SOON, by=reviewer)
    assert {one.expert for one in made} == set(people)
    assert Message.objects.filter(title__startswith="请评审").count() == 3
    assert experts.candidates(reviewed) == []


def test_conflict_is_declared_with_its_reason_and_bars_scoring(reviewed, reviewer):
    expert = ExpertFactory()
    row = experts.assign(reviewed, expert=expert, due_on=SOON, by=reviewer)
    with pytest.raises(NotAllowedNow, match="待声明"):
        experts.save_scores(row, {}, "", by=expert.user)
    with pytest.raises(DomainError, match="利益关系"):
        experts.declare(row, has_conflict=True, by=expert.user)
    experts.declare(row, has_conflict=True, reason="曾任顾问", by=expert.user)
    for act in (
        lambda: experts.save_scores(row, {}, "", by=expert.user),
        lambda: experts.lock(row, by=expert.user),
        lambda: experts.declare(row, has_conflict=False, by=expert.user),
    ):
        with pytest.raises(NotAllowedNow, match="申报回避"):
            act()
    other = experts.replace(row, expert=ExpertFactory(), due_on=SOON, by=reviewer)
    row.refresh_from_db()
    assert (row.state, row.reason, other.state) == (AssignmentState.REPLACED, "曾任顾问", AssignmentState.ASKED)


def test_nobody_fills_in_the_sheet_of_another(reviewed, reviewer):
    row, stranger = asked(reviewed, reviewer, 1)[0], ExpertFactory()
    for person in (stranger.user, reviewer):
        with pytest.raises(NotPermitted):
            experts.save_scores(row, {}, "", by=person)


@pytest.mark.parametrize(
    ("mark", "words"), (("61", "0 至 60 分之间"), ("-1", "0 至 60"), ("五十", "请填写数字"), ("1.234", "两位小数"))
)
def test_mark_outside_its_line_is_refused(reviewed, reviewer, mark, words):
    row = asked(reviewed, reviewer, 1)[0]
    line = reviewed.call.rubric.first()
    with pytest.raises(DomainError, match=words) as refusal:
        experts.save_scores(row, {str(line.pk): mark}, "", by=row.expert.user)
    assert refusal.value.field == str(line.pk)


def test_sheet_is_locked_whole_and_then_final(reviewed, reviewer):
    row = asked(reviewed, reviewer, 1)[0]
    first, second = reviewed.call.rubric.all()
    experts.save_scores(row, {str(first.pk): "55.5"}, "", by=row.expert.user)
    with pytest.raises(DomainError, match="还没有评分"):
        experts.lock(row, by=row.expert.user)
    experts.save_scores(row, {str(first.pk): "55.5", str(second.pk): "30"}, "", by=row.expert.user)
    with pytest.raises(DomainError, match="评审意见"):
        experts.lock(row, by=row.expert.user)
    assert str(scored(row, "55.5", "30").total) == "85.5"
    with pytest.raises(NotAllowedNow, match="已锁定"):
        experts.save_scores(row, {}, "", by=row.expert.user)
    with pytest.raises(NotAllowedNow, match="不能更换"):
        experts.replace(row, expert=ExpertFactory(), due_on=SOON, by=reviewer)


def test_score_after_the_deadline_is_refused(reviewed, reviewer):
    row = asked(reviewed, reviewer, 1)[0]
    Assignment.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(NotAllowedNow, match="截止"):
        experts.save_scores(row, {}, "", by=row.expert.user)


def test_review_is_concluded_when_three_have_locked(reviewed, reviewer):
    rows = asked(reviewed, reviewer, 3)
    for row in rows[:2]:
        scored(row, "50", "30")
    with pytest.raises(NotAllowedNow, match="还有 1 位专家没有锁定"):
        experts.conclude(reviewed, outcome=StageOutcome.PASSED, note="", by=reviewer)
    experts.decline(rows[2], reason="出差", by=rows[2].expert.user)
    with pytest.raises(NotAllowedNow, match="不足 3 人"):
        experts.conclude(reviewed, outcome=StageOutcome.PASSED, note="", by=reviewer)
    scored(asked(reviewed, reviewer, 1)[0], "40", "20")
    with pytest.raises(DomainError, match="理由"):
        experts.conclude(reviewed, outcome=StageOutcome.FAILED, note=" ", by=reviewer)
    assert experts.conclude(reviewed, outcome=StageOutcome.PASSED, note="", by=reviewer)
