"""Limits by address (8.C26): sign-in, links, public verification, wrong tokens and the API; one count for all processes."""

from typing import Any

import environ
import pytest
from django.core.cache import cache
from django.urls import reverse

from clusters.services import limits
from config.settings._backends import caches
from tests.factories import UserFactory
from tests.support.api import ROOT, call, issue

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_a_minute(settings: Any, monkeypatch: Any) -> None:
    cache.clear()
    settings.ADDRESS_LIMITS = {"form": 2, "token": 2, "api": 2}
    monkeypatch.setattr(limits.time, "time", lambda: 60_000_030.0)


WRONG = {"username": "nobody", "password": "wrong-password"}


@pytest.mark.parametrize(
    ("name", "args", "data"),
    (
        ("login", (), WRONG),
        ("password_set", ("MQ", "set-password"), None),
        ("assessment:verify", ("ABCD2345",), None),
    ),
)
def test_stranger_is_slowed_down_by_address_with_the_time_to_wait(client: Any, name: str, args: Any, data: Any) -> None:
    """(8.C26) Whatever user name or code is tried; another address is not held up."""

    def tried(address: str) -> Any:
        send = client.post if data else client.get
        return send(reverse(name, args=args), data, REMOTE_ADDR=address)

    assert [tried("192.0.2.1").status_code for _ in range(2)] == [200, 200]
    refused = tried("192.0.2.1")
    assert refused.status_code == 429
    assert refused["Retry-After"] == "30"
    assert '请在 <span class="num">30</span> 秒后再试' in refused.content.decode()
    assert tried("192.0.2.2").status_code == 200


def test_next_minute_begins_anew(client: Any, monkeypatch: Any) -> None:
    """(8.C26)"""
    assert [client.post(reverse("login"), WRONG).status_code for _ in range(3)] == [200, 200, 429]
    monkeypatch.setattr(limits.time, "time", lambda: 60_000_061.0)
    assert client.post(reverse("login"), WRONG).status_code == 200


def test_reading_the_sign_in_page_is_free_and_who_has_signed_in_is_not_counted(client: Any) -> None:
    """(8.C26) A sibling: an office behind one address is not shut out of its own work."""
    assert {client.get(reverse("login")).status_code for _ in range(4)} == {200}
    client.force_login(UserFactory(reviewer=True))
    assert {client.get(reverse("assessment:verify", args=["ABCD2345"])).status_code for _ in range(4)} == {200}


def test_wrong_tokens_are_counted_by_address_and_a_good_one_still_opens(settings: Any) -> None:
    """(8.C26) Guessing tokens is slowed down before any account is known."""
    settings.ADDRESS_LIMITS = {"token": 2, "api": 100}
    secret = issue(UserFactory(statistics=True))[1]
    asked = [call("wrong-secret").get(f"{ROOT}districts/") for _ in range(3)]
    assert [answer.status_code for answer in asked] == [401, 401, 429]
    assert asked[-1]["Retry-After"] == "30"
    assert asked[-1]["Content-Type"] == "application/problem+json"
    assert call(secret).get(f"{ROOT}districts/").status_code == 200


def test_callers_of_one_address_share_its_limit(settings: Any) -> None:
    """(8.C26) Per token and per address: a second token does not double what one address may ask."""
    first, second = (call(issue(UserFactory(statistics=True))[1]) for _ in range(2))
    assert first.get(f"{ROOT}districts/").status_code == 200
    assert second.get(f"{ROOT}districts/").status_code == 200
    answer = first.get(f"{ROOT}districts/")
    assert (answer.status_code, answer["Retry-After"]) == (429, "30")
    assert second.get(f"{ROOT}districts/", REMOTE_ADDR="192.0.2.9").status_code == 200


def test_what_a_stranger_says_of_its_address_is_believed_of_our_own_proxies_alone(client: Any, settings: Any) -> None:
    """(8.C26) A sibling: a made-up X-Forwarded-For does not begin a new count."""
    path = reverse("login")
    tries = [client.post(path, WRONG, headers={"X-Forwarded-For": f"203.0.113.{n}"}).status_code for n in range(3)]
    assert tries == [200, 200, 429]
    cache.clear()
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": 1}
    tries = [client.post(path, WRONG, headers={"X-Forwarded-For": f"x, 203.0.113.{n}"}).status_code for n in range(3)]
    assert tries == [200, 200, 200]


def test_two_processes_count_one_address_together(settings: Any, tmp_path: Any) -> None:
    """(8.C26) Each opens the cache of its own; the third attempt is one too many in whichever."""
    env = environ.Env()
    env.ENVIRON = {}
    waits = []
    for _ in range(3):
        settings.CACHES = caches(env, tmp_path)
        waits.append(limits.seconds_to_wait("form", "192.0.2.1"))
    assert waits == [0, 0, 30]


def test_cache_that_does_not_answer_refuses_nobody(settings: Any, tmp_path: Any) -> None:
    """(8.C26) A sibling."""
    env = environ.Env()
    env.ENVIRON = {"REDIS_URL": "redis://127.0.0.1:1/0"}
    settings.CACHES = caches(env, tmp_path)
    assert [limits.seconds_to_wait("form", "192.0.2.1") for _ in range(3)] == [0, 0, 0]
