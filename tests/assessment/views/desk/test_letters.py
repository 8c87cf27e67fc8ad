"""The download of a letter: to those it concerns, byte for byte as issued, with headers that keep it a file."""

import io
from urllib.parse import quote
from uuid import uuid4

import docx
import pytest
from django.urls import reverse

from clusters.models import Event
from tests.factories import ClusterFactory, DecisionFactory, DutyFactory, LetterFactory, UserFactory
from tests.support.files import content_of, damage
from tests.support.history import confirmed, municipal, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter():
    duty = DutyFactory(cluster=ClusterFactory(municipal=True))
    return LetterFactory(decision=DecisionFactory(assessment__duty=duty, kind="yellow_card"), title='黄牌\r\nX: 警告"')


def download(client, letter):
    return client.get(reverse("document", args=[letter.document_id]))


def test_letter_asks_to_sign_in(client, letter):
    assert download(client, letter).status_code == 302


@pytest.mark.parametrize("role", ("leader", "statistics", "system_admin", "security_admin", "audit_admin"))
def test_letter_is_not_there_for_other_roles(client, letter, role):
    client.force_login(UserFactory(role=role))
    assert download(client, letter).status_code == 404


def test_letter_of_another_district_is_not_there(client, letter):
    client.force_login(UserFactory())
    events = Event.objects.count()
    assert download(client, letter).status_code == 404
    assert client.get(reverse("document", args=[uuid4()])).status_code == 404
    assert Event.objects.count() == events


def test_letter_without_a_decision_is_for_the_city(client):
    list_letter = LetterFactory(decision=None, kind="list")
    client.force_login(UserFactory())
    assert download(client, list_letter).status_code == 404
    client.force_login(UserFactory(reviewer=True))
    assert download(client, list_letter).status_code == 200


def test_letter_is_handed_out_as_a_file_and_recorded(client, letter):
    client.force_login(UserFactory(district=letter.decision.assessment.duty.district))
    answer = download(client, letter)
    assert answer.status_code == 200
    assert answer.getvalue() == content_of(letter)
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Content-Security-Policy"] == "sandbox"
    disposition = answer["Content-Disposition"]
    assert disposition == f"attachment; filename*=UTF-8''{quote(letter.document.name, safe='')}"
    assert Event.objects.latest("number").action == "公文.下载"


def test_letter_that_is_not_what_was_issued_is_not_handed_out(client):
    letter = LetterFactory()
    damage(letter.document.file)
    client.force_login(UserFactory(reviewer=True))
    answer = download(client, letter)
    assert answer.status_code == 500
    assert "校验值不符" in answer.content.decode()


def test_letter_of_a_card_opens_in_word(client, notice, approver):
    cluster = municipal(name="受评集聚区")
    report(cluster, 2020, failing=True)
    issued = confirmed(cluster, 2020, approver)[0].letters.get()
    client.force_login(UserFactory(district=cluster.district))
    answer = download(client, issued)
    text = "\n".join(one.text for one in docx.Document(io.BytesIO(answer.getvalue())).paragraphs)
    assert "受评集聚区" in text


# ---- As PDF --------------------------------------------------------------------------------------------------------


def pdf_of(client, letter):
    return client.get(reverse("assessment:letter-pdf", args=[letter.document_id]))


def test_pdf_is_for_the_same_people_as_the_letter(client, letter):
    assert pdf_of(client, letter).status_code == 302
    client.force_login(UserFactory(role="leader"))
    assert pdf_of(client, letter).status_code == 403
    client.force_login(UserFactory())
    assert pdf_of(client, letter).status_code == 404


def test_without_libreoffice_the_page_says_so_and_offers_the_word_file(client, letter, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    client.force_login(UserFactory(reviewer=True))
    events = Event.objects.count()
    answer = pdf_of(client, letter)
    assert answer.status_code == 503
    assert "未安装LibreOffice" in answer.content.decode()
    assert reverse("document", args=[letter.document_id]) in answer.content.decode()
    assert Event.objects.count() == events


@pytest.mark.office
def test_letter_is_handed_out_as_pdf_and_recorded(client, notice, approver):
    cluster = municipal()
    report(cluster, 2020, failing=True)
    issued = confirmed(cluster, 2020, approver)[0].letters.get()
    client.force_login(UserFactory(district=cluster.district))
    answer = pdf_of(client, issued)
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].endswith(".pdf")
    line = Event.objects.latest("number")
    assert (line.action, line.data["form"]) == ("公文.下载", "pdf")


# ---- Its technical annex -------------------------------------------------------------------------------------------


def annex_of(client, letter):
    return client.get(reverse("assessment:letter-annex", args=[letter.code]))


def test_annex_is_for_the_same_people_as_the_letter(client, letter):
    assert annex_of(client, letter).status_code == 302
    client.force_login(UserFactory(role="leader"))
    assert annex_of(client, letter).status_code == 403
    events = Event.objects.count()
    client.force_login(UserFactory())
    assert annex_of(client, letter).status_code == 404
    assert Event.objects.count() == events


def test_letter_that_rests_on_no_single_decision_has_no_annex(client):
    list_letter = LetterFactory(decision=None, kind="list")
    client.force_login(UserFactory(reviewer=True))
    assert annex_of(client, list_letter).status_code == 404


def test_annex_is_handed_out_as_a_file_and_recorded(client, notice, approver):
    cluster = municipal(name="受评集聚区")
    report(cluster, 2020, failing=True)
    issued = confirmed(cluster, 2020, approver)[0].letters.get()
    client.force_login(UserFactory(district=cluster.district))
    answer = annex_of(client, issued)
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    assert answer["Content-Security-Policy"] == "sandbox"
    assert quote(f"{issued.document_number} {issued.title}（技术附件）.docx", safe="") in answer["Content-Disposition"]
    said = "\n".join(one.text for one in docx.Document(io.BytesIO(answer.content)).paragraphs)
    assert "受评集聚区2020年度考核技术附件" in said
    assert issued.decision.record_sha256 in said
    line = Event.objects.latest("number")
    assert (line.action, line.object_id, line.data["form"]) == ("公文.下载", str(issued.pk), "技术附件")
