"""Passing by the total score: enough points, not among the last, and lines besides that nothing makes up for."""

from decimal import Decimal
from typing import Any

import pytest

from assessment.rules.engine import assess
from assessment.rules.enums import Filing, State, Verdict, Why
from assessment.rules.facts import Facts, Position
from assessment.rules.judge.field import Entrant
from assessment.rules.judge.points import GRADE_POSITION, TOTAL_POSITION, by_points
from assessment.rules.outcome import Outcome
from assessment.rules.policy import ByPoints
from assessment.rules.ruleset import Ruleset
from assessment.rules.words.explain import explain
from tests.assessment.rules.mini import LINE, criterion, mini, refusal, text
from tests.assessment.rules.samples import figures, judge_field, title, with_field

D = Decimal
P, F, U = State.PASS, State.FAIL, State.UNDETERMINED
SCALE = criterion(
    "linear", 'start = { at = 0, points = 0 }\nend = { at = 100, points = 100 }\nrole = "score"', measure="share"
)
STAFF = criterion("threshold", 'op = ">="\nline = 10\ncard = true', code="staff", measure="staff")


def book(combine: str, **more: str) -> Ruleset:
    return mini(LINE + SCALE + STAFF, combine=combine, scoring='{ mode = "sum", full = 100, decimals = 2 }', **more)


def given(part: str | None, **values: Any) -> Facts:
    """Facts whose total is `part` points; density and staff just meet their lines."""
    figured = figures({"money": "100", "part": part, "area": "10000", "people": "10"} | values)
    return Facts(2020, values=figured)


def judged(rules: Ruleset, part: str | None, **values: Any) -> Outcome:
    return assess(given(part, **values), title(), (), rules)


@pytest.mark.parametrize(
    ("rule", "better", "equal", "states"),
    (
        (ByPoints(None, 1), 4, 1, (F,)),
        (ByPoints(None, 1), 3, 1, (P,)),
        (ByPoints(None, 1), 3, 2, (P,)),
        (ByPoints(None, 2), 3, 2, (F,)),
        (ByPoints(None, 2), 2, 3, (P,)),
        (ByPoints(None, 5), 0, 1, (F,)),
        (ByPoints(D(60), 2), 2, 1, (P, P)),
        (ByPoints(D("60.01"), 2), 3, 1, (F, F)),
    ),
)
def test_the_last_are_told_by_their_best_place(
    rule: ByPoints, better: int, equal: int, states: tuple[State, ...]
) -> None:
    assert by_points(rule, D(60), Position(better, equal, 5), ()) == states


def test_without_score_or_place_nothing_is_told() -> None:
    assert by_points(ByPoints(D(60), 1), None, None, ()) == (U, U)
    assert by_points(ByPoints(D(60)), D(0), None, ()) == (F,)


@pytest.mark.parametrize(
    ("also", "people", "area", "verdict"),
    (
        ('"all"', "10", "10000", Verdict.PASS),
        ('"all"', "9", "10000", Verdict.YELLOW_CARD),
        ('"all"', "10", "10001", Verdict.YELLOW_CARD),
        ('"any"', "9", "10000", Verdict.PASS),
        ('"any"', "9", "10001", Verdict.YELLOW_CARD),
        ("1", "9", "10000", Verdict.PASS),
        ("2", "9", "10000", Verdict.YELLOW_CARD),
        ('"all"', None, "10000", Verdict.HOLD),
        ('"any"', None, "10000", Verdict.PASS),
    ),
)
def test_lines_besides_the_points_decide_as_well(also: str, people: str | None, area: str, verdict: Verdict) -> None:
    rules = book(f"{{ points_at_least = 60, and = {also} }}")
    assert judged(rules, "60", people=people, area=area).verdict is verdict
    assert judged(rules, "59.99", people="10", area="10000").verdict is Verdict.YELLOW_CARD


def test_lines_decide_nothing_beside_the_points_unless_named() -> None:
    assert judged(book("{ points_at_least = 60 }"), "60", people="1").verdict is Verdict.PASS


@pytest.mark.parametrize(
    ("complete", "verdict", "why"), (("true", Verdict.HOLD, (Why.NOT_DECIDABLE,)), ("false", Verdict.YELLOW_CARD, ()))
)
def test_a_missed_line_waits_for_the_score_where_the_rulebook_says_so(
    complete: str, verdict: Verdict, why: tuple[Why, ...]
) -> None:
    rules = book('{ points_at_least = 60, and = "all" }', complete_before_card=complete)
    found = judged(rules, None, people="1")
    assert (found.verdict, found.why) == (verdict, why)


def field(rules: Ruleset, *parts: str | None) -> list[str]:
    entrants = [Entrant(str(number), given(part), title()) for number, part in enumerate(parts)]
    return [outcome.verdict.value for outcome in judge_field(entrants, rules).values()]


def test_last_of_the_field_fail_and_who_has_no_total_is_not_counted() -> None:
    rules = book("{ above_last = 2 }")
    assert field(rules, "90", "20", "30", "40") == ["pass", "yellow_card", "yellow_card", "pass"]
    assert field(rules, "90", "20", "20", "20") == ["pass", "pass", "pass", "pass"]
    assert field(rules, "90", "80", None) == ["yellow_card", "yellow_card", "hold"]


def test_one_alone_without_its_field_is_on_hold() -> None:
    assert judged(book("{ above_last = 2 }"), "90").verdict is Verdict.HOLD


def test_places_are_counted_inside_the_group() -> None:
    rules = book('{ above_last = 1, group = "region" }')
    rows = (("90", "北"), ("80", "北"), ("10", "南"), ("5", "南"), ("1", None))
    facts = [
        Facts(2020, values=given(part).values, groups={} if group is None else {"region": group})
        for part, group in rows
    ]
    placed = with_field(facts, rules)
    assert [one.positions.get(TOTAL_POSITION) for one in placed] == [
        Position(0, 1, 2), Position(1, 1, 2), Position(0, 1, 2), Position(1, 1, 2), None,
    ]  # fmt: skip
    verdicts = [assess(one, title(), (), rules).verdict.value for one in placed]
    assert verdicts == ["pass", "yellow_card", "pass", "yellow_card", "hold"]


def test_places_for_the_grade_and_for_passing_stand_side_by_side() -> None:
    grading = '{ by = "rank", group = "region", grades = [{ code = "a", label = "甲", mark = 50 }, { code = "b", label = "乙" }] }'
    rules = book("{ above_last = 1 }", grading=grading)
    facts = [Facts(2020, values=given(part).values, groups={"region": part}) for part in ("90", "80")]
    placed = [one.positions for one in with_field(facts, rules)]
    assert placed == [
        {GRADE_POSITION: Position(0, 1, 1), TOTAL_POSITION: Position(0, 1, 2)},
        {GRADE_POSITION: Position(0, 1, 1), TOTAL_POSITION: Position(1, 1, 2)},
    ]
    plain = with_field(facts, book("{ points_at_least = 60 }"))
    assert [one.positions for one in plain] == [{}, {}]


def test_only_verified_totals_take_a_place() -> None:
    rules = book("{ above_last = 1 }")
    draft = Facts(2020, Filing.DRAFT, values=given("1").values)
    assert [one.positions for one in with_field([given("90"), draft], rules)] == [
        {TOTAL_POSITION: Position(0, 1, 1)},
        {},
    ]


@pytest.mark.parametrize(
    ("combine", "part", "people", "words"),
    (
        ('{ points_at_least = 60, and = "all" }', "60", "10", "综合得分 60 分，达到 60 分，建议结论为达标。"),
        ('{ points_at_least = 60, and = "all" }', "60", "9", "综合得分 60 分，达到 60 分，人数线未达到标准，建议给予黄牌警告。"),
        ('{ points_at_least = 60, and = "all" }', "50", "9", "综合得分 50 分，未达到 60 分，人数线未达到标准，建议给予黄牌警告。"),
        ('{ points_at_least = 60, and = "any" }', "50", "9", "综合得分 50 分，未达到 60 分，建议给予黄牌警告。"),
        ("{ above_last = 2 }", "90", "9", "综合得分 90 分，不在最后 2 名，建议结论为达标。"),
        ("{ above_last = 3 }", "90", "9", "综合得分 90 分，列最后 3 名，建议给予黄牌警告。"),
        ("{ points_at_least = 60, above_last = 3 }", "90", "9", "综合得分 90 分，达到 60 分，列最后 3 名，建议给予黄牌警告。"),
        ("{ points_at_least = 60, above_last = 3 }", "50", "9", "综合得分 50 分，未达到 60 分，建议给予黄牌警告。"),
        ('{ above_last = 3, and = "all" }', "50", "9", "综合得分 50 分，人数线未达到标准，建议给予黄牌警告。"),
    ),
)  # fmt: skip
def test_every_part_is_told(combine: str, part: str, people: str, words: str) -> None:
    staff = STAFF.replace("第一项", "人数线")
    scoring = '{ mode = "sum", full = 100, decimals = 2 }'
    rules = mini(LINE + SCALE + staff, combine=combine, scoring=scoring)
    facts = given(part, people=people)
    placed = Facts(2020, values=facts.values, positions={TOTAL_POSITION: Position(1, 1, 4)})
    assert explain(assess(placed, title(), (), rules), rules).verdict.split("：", 1)[1].startswith(words)


def test_a_line_missed_without_a_score_is_told() -> None:
    rules = book('{ points_at_least = 60, and = "all" }', complete_before_card="false")
    told = explain(judged(rules, None, people="1"), rules).verdict
    assert told.startswith("2020 数据年度：综合得分无法计算，第一项未达到标准，建议给予黄牌警告。")


def test_rulebook_may_decide_by_place_alone_without_a_carding_line() -> None:
    rules = mini(SCALE, combine="{ above_last = 1 }", scoring='{ mode = "sum", full = 100, decimals = 2 }')
    assert rules.steps[0][1].policy.combine == ByPoints(None, 1)


@pytest.mark.parametrize(
    ("combine", "message"),
    (
        ("{ points_at_least = 5, group = \"a\" }", "[policy.combine 第1项.value] 的“group”：只与 above_last 同用"),
        ("{ points_at_least = 5, and = true }", "[policy.combine 第1项.value] 的“and”：应为 all、any 或至少几项的个数"),
        ("{ points_at_least = 5, and = 0 }", "[policy.combine 第1项.value] 的“and”：应为 all、any 或至少几项的个数"),
        ("{ points_at_least = 5, and = \"some\" }", "[policy.combine 第1项.value] 的“and”：应为 all、any 或至少几项的个数"),
        ("{ points_at_least = 5, and = 2 }", "[criteria]：用于黄牌的标准只有 1 条，不可能至少 2 条"),
        ("{ above_last = 0 }", "[policy.combine 第1项.value] 的“above_last”：至少为 1"),
        ("{ above_last = 1.5 }", "[policy.combine 第1项.value] 的“above_last”：应为非负整数"),
        ("{ above_last = 1, points_at_least = -1 }", "[policy.combine 第1项.value] 的“points_at_least”：不应为负"),
        ("{ above_last = 1, at_least = 1 }", "[policy.combine 第1项.value] 的“above_last”：不认识的键"),
        ("{ above_last = 1 }", "[criteria]：按得分判断或评等次，但没有 [[policy.scoring]]"),
    ),
)  # fmt: skip
def test_rules_that_nobody_can_mean_are_refused(combine: str, message: str) -> None:
    assert refusal(text(combine=combine)) == f"草案.toml：{message}"
