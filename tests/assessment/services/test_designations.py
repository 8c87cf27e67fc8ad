"""(8.A2) Where four eyes leave an act to nobody, the security administrator names a person for it, on record."""

import pytest

from assessment.models import Decision, Designation
from assessment.selectors import designations as waiting
from assessment.selectors import resting, workbench
from assessment.services import appeals, decisions, rulings
from assessment.services.designations import designate
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from clusters.messaging.models import Message
from clusters.models import Event, User
from tests.factories import DutyFactory, UserFactory
from tests.support.history import confirmed, corrected_to_pass, municipal, report, scored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]


@pytest.fixture
def security():
    return UserFactory(security_admin=True)


@pytest.fixture
def named():
    return UserFactory(reviewer=True, full_name="刘静")


@pytest.fixture
def delisting(approver, second):
    """Two approvers in service, and the proposal of a delisting."""
    cluster = municipal()
    report(cluster, 2020, failing=True)
    confirmed(cluster, 2020, approver)
    report(cluster, 2021, failing=True)
    row = scored(cluster, 2021)
    User.objects.filter(username__startswith="standby").update(is_active=False)
    return row


def designated(row, security, person, act="审理"):
    return designate(row, act, person=person, reason="审批人均须回避", by=security)


def test_two_approvers_delist_and_a_named_reviewer_rules_on_the_appeal(delisting, approver, second, security, named):
    """(8.A2) Named before the first signature, told, recorded; the ruling gives the title back."""
    with pytest.raises(NotAllowedNow, match="指定一人审理该决定的复核申请"):
        decisions.confirm(delisting, by=approver)
    assert waiting.stuck() == [("审理", delisting)]
    designated(delisting, security, named)
    assert waiting.stuck() == []
    decisions.confirm(delisting, by=approver)
    made = decisions.confirm(delisting, by=second)
    officer = UserFactory(district=delisting.duty.cluster.district)
    appeal = appeals.file(made[-1], grounds="异议", by=officer)
    assert resting.able("审理", appeal) == [named]
    assert [one.occasion for one in Message.objects.filter(recipient=named).order_by("pk")] == ["指定承办", "复核申请"]
    assert "指定由您办理" in {queue.label for queue in workbench.queues_for(named)}
    appeals.rule(appeal, uphold=True, ruling="成立", by=named)
    assert delisting.duty.cluster.recognitions.get().state == "active"
    line = Event.objects.get(action="考核结果.指定承办")
    assert (line.actor, line.note, line.object_id) == (security, "审批人均须回避", str(delisting.pk))
    assert waiting.open_for(named) == []


def test_appeal_already_filed_is_left_to_a_named_person(approver, security, named):
    """(8.A2) A sibling: everybody who may rule has gone since; the security administrator is told at the filing."""
    cluster = municipal()
    report(cluster, 2020, failing=True)
    (card,) = confirmed(cluster, 2020, approver)
    User.objects.filter(role="approver").exclude(pk=approver.pk).update(is_active=False)
    appeal = appeals.file(card, grounds="异议", by=UserFactory(district=cluster.district))
    assert Message.objects.get(recipient=security).occasion == "指定承办"
    with pytest.raises(NotPermitted):
        appeals.rule(appeal, uphold=False, ruling="属实", by=named)
    designated(card.assessment, security, named)
    assert appeals.rule(appeal, uphold=False, ruling="属实", by=named).state == "rejected"


def test_correction_that_both_signers_must_leave_alone_is_confirmed_by_a_named_person(
    delisting, approver, second, security, named
):
    """(8.A2) A sibling: the follow-up takes back what both approvers signed; it waited for ever."""
    designated(delisting, security, named)
    decisions.confirm(delisting, by=approver)
    decisions.confirm(delisting, by=second)
    corrected_to_pass(Decision.objects.get(year=2020).assessment.version.submission, UserFactory(reviewer=True))
    (act, row) = waiting.stuck()[0]
    assert (act, row.verdict) == ("确认", "pass")
    designated(row, security, named, act="确认")
    decisions.confirm(row, by=named)
    assert set(Decision.objects.in_effect().values_list("year", "kind")) == {(2020, "passed"), (2021, "yellow_card")}


def test_named_person_takes_back_the_ruling_that_a_report_was_missing(approver, second, security, named):
    """(8.A2) A sibling: one approver ruled, the other signed; an appeal that reopens the year needs a third."""
    duty = DutyFactory(cluster=municipal(), year=2020)
    duty.reporting_year.deadline = duty.reporting_year.opened_at
    duty.reporting_year.save()
    rulings.make(duty, kind="failed", reason="逾期未报", by=approver)
    (card,) = confirmed(duty.cluster, 2020, second)
    User.objects.filter(username__startswith="standby").update(is_active=False)
    appeal = appeals.file(card, grounds="系统故障", by=UserFactory(district=duty.cluster.district))
    designated(card.assessment, security, named)
    appeals.rule(appeal, uphold=True, ruling="属实", by=named, reopen=True)
    assert duty.rulings.get().revoked_at is not None


def test_nobody_is_named_where_an_approver_may_act(delisting, security, named):
    UserFactory(approver=True)
    with pytest.raises(NotAllowedNow, match="无须指定"):
        designated(delisting, security, named)
    with pytest.raises(NotAllowedNow, match="无须指定"):
        designated(delisting, security, named, act="确认")


def test_only_the_security_administrator_names_with_a_reason(delisting, security, named, approver):
    for by in (approver, named, UserFactory(system_admin=True)):
        with pytest.raises(NotPermitted):
            designated(delisting, by, named)
    with pytest.raises(DomainError) as refusal:
        designate(delisting, "审理", person=named, reason=" ", by=security)
    assert refusal.value.field == "reason"


def test_who_had_a_hand_in_the_result_is_not_named(delisting, security, named):
    """Four eyes hold for the named person too: not who verified the figures, nor twice for one result."""
    for person in (delisting.version.review.reviewed_by, UserFactory(leader=True), UserFactory(is_active=False)):
        with pytest.raises(DomainError) as refusal:
            designated(delisting, security, person)
        assert refusal.value.field == "person"
    designated(delisting, security, named)
    with pytest.raises(NotAllowedNow):
        designated(delisting, security, named)


def test_designation_holds_for_one_act_of_one_result_and_while_in_service(delisting, security, named):
    designated(delisting, security, named)
    other = report(municipal(), 2021, failing=True)
    row = scored(other.duty.cluster, 2021)
    assert not named.has_perm("assessment.confirm_decision", delisting)
    assert not named.has_perm("assessment.confirm_decision", row)
    assert not named.has_perm("assessment.rule_appeal")
    assert named in resting.hearing(delisting)
    User.objects.filter(pk=named.pk).update(is_active=False)
    assert named not in resting.hearing(delisting)


def test_designation_is_never_changed(delisting, security, named):
    made = designated(delisting, security, named)
    with pytest.raises(Exception, match="只增不改"):
        Designation.objects.filter(pk=made.pk).update(reason="改")
