"""Every kind of criterion, its state, its points and its words."""

from decimal import Decimal
from typing import Any

import pytest

from assessment.rules.criteria import Compound, comparisons_in
from assessment.rules.engine import assess
from assessment.rules.enums import Cause, Kind, Role, State
from assessment.rules.facts import Facts
from assessment.rules.outcome import Line
from tests.assessment.rules.mini import CITE, LINE, criterion, mini
from tests.assessment.rules.samples import figures, title

P, F, U, S = State.PASS, State.FAIL, State.UNDETERMINED, State.SCORED


def line(entry: str, values: dict[str, Any], *, previous: dict[str, Any] | None = None, **more: Any) -> Line:
    """The line of the one criterion in `entry`, judged beside a carding line."""
    scoring = {"scoring": '{ mode = "sum", full = 10, decimals = 2 }'} if "role" in entry else {}
    rulebook = mini(LINE + entry, **scoring)
    facts = Facts(
        2020,
        values=figures({"money": "100000", "part": "50000", "area": "100000", "people": "50"} | values),
        previous=None if previous is None else figures(previous),
        **more,
    )
    outcome = assess(facts, title(), (), rulebook)
    return next(found for found in outcome.lines if found.code == "one")


def threshold(op: str, at: str = "60", more: str = "") -> str:
    return criterion("threshold", f'op = "{op}"\nline = {at}', measure="share", more=more)


@pytest.mark.parametrize(
    ("op", "part", "expected"),
    (
        (">=", "60000", P), (">=", "59999.999", F), (">=", "60000.001", P),
        (">", "60000", F), (">", "60000.001", P), (">", "59999", F),
        ("<=", "60000", P), ("<=", "60000.001", F), ("<=", "1", P),
        ("<", "60000", F), ("<", "59999.999", P), ("<", "70000", F),
    ),
)  # fmt: skip
def test_threshold_takes_or_leaves_its_own_number(op: str, part: str, expected: State) -> None:
    found = line(threshold(op), {"part": part})
    assert (found.state, found.points, found.cause) == (expected, None, None)
    assert found.inputs == (Decimal(part), Decimal(100000))


@pytest.mark.parametrize(
    ("part", "near"), (("58800", True), ("58799.99", False), ("61200", True), ("61200.01", False), ("60000", True))
)
def test_threshold_says_when_it_is_near(part: str, near: bool) -> None:
    assert line(threshold(">="), {"part": part}).near is near


@pytest.mark.parametrize(
    ("missing", "state", "cause"),
    (("hold", U, Cause.MISSING), ("fail", F, Cause.MISSING), ("exclude", State.EXCLUDED, Cause.MISSING)),
)
def test_blank_does_what_the_rulebook_says(missing: str, state: State, cause: Cause) -> None:
    found = line(threshold(">=", more=f'missing = "{missing}"'), {"part": None})
    assert (found.state, found.cause, found.value, found.points) == (state, cause, None, None)
    assert found.inputs == (None, Decimal(100000))


@pytest.mark.parametrize("missing", ("hold", "fail", "exclude"))
def test_undefined_ratio_is_never_taken_for_a_blank(missing: str) -> None:
    found = line(threshold(">=", more=f'missing = "{missing}"'), {"money": "0"})
    assert (found.state, found.cause) == (U, Cause.UNDEFINED)


SCORED_LINE = threshold(">=", more='role = "score"\npoints = 10')


@pytest.mark.parametrize(("part", "points"), (("60000", 10), ("59999", 0), (None, None)))
def test_threshold_gives_all_its_points_or_none(part: str | None, points: int | None) -> None:
    assert line(SCORED_LINE, {"part": part}).points == points


def test_threshold_that_fails_for_a_blank_gets_no_points() -> None:
    found = line(SCORED_LINE.replace("points = 10", 'points = 10\nmissing = "fail"'), {"part": None})
    assert (found.state, found.points) == (F, 0)


GROUPED = threshold(">=", more='lines_by = { group = "category", lines = { "物流" = 40 } }')


@pytest.mark.parametrize(
    ("groups", "state", "at"),
    (({"category": "物流"}, P, 40), ({"category": "金融"}, F, 60), ({"region": "北"}, U, 60)),
)
def test_threshold_has_its_own_line_for_a_group(groups: dict[str, str], state: State, at: int) -> None:
    found = line(GROUPED, {"part": "50000"}, groups=groups)
    assert (found.state, found.spec.line) == (state, at)
    assert found.cause is (Cause.NO_GROUP if state is U else None)


ONLY = threshold(">=", more='only = { category = ["物流", "金融"] }')


def test_criterion_holds_only_for_its_groups() -> None:
    assert line(ONLY, {}, groups={"category": "金融"}).state is F
    with pytest.raises(StopIteration):
        line(ONLY, {}, groups={"category": "旅游"})
    unknown = line(ONLY, {})
    assert (unknown.state, unknown.cause) == (U, Cause.NO_GROUP)


PARTS = """parts = [
  { measure = "share", op = ">=", line = 60 },
  { measure = "staff", op = ">", line = 40, label = "人手" },
  { measure = "growth", op = ">", line = 0 },
]
"""


@pytest.mark.parametrize(
    ("how", "values", "previous", "expected"),
    (
        ('"any"', {}, None, P), ('"any"', {"people": "40"}, None, U), ('"any"', {"people": "1"}, {"money": "200000"}, F),
        ('"all"', {}, None, F), ('"all"', {"part": "60000"}, None, U), ('"all"', {"part": "60000"}, {"money": "1"}, P),
        ("2", {"part": "60000"}, None, P), ("2", {}, None, U), ("2", {}, {"money": "1"}, P), ("3", {}, None, F),
    ),
)  # fmt: skip
def test_compound_joins_its_parts(how: str, values: dict[str, str], previous: Any, expected: State) -> None:
    found = line(criterion("compound", f"combine = {how}\n{PARTS}"), values, previous=previous)
    assert found.state is expected
    assert [part.code for part in found.parts] == ["one.1", "one.2", "one.3"]
    assert [part.label for part in found.parts] == ["主业占比", "人手", "收入增速"]
    assert found.cause is (Cause.NO_BASE if expected is U else None)


def test_compound_gives_its_points_when_it_holds() -> None:
    entry = criterion("compound", f'combine = "any"\n{PARTS}', more='role = "score"\npoints = 10')
    assert line(entry, {}).points == 10
    assert line(entry, {"people": "1"}, previous={"money": "900000"}).points == 0
    assert line(entry, {"people": "1"}).points is None
    unscored = criterion("compound", f'combine = "any"\n{PARTS}')
    assert line(unscored, {"people": "1"}, previous={"money": "900000"}).points is None


def test_parts_of_a_compound_neither_card_nor_score_by_themselves() -> None:
    entry = criterion(
        "compound", f'combine = "any"\n{PARTS}', more='card = true\nrole = "score"\npoints = 10\nweight = 3'
    )
    found = line(entry, {})
    assert (found.spec.card, found.spec.role, found.spec.full, found.spec.weight) == (True, Role.SCORE, 10, 3)
    for part in found.parts:
        assert part.spec.card is False
        assert (part.spec.role, part.spec.full, part.spec.weight) == (Role.NONE, None, None)
        assert (part.points, part.spec.kind, part.spec.cite) == (None, Kind.THRESHOLD, found.spec.cite)


def test_parts_may_name_their_line_by_a_parameter() -> None:
    parameter = f'[parameters.floor]\nlabel = "标准线"\nunit = "人"\nvalues = [{{ from = 2020, value = 55, {CITE} }}]'
    part = 'combine = "all"\nparts = [{ measure = "staff", op = ">=", line = "floor" }]'
    rules = mini(LINE + criterion("compound", part), more=parameter).steps[0][1]
    rule = rules.criteria[1].rule
    assert isinstance(rule, Compound)
    assert [(test.line, test.parameter) for test in comparisons_in(rule.parts)] == [(55, "floor")]


def test_compound_is_near_when_a_part_is() -> None:
    entry = criterion("compound", f'combine = "any"\n{PARTS}')
    assert line(entry, {"part": "59000"}).near
    assert not line(entry, {"people": "45"}).near


def test_compound_leaves_excluded_parts_out() -> None:
    entry = criterion("compound", f'combine = "all"\n{PARTS}', more='missing = "exclude"')
    assert line(entry, {"part": None}, previous={"money": "1"}).state is P
    nothing = line(entry, {"part": None, "people": None, "money": None})
    assert (nothing.state, nothing.cause) == (State.EXCLUDED, Cause.MISSING)


LEVELS = criterion(
    "levels",
    """levels = [
  { name = "三星", points = 10, parts = [{ measure = "staff", op = ">=", line = 100 }, { measure = "share", op = ">=", line = 10 }] },
  { name = "二星", points = 6, parts = [{ measure = "staff", op = ">=", line = 50 }] },
]
rest = 1
""",
)


@pytest.mark.parametrize(
    ("values", "points", "note"),
    (
        ({"people": "100"}, 10, "三星"),
        ({"people": "99"}, 6, "二星"),
        ({"people": "49"}, 1, ""),
        ({"people": "100", "part": "1"}, 6, "二星"),
    ),
)
def test_levels_give_the_highest_that_holds(values: dict[str, str], points: int, note: str) -> None:
    found = line(LEVELS, values)
    assert (found.state, found.points, found.note) == (S, points, note)
    assert [part.code for part in found.parts] == {"三星": ["one.1.1", "one.1.2"], "二星": ["one.2.1"], "": []}[note]
    assert [part.spec.line for part in found.parts] == {"三星": [100, 10], "二星": [50], "": []}[note]


def test_levels_are_undetermined_while_a_higher_one_may_hold() -> None:
    found = line(LEVELS, {"people": "100", "part": None})
    assert (found.state, found.cause, found.points) == (U, Cause.MISSING, None)
    assert len(found.parts) == 2
    assert line(LEVELS, {"people": "50", "part": None}).note == "二星"


@pytest.mark.parametrize(("pass_at", "state"), (("6", P), ("6.1", F)))
def test_scale_passes_from_the_points_the_rulebook_says(pass_at: str, state: State) -> None:
    assert line(LEVELS.replace("rest = 1", f"rest = 1\npass_at = {pass_at}"), {}).state is state
