"""The door of the API: tokens in the header alone, sessions with CSRF, one answer for every bad token."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone

from clusters.models import ApiToken
from clusters.services import tokens
from tests.factories import UserFactory
from tests.support.api import ROOT, City, call, issue

PATH = f"{ROOT}clusters/"
POST = f"{ROOT}third-party-figures/"


def body(answer: Any) -> tuple[int, bytes]:
    return answer.status_code, answer.content


def test_anonymous_is_asked_to_sign_in(city: City) -> None:
    answer = call(None).get(PATH)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer.json()["title"] == "未登录或令牌无效"


def test_every_bad_token_is_refused_in_the_same_words(city: City) -> None:
    officer = UserFactory(security_admin=True)
    revoked, revoked_secret = issue(UserFactory(reviewer=True), by=officer)
    tokens.revoke(revoked, reason="测试", by=officer)
    expired, expired_secret = issue(UserFactory(reviewer=True))
    past = timezone.now() - timedelta(days=1)
    ApiToken.objects.filter(pk=expired.pk).update(issued_at=past - timedelta(days=1), expires_at=past)
    stopped, stopped_secret = issue(UserFactory(reviewer=True))
    stopped.user.is_active = False
    stopped.user.save()
    elsewhere = issue(UserFactory(reviewer=True), addresses=["10.9.9.9"])[1]
    answers = {
        body(call(secret).get(PATH))
        for secret in (
            revoked_secret,
            expired_secret,
            stopped_secret,
            elsewhere,
            "qdjj_unknown",
            "",
            "令牌".encode().decode("latin-1"),
        )
    }
    assert len(answers) == 1
    assert answers.pop()[0] == 401


@pytest.mark.parametrize("header", ("Basic dXNlcjpwYXNz", "Token qdjj_abc", "Bearer", "bearer", "qdjj_abc"))
def test_a_header_that_opens_nothing_is_refused_even_with_a_session(city: City, header: str) -> None:
    client = city.caller("reviewer")
    assert client.get(PATH).status_code == 200
    assert client.get(PATH, headers={"Authorization": header}).status_code == 401


def test_scheme_of_the_header_is_read_in_any_case(city: City) -> None:
    secret = issue(UserFactory(reviewer=True))[1]
    assert call(None).get(PATH, headers={"Authorization": f"bearer {secret}"}).status_code == 200


def test_token_in_the_address_opens_nothing(city: City) -> None:
    secret = issue(UserFactory(reviewer=True))[1]
    assert call(None).get(f"{PATH}?token={secret}").status_code == 401
    answer = city.caller("reviewer").get(f"{PATH}?access_token={secret}")
    assert answer.status_code == 400
    assert secret not in answer.content.decode()


def test_token_counts_before_the_session(city: City) -> None:
    client = city.caller("reviewer")
    secret = issue(city.officer)[1]
    rows = client.get(PATH, headers={"Authorization": f"Bearer {secret}"}).json()["results"]
    assert {row["district"]["code"] for row in rows} == {city.mine.code}


def test_address_list_holds_through_the_door(city: City) -> None:
    secret = issue(UserFactory(reviewer=True), addresses=["192.0.2.0/24"])[1]
    assert call(secret, REMOTE_ADDR="192.0.2.7").get(PATH).status_code == 200
    assert call(secret, REMOTE_ADDR="192.0.3.7").get(PATH).status_code == 401


def test_client_may_not_say_its_own_address(city: City, settings: Any) -> None:
    secret = issue(UserFactory(reviewer=True), addresses=["192.0.2.7"])[1]
    spoofing = call(secret, REMOTE_ADDR="203.0.113.5", HTTP_X_FORWARDED_FOR="192.0.2.7")
    assert spoofing.get(PATH).status_code == 401
    with override_settings(REST_FRAMEWORK={**settings.REST_FRAMEWORK, "NUM_PROXIES": 1}):
        assert spoofing.get(PATH).status_code == 200
        chain = call(secret, REMOTE_ADDR="203.0.113.5", HTTP_X_FORWARDED_FOR="192.0.2.7, 198.51.100.9")
        assert chain.get(PATH).status_code == 401


def test_session_needs_the_csrf_token_to_write_and_a_token_does_not(city: City) -> None:
    person = call(UserFactory(reviewer=True), enforce_csrf_checks=True)
    answer = person.post(POST, "{}", "application/json")
    assert answer.status_code == 403
    assert "CSRF" in answer.json()["detail"]
    program = call(issue(UserFactory(statistics=True))[1], enforce_csrf_checks=True)
    assert program.post(POST, "{}", "application/json").status_code == 400


def test_change_of_role_and_stop_act_on_the_next_request(city: City) -> None:
    user = UserFactory(reviewer=True)
    client = call(user)
    assert client.get(PATH).status_code == 200
    type(user).objects.filter(pk=user.pk).update(role="system_admin")
    assert client.get(PATH).status_code == 403
    type(user).objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(PATH).status_code == 401


def test_answers_of_the_door_are_not_kept_by_caches(city: City) -> None:
    assert call(None).get(PATH)["Cache-Control"] == "no-store"
    assert city.caller("system_admin").get(PATH)["Cache-Control"] == "no-store"
