"""Who may read and write what: the rows 43 to 45 of the role matrix and the single endpoints, as data."""

import pytest

from tests.support.api import ROOT, City, call, issue

READERS = ("district_officer", "reviewer", "approver", "leader", "statistics")
ADMINS = ("system_admin", "security_admin", "audit_admin")
ALL = ("public", *READERS, *ADMINS)
PATHS = {
    "clusters/": READERS,
    "recognitions/": READERS,
    "districts/": READERS,
    "categories/": READERS,
    "indicators/": READERS,
    "rulesets/": READERS,
    "figures/": READERS,
    "figures/totals/?year=2021": READERS,
    "assessments/": READERS,
    "decisions/": READERS,
    "third-party-figures/": ("reviewer", "approver", "statistics"),
    "schema/": READERS,
}


def expected(role: str, path: str) -> int:
    if role == "public":
        return 401
    return 200 if role in PATHS[path] else 403


@pytest.mark.parametrize("role", ALL)
def test_lists_answer_each_role_as_the_matrix_says(city: City, role: str) -> None:
    client = city.caller(role)
    answers = {path: client.get(f"{ROOT}{path}").status_code for path in PATHS}
    assert answers == {path: expected(role, path) for path in PATHS}


@pytest.mark.parametrize("role", ALL)
@pytest.mark.parametrize("method", ("post", "put", "patch", "delete"))
def test_unsafe_methods_change_nothing_for_any_role(city: City, role: str, method: str) -> None:
    client = city.caller(role)
    for path in PATHS:
        answer = getattr(client, method)(f"{ROOT}{path}", data="{}", content_type="application/json").status_code
        if role == "public":
            assert answer == 401, path
        elif role in ADMINS:
            assert answer == 403, path
        elif path == "third-party-figures/" and method == "post":
            assert answer == (400 if role == "statistics" else 403), path
        else:
            assert answer in (403, 405), path


@pytest.mark.parametrize("role", ALL)
def test_options_name_the_methods_to_who_may_read(city: City, role: str) -> None:
    answer = city.caller(role).options(f"{ROOT}clusters/")
    assert answer.status_code == (401 if role == "public" else 200 if role in READERS else 403)
    if answer.status_code == 200:
        assert answer.json() == {"methods": ["GET", "HEAD", "OPTIONS"], "schema": "/api/v1/schema/"}


@pytest.mark.parametrize("role", ALL)
def test_description_page_is_for_people_who_may_use_the_api(city: City, role: str) -> None:
    answer = city.caller(role).get(f"{ROOT}docs/")
    people = set(READERS) - {"statistics"}
    assert answer.status_code == (200 if role in people else 302 if role in ("public", "statistics") else 403)


@pytest.mark.parametrize("path", sorted(PATHS))
def test_unknown_addresses_and_missing_records_are_answered_alike(city: City, path: str) -> None:
    client = city.caller("reviewer")
    base = path.split("?")[0]
    missing = client.get(f"{ROOT}{base}999999999999/")
    assert missing.status_code == 404
    assert missing.content == client.get(f"{ROOT}no/such/thing/").content
    assert missing["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("scope", "allowed"),
    (
        (
            "register:read",
            {"clusters/", "recognitions/", "districts/", "categories/", "indicators/", "rulesets/"},
        ),
        ("stats:read", {"figures/", "figures/totals/?year=2021", "third-party-figures/"}),
        ("results:read", {"assessments/", "decisions/"}),
        ("stats:write", set()),
    ),
)
def test_token_opens_the_endpoints_of_its_scope_only(city: City, scope: str, allowed: set[str]) -> None:
    client = call(issue(city.person("statistics"), scope)[1])
    answers = {path: client.get(f"{ROOT}{path}").status_code for path in PATHS}
    opened = {path for path, status in answers.items() if status == 200}
    assert opened == allowed | {"schema/"}
    assert set(answers.values()) <= {200, 403}


def test_statistics_body_cannot_use_its_session(city: City) -> None:
    answer = call(city.person("statistics")).get(f"{ROOT}figures/")
    assert answer.status_code == 403
    assert "令牌" in answer.json()["detail"]


def test_token_of_a_district_reads_no_more_than_its_officer(city: City) -> None:
    client = call(issue(city.officer)[1])
    assert [row["code"] for row in client.get(f"{ROOT}clusters/").json()["results"]] == [
        row["code"] for row in city.caller("district_officer").get(f"{ROOT}clusters/").json()["results"]
    ]
    assert client.get(f"{ROOT}clusters/{city.carded.code}/").status_code == 404
