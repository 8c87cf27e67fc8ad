"""The download of a letter: to those it concerns, byte for byte as issued, with headers that keep it a file."""

import hashlib
import io
from urllib.parse import quote

import docx
import pytest
from django.urls import reverse

from clusters.models import Event
from tests.factories import ClusterFactory, DecisionFactory, DutyFactory, LetterFactory, UserFactory
from tests.support.history import confirmed, municipal, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter():
    duty = DutyFactory(cluster=ClusterFactory(municipal=True))
    return LetterFactory(decision=DecisionFactory(assessment__duty=duty, kind="yellow_card"), title='黄牌\r\nX: 警告"')


def download(client, code: str):
    return client.get(reverse("assessment:letter", args=[code]))


def test_letter_asks_to_sign_in(client, letter):
    assert download(client, letter.code).status_code == 302


@pytest.mark.parametrize("role", ("leader", "statistics", "system_admin", "security_admin", "audit_admin"))
def test_letter_is_closed_to_other_roles(client, letter, role):
    client.force_login(UserFactory(role=role))
    assert download(client, letter.code).status_code == 403


def test_letter_of_another_district_is_not_there(client, letter):
    client.force_login(UserFactory())
    events = Event.objects.count()
    assert download(client, letter.code).status_code == 404
    assert download(client, "NOSUCHCODE00").status_code == 404
    assert Event.objects.count() == events


def test_letter_without_a_decision_is_for_the_city(client):
    list_letter = LetterFactory(decision=None, kind="list")
    client.force_login(UserFactory())
    assert download(client, list_letter.code).status_code == 404
    client.force_login(UserFactory(reviewer=True))
    assert download(client, list_letter.code).status_code == 200


def test_letter_is_handed_out_as_a_file_and_recorded(client, letter):
    client.force_login(UserFactory(district=letter.decision.assessment.duty.district))
    answer = download(client, letter.code)
    assert answer.status_code == 200
    assert answer.content == bytes(letter.content)
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Content-Security-Policy"] == "sandbox"
    disposition = answer["Content-Disposition"]
    assert disposition.startswith(f"attachment; filename=\"{letter.code}.docx\"; filename*=UTF-8''")
    assert disposition.endswith(quote(f"{letter.document_number} {letter.title}.docx", safe=""))
    assert Event.objects.latest("number").action == "公文.下载"


def test_letter_that_is_not_what_was_issued_is_not_handed_out(client):
    letter = LetterFactory(sha256=hashlib.sha256(b"other").hexdigest())
    client.force_login(UserFactory(reviewer=True))
    answer = download(client, letter.code)
    assert answer.status_code == 500
    assert "校验值不符" in answer.content.decode()


def test_letter_of_a_card_opens_in_word(client, notice, approver):
    cluster = municipal(name="受评集聚区")
    report(cluster, 2020, failing=True)
    issued = confirmed(cluster, 2020, approver)[0].letters.get()
    client.force_login(UserFactory(district=cluster.district))
    answer = download(client, issued.code)
    text = "\n".join(one.text for one in docx.Document(io.BytesIO(answer.content)).paragraphs)
    assert "受评集聚区" in text


# ---- As PDF --------------------------------------------------------------------------------------------------------


def pdf_of(client, code: str):
    return client.get(reverse("assessment:letter-pdf", args=[code]))


def test_pdf_is_for_the_same_people_as_the_letter(client, letter):
    assert pdf_of(client, letter.code).status_code == 302
    client.force_login(UserFactory(role="leader"))
    assert pdf_of(client, letter.code).status_code == 403
    client.force_login(UserFactory())
    assert pdf_of(client, letter.code).status_code == 404


def test_without_libreoffice_the_page_says_so_and_offers_the_word_file(client, letter, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    client.force_login(UserFactory(reviewer=True))
    events = Event.objects.count()
    answer = pdf_of(client, letter.code)
    assert answer.status_code == 503
    assert "未安装LibreOffice" in answer.content.decode()
    assert reverse("assessment:letter", args=[letter.code]) in answer.content.decode()
    assert Event.objects.count() == events


@pytest.mark.office
def test_letter_is_handed_out_as_pdf_and_recorded(client, notice, approver):
    cluster = municipal()
    report(cluster, 2020, failing=True)
    issued = confirmed(cluster, 2020, approver)[0].letters.get()
    client.force_login(UserFactory(district=cluster.district))
    answer = pdf_of(client, issued.code)
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Type"] == "application/pdf"
    assert f'filename="{issued.code}.pdf"' in answer["Content-Disposition"]
    line = Event.objects.latest("number")
    assert (line.action, line.data["form"]) == ("公文.下载", "pdf")
