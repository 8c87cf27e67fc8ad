"""The pages of an application: whole, with constant queries, foreign ones exactly like missing ones."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from clusters.applications.models import Application
from clusters.applications.services import applications
from tests.factories import ApplicationFactory, CallFactory, UserFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def client(officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def address(name, application, *more):
    return reverse(f"applications:{name}", args=[application.pk, *more])


def test_application_is_begun_from_the_call(folder):
    call, officer, client = CallFactory(), UserFactory(), Client()
    client.force_login(officer)
    assert call.title in client.get(reverse("applications:desk")).content.decode()
    page = client.get(reverse("applications:begin", args=[call.code])).content.decode()
    assert "发展规划" in page
    answer = client.post(
        reverse("applications:begin", args=[call.code]), {"name": "新区", "category": call.categories.get().pk}
    )
    row = Application.objects.get()
    assert answer.url == row.get_absolute_url()
    assert client.post(reverse("applications:begin", args=[call.code]), {"name": ""}).status_code == 422


def test_section_is_saved_and_completed(application, client):
    url = address("section", application, "basics")
    assert "东至一路" in client.get(url).content.decode()
    answer = client.post(url, {"revision": 0, "boundary": "东至三路", "land_area": "约十万", "action": "done"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "已保存，但这一部分还没有填好" in text
    assert "不是有效的数字" in text
    answer = client.post(url, {"revision": 1, "boundary": "东至三路", "land_area": "9", "action": "done"})
    assert answer.url == application.get_absolute_url()


def test_stale_save_shows_both_versions_and_loses_neither(application, client):
    other = UserFactory(district=application.district)
    applications.save_section(application, "basics", {"boundary": "甲路"}, revision=0, done=None, by=other)
    url = address("section", application, "basics")
    answer = client.post(url, {"revision": 0, "boundary": "乙路", "action": "save"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "甲路" in text
    assert "乙路</textarea>" in text
    application.refresh_from_db()
    assert application.content["basics"] == {"boundary": "甲路"}
    assert client.post(url, {"revision": 1, "boundary": "乙路", "action": "save"}).status_code == 302


def test_autosave_answers_with_the_revision_or_says_stale(application, client):
    url = address("autosave", application, "basics")
    assert client.post(url, {"revision": 0, "boundary": "甲"}).json()["revision"] == 1
    assert client.post(url, {"revision": 0, "boundary": "乙"}).status_code == 409
    assert client.post(url, {"boundary": "乙"}).status_code == 422


def test_table_is_pasted_and_a_surplus_cell_is_named(application, client):
    url = address("section", application, "tenants")
    answer = client.post(url, {"revision": 0, "list": "甲公司\t123\t多余\n\n乙公司", "action": "done"})
    text = answer.content.decode()
    for words in ("第 1 行：多出“多余”", "第 2 行“统一社会信用代码”：请填写"):
        assert words in text
    application.refresh_from_db()
    assert len(application.content["tenants"]["list"]) == 2


def test_document_is_attached_or_refused_with_the_reason(application, client):
    url = address("attach", application, "plan")
    assert client.post(url, {"file": SimpleUploadedFile("规划.pdf", PDF)}).status_code == 302
    answer = client.post(url, {"file": SimpleUploadedFile("规划.exe", b"x")})
    assert answer.status_code == 422
    assert "只接收" in answer.content.decode()


def test_application_is_filed_and_taken_back(application, client, officer):
    assert client.post(address("submit", application)).url == application.get_absolute_url()
    application.refresh_from_db()
    assert application.state == "submitted"
    assert client.post(address("withdraw", application), {"withdraw-reason": ""}).status_code == 422
    assert client.post(address("withdraw", application), {"withdraw-reason": "调整"}).status_code == 302
    application.refresh_from_db()
    assert application.state == "withdrawn"


def test_shut_section_is_read_only_and_its_save_refused(application, client, officer):
    applications.submit(application, by=officer)
    url = address("section", application, "basics")
    assert "<textarea" not in client.get(url).content.decode()
    answer = client.post(url, {"revision": 0, "boundary": "改", "action": "save"})
    assert answer.status_code == 409
    assert "不能修改" in answer.content.decode()


def plain(answer) -> str:
    """A page without what differs at every request: its number and the time of printing."""
    return re.sub(r"编号 \w+|打印时间 [^<]+|/applications/\d+", "", answer.content.decode())


PAGES = [
    ("application",),
    ("section", "basics"),
    ("autosave", "basics"),
    ("attach", "plan"),
    ("submit",),
    ("withdraw",),
]


@pytest.mark.parametrize("name", PAGES, ids=lambda row: row[0])
def test_foreign_application_is_exactly_like_a_missing_one(application, name):
    client = Client()
    client.force_login(UserFactory())
    ask = client.get if name[0] in ("application", "section") else client.post
    foreign = ask(reverse(f"applications:{name[0]}", args=[application.pk, *name[1:]]))
    missing = ask(reverse(f"applications:{name[0]}", args=[application.pk + 999, *name[1:]]))
    assert foreign.status_code == missing.status_code == 404
    assert plain(foreign) == plain(missing)


def test_reviewer_reads_what_was_filed_and_changes_nothing(application, officer, reviewer):
    client = Client()
    client.force_login(reviewer)
    assert client.get(application.get_absolute_url()).status_code == 404
    applications.submit(application, by=officer)
    assert client.get(application.get_absolute_url()).status_code == 200
    assert client.post(address("submit", application)).status_code == 403


def test_desk_asks_as_many_queries_for_many_applications(application, client, django_assert_max_num_queries):
    for _ in range(8):
        ApplicationFactory(call=application.call, district=application.district)
    with django_assert_max_num_queries(12):
        client.get(reverse("applications:desk"))
    with django_assert_max_num_queries(22):
        client.get(application.get_absolute_url())
