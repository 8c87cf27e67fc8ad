"""One's own password: changed with the old one, the other sessions end, wrong entries change nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from clusters.enums import Role
from clusters.models import Event
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

LOGIN = "/login/"


@pytest.fixture
def user():
    return UserFactory(username="zhang.wei")


def sign_in(client):
    return client.post(LOGIN, {"username": "zhang.wei", "password": PASSWORD})


MINE = "/password/"
NEW = "湛山寺-Beach-2026"


def change(client, old: str = PASSWORD, new: str = NEW, again: str | None = None):
    return client.post(MINE, {"old_password": old, "new_password1": new, "new_password2": again or new})


@pytest.mark.parametrize("role", Role.values)
def test_everybody_finds_the_own_password_in_the_menu(client, role):
    client.force_login(UserFactory(role=role))
    answer = client.get(MINE)
    assert answer.status_code == 200
    assert f'href="{MINE}"' in answer.content.decode()


def test_changing_it_ends_the_other_sessions_and_leaves_a_line(client, user):
    elsewhere = Client()
    sign_in(elsewhere)
    sign_in(client)
    answer = change(client)
    assert answer.headers["Location"] == reverse("start")
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert Event.objects.latest("number").action == "账号.修改密码"
    assert NEW not in str(list(Event.objects.values()))
    assert client.get(MINE).status_code == 200
    assert elsewhere.get(MINE).status_code == 302


@pytest.mark.parametrize(
    ("typed", "words"),
    (
        ({"old": "wrong"}, "现密码不正确"),
        ({"again": "不一样-Beach-2026"}, "两次输入的新密码不一致"),
        ({"new": PASSWORD}, "新密码与现密码相同"),
        ({"new": "short-1"}, "12"),
        ({"new": "20260101202601"}, "数字"),
        ({"new": "zhang.wei.2026"}, "太相似了"),
    ),
)
def test_wrong_entry_is_answered_in_chinese_and_changes_nothing(client, user, typed, words):
    sign_in(client)
    lines = Event.objects.count()
    answer = change(client, **typed)
    assert words in answer.content.decode()
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert Event.objects.count() == lines


def test_own_password_asks_to_sign_in(client):
    assert client.get(MINE).headers["Location"] == f"{LOGIN}?next={MINE}"
