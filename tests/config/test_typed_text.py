"""A form whose session is over, sent without the script: the text comes back to be copied, nothing is changed (8.B19)."""

import pytest
from django.test import Client
from django.urls import reverse

from assessment.models import Appeal, Submission
from clusters.models import Cluster, User
from config.middleware import typed_text
from tests.factories import DutyFactory, IndicatorFactory, UserFactory

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def report(client):
    IndicatorFactory(code="tax", label="税收")
    duty = DutyFactory(year=2021)
    return reverse("assessment:report", args=[2021, duty.cluster.code])


def test_figures_come_back_by_name(client, report):
    sent = {"value_tax": "8,123.45", "remark_tax": f"待税务部门提供{HOSTILE}", "confirm_tax": "", "revision": "3"}
    answer = client.post(report, sent)
    text = answer.content.decode()
    assert answer.status_code == 403
    assert "登录已失效，本次没有提交" in text
    for words in ("税收</label>", "8,123.45</textarea>", "税收（备注）", "&lt;script&gt;"):
        assert words in text
    for words in (HOSTILE, "remark_tax", "revision", "情况说明"):
        assert words not in text
    assert "script-src" in answer.headers["Content-Security-Policy"]
    assert not Submission.objects.exists()


def test_text_of_a_workbench_form_comes_back(client):
    """A sibling: the admin, whose pages send strangers to its own sign-in."""
    answer = client.post(reverse("admin:clusters_cluster_add"), {"name": "新集聚区", "reading": "xin ji ju qu"})
    assert answer.status_code == 403
    assert "新集聚区</textarea>" in answer.content.decode()
    assert not Cluster.objects.exists()


@pytest.mark.parametrize("signed_in", (True, False), ids=("session stands", "both gone"))
def test_form_without_its_token_shows_the_text_too(report, signed_in):
    """A sibling: both cookies gone, or only that of the token."""
    client = Client(enforce_csrf_checks=True)
    if signed_in:
        client.force_login(UserFactory())
    answer = client.post(report, {"value_tax": "8,123.45", "csrfmiddlewaretoken": "old"})
    text = answer.content.decode()
    assert answer.status_code == 403
    assert "页面已过期" in text
    assert "8,123.45</textarea>" in text
    assert "old</textarea>" not in text


def test_nothing_sent_from_another_site_is_shown(report):
    client = Client(enforce_csrf_checks=True)
    answer = client.post(report, {"value_tax": "8,123.45"}, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403
    assert "8,123.45" not in answer.content.decode()


def test_passwords_never_come_back(client, rf):
    sent = {"old_password": "one", "new_password1": "two", "sign-password": "three", "reason": "四", "next": "/"}
    assert typed_text(rf.post("/", sent)) == [("理由", "四")]
    answer = client.post(reverse("password_change"), {"old_password": "secret-words"})
    assert (answer.status_code, "secret-words" in answer.content.decode()) == (302, False)


def test_buttons_alone_lead_to_the_sign_in_page(client, report):
    answer = client.post(report, {"action": "withdraw"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/login/?next={report}")


def test_signing_in_out_and_setting_a_password_lead_on_as_before(client):
    user: User = UserFactory()
    client.force_login(user)
    assert client.post(reverse("logout"), {"reason": "text"}).status_code == 302
    assert not Appeal.objects.exists()
