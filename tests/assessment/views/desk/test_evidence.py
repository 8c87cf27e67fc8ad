"""佐证材料 on the form: what is taken, what is refused with words, who may read it, how it leaves."""

import pytest
from django.test import Client
from django.urls import reverse

from assessment.models import Evidence
from clusters.models import Event
from tests.clusters.documents.forms.documents import PDF, upload
from tests.factories import EvidenceFactory, IndicatorFactory, SubmissionFactory, UserFactory
from tests.support.files import content_of, damage


@pytest.fixture
def kept(draft, officer):
    return EvidenceFactory(submission=draft, indicator_code="tax", name="完税证明.pdf", content=PDF, added_by=officer)


def add_url(duty, code="tax"):
    return reverse("assessment:evidence-add", args=[duty.year, duty.cluster.code, code])


def file_url(row):
    return reverse("document", args=[row.document_id])


def take_back_url(row):
    return reverse("assessment:evidence-take-back", args=[row.pk])


def browser_of(**person):
    client = Client()
    client.force_login(UserFactory(**person))
    return client


def test_document_is_added_and_stands_beside_its_figure(desk, duty, at):
    answer = desk.post(add_url(duty), {"file": upload(PDF, "完税证明.pdf")}).content.decode()
    row = Evidence.objects.get()
    assert (row.indicator_code, row.document.name, content_of(row)) == ("tax", "完税证明.pdf", PDF)
    assert 'id="evidence_tax"' in answer
    assert file_url(row) in answer
    assert file_url(row) in desk.get(at.report).content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    (
        ({}, "没有收到文件"),
        ({"file": upload(b"")}, "是空的"),
        ({"file": upload(b"<html>")}, "不是完整的 PDF"),
        ({"file": upload(b"MZ", "a.exe")}, "只接收PDF、DOCX、JPG、PNG"),
        ({"file": upload(PDF[:-6] + b" " * 10_485_760 + b"%%EOF\n")}, "超过 10 MB"),
    ),
)
def test_refused_document_says_why_and_is_not_kept(desk, duty, data, words):
    answer = desk.post(add_url(duty), data)
    assert (answer.status_code, words in answer.content.decode()) == (200, True)
    assert not Evidence.objects.exists()


def test_filed_report_takes_none_and_says_so(desk, duty):
    SubmissionFactory(duty=duty, submitted=True)
    assert "等待市级审核" in desk.post(add_url(duty), {"file": upload(PDF)}).content.decode()
    assert not Evidence.objects.exists()


def test_indicator_that_is_not_asked_for_is_404(desk, duty):
    IndicatorFactory(code="later", from_year=duty.year + 1)
    for code in ("later", "nothing"):
        assert desk.post(add_url(duty, code), {"file": upload(PDF)}).status_code == 404


def test_document_is_taken_back_from_the_form(desk, at, kept):
    assert "完税证明" not in desk.post(take_back_url(kept)).content.decode()
    assert "完税证明" not in desk.get(at.report).content.decode()
    assert "已经撤下" in desk.post(take_back_url(kept)).content.decode()


def test_document_leaves_as_a_closed_download_and_is_noted(desk, officer, kept):
    answer = desk.get(file_url(kept))
    assert (answer.getvalue(), answer["Content-Type"]) == (PDF, "application/pdf")
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Security-Policy"] == "sandbox"
    assert Event.objects.get(action="佐证材料.下载").actor == officer


def test_document_whose_bytes_changed_is_not_handed_out(desk, kept):
    damage(kept.document.file)
    answer = desk.get(file_url(kept))
    assert (answer.status_code, "校验值不符" in answer.content.decode()) == (500, True)
    assert not Event.objects.filter(action="佐证材料.下载").exists()


@pytest.mark.parametrize("role", ("reviewer", "approver"))
def test_city_reads_the_documents_and_changes_none(duty, kept, at, role):
    city = browser_of(**{role: True})
    assert file_url(kept) in city.get(at.report).content.decode()
    assert city.get(file_url(kept)).status_code == 200
    assert city.post(add_url(duty), {"file": upload(PDF)}).status_code == 403
    assert city.post(take_back_url(kept)).status_code == 403
    assert Evidence.objects.standing().count() == 1


def test_foreign_district_finds_nothing(duty, kept):
    other = browser_of()
    assert other.get(file_url(kept)).status_code == 404
    assert other.post(take_back_url(kept)).status_code == 404
    assert other.post(add_url(duty), {"file": upload(PDF)}).status_code == 404


@pytest.mark.parametrize("role", ("leader", "statistics", "system_admin", "security_admin", "audit_admin"))
def test_other_roles_find_nothing(kept, role):
    assert browser_of(role=role).get(file_url(kept)).status_code == 404
