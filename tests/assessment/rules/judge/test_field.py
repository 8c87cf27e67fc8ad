"""Judging a whole field: medians, places, grades by rank, totals over all, and how firm the ranking is."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from assessment.rules.enums import Cause, Filing, Standing, State, Verdict
from assessment.rules.facts import Facts, Position, Prior
from assessment.rules.judge.field import NO_FIELD, Entrant, field_of, needs_field, places, pooled, ranking
from assessment.rules.judge.points import GRADE_POSITION
from assessment.rules.wire.facts import field_data, read_field
from tests.assessment.rules.mini import LINE, criterion, mini
from tests.assessment.rules.samples import GOOD, facts, figures, judge_field, missing, notice, title, with_field

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
        facts({"revenue": value, "leading_revenue": "0", "tax": "0", "floor_area": "30000"}, groups={"category": "a"})
        for value in ("1", "2", "4")
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


def entrant(key: str, number: str | None, *levels: str, priors: tuple[Prior, ...] = (), **more: Any) -> Entrant:
    return Entrant(key, people(number), title(*levels, **more), priors)


LEFT = (
    entrant("delisted", "90", priors=(Prior(2020, Standing.DELISTED),)),
    entrant("reserve", "80", "reserve"),
    entrant("over", "70", ended_on=date(2021, 6, 30)),
    entrant("young", "60", since=date(2021, 2, 1)),
    Entrant("exempt", people("50", exempt=True), title()),
    Entrant("held", replace(people("40"), values=figures({"people": "40", "money": None, "area": "1"})), title()),
    entrant("odd", "9999"),
    Entrant("draft", people("30", filing=Filing.DRAFT), title()),
)


@pytest.mark.parametrize("other", LEFT, ids=lambda one: one.key)
def test_who_is_not_judged_takes_no_place_and_shields_nobody(other):
    """(8.A8, 口径第22条) Left, not assessed, exempt, on hold: the others' places are as though they were not there."""
    book = mini(LINE + RANK, more=HOLD)
    field = field_of([entrant("a", "5"), entrant("b", "6"), other], book)
    assert {who for table in field.ranked["one"].values() for who in table} == {"a", "b"}
    assert field.placed(entrant("a", "5"), book).positions == {"one": Position(1, 1, 2)}
    assert field.placed(other, book).positions == {}


def test_title_that_ended_on_the_last_day_was_in_force_at_the_years_end():
    field = field_of([entrant("a", "5"), entrant("b", "6", ended_on=date(2021, 12, 31))], mini(LINE + RANK))
    assert field.placed(entrant("a", "5"), mini(LINE + RANK)).positions["one"] == Position(1, 1, 2)


@pytest.mark.parametrize(
    ("key", "number", "expected"),
    (
        ("b", "6", Position(1, 1, 4)),
        ("b", "9", Position(0, 2, 4)),
        ("b", "5", Position(1, 3, 4)),
        ("b", "1", Position(3, 1, 4)),
        ("new", "6", Position(1, 2, 5)),
        ("new", "10", Position(0, 1, 5)),
        ("new", None, None),
    ),
)
def test_other_figures_are_placed_among_the_others(key, number, expected):
    """Its own earlier value counts once; whoever is new is added."""
    book = mini(LINE + RANK)
    field = field_of([entrant("a", "5"), entrant("b", "6"), entrant("c", "9"), entrant("d", "5")], book)
    assert field.placed(entrant(key, number), book).positions.get("one") == expected


def test_places_from_the_lowest_move_with_the_own_value():
    book = mini(LINE + RANK.replace("high_first", "low_first"))
    field = field_of([entrant("a", "5"), entrant("b", "6"), entrant("c", "9")], book)
    assert field.placed(entrant("a", "10"), book).positions["one"] == Position(2, 1, 3)
    assert field.placed(entrant("c", "1"), book).positions["one"] == Position(0, 1, 3)


def test_group_without_rivals_and_ranking_the_field_does_not_hold():
    book = mini(LINE + RANK)
    field = field_of([entrant("a", "5")], book)
    assert field.placed(Entrant("z", people("5", "elsewhere"), title()), book).positions == {"one": Position(0, 1, 1)}
    assert NO_FIELD.placed(entrant("a", "5"), book).positions == {}
    assert field.placed(entrant("a", "5"), None) == people("5")


def test_needs_field_only_for_medians_and_places():
    assert not needs_field(mini(LINE).steps[0][1])
    assert needs_field(mini(LINE + RANK).steps[0][1])
    assert needs_field(notice().steps[0][1])
    assert field_of([entrant("a", "5")], mini(LINE)) is NO_FIELD


def test_field_survives_its_wire_form():
    book = mini(LINE + RANK)
    field = field_of([entrant("a", "5.5"), entrant("b", "6"), entrant("c", "9")], book)
    again = read_field(json.loads(json.dumps(field_data(field))))
    assert (again.medians, again.ranked) == (field.medians, field.ranked)
    assert field_data(field)["ranked"] == {"one": {"a": {"a": "11/2", "b": "6", "c": "9"}}}
    medians = field_of([Entrant(str(n), cluster(str(n)), title()) for n in (1, 2, 4)], notice())
    assert field_data(medians)["medians"]["revenue_per_area"] == {"金融": "0.2"}
