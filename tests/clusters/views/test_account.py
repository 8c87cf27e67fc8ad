"""Signing in and out: each with its line, refusals that tell nothing, and no way to another site."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clusters.models import Event
from clusters.services import audit
from clusters.views.account import REFUSED
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

LOGIN, LOGOUT, START = "/login/", "/logout/", "/start/"


@pytest.fixture
def user():
    return UserFactory(username="zhang.wei")


def sign_in(client, username: str = "zhang.wei", password: str = PASSWORD, **more: str):
    return client.post(LOGIN, {"username": username, "password": password, **more})


# ---- In --------------------------------------------------------------------------------------------------------------


def test_right_password_leads_to_the_start_page_with_a_line_in_the_trail(client, user):
    answer = sign_in(client)
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("start"))
    event = Event.objects.get()
    assert (event.action, event.actor, event.object_id) == ("账号.登录", user, str(user.pk))
    assert audit.verify_chain() is None
    assert client.get(START).status_code == 302


def test_session_gets_a_new_key(client, user):
    client.get(LOGIN)
    session = client.session
    session["before"] = True
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    sign_in(client)
    assert client.session.session_key != before


def test_ten_wrong_passwords_lock_the_account_for_a_while(client, user):
    """(8.C26) Counted in the database, so another process (client) sees it; the answer is that of a wrong password."""
    for _ in range(9):
        sign_in(client, password="wrong")
    assert sign_in(Client()).status_code == 302
    for _ in range(10):
        sign_in(Client(), password="wrong")
    answer = sign_in(Client())
    assert answer.status_code == 200
    assert REFUSED in page(answer)
    assert sign_in(Client(), UserFactory(username="li.na").username).status_code == 302
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert sign_in(Client()).status_code == 302


@pytest.mark.parametrize("name", ("zhang.wei", "nobody", "x" * 150))
def test_failed_attempt_leaves_a_line_with_the_name_that_was_typed(client, user, name):
    assert sign_in(client, name, "not the password").status_code == 200
    event = Event.objects.get()
    assert (event.action, event.actor, event.note) == ("账号.登录失败", None, name)
    assert (event.object_type, event.object_id) == ("clusters.user", str(user.pk) if name == "zhang.wei" else "")
    assert audit.verify_chain() is None


@pytest.mark.parametrize("typed", ({"username": ""}, {"password": ""}, {"username": "a\x00b"}))
def test_form_that_is_no_attempt_leaves_no_line(client, user, typed):
    assert sign_in(client, **typed).status_code == 200
    assert not Event.objects.exists()


def page(answer) -> str:
    """The page without what differs in every answer."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    return re.sub(r'name="username" value="[^"]*"', "", text)


def test_unknown_wrong_and_disabled_get_the_same_answer(client, user):
    UserFactory(username="li.na", is_active=False)
    answers = [
        sign_in(client, password="wrong-password-1"),
        sign_in(client, username="nobody"),
        sign_in(client, username="li.na"),
        sign_in(client, username="li.na", password="wrong-password-1"),
        sign_in(client, username="ZHANG.WEI"),
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert len({page(answer) for answer in answers}) == 1
    assert REFUSED in page(answers[0])
    assert list(Event.objects.values_list("action", flat=True)) == ["账号.登录失败"] * 5
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("username", "password"),
    (
        ("", PASSWORD),
        ("zhang.wei", ""),
        ("zhang.wei\x00", PASSWORD),
        ("张" * 5000, "x"),
        ("<script>", "x"),
        ("zhang.wei", PASSWORD + " "),
    ),
)
def test_anything_else_is_refused_and_shown_as_text(client, user, username, password):
    answer = sign_in(client, username, password)
    assert answer.status_code == 200
    assert '<script>"' not in answer.content.decode()
    assert client.get(START).headers["Location"].startswith(LOGIN)


def test_account_without_a_password_cannot_sign_in(client, user):
    user.set_unusable_password()
    user.save()
    assert sign_in(client).status_code == 200
    assert sign_in(client, password=user.password).status_code == 200


def test_without_the_token_of_the_form_nothing_happens(user):
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client).status_code == 403
    assert not Event.objects.exists()


def test_sign_in_that_cannot_be_recorded_does_not_happen(client, user):
    client.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE clusters_chainhead RENAME TO out_of_order")
    assert sign_in(client).status_code == 500
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE out_of_order RENAME TO clusters_chainhead")
    assert client.get(START).headers["Location"].startswith(LOGIN)
    assert not Session.objects.exists()


def test_page_is_not_kept_and_asks_the_signed_in_nothing(client, user):
    assert "no-store" in client.get(LOGIN).headers["Cache-Control"]
    client.force_login(user)
    assert client.get(LOGIN).headers["Location"] == reverse("start")


def test_page_promises_nothing_the_portal_does_not_do(client):
    assert "锁定" not in client.get(LOGIN).content.decode()


def test_account_stopped_meanwhile_is_out_with_the_next_request(client, user):
    sign_in(client)
    user.is_active = False
    user.save()
    assert client.get(START).headers["Location"].startswith(LOGIN)


# ---- And then --------------------------------------------------------------------------------------------------------

ELSEWHERE = (
    "https://evil.test/",
    "//evil.test/",
    "///evil.test/",
    "////evil.test",
    "http:evil.test",
    "http:/evil.test",
    "https:///evil.test",
    "/\\evil.test",
    "\\\\evil.test",
    "\\/evil.test",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "ftp://testserver/",
    "mailto:a@evil.test",
    "http://testserver@evil.test/",
    "http://testserver.evil.test/",
    "http://evil.test#testserver",
    "http://evil.test\\@testserver/",
    "//testserver:80@evil.test/",
    "https://testserver:8000/",
    "http://[::1]/",
    "\thttps://evil.test/",
    "java\nscript:alert(1)",
    "/%09/evil.test\r\nLocation: https://evil.test",
    "%2f%2fevil.test",
    "//%65vil.test",
    "．．//evil.test",
    "http://evil。test/",
    "\x00//evil.test",
    "?next=//evil.test" * 200,
)


@pytest.mark.parametrize("address", ELSEWHERE)
@pytest.mark.parametrize("where", ("field", "address"))
def test_next_leads_nowhere_but_into_the_portal(client, user, address, where):
    form = {"username": "zhang.wei", "password": PASSWORD}
    if where == "field":
        answer = client.post(LOGIN, {**form, "next": address})
    else:
        answer = client.post(LOGIN, form, query_params={"next": address})
    assert answer.status_code == 302
    location = answer.headers["Location"]
    assert "\n" not in location
    assert not re.match(r"^[\s\x00]*([a-z][a-z0-9+.-]*:|[/\\]{2})", location, re.I)


@pytest.mark.parametrize("address", ("/desk/", "/desk/reports/?year=2021", "/register/?q=%E9%9D%92"))
def test_next_inside_the_portal_is_followed(client, user, address):
    assert sign_in(client, next=address).headers["Location"] == address


def test_page_that_asked_to_sign_in_is_where_one_arrives(client, user):
    asked = client.get("/desk/reports/?year=2021")
    shown = client.get(asked.headers["Location"]).content.decode()
    assert 'name="next" value="/desk/reports/?year=2021"' in shown


# ---- Out -------------------------------------------------------------------------------------------------------------


def test_signing_out_ends_the_session_with_a_line_in_the_trail(client, user):
    sign_in(client)
    cookie = client.cookies["sessionid"].value
    answer = client.post(LOGOUT)
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("home"))
    assert list(Event.objects.order_by("number").values_list("action", "actor")) == [
        ("账号.登录", user.pk),
        ("账号.退出", user.pk),
    ]
    client.cookies["sessionid"] = cookie
    assert client.get(START).headers["Location"].startswith(LOGIN)


def test_signing_out_takes_a_post_with_the_token_of_the_page(user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    assert client.get(LOGOUT).status_code == 405
    assert client.post(LOGOUT).status_code == 403
    assert client.get(START).headers["Location"] != f"{LOGIN}?next={START}"


def test_signing_out_as_nobody_leaves_no_line(client):
    assert client.post(LOGOUT).status_code == 302
    assert not Event.objects.exists()


@pytest.mark.parametrize("address", ("https://evil.test/", "//evil.test/"))
def test_signing_out_leads_to_no_other_site(client, user, address):
    client.force_login(user)
    assert "evil" not in client.post(LOGOUT, {"next": address}).headers["Location"]
