"""(8.A2) Which acts four eyes leave to nobody: looked for where approvers may be barred, in queries that do not grow."""

import pytest

from assessment.models import Decision
from assessment.selectors import designations
from assessment.services import decisions
from clusters.models import User
from tests.factories import UserFactory
from tests.support.history import confirmed, corrected_to_pass, municipal, proposal, report, scored, standby

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]


def serving(count: int) -> list[User]:
    User.objects.filter(role="approver").update(is_active=False)
    return [UserFactory(approver=True) for _ in range(count)]


@pytest.mark.parametrize(("count", "acts"), ((0, ["确认", "审理"]), (1, ["审理"]), (2, [])))
def test_card_needs_one_to_sign_and_another_to_rule(count, acts):
    cluster = municipal()
    report(cluster, 2020, failing=True)
    row = scored(cluster, 2020)
    serving(count)
    assert designations.stuck() == [(act, row) for act in acts]


@pytest.mark.parametrize(("count", "acts"), ((2, ["审理"]), (3, [])))
def test_delisting_needs_two_to_sign_who_are_never_named(count, acts, approver):
    cluster = municipal()
    report(cluster, 2020, failing=True)
    confirmed(cluster, 2020, approver)
    report(cluster, 2021, failing=True)
    row = scored(cluster, 2021)
    serving(count)
    assert [act for act, found in designations.stuck() if found == row] == acts
    assert not designations.is_stuck("确认", row)


def test_pass_needs_nobody_to_rule():
    cluster = municipal()
    report(cluster, 2020)
    scored(cluster, 2020)
    serving(1)
    assert designations.stuck() == []


def test_follow_up_is_looked_at_however_many_serve(approver, second):
    """Its signers are barred from taking back what they signed; a third person may."""
    standby()
    cluster = municipal()
    submission = report(cluster, 2020, failing=True)
    confirmed(cluster, 2020, approver)
    corrected_to_pass(submission, UserFactory(reviewer=True))
    assert designations.stuck() == []
    decisions.confirm(proposal(cluster, 2020), by=second)
    assert Decision.objects.in_effect().get().kind == "passed"


def test_search_costs_no_more_with_more_clusters(django_assert_max_num_queries):
    """With enough approvers in service nothing is looked at one by one."""
    for _ in range(5):
        report(municipal(), 2020, failing=True)
    scored(municipal_of_a_report(), 2020)
    serving(3)
    with django_assert_max_num_queries(3):
        assert designations.stuck() == []


def municipal_of_a_report():
    cluster = municipal()
    report(cluster, 2020)
    return cluster
