"""The appeal: filed in time, ruled on by somebody else, with effects forwards and backwards."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from assessment.models import Decision, Letter
from assessment.selectors import city, desk, timeline, workbench
from assessment.services import annulments, appeals, decisions, rulings, submissions
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from clusters.models import Cluster, User
from tests.factories import DutyFactory, UserFactory
from tests.support.files import content_of
from tests.support.history import confirmed, corrected_to_pass, failed_twice, municipal, proposal, report, scored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]


@pytest.fixture
def cluster():
    return municipal()


@pytest.fixture
def officer(cluster):
    return UserFactory(district=cluster.district)


@pytest.fixture
def card(cluster, approver):
    report(cluster, 2020, failing=True)
    return confirmed(cluster, 2020, approver)[0]


def test_appeal_upheld_annuls_the_card_and_the_next_failure_is_a_first_one(cluster, officer, card, approver, second):
    appeal = appeals.file(card, grounds="面积口径有误", by=officer)
    appeals.rule(appeal, uphold=True, ruling="建筑面积应扣除在建部分", by=second)
    card.refresh_from_db()
    report(cluster, 2021, failing=True)
    assert card.superseded_by.kind == "annulment"
    assert scored(cluster, 2021).verdict == "yellow_card"
    assert Letter.objects.get(kind="ruling").decision == card


def test_appeal_rejected_leaves_the_card(cluster, officer, card, second):
    appeal = appeals.file(card, grounds="异议", by=officer)
    appeals.rule(appeal, uphold=False, ruling="数据属实", by=second)
    report(cluster, 2021, failing=True)
    assert Decision.objects.in_effect().filter(pk=card.pk).exists()
    assert scored(cluster, 2021).verdict == "delist"


def test_open_appeal_suspends_the_delisting_until_the_ruling(cluster, officer, card, second):
    appeal = appeals.file(card, grounds="异议", by=officer)
    report(cluster, 2021, failing=True)
    row = scored(cluster, 2021)
    assert (row.verdict, row.flags) == ("yellow_card", ["delist_suspended"])
    appeals.rule(appeal, uphold=False, ruling="维持", by=second)
    assert proposal(cluster, 2021).verdict == "delist"


def test_card_annulled_after_the_delisting_restores_the_title(cluster, approver, second):
    failed_twice(cluster, approver, second)
    card = Decision.objects.get(year=2020, kind="yellow_card")
    appeal = appeals.file(card, grounds="新证据", by=UserFactory(district=cluster.district))
    third = UserFactory(approver=True)
    appeals.rule(appeal, uphold=True, ruling="2020年数据重复计算", by=third)
    kinds = set(Decision.objects.in_effect().filter(cluster=cluster).values_list("year", "kind"))
    assert kinds == {(2021, "yellow_card")}
    assert cluster.recognitions.get().state == "active"
    assert Decision.objects.filter(kind="delisting").exists()


def test_signer_of_the_decision_cannot_rule(officer, card, approver):
    appeal = appeals.file(card, grounds="异议", by=officer)
    with pytest.raises(NotPermitted, match="另一名"):
        appeals.rule(appeal, uphold=False, ruling="维持", by=approver)


def test_appeal_after_the_period_is_refused(officer, card):
    last = appeals.last_day(card)
    later = timezone.now() + timedelta(days=(last - card.decided_on).days + 1)
    with time_machine.travel(later), pytest.raises(NotAllowedNow, match="期限"):
        appeals.file(card, grounds="迟了", by=officer)


def test_second_open_appeal_is_refused(officer, card):
    appeals.file(card, grounds="一", by=officer)
    with pytest.raises(NotAllowedNow, match="审理中"):
        appeals.file(card, grounds="二", by=officer)


def test_ruled_appeal_is_final(officer, card, second):
    appeal = appeals.file(card, grounds="一", by=officer)
    appeals.rule(appeal, uphold=False, ruling="维持", by=second)
    with pytest.raises(NotAllowedNow, match="最终结论"):
        appeals.file(card, grounds="二", by=officer)


def test_withdrawn_appeal_leaves_the_card_and_may_be_filed_again(officer, card):
    appeal = appeals.file(card, grounds="一", by=officer)
    appeals.withdraw(appeal, reason="已整改", by=officer)
    assert appeals.file(card, grounds="二", by=officer).state == "pending"


@pytest.mark.parametrize("grounds", ("", "  "))
def test_appeal_without_grounds_is_refused(officer, card, grounds):
    with pytest.raises(DomainError) as refusal:
        appeals.file(card, grounds=grounds, by=officer)
    assert refusal.value.field == "grounds"


def test_foreign_district_cannot_appeal(card):
    with pytest.raises(NotPermitted):
        appeals.file(card, grounds="异议", by=UserFactory())


def test_evidence_is_kept_with_its_hash(officer, card):
    appeal = appeals.file(card, grounds="异议", evidence=("证明.pdf", b"%PDF-1.4 ..."), by=officer)
    assert content_of(appeal) == b"%PDF-1.4 ..."
    assert len(appeal.document.sha256) == 64


def titled_above_the_city() -> Cluster:
    """A cluster with a provincial title only: its second card is reported upwards instead of a delisting."""
    cluster = municipal()
    cluster.recognitions.update(level="provincial")
    return cluster


@pytest.fixture
def escalated(approver):
    """A card for 2020; a card and the report upwards for 2021."""
    cluster = titled_above_the_city()
    report(cluster, 2020, failing=True)
    confirmed(cluster, 2020, approver)
    report(cluster, 2021, failing=True)
    made = confirmed(cluster, 2021, approver)
    assert [row.kind for row in made] == ["yellow_card", "escalation"]
    return cluster


@pytest.mark.parametrize("year", (2020, 2021))
def test_upheld_appeal_takes_back_the_report_upwards(escalated, year, second):
    """(8.A1) Against the card of either year: nothing that rests on it stays in force anywhere."""
    card = Decision.objects.get(year=year, kind="yellow_card")
    appeal = appeals.file(card, grounds="异议", by=UserFactory(district=escalated.district))
    appeals.rule(appeal, uphold=True, ruling="成立", by=second)
    other = 2021 if year == 2020 else 2020
    in_effect = Decision.objects.in_effect().filter(cluster=escalated)
    assert list(in_effect.values_list("year", "kind")) == [(other, "yellow_card")]
    assert city.decided(year) == {}
    assert not next(row for row in city.load(year).rows if row.cluster == escalated).has_failed
    said = {entry["what"]: entry["note"] for entry in timeline.public(escalated)}
    assert "撤销" in said["2021年度：报上级处理"]


def test_withdrawal_and_correction_take_the_report_upwards_back_as_well(escalated, reviewer, second):
    """(8.A1) A sibling: one mechanism for appeal, the city's own withdrawal and the follow-up of a correction."""
    corrected_to_pass(escalated.duties.get(reporting_year=2020).submission, reviewer)
    decisions.confirm(proposal(escalated, 2020), by=second)
    kinds = set(Decision.objects.in_effect().values_list("year", "kind"))
    assert kinds == {(2020, "passed"), (2021, "yellow_card")}
    annulments.withdraw(Decision.objects.in_effect().get(year=2021), reason="另行研究", by=second)
    assert set(Decision.objects.in_effect().values_list("kind", flat=True)) == {"passed"}


def test_ruling_that_reopens_the_data_gives_the_district_the_next_task(cluster, officer, card, second):
    """(8.A1) The verified report goes back with the ruling as its reason, in the same transaction."""
    appeal = appeals.file(card, grounds="面积口径有误", by=officer)
    appeals.rule(appeal, uphold=True, ruling="建筑面积应扣除在建部分", by=second, reopen=True)
    (task,) = desk.task_rows(officer)
    assert task.is_returned
    assert "建筑面积应扣除在建部分" in task.submission.return_reason
    assert workbench.annulled_years().count() == 0


def test_ruling_that_reopens_nothing_leaves_a_named_task_to_the_city(cluster, officer, card, reviewer, second):
    """(8.A1) A sibling: a year whose decision was taken back, and nothing else, waits on the workbench by name."""
    appeals.rule(appeals.file(card, grounds="异议", by=officer), uphold=True, ruling="程序瑕疵", by=second)
    assert list(workbench.annulled_years()) == [card.assessment.duty]
    assert "决定撤销后待办" in {queue.label for queue in workbench.queues_for(second) if queue.count}
    submissions.reopen(card.assessment.version.submission, reason="请更正", by=reviewer)
    assert not workbench.annulled_years().exists()


def test_rejected_appeal_reopens_nothing(officer, card, second):
    appeal = appeals.file(card, grounds="异议", by=officer)
    with pytest.raises(NotAllowedNow, match="维持原决定"):
        appeals.rule(appeal, uphold=False, ruling="属实", by=second, reopen=True)
    appeal.refresh_from_db()
    assert appeal.state == "pending"


def test_ruling_of_a_missing_report_falls_when_its_appeal_reopens_the_year(cluster, officer, approver, second):
    """(8.A1) A sibling: where no report was verified, the ruling that it was missing is what is taken back."""
    duty = DutyFactory(cluster=cluster, year=2020)
    duty.reporting_year.deadline = timezone.now() - timedelta(days=1)
    duty.reporting_year.save()
    rulings.make(duty, kind="failed", reason="逾期未报", by=UserFactory(approver=True))
    (card,) = confirmed(cluster, 2020, approver)
    appeals.rule(appeals.file(card, grounds="系统故障", by=officer), uphold=True, ruling="属实", by=second, reopen=True)
    assert duty.rulings.get().revoked_at is not None
    assert list(workbench.overdue()) == [duty]


def test_appeal_that_nobody_may_rule_on_is_taken_in_and_shown_to_who_can_help(officer, card, approver):
    """(8.A2) The right to appeal does not hang on who is left in the office; the security administrator is told."""
    User.objects.filter(role="approver").exclude(pk=approver.pk).update(is_active=False)
    appeal = appeals.file(card, grounds="异议", by=officer)
    assert appeal.state == "pending"
    queue = next(one for one in workbench.queues_for(UserFactory(security_admin=True)) if "无人可办" in one.label)
    assert (queue.count, queue.hint) == (1, "授予另一人审批人角色，或就该事项指定承办人")
    UserFactory(approver=True)
    assert not any("无人可办" in one.label for one in workbench.queues_for(UserFactory(security_admin=True)))
