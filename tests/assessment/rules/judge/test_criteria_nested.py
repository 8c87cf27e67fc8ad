"""(8.E36) A condition inside a condition: read, judged, held up by blanks, told in words, stored; (8.A8) beside it."""

from typing import Any

import pytest

from assessment.rules.engine import assess
from assessment.rules.enums import Cause, Kind, Role, State, Verdict, Why
from assessment.rules.outcome import Outcome
from assessment.rules.wire.outcomes import outcome_from_json, outcome_json
from assessment.rules.words.entries import entries
from assessment.rules.words.explain import explain
from tests.assessment.rules.mini import criterion, mini, refusal, text
from tests.assessment.rules.samples import facts, title

P, F, U = State.PASS, State.FAIL, State.UNDETERMINED
FIGURES = {"money": "1000", "part": "600", "area": "100000", "people": "50"}

# 收入密度不低于 100，且（主业占比不低于 60，或人数不低于 80）
EITHER = """combine = "all"
parts = [
  { measure = "density", op = ">=", line = 100 },
  { combine = "any", parts = [
    { measure = "share", op = ">=", line = 60 },
    { measure = "staff", op = ">=", line = 80 },
  ] },
]
card = true
"""
NESTED = criterion("compound", EITHER)


def judged(entry: str = NESTED, *, complete: str = "true", **values: Any) -> Outcome:
    return assess(facts(FIGURES | values), title(), (), mini(entry, complete_before_card=complete))


@pytest.mark.parametrize(
    ("values", "inner", "outer"),
    (
        ({}, P, P), ({"part": "599"}, F, F), ({"part": "599", "people": "80"}, P, P), ({"people": None}, P, P),
        ({"part": "599", "people": None}, U, U), ({"money": "999", "part": "599"}, F, F), ({"money": None}, U, U),
    ),
)  # fmt: skip
def test_inner_conditions_join_first(values: dict[str, Any], inner: State, outer: State) -> None:
    (line,) = judged(**values).lines
    assert (line.parts[1].state, line.state) == (inner, outer)
    assert [part.code for part in line.parts] == ["one.1", "one.2"]
    assert [leaf.code for leaf in line.leaves] == ["one.1", "one.2.1", "one.2.2"]


def test_an_inner_group_has_a_line_of_its_own() -> None:
    spec = judged().lines[0].parts[1].spec
    assert (spec.kind, spec.label, spec.card, spec.role) == (Kind.COMPOUND, "主业占比或人数", False, Role.NONE)
    assert [source.code for source in spec.sources] == ["part", "money", "people"]
    both = EITHER.replace('combine = "any"', 'label = "规模", combine = 2')
    assert judged(criterion("compound", both)).lines[0].parts[1].spec.label == "规模"
    unnamed = EITHER.replace('combine = "any"', "combine = 2")
    assert judged(criterion("compound", unnamed)).lines[0].parts[1].label == "主业占比、人数"


LEVELS = criterion(
    "levels",
    """levels = [{ name = "三星", points = 10, parts = [
  { measure = "density", op = ">=", line = 200 },
  { combine = "any", parts = [{ measure = "share", op = ">=", line = 90 }, { measure = "staff", op = ">=", line = 80 }] },
] }, { name = "二星", points = 6, parts = [{ measure = "share", op = ">=", line = 50 }] }]
pass_at = 10
card = true
""",
)


@pytest.mark.parametrize(("entry", "lines"), ((NESTED, {"part": "599", "money": "999"}), (LEVELS, {})))
def test_card_waits_for_a_blank_inside_a_group_inside_a_criterion(entry: str, lines: dict[str, Any]) -> None:
    """(8.A8) `complete_before_card = true` counts inside criteria however deep; false lets the other line decide."""
    held = judged(entry, **lines, people=None)
    assert (held.verdict, held.why, held.lines[0].state) == (Verdict.HOLD, (Why.BAD_FIGURES,), F)
    assert "人数未填写" in explain(held, mini(entry)).text
    assert judged(entry, complete="false", **lines, people=None).verdict is Verdict.YELLOW_CARD
    assert judged(entry, **lines).verdict is Verdict.YELLOW_CARD


@pytest.mark.parametrize("turned", (False, True))
@pytest.mark.parametrize(("missing", "state", "cause"), (("hold", U, Cause.MISSING), ("exclude", U, Cause.UNDEFINED)))
def test_cause_does_not_hang_on_the_order_of_the_parts(
    missing: str, state: State, cause: Cause, *, turned: bool
) -> None:
    """(8.A8) A share of nothing beside a blank: the blank is the cause; left out, the share alone is."""
    parts = ['{ measure = "share", op = ">=", line = 60 }', '{ measure = "staff", op = ">=", line = 80 }']
    body = f'combine = "any"\nparts = [{", ".join(reversed(parts) if turned else parts)}]\nmissing = "{missing}"'
    (line,) = judged(criterion("compound", body, more="card = true"), money="0", part="0", people=None).lines
    assert (line.state, line.cause) == (state, cause)


def test_nested_conditions_are_told_in_words() -> None:
    missed, book = judged(money="999", part="599"), mini(NESTED)
    told = explain(missed, book)
    assert told.criteria == (
        "第一项：单位面积收入 99.90 元/平方米，不达标；主业占比或人数（主业占比 59.95 %，不达标；人数 50 人，不达标）不达标。"
        "同时满足：单位面积收入不低于 100 元/平方米；（满足任一项：主业占比不低于 60 %；人数不低于 80 人）。不达标。"
        "依据：试验规则 第一条（主管部门口径）。",
    )
    assert [sentence.split("：")[0] for sentence in told.distances] == ["单位面积收入", "主业占比", "人数"]
    near = explain(judged(people="79", part="599"), book).near
    assert near == ("第一项（单位面积收入、主业占比、人数）与标准线相差不超过 2%，建议现场核实后再确认。",)
    (entry,) = (one for one in entries(book) if one.section == "标准")
    assert "（满足任一项：主业占比不低于 60 %；人数不低于 80 人）" in entry.values[0].value
    assert "二星（6 分）" in judged(LEVELS).lines[0].spec.terms


def test_nested_lines_are_stored_and_read_again() -> None:
    outcome = judged(part="599")
    stored = outcome_json(outcome)
    assert outcome_from_json(stored) == outcome
    assert outcome_json(outcome_from_json(stored)) == stored


@pytest.mark.parametrize(
    ("old", "new", "told"),
    (
        ("combine = \"any\", parts", "parts", "parts 第2项] 的“combine”：缺少此项"),
        ("combine = \"any\"", "combine = 3", "parts 第2项] 的“combine”：只有2项，不可能至少3项"),
        ("combine = \"any\"", "combine = \"或\"", "parts 第2项] 的“combine”：应为 all、any 或至少几项的个数"),
        ("{ combine = \"any\"", "{ measure = \"share\", combine = \"any\"",
         "parts 第2项]：每项写一个比较（measure、op、line），或一组条件（combine、parts），二者只写其一"),
        ("{ measure = \"staff\"", "{ measures = \"staff\"",
         "parts 第2项.parts 第2项]：每项写一个比较（measure、op、line），或一组条件（combine、parts），二者只写其一"),
        ("line = 80", "line = 80, points = 1", "parts 第2项.parts 第2项] 的“points”：不认识的键"),
    ),
)  # fmt: skip
def test_refusals_name_the_place_inside(old: str, new: str, told: str) -> None:
    assert EITHER.count(old) == 1
    message = refusal(text(criterion("compound", EITHER.replace(old, new))))
    assert message == f"草案.toml：[criteria 第1项 one.{told}"


def test_depth_has_a_limit() -> None:
    inner = '{ measure = "share", op = ">=", line = 60 }'
    for _ in range(3):
        inner = f'{{ combine = "any", parts = [{inner}] }}'
    assert judged(criterion("compound", f'combine = "all"\nparts = [{inner}]\ncard = true')).lines[0].state is P
    deeper = f'combine = "all"\nparts = [{{ combine = "any", parts = [{inner}] }}]'
    assert refusal(text(criterion("compound", deeper))).endswith("的“parts”：条件里套条件不超过 4 层")
