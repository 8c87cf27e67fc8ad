"""Marks on every answer: a number to ask about, and nothing of a signed-in person in a cache."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from clusters.enums import Role
from config.middleware import RequestMarks
from tests.factories import ReportingYearFactory, UserFactory

pytestmark = pytest.mark.django_db

PATHS = ("/", "/register/", "/login/", "/healthz", "/not-there/", "/dashboard/", "/dashboard/?year=1")


@pytest.fixture
def leader(client):
    client.force_login(UserFactory(leader=True))
    return client


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_its_own_number_and_closes_what_the_browser_offers(leader, path):
    first, second = leader.get(path), leader.get(path)
    assert first.headers["X-Request-Reference"] != second.headers["X-Request-Reference"]
    assert len(first.headers["X-Request-Reference"]) == 12
    assert first.headers["Permissions-Policy"] == "camera=(), geolocation=(), microphone=(), payment=()"
    assert first.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_error_page_shows_the_number_of_the_answer(leader):
    for path in ("/not-there/", reverse("assessment:desk")):
        answer = leader.get(path)
        assert answer.status_code in (403, 404)
        assert answer.headers["X-Request-Reference"] in answer.content.decode()


def test_refused_request_has_a_page_of_the_portal(leader):
    ReportingYearFactory()
    answer = leader.get("/dashboard/", {"year": "1"})
    assert answer.status_code == 400
    assert "请求有误" in answer.content.decode()


@pytest.mark.parametrize("path", PATHS)
def test_nothing_a_signed_in_person_sees_is_cached(leader, path):
    assert "no-store" in leader.get(path).headers["Cache-Control"]


@pytest.mark.parametrize("role", Role.values)
def test_start_page_of_no_role_is_cached(client, role):
    client.force_login(UserFactory(role=role))
    assert "no-store" in client.get(reverse("start"), follow=True).headers["Cache-Control"]


def test_public_page_may_be_cached(client):
    assert "no-store" not in client.get("/register/").headers.get("Cache-Control", "")


def test_answer_that_has_its_own_rules_keeps_them(rf):
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Cache-Control": "no-cache", "Permissions-Policy": "camera=(self)"})

    request = rf.get("/")
    request.user = UserFactory()
    answer = RequestMarks(view)(request)
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Permissions-Policy"] == "camera=(self)"
    assert request.reference == answer.headers["X-Request-Reference"]
