"""Verification: a code leads to what was issued, recomputed on the spot; any other code leads nowhere."""

import pytest
from django.urls import reverse

from assessment.models import Letter
from assessment.services import annulments, appeals
from clusters.models import Cluster
from tests.factories import UserFactory
from tests.support.files import damage
from tests.support.history import confirmed, municipal, report
from tests.support.tampering import as_owner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]

HERE = "/verify/"
PASSED, FAILED, UNKNOWN, ANNULLED = "核验通过", "核验未通过", "未查到该核验码", "该决定已撤销"


@pytest.fixture
def card(approver):
    cluster = municipal(name="测试软件园")
    report(cluster, 2020, failing=True)
    return confirmed(cluster, 2020, approver)[0]


@pytest.fixture
def letter(card) -> Letter:
    return card.letters.get()


def said(client, code: str) -> str:
    answer = client.get(reverse("assessment:verify", args=[code]))
    assert answer.status_code == 200
    return answer.content.decode()


def outcome(text: str) -> set[str]:
    return {words for words in (PASSED, FAILED, UNKNOWN, ANNULLED) if words in text}


def test_page_without_a_code_asks_for_one(client):
    text = client.get(HERE).content.decode()
    assert outcome(text) == set()
    assert 'name="code"' in text


def test_code_of_a_letter_leads_to_what_was_issued(client, letter):
    text = said(client, letter.code)
    assert outcome(text) == {PASSED}
    for words in (letter.document_number, letter.title, letter.sha256, "测试软件园", "2020年度 黄牌警告"):
        assert words in text
    assert reverse("assessment:register-cluster", args=[letter.decision.cluster.code]) in text


def test_address_on_the_letter_is_the_one_that_verifies(client, letter, settings):
    address = letter.slots["envelope"]["verification"]["address"]
    assert outcome(client.get(address.removeprefix(settings.PORTAL_PUBLIC_URL)).content.decode()) == {PASSED}


def test_code_may_be_typed_with_small_letters_and_gaps(client, letter):
    code = letter.code.lower()
    typed = f"  {code[:4]} {code[4:8]}-{code[8:]} "
    assert outcome(client.get(HERE, {"code": typed}).content.decode()) == {PASSED}


@pytest.mark.parametrize(
    "code", ("ABCDEFGHJKLM", "x", "\x00", "'; DROP TABLE", "核验码", "9" * 5000, "<script>alert(1)</script>")
)
def test_code_nobody_issued_leads_nowhere_and_is_shown_as_text(client, letter, code):
    answer = client.get(HERE, {"code": code})
    text = answer.content.decode()
    assert (answer.status_code, outcome(text)) == (200, {UNKNOWN})
    assert letter.document_number not in text
    assert "<script>alert" not in text


def test_code_in_the_address_that_cannot_be_leads_nowhere(client):
    assert outcome(client.get(f"{HERE}%00/").content.decode()) == {UNKNOWN}


def test_part_of_a_code_is_no_code(client, letter):
    assert outcome(said(client, letter.code[:-1])) == {UNKNOWN}
    assert outcome(said(client, letter.code + "A")) == {UNKNOWN}


@pytest.mark.parametrize(
    ("table", "change"),
    (
        ("assessment_decision", "record = jsonb_set(record, '{inputs,facts,values,revenue}', '\"120000\"')"),
        ("assessment_decision", "record = jsonb_set(record, '{inputs,facts,filing}', '\"nonsense\"')"),
        ("assessment_decision", "record_sha256 = repeat('0', 64)"),
        ("documents_storedfile", "size = size + 1"),
    ),
    ids=("figure", "unreadable", "hash of the decision", "file"),
)
def test_anything_tampered_with_fails_the_check(client, letter, table, change):
    as_owner(table, f"UPDATE {table} SET {change}")
    assert outcome(said(client, letter.code)) == {FAILED}


def test_file_whose_bytes_changed_fails_the_check(client, letter):
    damage(letter.document.file)
    assert outcome(said(client, letter.code)) == {FAILED}


def test_letter_of_an_annulled_decision_is_genuine_and_says_that_it_no_longer_stands(client, card, letter, second):
    annulment = annulments.withdraw(card, reason="不公开的理由", by=second)[0]
    text = said(client, letter.code)
    assert outcome(text) == {PASSED, ANNULLED}
    assert f"{annulment.decided_on.year}年" in text
    assert "不公开的理由" not in text


def test_ruling_that_annulled_a_card_is_not_called_annulled_itself(client, card, second):
    appeal = appeals.file(card, grounds="异议", by=UserFactory(district=card.cluster.district))
    appeals.rule(appeal, uphold=True, ruling="成立", by=second)
    assert outcome(said(client, Letter.objects.get(kind="ruling").code)) == {PASSED}


def test_letter_about_an_unpublished_cluster_leads_to_no_page_of_it(client, letter):
    Cluster.objects.update(is_published=False)
    text = said(client, letter.code)
    assert outcome(text) == {PASSED}
    assert reverse("assessment:register-cluster", args=[letter.decision.cluster.code]) not in text


def test_verification_names_no_officer(client, letter, approver):
    assert approver.full_name not in said(client, letter.code)


def test_verification_is_read_and_nothing_else(client, letter):
    assert client.post(reverse("assessment:verify", args=[letter.code])).status_code == 405


def test_verification_costs_the_same_however_long_the_history(client, letter, django_assert_num_queries):
    with django_assert_num_queries(3):
        said(client, letter.code)
