"""The history of a cluster in the order of time: titles, decisions, letters, appeals."""

import pytest

from assessment.models import Decision
from assessment.selectors import timeline
from assessment.services import annulments, appeals
from tests.factories import AppealFactory
from tests.support.history import confirmed, failed_twice, municipal, report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]


def words(cluster) -> list[str]:
    return [entry["what"] for entry in timeline.of_cluster(cluster)]


def test_delisting_reads_from_the_title_to_its_end(approver, second):
    cluster = municipal()
    failed_twice(cluster, approver, second)
    assert words(cluster) == [
        "市级称号撤销",
        "2021年度：撤销市级称号（摘牌）",
        "2021年度：黄牌警告",
        "2020年度：黄牌警告",
        "认定为市级集聚区",
    ]


def test_entry_names_signers_and_letter(approver, second):
    cluster = municipal()
    failed_twice(cluster, approver, second)
    delisting = timeline.of_cluster(cluster)[1]
    letter = Decision.objects.get(kind="delisting").letters.get()
    assert delisting["who"] == f"{approver.full_name}、{second.full_name}"
    assert delisting["document"] == letter.document_number


def test_decision_taken_back_stays_and_says_so(approver, second):
    cluster = municipal()
    report(cluster, 2020, failing=True)
    (card,) = confirmed(cluster, 2020, approver)
    annulments.withdraw(card, reason="有误", by=second)
    assert words(cluster)[:2] == ["2020年度：撤销“黄牌警告”决定", "2020年度：黄牌警告（已撤销）"]


def test_appeal_and_its_ruling_are_entries_of_their_own(approver, second):
    cluster = municipal()
    report(cluster, 2020, failing=True)
    (card,) = confirmed(cluster, 2020, approver)
    appeals.rule(AppealFactory(decision=card), uphold=False, ruling="维持", by=second)
    assert words(cluster)[:2] == ["复核申请不成立，维持原决定", "对2020年度黄牌警告申请复核"]


def test_history_of_another_cluster_is_left_out(approver):
    here, there = municipal(), municipal()
    report(there, 2020)
    confirmed(there, 2020, approver)
    assert words(here) == ["认定为市级集聚区"]
