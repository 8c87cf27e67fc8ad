"""How far a missed line is away, singly and jointly, in amounts that meet the line when they are reported."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from assessment.rules.engine import assess
from assessment.rules.enums import State
from assessment.rules.facts import Facts
from assessment.rules.measures import Indicator
from assessment.rules.outcome import Line
from assessment.rules.parse.rulebook import parse_ruleset
from assessment.rules.words.distance import Change, distance, joint
from assessment.rules.words.sentences import distance_sentence
from tests.assessment.rules.mini import LINE, criterion, mini, text
from tests.assessment.rules.samples import GOOD, figures, judge, title

D = Decimal


def line(code: str, values: dict[str, Any]) -> Line:
    return next(found for found in judge(GOOD | values).lines if found.code == code)


def test_missing_tax_is_named_to_the_fen() -> None:
    found = distance(line("tax_per_area", {"tax": "5876.543211"}))
    assert found is not None
    assert found.above is not None
    assert (found.above.gap, found.above.target) == ("123.456789 万元", "6,000 万元")
    assert (found.above.have, found.above.need, found.above.by) == (D("5876.543211"), D(6000), D("123.456789"))
    assert found.above.rises
    assert found.below is not None
    assert (found.below.target, found.below.rises) == ("97,942.38 平方米", False)
    assert found.together is None


@pytest.mark.parametrize(
    ("tax", "area", "need"),
    (("1", "33333.33", "1999.9998"), ("1", "33333.335", "2000.0001"), ("1", "0.01", None), ("0", "1.001", "0.06006")),
)
def test_what_is_needed_is_rounded_to_the_safe_side(tax: str, area: str, need: str | None) -> None:
    missed = line("tax_per_area", {"tax": tax, "floor_area": area, "revenue": "100", "leading_revenue": "90"})
    found = distance(missed)
    assert (found and found.above and found.above.need) == (need and D(need))
    if found and found.above:
        again = line(
            "tax_per_area", {"tax": found.above.need, "floor_area": area, "revenue": "100", "leading_revenue": "90"}
        )
        assert again.state is State.PASS or again.cause is not None


def test_reporting_what_is_named_meets_the_line_whichever_way() -> None:
    values = GOOD | {"tax": "4321.987654", "floor_area": "98765.43"}
    found = distance(line("tax_per_area", values))
    assert found is not None
    assert found.above is not None
    assert found.below is not None
    assert line("tax_per_area", values | {"tax": found.above.need}).state is State.PASS
    assert line("tax_per_area", values | {"floor_area": found.below.need}).state is State.PASS
    assert line("tax_per_area", values | {"tax": found.above.need - D("0.000001")}).state is State.FAIL
    assert line("tax_per_area", values | {"floor_area": found.below.need + D("0.01")}).state is State.FAIL


def test_a_share_is_reached_by_the_part_alone_or_by_new_amounts_in_both() -> None:
    values = {"leading_revenue": "65000", "revenue": "98000"}
    found = distance(line("concentration", values))
    assert found is not None
    assert found.above is not None
    assert found.together is not None
    assert (found.above.need, found.together.need, found.below) == (D(68600), D(77000), None)
    added = found.together.by
    both = {"leading_revenue": 65000 + added, "revenue": 98000 + added}
    assert line("concentration", both).state is State.PASS
    assert line("concentration", {code: value - D("0.000001") for code, value in both.items()}).state is State.FAIL


def test_met_or_open_lines_have_no_distance() -> None:
    assert distance(line("tax_per_area", {})) is None
    assert distance(line("tax_per_area", {"tax": None})) is None
    assert distance(line("score_tax", {"tax": "1"})) is None


def small(op: str, at: str, measure: str = "share", **values: str) -> Line:
    entry = criterion("threshold", f'op = "{op}"\nline = {at}', measure=measure)
    given = figures({"money": "100", "part": "60", "area": "100", "people": "7"} | values)
    outcome = assess(Facts(2020, values=given), title(), (), mini(LINE + entry))
    return next(found for found in outcome.lines if found.code == "one")


@pytest.mark.parametrize(
    ("op", "at", "part", "need"),
    (
        (">=", "70", "60", "70"), (">", "60", "60", "60.000001"), (">", "70", "60", "70.000001"),
        ("<=", "50", "60", "50"), ("<", "60", "60", "59.999999"), ("<", "50", "60", "49.999999"),
        (">", "33.3333333", "1", "33.333334"), ("<", "33.33333335", "60", "33.333333"),
    ),
)  # fmt: skip
def test_strict_lines_need_a_little_more(op: str, at: str, part: str, need: str) -> None:
    found = distance(small(op, at, part=part))
    assert found is not None
    assert found.above is not None
    assert found.above.need == D(need)
    assert small(op, at, part=need).state is State.PASS


def test_people_are_counted_whole() -> None:
    found = distance(small(">=", "10", "staff"))
    assert found is not None
    assert found.above is not None
    assert (found.above.gap, found.above.target, found.below, found.together) == ("3 人", "10 人", None, None)
    assert distance(small(">=", "9.5", "staff")).above.need == 10  # type: ignore[union-attr]
    assert distance(small(">", "10", "staff", people="10")).above.need == 11  # type: ignore[union-attr]


@pytest.mark.parametrize(("op", "at"), (("<=", "50"), (">=", "100"), (">", "100")))
def test_new_amounts_help_only_a_share_that_must_rise_below_the_whole(op: str, at: str) -> None:
    found = distance(small(op, at))
    assert found is not None
    assert found.together is None


def test_a_strict_share_by_new_amounts() -> None:
    found = distance(small(">", "60"))
    assert found is not None
    assert found.together is not None
    assert found.together.need == D("60.000001")


def test_the_figure_below_moves_the_other_way() -> None:
    too_dense = distance(small("<=", "500", "density"))
    assert too_dense is not None
    assert too_dense.below is not None
    assert (too_dense.below.need, too_dense.below.rises) == (D(2000), True)
    strict = distance(small("<", "500", "density"))
    assert strict is not None
    assert strict.below is not None
    assert strict.below.need == D("2000.01")
    sparse = distance(small(">", "20000", "density"))
    assert sparse is not None
    assert sparse.below is not None
    assert sparse.below.need == D("49.99")


def test_no_way_is_named_where_there_is_none() -> None:
    found = distance(small("<", "0", "density", money="5"))
    assert found is not None
    assert (found.above, found.below) == (None, None)
    negative = distance(small(">=", "5", "density", money="-5"))
    assert negative is not None
    assert negative.below is None


def changes(values: dict[str, str]) -> dict[str, Decimal] | None:
    found = joint(judge(GOOD | values).carding)
    return None if found is None else {change.indicator.code: change.need for change in found}


@pytest.mark.parametrize(
    ("values", "expected"),
    (
        ({}, {}),
        ({"tax": "5000"}, {"tax": "6000"}),
        ({"revenue": "98000", "leading_revenue": "65000"}, {"leading_revenue": "70000", "revenue": "100000"}),
        ({"revenue": "98000", "leading_revenue": "68600"}, {"leading_revenue": "70000", "revenue": "100000"}),
        ({"revenue": "98000", "leading_revenue": "75000", "tax": "1"}, {"revenue": "100000", "tax": "6000"}),
        ({"leading_revenue": "1"}, {"leading_revenue": "84000"}),
    ),
)
def test_all_lines_together_name_every_change(values: dict[str, str], expected: dict[str, str]) -> None:
    assert changes(values) == {code: D(need) for code, need in expected.items()}


def test_joint_changes_meet_every_line() -> None:
    values = {"revenue": "77777.7777", "leading_revenue": "11.11", "tax": "3.33", "floor_area": "98765.43"}
    found = changes(values)
    assert found is not None
    assert [one.state for one in judge(GOOD | values | found).carding] == [State.PASS] * 3


def test_joint_needs_every_line_to_be_plain_and_known() -> None:
    assert changes({"tax": None}) is None  # type: ignore[dict-item]
    assert joint(judge(GOOD).lines) is None


def test_lines_that_contradict_each_other_have_no_joint_way() -> None:
    assert joint((small(">=", "70"), small("<=", "50"))) is None


def test_joint_lowers_what_must_fall() -> None:
    found = joint((small("<=", "50"), small("<=", "5000", "density", money="100")))
    assert found is not None
    assert {change.indicator.code: (change.need, change.rises) for change in found} == {
        "money": (D(50), False), "part": (D(25), False),
    }  # fmt: skip


def test_line_of_an_inner_measure_has_no_distance() -> None:
    growth = small(">=", "70")
    hidden = growth._replace(spec=replace(growth.spec, up=None))
    assert distance(hidden) is None
    assert joint((hidden,)) is None


def test_a_line_of_one_or_of_nothing_is_a_line_like_others() -> None:
    found = distance(small(">=", "0.5", "density", money="0.001"))
    assert found is not None
    assert found.below is not None
    assert found.below.need == 20
    assert distance(small(">", "0", "density", money="0")).below is None  # type: ignore[union-attr]
    assert joint((small(">=", "0", "density"),)) == ()


def test_a_figure_may_have_to_rise_or_fall_to_nothing() -> None:
    risen = distance(small(">=", "0", "share", part="-1"))
    assert risen is not None
    assert risen.above is not None
    assert risen.together is not None
    assert (risen.above.need, risen.together.need) == (0, 0)
    fallen = distance(small("<=", "0", "staff", people="3"))
    assert fallen is not None
    assert distance_sentence(fallen) == "第一项：人数超出 3 人（须降至 0 人）（其他数据不变）。"
    changes = joint((small("<=", "0", "density"),)) or ()
    assert [(change.indicator.code, change.need) for change in changes] == [("money", 0)]
    below_nothing = distance(small("<", "0", "staff", people="0"))
    assert below_nothing is not None
    assert below_nothing.above is None


def test_new_amounts_help_only_within_one_unit() -> None:
    other = text(LINE + criterion("threshold", 'op = ">="\nline = 70', measure="share")).replace(
        '"主业收入", unit = "万元"', '"主业收入", unit = "亿元"'
    )
    given = figures({"money": "100000", "part": "5", "area": "100"})
    outcome = assess(Facts(2020, values=given), title(), (), parse_ruleset(other, "x"))
    found = distance(outcome.lines[1])
    assert found is not None
    assert found.above is not None
    assert (found.above.need, found.together) == (7, None)


def test_units_that_divide_count_the_right_way() -> None:
    """万元/亩 out of 万元 and 平方米 multiplies by 2000 and divides by 3."""
    entry = LINE.replace("line = 100", "line = 10")
    book = parse_ruleset(text(entry).replace('"元/平方米"', '"万元/亩"'), "x")
    given = {"money": "100", "area": "20000"}
    outcome = assess(Facts(2020, values=figures(given)), title(), (), book)
    found = distance(outcome.lines[0])
    assert found is not None
    assert found.above is not None
    assert found.below is not None
    assert (found.above.need, found.below.need) == (300, D("6666.66"))
    assert [change.need for change in joint(outcome.lines) or ()] == [300]
    met = assess(Facts(2020, values=figures(given | {"money": "300"})), title(), (), book)
    assert (met.lines[0].state, joint(met.lines)) == (State.PASS, ())


def test_figures_of_any_other_kind_are_given_to_two_places() -> None:
    entry = criterion("threshold", 'op = ">="\nline = 10.005', measure="staff")
    book = parse_ruleset(text(LINE + entry).replace('unit = "人"', 'unit = "%"'), "x")
    given = figures({"money": "100", "part": "60", "area": "100", "people": "7.777"})
    found = distance(assess(Facts(2020, values=given), title(), (), book).lines[1])
    assert found is not None
    assert found.above is not None
    assert (found.above.need, found.above.gap) == (D("10.01"), "2.233 %")


def test_gap_of_other_units_is_given_in_them() -> None:
    change = Change(Indicator("floor_area", "建筑面积", "平方米"), D(1500), D("2500.5"))
    assert (change.gap, change.target) == ("1,000.5 平方米", "2,500.5 平方米")
    billions = Change(Indicator("revenue", "营业收入", "亿元"), D(3), D("1.5"))
    assert (billions.gap, billions.rises) == ("1.5 亿元", False)
