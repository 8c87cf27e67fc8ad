"""Delivering third-party figures: what is taken, what is refused and where, and that a repeat is harmless."""

import copy
from typing import Any

import pytest
from django.test import Client

from assessment.models import SubmissionVersion, ThirdPartyBatch, ThirdPartyFigure
from clusters.enums import Role
from clusters.models import User
from tests.support.api import ROOT, YEAR, City, call, issue

PATH = f"{ROOT}third-party-figures/"


@pytest.fixture
def user(city: City) -> User:
    return city.person(Role.STATISTICS)


@pytest.fixture
def program(user: User) -> Client:
    return call(issue(user)[1])


def delivery(city: City, **changes: Any) -> dict[str, Any]:
    figure = {"cluster": city.passed.code, "indicator": "tax", "value": "6950.10", "note": "年报"}
    return {"year": YEAR, "source": "2021年统计年报", "figures": [figure], **changes}


def post(client: Client, body: Any, key: str = "delivery-1") -> Any:
    return client.post(PATH, body, "application/json", headers={"Idempotency-Key": key} if key else {})


def test_delivery_is_staged_and_read_back(city: City, program: Client, user: User) -> None:
    answer = post(program, delivery(city))
    assert answer.status_code == 201
    made = answer.json()
    assert made["figures"] == [
        {
            "cluster": {"code": city.passed.code, "name": city.passed.name},
            "indicator": {"code": "tax", "label": "税收"},
            "value": "6950.10",
            "note": "年报",
        }
    ]
    assert program.get(answer["Location"]).json() == made
    listed = program.get(PATH).json()["results"]
    assert [(row["id"], row["count"], row["year"]) for row in listed] == [(made["id"], 1, YEAR)]
    row = ThirdPartyBatch.objects.get()
    assert (row.sent_by, row.token.user, row.key) == (user, user, "delivery-1")


def test_delivery_changes_no_figure_of_the_district(city: City, program: Client) -> None:
    before = list(SubmissionVersion.objects.order_by("pk").values())
    own = f"{ROOT}figures/{YEAR}-{city.passed.code}/"
    figures = program.get(own).json()
    assert post(program, delivery(city)).status_code == 201
    assert list(SubmissionVersion.objects.order_by("pk").values()) == before
    assert program.get(own).json() == figures


def test_repeat_is_answered_with_the_first_delivery(city: City, program: Client) -> None:
    first, second = post(program, delivery(city)), post(program, delivery(city))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert ThirdPartyFigure.objects.count() == 1


def test_same_key_with_other_figures_is_422(city: City, program: Client) -> None:
    post(program, delivery(city))
    other = delivery(city, source="快报")
    answer = post(program, other)
    assert answer.status_code == 422
    assert "幂等键" in answer.json()["detail"]
    assert post(program, other, key="delivery-2").status_code == 201


@pytest.mark.parametrize("key", ("", "short", "x" * 81, "with space", "中文键中文键中文键", "a;b;c;d;e;f"))
def test_key_is_needed_and_checked(city: City, program: Client, key: str) -> None:
    answer = post(program, delivery(city), key.encode().decode("latin-1"))
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["header"] == "Idempotency-Key"


BAD_VALUES = (
    1, 1.5, True, None, [], {}, "", " 1", "1 ", "1,000", "1e3", "NaN", "inf", "+1", "１２", "٣", "0x1", "1_000", ".5",
    "5.", "1.234", "-", "1" * 16, "1\n", "\u0000",
)  # fmt: skip


@pytest.mark.parametrize("value", BAD_VALUES, ids=repr)
def test_value_is_a_decimal_string_and_nothing_else(city: City, program: Client, value: Any) -> None:
    body = delivery(city)
    body["figures"][0]["value"] = value
    answer = post(program, body)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "#/figures/0/value"
    assert not ThirdPartyBatch.objects.exists()


@pytest.mark.parametrize(
    ("changes", "pointer"),
    (
        ({"year": "2021"}, "#/year"),
        ({"year": 2021.0}, "#/year"),
        ({"year": True}, "#/year"),
        ({"year": 1999}, "#/year"),
        ({"year": 10**400}, "#/year"),
        ({"source": ""}, "#/source"),
        ({"source": "   "}, "#/source"),
        ({"source": 5}, "#/source"),
        ({"source": "x" * 201}, "#/source"),
        ({"source": "a\nb"}, "#/source"),
        ({"source": "a\n"}, "#/source"),
        ({"source": "年报\u202e"}, "#/source"),
        ({"source": "\ud800"}, "#/source"),
        ({"figures": []}, "#/figures"),
        ({"figures": {}}, "#/figures"),
        ({"figures": "x"}, "#/figures"),
        ({"figures": [[]]}, "#/figures/0"),
        ({"figures": [{}]}, "#/figures/0/cluster"),
    ),
)
def test_form_of_the_delivery_is_checked_field_by_field(
    city: City, program: Client, changes: dict[str, Any], pointer: str
) -> None:
    answer = post(program, delivery(city, **changes))
    assert answer.status_code == 400
    assert pointer in {item["pointer"] for item in answer.json()["errors"]}


@pytest.mark.parametrize(
    ("changes", "words"),
    (
        ({"source": " "}, "须为一行文字，不能全是空格，不含控制字符和不可见字符。"),
        ({"source": ""}, "不能为空。"),
        ({"source": None}, "须为字符串，不能是 null。"),
        ({"figures": {}}, "须为数组，内有1至500条数据。"),
        ({"figures": [5]}, "须为JSON对象。"),
        (
            {"figures": [{"cluster": "QJ 1", "indicator": "tax", "value": "1"}]},
            "代码由1至40个字母、数字、“-”或“_”组成。",
        ),
    ),
)
def test_refusal_says_what_is_asked_for(city: City, program: Client, changes: dict[str, Any], words: str) -> None:
    (error,) = post(program, delivery(city, **changes)).json()["errors"]
    assert error["detail"] == words


def test_five_hundred_figures_are_taken_and_one_more_is_not(city: City, program: Client) -> None:
    row = delivery(city)["figures"][0]
    assert post(program, delivery(city, figures=[row] * 501)).status_code == 400
    assert post(program, delivery(city, figures=[row] * 500)).status_code == 422


def test_one_bad_figure_refuses_the_whole_batch_and_is_named(city: City, program: Client) -> None:
    good = delivery(city)["figures"][0]
    bad = (
        {**good, "indicator": "jobs", "value": "1.5"},
        {**good, "cluster": "QJ-9999"},
        {**good, "indicator": "profit"},
    )
    answer = post(program, delivery(city, figures=[good, *bad]))
    assert answer.status_code == 422
    assert [item["pointer"] for item in answer.json()["errors"]] == [
        "#/figures/1/value",
        "#/figures/2/cluster",
        "#/figures/3/indicator",
    ]
    assert not ThirdPartyBatch.objects.exists()


def fields_of_the_tables() -> set[str]:
    """Every name that a row of the two tables has."""
    return {field.name for model in (ThirdPartyBatch, ThirdPartyFigure) for field in model._meta.get_fields()}


def test_no_other_field_can_be_set(city: City, program: Client) -> None:
    declared = {"year", "source", "figures", "cluster", "indicator", "value", "note"}
    for name in sorted(fields_of_the_tables() | {"district", "state", "is_verified", "__class__"} - declared):
        for place in ("", "figures/0"):
            body = copy.deepcopy(delivery(city))
            target = body["figures"][0] if place else body
            if name in target:
                continue
            target[name] = 1
            answer = post(program, body, key=f"mass-assignment-{name}")
            assert answer.status_code == 400, name
            assert f"#/{place + '/' if place else ''}{name}" in {item["pointer"] for item in answer.json()["errors"]}
    assert not ThirdPartyBatch.objects.exists()


def test_token_without_the_scope_to_write_delivers_nothing(city: City, user: User) -> None:
    answer = post(call(issue(user, "stats:read", "register:read")[1]), delivery(city))
    assert answer.status_code == 403
    assert "stats:write" in answer.json()["detail"]
    writer = call(issue(user, "stats:write")[1])
    assert post(writer, delivery(city)).status_code == 201
    assert writer.get(PATH).status_code == 403


def test_another_bodys_deliveries_are_missing(city: City, program: Client) -> None:
    made = post(program, delivery(city)).json()["id"]
    other = city.caller(Role.STATISTICS)
    assert other.get(PATH).json()["count"] == 0
    assert other.get(f"{PATH}{made}/").status_code == 404
    assert city.caller(Role.REVIEWER).get(f"{PATH}{made}/").status_code == 200


def test_list_of_deliveries_costs_the_same_for_many(
    city: City, program: Client, django_assert_num_queries: Any
) -> None:
    for number in range(3):
        post(program, delivery(city), key=f"delivery-{number}")
    client = city.caller(Role.REVIEWER)
    client.get(PATH)
    with django_assert_num_queries(4):
        assert client.get(PATH).json()["count"] == 3
