"""What the public may know of a cluster's years: decisions and the numbers of letters, an annulled one among them."""

from datetime import date

import pytest

from assessment.selectors.timeline import public as history_of
from assessment.services import annulments
from clusters.letters.colophon import chinese_date
from tests.factories import DecisionFactory, DutyFactory
from tests.support.history import confirmed, failed_twice, municipal, report, scored

pytestmark = pytest.mark.django_db


def test_proposal_is_nothing_the_public_may_know(notice):
    cluster = municipal()
    report(cluster, 2020, failing=True)
    scored(cluster, 2020)
    assert history_of(cluster) == []


def test_decisions_come_newest_first_with_the_numbers_of_their_letters(notice, approver, second):
    cluster = municipal()
    failed_twice(cluster, approver, second)
    found = history_of(cluster)
    assert [(entry["what"], entry["tone"]) for entry in found] == [
        ("2021年度：撤销市级称号（摘牌）", "exit"),
        ("2021年度：黄牌警告", "card"),
        ("2020年度：黄牌警告", "card"),
    ]
    assert found[0]["document"] == cluster.decisions.get(kind="delisting").letters.get().document_number
    assert all(entry["document"] and "who" not in entry and not entry["note"] for entry in found)


def test_annulled_decision_stays_and_says_since_when_it_no_longer_counts(notice, approver, second):
    cluster = municipal()
    report(cluster, 2020, failing=True)
    (card,) = confirmed(cluster, 2020, approver)
    annulment = annulments.withdraw(card, reason="不公开的理由", by=second)[0]
    taken_back, first = history_of(cluster)
    assert (taken_back["what"], taken_back["tone"], taken_back["note"]) == ("2020年度：撤销“黄牌警告”决定", "hold", "")
    assert first["note"] == f"该决定已于{chinese_date(annulment.decided_on)}撤销。"


@pytest.mark.parametrize(
    ("kind", "tone"),
    (("passed", "pass"), ("yellow_card", "card"), ("delisting", "exit"), ("escalation", "card"), ("annulment", "hold")),
)
def test_every_kind_of_decision_has_its_tone(kind, tone):
    decision = DecisionFactory(kind=kind, decided_on=date(2021, 7, 1))
    (entry,) = history_of(decision.cluster)
    assert (entry["tone"], entry["when"]) == (tone, date(2021, 7, 1))


def test_decisions_of_other_clusters_are_not_shown():
    DecisionFactory()
    assert history_of(municipal()) == []


@pytest.mark.parametrize("years", (1, 3))
def test_history_costs_two_queries_for_any_number_of_decisions(notice, approver, years, django_assert_num_queries):
    cluster = municipal()
    for year in range(2020, 2020 + years):
        report(cluster, year)
        confirmed(cluster, year, approver)
    DecisionFactory(assessment__duty=DutyFactory(cluster=cluster, year=2019), kind="annulment")
    with django_assert_num_queries(2):
        assert len(history_of(cluster)) == years + 1
