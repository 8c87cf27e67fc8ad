"""The public history of a cluster: decisions with their letters; what was taken back stays and says so."""

import pytest

from assessment.selectors import published
from assessment.services import annulments
from tests.support.history import confirmed, municipal, report, scored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]


def test_proposals_are_not_public():
    cluster = municipal()
    report(cluster, 2020, failing=True)
    scored(cluster, 2020)
    assert published.history_of(cluster) == []


def test_decision_is_shown_with_the_number_of_its_letter(approver):
    cluster = municipal()
    report(cluster, 2020, failing=True)
    (card,) = confirmed(cluster, 2020, approver)
    (entry,) = published.history_of(cluster)
    assert (entry.what, entry.tone) == ("2020年度：黄牌警告", "card")
    assert entry.document == card.letters.get().document_number


def test_annulled_card_stays_and_says_when_it_was_taken_back(approver, second):
    cluster = municipal()
    report(cluster, 2020, failing=True)
    (card,) = confirmed(cluster, 2020, approver)
    annulments.withdraw(card, reason="数据有误", by=second)
    newest, oldest = published.history_of(cluster)
    assert "撤销“黄牌警告”决定" in newest.what
    assert "撤销" in oldest.note
