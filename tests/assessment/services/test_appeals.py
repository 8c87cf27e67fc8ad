"""The appeal: filed in time, ruled on by somebody else, with effects forwards and backwards."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from assessment.models import Decision, Letter
from assessment.services import appeals
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from tests.factories import UserFactory
from tests.support.files import content_of
from tests.support.history import confirmed, failed_twice, municipal, proposal, report, scored

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
