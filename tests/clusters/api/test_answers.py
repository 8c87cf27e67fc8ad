"""What every answer has in common: ETag and 304, problem details, JSON whatever is asked for."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from rest_framework.exceptions import ParseError

from clusters.api.parsing import StrictJson
from clusters.api.problems import KINDS
from tests.factories import UserFactory
from tests.support.api import ROOT, City, call, issue
from tests.support.limits import shallow

PATH = f"{ROOT}clusters/"
POST = f"{ROOT}third-party-figures/"
KEY = {"Idempotency-Key": "test-key-1"}


@pytest.fixture
def program(city: City) -> Client:
    return call(issue(UserFactory(statistics=True))[1])


def test_unchanged_answer_is_304_without_content(city: City) -> None:
    client = city.caller("reviewer")
    first = client.get(PATH)
    assert first["Cache-Control"] == "private, no-cache"
    assert {"Authorization", "Cookie"} <= set(first["Vary"].split(", "))
    again = client.get(PATH, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert client.get(PATH, headers={"If-None-Match": '"another"'}).status_code == 200


def test_changed_answer_has_another_etag(city: City) -> None:
    client = city.caller("reviewer")
    etag = client.get(PATH)["ETag"]
    city.passed.operator = "新的运营机构"
    city.passed.save()
    answer = client.get(PATH, headers={"If-None-Match": etag})
    assert answer.status_code == 200
    assert answer["ETag"] != etag


def test_etag_of_one_caller_tells_another_nothing(city: City) -> None:
    etag = city.caller("reviewer").get(PATH)["ETag"]
    answer = city.caller("district_officer").get(PATH, headers={"If-None-Match": etag})
    assert answer.status_code == 200
    assert call(None).get(PATH, headers={"If-None-Match": etag}).status_code == 401


def test_head_is_the_answer_without_its_content(city: City) -> None:
    client = city.caller("reviewer")
    head, get = client.head(PATH), client.get(PATH)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", get["ETag"])


def test_problem_details_have_the_members_of_the_standard(city: City) -> None:
    answer = city.caller("reviewer").get(f"{PATH}?nonsense=1&page=x")
    problem = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Cache-Control"] == "no-store"
    assert problem["type"] == "/api/v1/docs/#problem-invalid"
    assert (problem["status"], problem["title"]) == (400, "请求有误")
    assert problem["errors"][0]["parameter"] == "nonsense"
    assert set(problem) == {"type", "title", "status", "detail", "errors"}


def test_every_kind_of_problem_is_explained_where_its_type_points(city: City) -> None:
    page = city.caller("reviewer").get(f"{ROOT}docs/").content.decode()
    for kind in KINDS.values():
        assert f'id="problem-{kind.name}"' in page
        assert kind.title in page


@pytest.mark.parametrize("accept", ("text/html", "application/xml", "image/png"))
def test_other_formats_are_not_offered(city: City, accept: str) -> None:
    answer = city.caller("reviewer").get(PATH, headers={"Accept": accept})
    assert answer.status_code == 406
    assert answer["Content-Type"] == "application/problem+json"


def test_browser_gets_json(city: City) -> None:
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    answer = city.caller("reviewer").get(PATH, headers={"Accept": accept})
    assert answer["Content-Type"].startswith("application/json")


@pytest.mark.parametrize("method", ("post", "put", "patch", "delete"))
def test_methods_that_do_not_exist_are_405(city: City, method: str) -> None:
    answer = getattr(city.caller("reviewer"), method)(PATH, "{}", content_type="application/json")
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


def test_method_cannot_be_overridden(city: City) -> None:
    client = city.caller("reviewer")
    assert client.get(PATH, headers={"X-HTTP-Method-Override": "DELETE"}).status_code == 200
    assert client.get(f"{PATH}?_method=DELETE").status_code == 400


BAD_BODIES = {
    b"": 400,
    b"{": 400,
    b"\xff\xfe": 400,
    b"[]": 400,
    b"null": 400,
    b'"text"': 400,
    b"NaN": 400,
    b'{"year": 2021, "year": 2022}': 400,
    b"[" * 20: 400,
    b'{"a":' * 20: 400,
    b"9" * 10_000: 400,
    b" " * (1024 * 1024 + 1): 413,
}


@pytest.mark.parametrize("body", BAD_BODIES, ids=lambda body: repr(body[:20]))
def test_bodies_that_are_no_delivery_are_refused(program: Client, body: bytes) -> None:
    answer = program.post(POST, body, "application/json", headers=KEY)
    assert answer.status_code == BAD_BODIES[body]
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    said = (problem["detail"], *(item["detail"] for item in problem.get("errors", ())))
    assert not any(words.isascii() for words in said)


def test_body_nested_deeper_than_the_stack_allows_is_refused() -> None:
    """The stack is made shallow for the test; two hundred levels trouble no reader of JSON."""
    for body in (b'{"a":' + b"[" * 200 + b"]" * 200 + b"}", b'{"a":' * 200 + b"1" + b"}" * 200):
        assert StrictJson().parse(BytesIO(body))
        with shallow(60), pytest.raises(ParseError):
            StrictJson().parse(BytesIO(body))


@pytest.mark.parametrize("body", (b"[]", b"null", b'"text"', b"5", b"true"))
def test_json_that_is_no_object_is_named_so(program: Client, body: bytes) -> None:
    answer = program.post(POST, body, "application/json", headers=KEY)
    assert answer.json()["detail"] == "请求内容须为JSON对象，即 { } 之间的名称和值。"


@pytest.mark.parametrize("kind", ("text/plain", "application/xml", "multipart/form-data; boundary=x", "nonsense"))
def test_other_kinds_of_content_are_415(program: Client, kind: str) -> None:
    assert program.post(POST, b"{}", kind, headers=KEY).status_code == 415


def test_error_of_ours_is_not_dressed_as_a_refusal(city: City, monkeypatch: Any) -> None:
    client = city.caller("reviewer")
    client.raise_request_exception = False
    monkeypatch.setattr("clusters.api.visible.clusters_for", lambda user: 1 / 0)
    answer = client.get(PATH)
    assert answer.status_code == 500
    assert b"division" not in answer.content
