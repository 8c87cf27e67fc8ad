"""Warnings, and limits as other rulebooks word them."""

from decimal import Decimal
from typing import Any

import pytest

from assessment.rules.engine import check
from assessment.rules.facts import Facts
from assessment.rules.outcome import Finding
from tests.assessment.rules.mini import CITE, LINE, mini
from tests.assessment.rules.samples import GOOD, facts, figures, notice

D = Decimal


def findings(values: dict[str, Any], **more: Any) -> dict[str, Finding]:
    return {found.code: found for found in check(facts(values, **more), notice())}


@pytest.mark.parametrize(
    ("median", "warns"), (("2399.99", True), ("2400", False), ("60000", False), ("60000.01", True), ("0", False))
)
def test_distance_to_the_median_is_a_warning(median: str, warns: bool) -> None:
    found = findings(GOOD, medians={"revenue_per_area": D(median)})
    assert ("revenue_median" in found) is warns
    if warns and median == "2399.99":
        assert found["revenue_median"].message == (
            "单位面积营业收入为 12,000.00 元/平方米，同类集聚区中位数为 2,399.99 元/平方米。"
        )


@pytest.mark.parametrize(
    ("changed", "previous", "codes"),
    (
        ({"floor_area": "100000"}, {"floor_area": "120001"}, {"revenue_by_area": "单位面积营业收入", "tax_by_area": "单位面积税收"}),
        ({"floor_area": "100000"}, {"floor_area": "120000"}, {"tax_by_area": "单位面积税收"}),
        ({"floor_area": "100000"}, {"floor_area": "100000"}, {}), ({"floor_area": "100000"}, {"floor_area": "90000"}, {}),
        ({"leading_revenue": "90000"}, {"leading_revenue": "60000"}, {"concentration_by_leading": "产业集聚度"}),
        ({"leading_revenue": "90000"}, {"leading_revenue": "70000"}, {}),
        ({"leading_revenue": "60000"}, {"leading_revenue": "20001"}, {}),
    ),
)  # fmt: skip
def test_passing_by_a_changed_base_is_a_warning(
    changed: dict[str, str], previous: dict[str, str], codes: dict[str, str]
) -> None:
    found = {code: one for code, one in findings(GOOD | changed, previous=previous).items() if "_by_" in code}
    assert set(found) == set(codes)
    assert all(one.message.startswith(f"{codes[code]}本年达标，按上年") for code, one in found.items())


def test_the_changed_base_is_worded_with_both_values() -> None:
    found = findings(GOOD, previous={"floor_area": "120000"})["tax_by_area"]
    assert found.message == "单位面积税收本年达标，按上年建筑面积计算为 583.33 元/平方米，不达标。"


OPEN = f"""
[[checks]]
code = "open"
from = 2020
label = "界限"
severity = "warning"
kind = "ratio"
measure = "share"
above = 20
below = 80
instruction = "请核对。"
{CITE}
"""


@pytest.mark.parametrize(
    ("part", "found"),
    (("20", True), ("20.01", False), ("19.99", True), ("80", True), ("79.99", False), ("80.01", True)),
)
def test_a_ratio_may_have_to_lie_strictly_inside_its_limits(part: str, found: bool) -> None:
    one = check(Facts(2020, values=figures({"money": "100", "part": part})), mini(LINE, more=OPEN))
    assert [finding.code for finding in one] == (["open"] if found else [])


EDGES = f"""
[[checks]]
code = "open"
from = 2020
label = "界限"
severity = "invalid"
kind = "bounds"
fields = ["people"]
above = 10
below = 20
instruction = "请核对。"
{CITE}
[[checks]]
code = "closed"
from = 2020
label = "界限"
severity = "warning"
kind = "ratio"
measure = "share"
min = 20
max = 80
instruction = "请核对。"
{CITE}
[[checks]]
code = "sum"
from = 2020
label = "合计"
severity = "warning"
kind = "sum"
total = "money"
parts = ["part", "part"]
instruction = "请核对。"
{CITE}
"""


@pytest.mark.parametrize(
    ("values", "codes"),
    (
        ({"people": "10"}, {"open:people"}), ({"people": "10.01"}, set()), ({"people": "20"}, {"open:people"}),
        ({"people": "19.99"}, set()), ({"people": "15"}, set()),
        ({"money": "100", "part": "20"}, {"sum"}), ({"money": "100", "part": "19.99"}, {"closed", "sum"}),
        ({"money": "100", "part": "80"}, {"sum"}), ({"money": "100", "part": "80.01"}, {"closed", "sum"}),
        ({"money": "100", "part": "50"}, set()), ({"part": "50"}, set()), ({"money": "100"}, set()), ({"money": "0", "part": "0"}, set()),
    ),
)  # fmt: skip
def test_limits_belong_where_the_rulebook_says(values: dict[str, str], codes: set[str]) -> None:
    found = check(Facts(2020, values=figures(values)), mini(LINE, more=EDGES))
    assert {one.code for one in found} == codes


SUMS = f"""
[[checks]]
code = "positive"
from = 2020
label = "收入为负"
severity = "invalid"
kind = "bounds"
fields = ["money"]
min = 0
instruction = "请核对。"
{CITE}
[[checks]]
code = "first"
from = 2020
label = "合计"
severity = "invalid"
kind = "sum"
total = "money"
parts = ["part"]
instruction = "请核对。"
{CITE}
[[checks]]
code = "second"
from = 2020
label = "合计"
severity = "warning"
kind = "sum"
total = "part"
parts = ["money", "money"]
instruction = "请核对。"
{CITE}
"""


@pytest.mark.parametrize(
    ("money", "part", "codes"),
    (("5", "5", ["second"]), ("5", "10", ["first"]), ("-5", "5", ["positive:money"]), ("0", "0", []), ("5", None, [])),
)
def test_sums_are_each_their_own(money: str, part: str | None, codes: list[str]) -> None:
    found = check(Facts(2020, values=figures({"money": money, "part": part})), mini(LINE, more=SUMS))
    assert [one.code for one in found] == codes


def test_limits_are_worded_as_they_stand() -> None:
    found = check(Facts(2020, values=figures({"people": "9", "money": "100", "part": "90"})), mini(LINE, more=EDGES))
    assert [one.message for one in found] == [
        "人数填报为 9 人，应大于 10 人，应小于 20 人。",
        "主业占比为 90.00 %，应不小于 20 %，应不大于 80 %。",
        "收入（100 万元）不等于各项之和（180 万元）。",
    ]
