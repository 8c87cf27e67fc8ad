"""Taking a decision back by the city itself."""

import pytest

from assessment.models import Decision
from assessment.services import annulments
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from tests.support.history import confirmed, failed_twice, municipal, report, scored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]


def test_withdrawn_card_was_never_received(approver, second):
    cluster = municipal()
    report(cluster, 2020, failing=True)
    (card,) = confirmed(cluster, 2020, approver)
    annulments.withdraw(card, reason="依职权撤回", by=second)
    report(cluster, 2021, failing=True)
    assert scored(cluster, 2021).verdict == "yellow_card"


def test_withdrawn_delisting_gives_the_title_back_and_keeps_both_cards(approver, second, django_user_model):
    cluster = municipal()
    made = failed_twice(cluster, approver, second)
    third = django_user_model.objects.create_user("third", full_name="第三人", role="approver")
    annulments.withdraw(made[-1], reason="程序瑕疵", by=third)
    kinds = sorted(Decision.objects.in_effect().filter(cluster=cluster).values_list("year", "kind"))
    assert kinds == [(2020, "yellow_card"), (2021, "yellow_card")]
    assert cluster.recognitions.get().state == "active"


def test_withdraw_twice_is_refused(approver, second):
    cluster = municipal()
    report(cluster, 2020, failing=True)
    (card,) = confirmed(cluster, 2020, approver)
    annulments.withdraw(card, reason="撤回", by=second)
    with pytest.raises(NotAllowedNow):
        annulments.withdraw(card, reason="再撤回", by=second)


def test_signer_cannot_withdraw_the_own_decision(approver):
    cluster = municipal()
    report(cluster, 2020, failing=True)
    (card,) = confirmed(cluster, 2020, approver)
    with pytest.raises(NotPermitted):
        annulments.withdraw(card, reason="撤回", by=approver)


def test_withdraw_needs_a_reason(approver, second):
    cluster = municipal()
    report(cluster, 2020, failing=True)
    (card,) = confirmed(cluster, 2020, approver)
    with pytest.raises(DomainError, match="理由"):
        annulments.withdraw(card, reason=" ", by=second)
