"""Exact values of every form of measure, and why there is none."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from assessment.rules.enums import Cause
from assessment.rules.facts import Facts
from assessment.rules.judge.computed import Computed, evaluate, usable
from tests.assessment.rules.mini import CITE, mini, refusal, text
from tests.assessment.rules.samples import figures

MORE = f"""
[measures.both]
label = "合计"
sum = ["money", "part"]
unit = "亿元"
{CITE}
[measures.mixed]
label = "合计"
sum = ["both", "part"]
unit = "元"
{CITE}
[measures.per_head]
label = "人均"
ratio = ["both", "people"]
unit = "万元/人"
{CITE}
[measures.twice]
label = "复合"
ratio = ["density", "per_head"]
unit = "人/平方米"
{CITE}
[measures.copy]
label = "再述"
value = "density"
unit = "万元/亩"
{CITE}
[measures.shift]
label = "密度变化"
change = "density"
unit = "万元/平方米"
{CITE}
[measures.grown]
label = "密度增速"
growth = "density"
unit = "‰"
{CITE}
"""
FIGURES = {"money": "120", "part": "30", "area": "400", "people": "8"}


def value(code: str, values: dict[str, Any], previous: dict[str, Any] | None = None, **more: Any) -> Fraction | Cause:
    rules = mini(more=MORE).at(2020)
    assert rules is not None
    facts = Facts(2020, values=figures(values), previous=None if previous is None else figures(previous), **more)
    found = evaluate(rules.measures[code], facts)
    if isinstance(found, Cause):
        return found
    assert found[1] > 0
    return Fraction(found[0]) / Fraction(found[1])


@pytest.mark.parametrize(
    ("code", "expected"),
    (
        ("density", Fraction(3000)), ("share", Fraction(25)), ("staff", Fraction(8)), ("both", Fraction(150, 10_000)),
        ("mixed", Fraction(1_800_000)), ("per_head", Fraction(150, 8)), ("twice", Fraction(3000 * 8, 1_500_000)),
        ("copy", Fraction(200)),
    ),
)  # fmt: skip
def test_measure_is_exact_in_its_unit(code: str, expected: Fraction) -> None:
    assert value(code, FIGURES) == expected


def test_a_bottom_of_one_or_less_is_a_bottom() -> None:
    assert value("per_head", FIGURES | {"people": "1"}) == 150
    assert value("per_head", FIGURES | {"people": "0.5"}) == 300
    assert value("density", FIGURES | {"area": "0.5"}) == 2_400_000


def test_growth_is_change_over_base() -> None:
    assert value("growth", FIGURES, {"money": "96"}) == 25
    assert value("growth", FIGURES, {"money": "480"}) == -75
    assert value("grown", FIGURES, {"money": "60", "area": "400"}) == 1000


@pytest.mark.parametrize("previous", (None, {}, {"money": None}, {"money": "0"}, {"money": "-5"}, {"money": "NaN"}))
def test_growth_without_a_base_is_undetermined(previous: dict[str, Any] | None) -> None:
    assert value("growth", FIGURES, previous) is Cause.NO_BASE


@pytest.mark.parametrize(
    ("code", "changed", "cause"),
    (
        ("density", {"money": None}, Cause.MISSING), ("density", {"area": None}, Cause.MISSING),
        ("density", {"area": "0"}, Cause.UNDEFINED), ("density", {"area": "-1"}, Cause.UNDEFINED),
        ("density", {"money": "NaN"}, Cause.INVALID), ("density", {"area": "1e30"}, Cause.INVALID),
        ("staff", {"people": None}, Cause.MISSING), ("both", {"part": None}, Cause.MISSING),
        ("mixed", {"money": None}, Cause.MISSING), ("per_head", {"people": None}, Cause.MISSING),
        ("per_head", {"money": None}, Cause.MISSING), ("per_head", {"people": "0"}, Cause.UNDEFINED),
        ("twice", {"area": "0"}, Cause.UNDEFINED), ("twice", {"people": "0"}, Cause.UNDEFINED),
        ("copy", {"area": None}, Cause.MISSING), ("growth", {"money": None}, Cause.MISSING),
        ("twice", {"money": "0", "part": "0"}, Cause.UNDEFINED),
    ),
)  # fmt: skip
def test_measure_says_why_there_is_no_value(code: str, changed: dict[str, Any], cause: Cause) -> None:
    assert value(code, FIGURES | changed, {"money": "96"}) is cause


def test_text_that_is_no_number_is_invalid_not_missing() -> None:
    values = FIGURES | {"money": None}
    assert value("density", values, invalid={"money": "“x”不是数字"}) is Cause.INVALID
    assert value("share", values, invalid={"money": "“x”不是数字"}) is Cause.INVALID
    assert value("density", FIGURES | {"area": None}, invalid={"area": "“x”不是数字"}) is Cause.INVALID
    for code in ("staff", "per_head"):
        assert value(code, FIGURES | {"people": None}, invalid={"people": "“x”不是数字"}) is Cause.INVALID
    assert value("growth", values, {"money": "96"}, invalid={"money": "“x”不是数字"}) is Cause.INVALID


def test_measure_of_a_figure_not_mentioned_is_missing() -> None:
    assert value("density", {"money": "1"}) is Cause.MISSING


def test_sources_name_the_indicators_underneath_once() -> None:
    rules = mini(more=MORE).at(2020)
    assert rules is not None
    assert [source.code for source in rules.measures["twice"].sources] == ["money", "area", "part", "people"]
    assert rules.measures["twice"].inner_codes() == {"twice", "density", "per_head", "both"}
    assert [rules.measures[code].is_direct for code in ("density", "mixed")] == [True, False]


def test_terms_name_what_they_stand_for() -> None:
    rules = mini(more=MORE).steps[0][1]
    assert [term.code for term in rules.measures["twice"].terms] == ["density", "per_head"]
    assert [term.measure for term in rules.measures["copy"].terms] == [rules.measures["density"]]
    assert [(term.code, term.measure) for term in rules.measures["both"].terms] == [("money", None), ("part", None)]


def test_change_is_the_difference_to_last_year() -> None:
    assert value("shift", FIGURES, {"money": "96", "area": "400"}) == Fraction(24, 400)
    assert value("shift", FIGURES, {"money": "480", "area": "1200"}) == Fraction(-1, 10)
    assert value("shift", FIGURES, {"money": "0", "area": "7"}) == Fraction(3, 10)
    assert value("shift", FIGURES, {"money": "-1", "area": "10"}) == Fraction(4, 10)


@pytest.mark.parametrize("previous", (None, {}, {"money": None, "area": "1"}, {"money": "1", "area": "0"}))
def test_change_without_last_year_is_undetermined(previous: dict[str, Any] | None) -> None:
    assert value("shift", FIGURES, previous) is Cause.NO_BASE


def test_change_needs_this_year_first() -> None:
    assert value("shift", {"money": None, "area": "1"}, {"money": "1", "area": "1"}) is Cause.MISSING
    assert value("shift", {"money": "1", "area": "0"}, None) is Cause.UNDEFINED


@pytest.mark.parametrize(
    ("body", "message"),
    (
        ('change = "growth"\nunit = "%"', "：与上年相比的“growth”不能再参与计算"),
        ('change = "money"\nunit = "%"', " 的“unit”：各项与结果的单位种类不同"),
        ('change = ["money", "part"]\nunit = "元"', " 的“change”：应为文字"),
    ),
)
def test_change_keeps_its_unit_and_stands_alone(body: str, message: str) -> None:
    entry = f'[measures.extra]\nlabel = "另一"\n{body}\n{CITE}'
    assert refusal(text(more=entry)) == f"草案.toml：[measures.extra]{message}"


def test_what_looks_back_is_told_apart() -> None:
    rules = mini(more=MORE).steps[0][1]
    assert {code for code, one in rules.measures.items() if one.looks_back} == {"growth", "grown", "shift"}


def test_only_a_growth_scales_its_result() -> None:
    rules = mini(more=MORE).steps[0][1]
    scales = {code: (one.up, one.down) for code, one in rules.measures.items()}
    assert scales.pop("growth") == (100, 1)
    assert scales.pop("grown") == (1000, 1)
    assert set(scales.values()) == {(1, 1)}


def test_view_computes_a_measure_once() -> None:
    rules = mini().at(2020)
    assert rules is not None
    computed = Computed(Facts(2020, values=figures(FIGURES), previous=figures({"money": "5"})))
    assert computed.of(rules.measures["density"]) is computed.of(rules.measures["density"])
    assert computed.last_year("money") == Decimal(5)
    assert computed.last_year("area") is None
    assert Computed(Facts(2020)).last_year("money") is None


def test_usable_leaves_out_blanks_and_impossible_numbers() -> None:
    assert usable(figures({"a": "1", "b": None, "c": "NaN", "d": "1e40"})) == {"a": Decimal(1)}


def test_view_knows_which_figures_are_unreadable() -> None:
    computed = Computed(Facts(2020, values=figures({"a": "1", "b": None, "c": "NaN"}), invalid={"b": "坏"}))
    assert computed.causes == {"b": Cause.INVALID, "c": Cause.INVALID}
    assert computed.held == {}
