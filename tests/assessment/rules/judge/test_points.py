"""From points to totals and grades."""

from decimal import Decimal
from typing import Any

import pytest

from assessment.rules.engine import assess
from assessment.rules.enums import State
from assessment.rules.facts import Facts, Position
from assessment.rules.judge.points import grade_of
from assessment.rules.policy import Grade, Grading
from tests.assessment.rules.mini import LINE, criterion, mini
from tests.assessment.rules.samples import EVERYTHING, figures, judge, title

D = Decimal


def part(code: str, points: str, role: str = "score", more: str = "") -> str:
    """A criterion that pays by how many people there are: all of its points from 100 on."""
    scale = f'start = {{ at = 0, points = 0 }}\nend = {{ at = 100, points = {points} }}\nrole = "{role}"\n{more}'
    return criterion("linear", scale, code=code, measure="staff")


def score(entries: str, values: dict[str, Any], scoring: str) -> Decimal | None:
    facts = Facts(2020, values=figures({"money": "1000", "part": "500", "area": "100000"} | values))
    return assess(facts, title(), (), mini(LINE + entries, scoring=scoring)).score


SUM = '{ mode = "sum", full = 10, decimals = 2, bonus_cap = 3, deduction_cap = 4 }'
WEIGHTED = '{ mode = "weighted", full = 100, decimals = 1 }'


def test_sum_adds_points() -> None:
    assert score(part("a", "6") + part("b", "4"), {"people": "50"}, SUM) == 5


@pytest.mark.parametrize(
    ("people", "bonus", "total"), (("50", "4", 7), ("50", "100", 8), ("100", "2", 12), ("0", "9", 0))
)
def test_bonus_is_added_up_to_its_cap(people: str, bonus: str, total: int) -> None:
    assert score(part("a", "10") + part("b", bonus, "bonus"), {"people": people}, SUM) == total


@pytest.mark.parametrize(
    ("people", "lost", "total"), (("50", "4", 3), ("50", "100", 1), ("0", "9", 0), ("10", "50", 0))
)
def test_deduction_is_taken_off_down_to_nothing(people: str, lost: str, total: int) -> None:
    assert score(part("a", "10") + part("b", lost, "deduction"), {"people": people}, SUM) == total


def test_weighted_total_rounds_each_item() -> None:
    entries = part("a", "7", more="weight = 60") + part("b", "3", more="weight = 40")
    assert score(entries, {"people": "33"}, WEIGHTED) == D("33.0")
    # Points 2.5 of 7 (2.45) and 1.1 of 3 (1.05): 21.4 of 60 (21.43) and 14.7 of 40 (14.67).
    assert score(entries, {"people": "35"}, WEIGHTED) == D("36.1")


def test_an_item_without_points_leaves_the_total_open() -> None:
    assert score(part("a", "10"), {"people": None}, SUM) is None
    assert score(part("a", "10") + part("b", "2", "bonus"), {"people": None}, SUM) is None


def test_excluded_items_are_not_held_against_anybody() -> None:
    level = criterion(
        "linear",
        'start = { at = 0, points = 0 }\nend = { at = 100, points = 4 }\nrole = "score"',
        code="b",
        measure="share",
    )
    entries = part("a", "6", more='missing = "exclude"') + level
    assert score(entries, {"people": None}, SUM) == 5
    assert score(entries, {"people": "100"}, SUM) == 8
    only = part("a", "10", more='missing = "exclude"')
    assert score(only, {"people": None}, SUM) is None
    bonus = level.replace("points = 4", "points = 10") + part("a", "2", "bonus", 'missing = "exclude"')
    assert score(bonus, {"people": None}, SUM) == 5


def test_excluded_weights_are_scaled_as_well() -> None:
    level = criterion(
        "linear",
        'start = { at = 0, points = 0 }\nend = { at = 100, points = 5 }\nrole = "score"\nweight = 40',
        code="b",
        measure="share",
    )
    entries = part("a", "7", more='weight = 60\nmissing = "exclude"') + level
    assert score(entries, {"people": None}, WEIGHTED) == D("50.0")
    assert score(entries, {"people": None, "part": "333"}, WEIGHTED) == D("34.0")


GRADES = (Grade("a", "甲", D(85)), Grade("b", "乙", D(60)), Grade("c", "丙", None))


@pytest.mark.parametrize(
    ("total", "expected"),
    (("100", "a"), ("85", "a"), ("84.99", "b"), ("60", "b"), ("59.99", "c"), ("0", "c"), (None, "")),
)
def test_grade_by_points(total: str | None, expected: str) -> None:
    given = None if total is None else D(total)
    assert grade_of(given, State.PASS, Grading("points", "", "down", GRADES, ""), None) == expected


RANKS = (Grade("a", "甲", D(20)), Grade("b", "乙", D(60)), Grade("c", "丙", None))


@pytest.mark.parametrize(
    ("better", "size", "expected"),
    ((0, 5, "a"), (1, 5, "b"), (2, 5, "b"), (3, 5, "c"), (4, 5, "c"), (0, 4, "b"), (1, 10, "a"), (2, 10, "b")),
)
def test_grade_by_rank(better: int, size: int, expected: str) -> None:
    assert grade_of(None, State.PASS, Grading("rank", "", "down", RANKS, ""), Position(better, 1, size)) == expected


def test_grade_by_rank_needs_a_place() -> None:
    assert grade_of(D(99), State.PASS, Grading("rank", "", "down", RANKS, ""), None) == ""


@pytest.mark.parametrize(("on_failure", "expected"), (("c", "c"), ("", "a")))
def test_failing_may_set_the_grade(on_failure: str, expected: str) -> None:
    assert grade_of(D(99), State.FAIL, Grading("points", "", "down", GRADES, on_failure), None) == expected
    assert grade_of(D(99), State.UNDETERMINED, Grading("points", "", "down", GRADES, on_failure), None) == "a"


def test_notice_proposes_a_grade_by_the_score() -> None:
    outcome = judge(EVERYTHING)
    assert (outcome.score, outcome.full, outcome.grade, outcome.grade_label) == (D("65.93"), 100, "pass", "合格")
    points = {line.code: line.points for line in outcome.lines if not line.spec.card}
    assert points == {
        "score_investment": 4, "score_projects": D("4.2"), "score_rd": D("1.39"), "score_concentration": D("10.5"),
        "score_revenue": 12, "score_tax": D("14.29"), "score_jobs": D("6.67"), "score_new_jobs": D("2.5"),
        "score_local_tax": 6, "score_value_added": D("4.38"),
    }  # fmt: skip


def test_notice_grades_a_failure_as_failed_and_a_hold_not_at_all() -> None:
    failed = judge(EVERYTHING | {"tax": "3100"})
    assert (failed.grade, failed.grade_label) == ("fail", "不合格")
    held = judge(EVERYTHING | {"tax": None})
    assert (held.grade, held.grade_label, held.score) == ("", "", None)
