"""The one download: its headers, its audit line, and foreign looking exactly like missing."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from clusters.models import Event
from tests.factories import EvidenceFactory, UserFactory
from tests.support.files import damage

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    return EvidenceFactory(name='证明 "材料".pdf', content=b"%PDF-1.7 bytes")


def address(pk):
    return reverse("document", args=[pk])


def without_marks(answer):
    return re.sub(rb"[0-9a-f]{12}|value=\"[^\"]+\"", b"", answer.content)


def test_file_leaves_closed_and_noted(client, row):
    officer = UserFactory(district=row.submission.duty.district)
    client.force_login(officer)
    answer = client.get(row.document.get_absolute_url())
    assert (answer.getvalue(), answer["Content-Type"], answer["Content-Length"]) == (
        b"%PDF-1.7 bytes", "application/pdf", "14",
    )  # fmt: skip
    assert answer["Content-Disposition"] == (
        "attachment; filename*=UTF-8''%E8%AF%81%E6%98%8E%20%22%E6%9D%90%E6%96%99%22.pdf"
    )
    assert (answer["X-Content-Type-Options"], answer["Content-Security-Policy"]) == ("nosniff", "sandbox")
    assert answer["Cache-Control"] == "no-store, private"
    line = Event.objects.get(action="佐证材料.下载")
    assert (line.actor, line.data["sha256"]) == (officer, row.document.sha256)


def test_foreign_looks_exactly_like_missing(client, row):
    client.force_login(UserFactory())
    events = Event.objects.count()
    foreign, missing = client.get(address(row.document_id)), client.get(address(uuid4()))
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert without_marks(foreign) == without_marks(missing)
    assert foreign.headers.keys() == missing.headers.keys()
    assert Event.objects.count() == events


def test_stranger_is_asked_to_sign_in(client, row):
    assert client.get(address(row.document_id)).url.startswith(reverse("login"))


def test_damaged_file_is_not_handed_out_and_not_noted(client, row, caplog):
    damage(row.document.file)
    client.force_login(UserFactory(reviewer=True))
    answer = client.get(address(row.document_id))
    assert (answer.status_code, "校验值不符" in answer.content.decode()) == (500, True)
    assert str(row.document_id) in caplog.text
    assert not Event.objects.exists()
