"""Four eyes by person (8.A9) and no dead ends by it (8.A2): who may still do what, after having done what."""

import pytest

from assessment.models import Assessment, Decision
from assessment.selectors import resting
from assessment.services import annulments, appeals, decisions, rulings, submissions
from clusters.errors import NotAllowedNow, NotPermitted
from clusters.models import User
from tests.factories import DutyFactory, SubmissionFactory, UserFactory, figures
from tests.support.history import (
    FAILING,
    confirmed,
    corrected_to_pass,
    failed_twice,
    municipal,
    proposal,
    report,
    scored,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]


def missing(cluster, by) -> Assessment:
    """A year without a report that was ruled a failure."""
    duty = DutyFactory(cluster=cluster, year=2020)
    duty.reporting_year.deadline = duty.reporting_year.opened_at
    duty.reporting_year.save()
    rulings.make(duty, kind="failed", reason="逾期未报", by=by)
    return scored(cluster, 2020)


def after_verifying(person, other):
    cluster = municipal()
    values = figures(**FAILING)
    draft = SubmissionFactory(duty=DutyFactory(cluster=cluster, year=2020), values=values, submitted=True)
    person.role = "reviewer"
    submissions.verify(draft, by=person)
    person.role = "approver"
    return "确认", scored(cluster, 2020), lambda row: decisions.confirm(row, by=person)


def after_ruling_it_missing(person, other):
    return "确认", missing(municipal(), person), lambda row: decisions.confirm(row, by=person)


def after_signing_what_the_follow_up_takes_back(person, other):
    cluster = municipal()
    submission = report(cluster, 2020, failing=True)
    confirmed(cluster, 2020, person)
    corrected_to_pass(submission, UserFactory(reviewer=True))
    return "确认", proposal(cluster, 2020), lambda row: decisions.confirm(row, by=person)


def after_signing_what_a_follow_up_of_an_earlier_year_takes_back(person, other):
    cluster = municipal()
    submission = report(cluster, 2020, failing=True)
    confirmed(cluster, 2020, other)
    report(cluster, 2021, failing=True)
    confirmed(cluster, 2021, other, person)
    corrected_to_pass(submission, UserFactory(reviewer=True))
    return "确认", proposal(cluster, 2020), lambda row: decisions.confirm(row, by=person)


def after_signing_a_card(person, other):
    cluster = municipal()
    report(cluster, 2020, failing=True)
    (card,) = confirmed(cluster, 2020, person)
    return "撤销", card, lambda row: annulments.withdraw(row, reason="撤回", by=person)


def after_signing_the_delisting_on_a_card(person, other):
    cluster = municipal()
    report(cluster, 2020, failing=True)
    (card,) = confirmed(cluster, 2020, other)
    report(cluster, 2021, failing=True)
    confirmed(cluster, 2021, User.objects.get(username="standby1"), person)
    return "撤销", card, lambda row: annulments.withdraw(row, reason="撤回", by=person)


def _appealed(card):
    return appeals.file(card, grounds="异议", by=UserFactory(district=card.cluster.district))


def after_signing_and_being_appealed(person, other):
    _, card, _ = after_signing_a_card(person, other)
    return "审理", _appealed(card), lambda row: appeals.rule(row, uphold=True, ruling="成立", by=person)


def after_ruling_it_missing_and_being_appealed(person, other):
    row = missing(municipal(), person)
    (card,) = decisions.confirm(row, by=other)
    return "审理", _appealed(card), lambda row: appeals.rule(row, uphold=False, ruling="属实", by=person)


CASES = (
    after_verifying,
    after_ruling_it_missing,
    after_signing_what_the_follow_up_takes_back,
    after_signing_what_a_follow_up_of_an_earlier_year_takes_back,
    after_signing_a_card,
    after_signing_the_delisting_on_a_card,
    after_signing_and_being_appealed,
    after_ruling_it_missing_and_being_appealed,
)


@pytest.mark.parametrize("case", CASES)
def test_nobody_acts_on_what_rests_on_the_own_act(case, approver, second):
    """(8.A9) The service refuses in the words of the page, and another approver may."""
    act, row, do = case(approver, second)
    said = resting.four_eyes(act, row, approver)
    assert said.startswith("您")
    assert said.endswith(f"须由另一名审批人{act}。")
    with pytest.raises(NotPermitted) as refusal:
        do(row)
    assert refusal.value.message == said
    able = resting.able(act, row)
    assert approver not in able
    assert User.objects.get(username="standby2") in able


def test_every_act_of_the_table_is_tried():
    """(8.A9) Drafting and activating a ruleset has its own tests: tests/assessment/services/test_rulesets.py."""
    assert set(resting.RESTS_ON) == {"确认", "撤销", "审理", "签发"}


@pytest.fixture
def _only_two(notice):
    User.objects.filter(username__startswith="standby").update(is_active=False)


@pytest.mark.usefixtures("_only_two")
def test_delisting_is_not_signed_when_nobody_could_rule_on_its_appeal(approver, second):
    """(8.A2) Two approvers sign, and neither may ever rule: said at the first signature, with the way out."""
    cluster = municipal()
    report(cluster, 2020, failing=True)
    decisions.confirm(scored(cluster, 2020), by=approver)
    report(cluster, 2021, failing=True)
    row = scored(cluster, 2021)
    with pytest.raises(NotAllowedNow, match="安全管理员授予另一人审批人角色"):
        decisions.confirm(row, by=approver)
    assert not row.signatures.exists()
    UserFactory(approver=True)
    decisions.confirm(row, by=approver)
    assert len(decisions.confirm(row, by=second)) == 2


@pytest.mark.usefixtures("_only_two")
def test_third_approver_who_leaves_between_the_signatures_is_missed(approver, second):
    """(8.A2) A sibling: the second signature checks again."""
    third = UserFactory(approver=True)
    cluster = municipal()
    report(cluster, 2020, failing=True)
    decisions.confirm(scored(cluster, 2020), by=approver)
    report(cluster, 2021, failing=True)
    row = scored(cluster, 2021)
    decisions.confirm(row, by=approver)
    User.objects.filter(pk=third.pk).update(is_active=False)
    with pytest.raises(NotAllowedNow, match="审理复核申请"):
        decisions.confirm(row, by=second)
    assert not Decision.objects.filter(year=2021).exists()


@pytest.mark.usefixtures("_only_two")
def test_card_needs_one_who_may_rule_and_a_pass_nobody(approver):
    """(8.A2) A sibling: a single approver may confirm what nobody can appeal, and no card."""
    good, bad = municipal(), municipal()
    report(good, 2020)
    report(bad, 2020, failing=True)
    row = scored(good, 2020)
    assert decisions.confirm(row, by=approver)[0].kind == "passed"
    with pytest.raises(NotAllowedNow, match="审理复核申请"):
        decisions.confirm(proposal(bad, 2020), by=approver)


def test_what_rests_on_a_card_of_either_year(approver, second):
    cluster = municipal()
    made = failed_twice(cluster, approver, second)
    first = Decision.objects.get(year=2020)
    assert resting.resting_on(first) == [made[-1]]
    assert resting.resting_on(made[0]) == [made[-1]]
    assert resting.resting_on(made[-1]) == []
