"""The query: what is not listed, repeated, blank or malformed is 400 and named; nothing becomes an error of ours."""

import json
from urllib.parse import quote

import pytest

from tests.support.api import ROOT, City

LISTS = (
    "clusters/",
    "recognitions/",
    "districts/",
    "categories/",
    "indicators/",
    "rulesets/",
    "figures/",
    "assessments/",
    "decisions/",
    "third-party-figures/",
)
HOSTILE = (
    "",
    " ",
    "%00",
    "%FF%FE",
    "%ED%A0%80",
    "'",
    '"',
    ",",
    "--",
    "a__b",
    "district__name",
    "-",
    "1 OR 1=1",
    "' OR ''='",
    "9" * 400,
    "-1",
    "1e3",
    "2021.0",
    " 2021",
    "２０２１",
    "٢٠٢١",
    "NaN",
    "null",
    "[]",
    "{}",
    "../../etc/passwd",
    "\u202e2021",
    "\r\nX-Injected: 1",
    "<script>",
    "x" * 5000,
)
NO_NUMBERS = (
    "0",
    "-1",
    "9223372036854775808",
    "99999999999999999999",
    "1.0",
    "abc",
    "%00",
    "..;",
    "%2e%2e",
    "1%2F2",
    "☃",
)
PARAMETERS = (
    "page",
    "page_size",
    "ordering",
    "year",
    "by_year",
    "level",
    "state",
    "kind",
    "verdict",
    "family",
    "group",
    "is_required",
    "is_judged",
    "superseded",
    "is_producer_service",
)


def known(city: City, path: str) -> set[str]:
    """The parameters that a list says it has."""
    words = city.caller("reviewer").get(f"{ROOT}{path}?unknown=1").json()["errors"][0]["detail"]
    return set(words.partition("可用参数：")[2].rstrip("。").split("、"))


@pytest.mark.parametrize("path", LISTS)
def test_unknown_parameters_are_refused_and_the_known_ones_named(city: City, path: str) -> None:
    client = city.caller("reviewer")
    for name in ("expand", "include", "fields", "format", "district__name", "limit", "q", "__proto__", "a" * 300):
        answer = client.get(f"{ROOT}{path}?{name}=1")
        assert answer.status_code == 400, name
        assert answer.json()["errors"][0]["parameter"] == name
    assert {"page", "page_size", "ordering"} <= known(city, path)


@pytest.mark.parametrize("path", LISTS)
def test_hostile_values_are_refused_and_never_an_error_of_ours(city: City, path: str) -> None:
    client = city.caller("reviewer")
    for name in known(city, path) & set(PARAMETERS):
        for value in HOSTILE:
            answer = client.get(f"{ROOT}{path}?{name}={value if value.startswith('%') else quote(value)}")
            assert answer.status_code == 400, (name, value)
            assert name in {item["parameter"] for item in answer.json()["errors"]}
            assert "X-Injected" not in answer.headers


@pytest.mark.parametrize("path", LISTS)
def test_codes_find_nothing_or_are_refused(city: City, path: str) -> None:
    client = city.caller("reviewer")
    for name in known(city, path) & {"cluster", "district", "category"}:
        assert client.get(f"{ROOT}{path}?{name}=QJ-0000").json()["count"] == 0
        for value in HOSTILE:
            status = client.get(f"{ROOT}{path}?{name}={quote(value)}").status_code
            assert status in (200, 400), (name, value)


@pytest.mark.parametrize("path", LISTS)
def test_parameters_are_given_once(city: City, path: str) -> None:
    answer = city.caller("reviewer").get(f"{ROOT}{path}?page=1&page=2")
    assert answer.json()["errors"] == [{"parameter": "page", "detail": "参数不能重复。"}]


@pytest.mark.parametrize("path", LISTS)
def test_each_ordering_that_is_offered_works_both_ways(city: City, path: str) -> None:
    client = city.caller("reviewer")
    refusal = client.get(f"{ROOT}{path}?ordering=id").json()["errors"][0]["detail"]
    names = refusal.partition("可用：")[2].rstrip("。").split("、")
    assert names
    for name in (*names, ",".join(names)):
        assert client.get(f"{ROOT}{path}?ordering={name}").status_code == 200
        assert client.get(f"{ROOT}{path}?ordering=-{name}").status_code == 200


def test_order_is_the_one_asked_for(city: City) -> None:
    client = city.caller("reviewer")
    rising = [row["code"] for row in client.get(f"{ROOT}clusters/?ordering=code").json()["results"]]
    falling = [row["code"] for row in client.get(f"{ROOT}clusters/?ordering=-code").json()["results"]]
    assert rising == sorted(rising) == falling[::-1]


def test_pages_hold_every_row_once(city: City) -> None:
    client = city.caller("reviewer")
    whole = client.get(f"{ROOT}clusters/").json()
    path, found = f"{ROOT}clusters/?page_size=1", []
    while path:
        page = client.get(path).json()
        found += page["results"]
        path = page["next"]
    assert found == whole["results"]
    assert whole["count"] == len(found) == 4


@pytest.mark.parametrize("query", ("page_size=201", "page_size=0", "page=0", "page=last", "page=1000000"))
def test_pages_have_limits(city: City, query: str) -> None:
    assert city.caller("reviewer").get(f"{ROOT}clusters/?{query}").status_code == 400


def test_page_beyond_the_last_is_missing(city: City) -> None:
    assert city.caller("reviewer").get(f"{ROOT}clusters/?page=2").status_code == 404


def test_records_take_no_parameters(city: City) -> None:
    client = city.caller("reviewer")
    assert client.get(f"{ROOT}clusters/{city.passed.code}/?page=1").status_code == 400


@pytest.mark.parametrize(
    "query", ("", "year=21", "year=2021&by=cluster", "year=2021&by=", "year=２０２１", "year=2021&page=1")
)
def test_totals_name_what_is_wrong_with_the_query(city: City, query: str) -> None:
    answer = city.caller("reviewer").get(f"{ROOT}figures/totals/?{query}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] in ("year", "by", "page")


@pytest.mark.parametrize("path", LISTS)
def test_addresses_that_are_none_are_missing(city: City, path: str) -> None:
    client = city.caller("reviewer")
    for last in NO_NUMBERS:
        answer = client.get(f"{ROOT}{path}{last}/")
        assert answer.status_code == 404, last
        assert json.loads(answer.content)["status"] == 404


def test_filters_narrow_by_what_they_name(city: City) -> None:
    client = city.caller("reviewer")

    def count(path: str) -> int:
        return client.get(f"{ROOT}{path}").json()["count"]

    assert count("clusters/?level=municipal") == 3
    assert count("clusters/?level=reserve") == 1
    assert count(f"clusters/?category={city.passed.category_id}") == 1
    assert count("recognitions/?state=withdrawn") == 0
    assert count("figures/?is_judged=true") == 3
    assert count("figures/?is_judged=false") == count("figures/?year=2020") == 0
    assert count("assessments/?verdict=yellow_card") == count("decisions/?kind=yellow_card") == 1
    assert count("assessments/?state=proposed") == 1
    assert count("indicators/?is_required=true") == 4
