"""Judging a whole field: medians, places, grades by rank, totals over all, and how firm the ranking is."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from assessment.rules.enums import Cause, Filing, Standing, State, Verdict
from assessment.rules.facts import Facts, Position, Prior
from assessment.rules.judge.field import Entrant, judge_field, places, pooled, ranking, with_field
from assessment.rules.judge.points import GRADE_POSITION
from tests.assessment.rules.mini import LINE, criterion, mini
from tests.assessment.rules.samples import GOOD, facts, figures, missing, notice, title

D = Decimal


def cluster(revenue: str, category: str = "金融", **more: Any) -> Facts:
    return facts(GOOD | {"revenue": revenue, "leading_revenue": "0", "tax": "0"}, groups={"category": category}, **more)


def medians(*field: Facts) -> list[dict[str, Decimal]]:
    return [dict(found.medians) for found in with_field(field, notice())]


def test_median_is_taken_inside_the_category() -> None:
    found = medians(
        *(cluster(value) for value in ("10000", "90000", "30000")),
        *(cluster(value, "物流") for value in ("1", "2", "3", "6")),
    )
    assert [one["revenue_per_area"] for one in found] == [3000] * 3 + [D("0.25")] * 4
    assert all(one["tax_per_area"] == 0 for one in found)


def test_median_needs_three_verified_figures() -> None:
    assert medians(cluster("1"), cluster("2")) == [{}, {}]
    assert medians(cluster("1"), cluster("2"), cluster("3", filing=Filing.DRAFT)) == [{}, {}, {}]
    blank = facts(GOOD | {"revenue": None}, groups={"category": "金融"})
    assert "revenue_per_area" not in medians(cluster("1"), cluster("2"), blank)[0]
    assert medians(cluster("1"), cluster("2"), facts(GOOD), cluster("9"))[2] == {}


def test_median_is_cut_to_six_places() -> None:
    field = [
        facts(GOOD | {"revenue": value, "floor_area": "30000"}, groups={"category": "a"}) for value in ("1", "2", "4")
    ]
    assert with_field(field, notice())[0].medians["revenue_per_area"] == D("0.666666")


def test_field_of_two_years_is_refused() -> None:
    with pytest.raises(ValueError, match="^只能对同一数据年度的全体数据排位$"):
        with_field([facts(year=2020), facts(year=2021)], notice())


def test_field_without_rules_or_without_anybody_is_left_alone() -> None:
    assert with_field([facts(year=2030)], notice()) == [facts(year=2030)]
    assert with_field([], notice()) == []


RANK = criterion(
    "rank",
    'group = "category"\norder = "high_first"\nties = "best"\nclasses = [{ first = 1, points = 9 }, { rest = true, points = 1 }]',
    measure="staff",
)
HOLD = """
[[checks]]
code = "crowd"
from = 2020
label = "人数过多"
severity = "suspect"
kind = "bounds"
fields = ["people"]
max = 1000
instruction = "请核对。"
cite = { document = "试验规则", clause = "第一条", basis = "department" }
"""


def people(number: str | None, group: str | None = "a", **more: Any) -> Facts:
    return Facts(
        2021,
        values=figures({"people": number, "money": "1", "area": "1"}),
        groups={"category": group} if group else {},
        **more,
    )


def positions(*field: Facts, entry: str = RANK) -> list[Position | None]:
    return [found.positions.get("one") for found in with_field(field, mini(LINE + entry, more=HOLD))]


def test_places_are_counted_inside_the_group_with_ties() -> None:
    found = positions(people("5"), people("9"), people("5"), people("1"), people("7", "b"))
    assert found == [Position(1, 2, 4), Position(0, 1, 4), Position(1, 2, 4), Position(3, 1, 4), Position(0, 1, 1)]


def test_places_may_start_from_the_lowest() -> None:
    entry = RANK.replace("high_first", "low_first")
    assert positions(people("5"), people("9"), entry=entry) == [Position(0, 1, 2), Position(1, 1, 2)]


def test_places_over_the_whole_field_need_no_group() -> None:
    entry = RANK.replace('group = "category"\n', "")
    assert positions(people("5", None), people("9", "b"), entry=entry) == [Position(1, 1, 2), Position(0, 1, 2)]


def test_who_cannot_be_ranked_has_no_place_and_takes_none() -> None:
    unranked = (people(None), people("9999"), people("3", None), people("3", filing=Filing.DRAFT))
    assert positions(people("5"), *unranked, people("6")) == [
        Position(1, 1, 2),
        None,
        None,
        None,
        None,
        Position(0, 1, 2),
    ]
    confirmed = people("9999", confirmed=frozenset({"people"}))
    assert positions(people("5"), confirmed) == [Position(1, 1, 2), Position(0, 1, 2)]


def test_a_figure_in_doubt_is_the_reason_why_there_is_no_place() -> None:
    found = judge_field([Entrant("甲", people("9999"), title())], mini(LINE + RANK, more=HOLD))
    assert (found["甲"].lines[1].state, found["甲"].lines[1].cause) == (State.UNDETERMINED, Cause.SUSPECT)


def test_judge_field_gives_every_entrant_its_outcome() -> None:
    entrants = [
        Entrant("甲", people("5"), title()), Entrant("乙", people("9"), title(), (Prior(2020, Standing.CARD),)),
        Entrant("丙", missing(2021), title("reserve")),
    ]  # fmt: skip
    found = judge_field(entrants, mini(LINE + RANK))
    assert [found[key].lines[1].points for key in ("甲", "乙")] == [1, 9]
    assert [found[key].verdict for key in ("甲", "乙", "丙")] == [Verdict.PASS, Verdict.PASS, Verdict.NOT_ASSESSED]


def test_outcome_of_the_field_can_be_recomputed_alone() -> None:
    entrants = [Entrant(str(number), people(str(number)), title()) for number in range(1, 6)]
    book = mini(LINE + RANK)
    together = judge_field(entrants, book)
    alone = [
        judge_field([Entrant("3", found, title())], mini(LINE)) for found in with_field([entrants[2].facts], mini(LINE))
    ]
    assert together["3"].lines[1].note == "第 3 名，共 5 个"
    assert alone[0]["3"].verdict is Verdict.PASS


GRADED = LINE + criterion(
    "linear", 'start = { at = 0, points = 0 }\nend = { at = 100, points = 10 }\nrole = "score"', measure="staff"
)
GRADING = '{ by = "rank", group = "category", on_failure = "d", grades = [{ code = "a", label = "甲等", mark = 25 }, { code = "b", label = "乙等", mark = 50 }, { code = "d", label = "丁等" }] }'


def test_grades_by_rank_come_from_the_totals() -> None:
    book = mini(GRADED, scoring='{ mode = "sum", full = 10, decimals = 2 }', grading=GRADING)
    field = [
        people("10"),
        people("40"),
        people("30"),
        people("20"),
        people("99", "b"),
        people(None),
        people("5", filing=Filing.DRAFT),
    ]
    outcomes = judge_field([Entrant(str(number), one, title()) for number, one in enumerate(field)], book)
    assert [outcomes[str(number)].grade for number in range(7)] == ["d", "a", "b", "d", "d", "", ""]
    assert outcomes["1"].grade_label == "甲等"


def test_totals_that_are_not_verified_take_no_place() -> None:
    book = mini(GRADED, scoring='{ mode = "sum", full = 10, decimals = 2 }', grading=GRADING)
    found = with_field([people("10"), people("40"), people("50", filing=Filing.DRAFT), people(None)], book)
    assert [one.positions.get(GRADE_POSITION) for one in found] == [Position(1, 1, 2), Position(0, 1, 2), None, None]


def test_places_of_values() -> None:
    values = [Fraction(one) for one in (3, 1, 3, 2)]
    assert places(values) == {3: Position(0, 2, 4), 2: Position(2, 1, 4), 1: Position(3, 1, 4)}
    assert places(values, descending=False) == {1: Position(0, 1, 4), 2: Position(1, 1, 4), 3: Position(2, 2, 4)}
    assert places([]) == {}


def test_ranking_inside_the_category() -> None:
    scores = {"a": D(70), "b": D(80), "c": D("80.0"), "d": None, "e": D(5)}
    found = ranking(scores, {"a": "x", "b": "x", "c": "x", "d": "x"})
    assert found == {"a": Position(2, 1, 3), "b": Position(0, 2, 3), "c": Position(0, 2, 3), "e": Position(0, 1, 1)}


def test_pooled_average_is_total_over_total() -> None:
    target = next(one for one in notice().at(2021).targets if one.code == "average_tax_per_m2")  # type: ignore[union-attr]
    field = [facts(GOOD), facts(GOOD | {"tax": "1000", "floor_area": "300000"}), facts(GOOD | {"tax": None}), missing()]
    value, counted = pooled(target.measure, field)
    assert value is not None
    assert (Fraction(value[0]) / Fraction(value[1]), counted) == (Fraction(200), 2)
    assert pooled(target.measure, [missing(), facts(GOOD | {"floor_area": "0"})]) == (None, 0)
    assert pooled(target.measure, []) == (None, 0)
    assert pooled(mini().steps[0][1].measures["staff"], []) == (None, 0)
