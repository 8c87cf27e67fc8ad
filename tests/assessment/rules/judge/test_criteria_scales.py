"""Scales: points along a line, by band, by growth, by place."""

from decimal import Decimal
from typing import Any

import pytest

from assessment.rules.criteria import Rank
from assessment.rules.engine import assess
from assessment.rules.enums import Cause, State
from assessment.rules.facts import Facts, Position
from assessment.rules.judge.points import in_share
from assessment.rules.outcome import Line
from tests.assessment.rules.mini import LINE, criterion, mini
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


RISING = criterion("linear", "start = { at = 20, points = 2 }\nend = { at = 80, points = 10 }", measure="share")
FALLING = criterion("linear", "start = { at = 20, points = 10 }\nend = { at = 80, points = 2 }", measure="share")


@pytest.mark.parametrize(
    ("entry", "part", "points"),
    (
        (RISING, "20000", "2"), (RISING, "0", "2"), (RISING, "80000", "10"), (RISING, "99999", "10"),
        (RISING, "50000", "6"), (RISING, "20037", "2"), (RISING, "20038", "2.01"), (RISING, "30000", "3.33"),
        (FALLING, "20000", "10"), (FALLING, "1", "10"), (FALLING, "80000", "2"), (FALLING, "90000", "2"),
        (FALLING, "50000", "6"), (FALLING, "30000", "8.67"), (FALLING, "20037.5", "10"),
    ),
)  # fmt: skip
def test_linear_interpolates_and_rounds_half_up(entry: str, part: str, points: str) -> None:
    found = line(entry, {"part": part})
    assert (found.points, found.state) == (Decimal(points), S)


def test_linear_rounds_as_finely_as_the_rulebook_says() -> None:
    rulebook = mini(
        LINE + RISING.replace("kind", 'role = "score"\nkind'), scoring='{ mode = "sum", full = 10, decimals = 4 }'
    )
    facts = Facts(2020, values=figures({"money": "3", "part": "1", "area": "1", "people": "1"}))
    assert assess(facts, title(), (), rulebook).score == Decimal("3.7778")


@pytest.mark.parametrize(
    ("part", "points"), (("20000", "0.125"), ("20001", "0.13"), ("80000", "9.875"), ("79999", "9.87"))
)
def test_linear_ends_give_the_points_that_are_written(part: str, points: str) -> None:
    entry = RISING.replace("points = 2 ", "points = 0.125 ").replace("points = 10", "points = 9.875")
    assert line(entry, {"part": part}).points == Decimal(points)


BANDS = criterion(
    "bands",
    """bands = [
  { below = 50, points = 1 },
  { from = 50, to = 70, points = 5 },
  { above = 70, points = 10 },
]
""",
    measure="share",
)


@pytest.mark.parametrize(
    ("part", "points"),
    (("-5", 1), ("49999.99", 1), ("50000", 5), ("70000", 5), ("70000.01", 10), ("1000000", 10)),
)
def test_bands_say_where_their_ends_belong(part: str, points: int) -> None:
    assert line(BANDS, {"part": part}).points == points


GROWTH = criterion("growth", "hold = 4\nstep = 5\nper_step = 2\ncap = 9", measure="growth")


@pytest.mark.parametrize(
    ("before", "points"),
    (("100000", 4), ("100001", 0), ("95239", 4), ("95238", 6), ("90909", 8), ("86000", 9), ("1", 9)),
)
def test_growth_pays_for_every_full_step(before: str, points: int) -> None:
    assert line(GROWTH, {}, previous={"money": before}).points == points


@pytest.mark.parametrize(
    ("part", "points"),
    (
        ("100000", "8"), ("100999", "8"), ("101000", "8.5"), ("104000", "10"), ("107000", "10"),
        ("99999", "8"), ("99001", "8"), ("99000", "6"), ("98001", "6"), ("98000", "4"), ("96000", "0"), ("94000", "0"),
    ),
)  # fmt: skip
def test_steps_may_go_down_from_a_base(part: str, points: str) -> None:
    entry = criterion(
        "growth", "base = 100\nhold = 8\nstep = 1\nper_step = 0.5\nper_step_down = 2\ncap = 10", measure="share"
    )
    assert line(entry, {"part": part}).points == Decimal(points)


def test_base_without_steps_down_gives_nothing_below_it() -> None:
    entry = criterion("growth", "base = 100\nhold = 8\nstep = 1\nper_step = 1\ncap = 10", measure="share")
    assert [line(entry, {"part": part}).points for part in ("99999", "100000", "101000")] == [0, 8, 9]


def test_base_moves_the_level_of_a_growth() -> None:
    entry = GROWTH.replace("hold = 4", "base = 5\nhold = 4")
    assert [line(entry, {}, previous={"money": before}).points for before in ("95239", "95238", "90909")] == [0, 4, 6]


CHANGE = """
[measures.more]
label = "主业占比提高"
change = "share"
unit = "%"
cite = { document = "试验规则", clause = "第一条", basis = "department" }
"""


@pytest.mark.parametrize(
    ("part", "points"), (("50000", 0), ("50499", 0), ("50500", 2), ("51500", 6), ("52000", 7), ("49999", 0))
)
def test_points_for_every_half_percentage_point_more(part: str, points: int) -> None:
    entry = criterion("growth", "hold = 0\nstep = 0.5\nper_step = 2\ncap = 7", measure="more") + CHANGE
    assert line(entry, {"part": part}, previous={"money": "2", "part": "1"}).points == points


@pytest.mark.parametrize(("more", "state"), (("", U), ('no_base = "exclude"', State.EXCLUDED), ('no_base = "fail"', F)))
def test_growth_without_base_is_undetermined_unless_the_rulebook_says_otherwise(more: str, state: State) -> None:
    found = line(GROWTH.replace("cap = 9", f'cap = 9\nmissing = "hold"\n{more}'), {})
    assert (found.cause, found.state, found.points) == (Cause.NO_BASE, state, 0 if state is F else None)
    assert line(GROWTH, {"money": None}).state is U


RANK = criterion(
    "rank",
    """group = "category"
order = "high_first"
ties = "best"
classes = [
  { first = 1, points = 10, name = "头名" },
  { share = 50, points = 6 },
  { last = 2, points = 1 },
  { rest = true, points = 3 },
]
""",
    measure="staff",
)


@pytest.mark.parametrize(
    ("better", "equal", "size", "points", "note"),
    (
        (0, 1, 10, 10, "头名，第 1 名，共 10 个"), (0, 2, 10, 10, "头名，第 1 名（并列 2 个），共 10 个"),
        (4, 1, 10, 6, "第 5 名，共 10 个"), (5, 1, 10, 3, "第 6 名，共 10 个"), (7, 1, 10, 3, "第 8 名，共 10 个"),
        (8, 1, 10, 1, "第 9 名，共 10 个"), (7, 2, 10, 3, "第 8 名（并列 2 个），共 10 个"),
    ),
)  # fmt: skip
def test_rank_pays_by_place(better: int, equal: int, size: int, points: int, note: str) -> None:
    found = line(RANK, {}, positions={"one": Position(better, equal, size)})
    assert (found.points, found.note) == (points, note)


def test_rank_may_give_equals_their_worst_place() -> None:
    found = line(RANK.replace('"best"', '"worst"'), {}, positions={"one": Position(0, 2, 10)})
    assert (found.points, found.note) == (6, "第 2 名（并列 2 个），共 10 个")


@pytest.mark.parametrize(
    ("rounding", "places"), (("down", 2), ("nearest", 3), ("up", 3)), ids=("down", "nearest", "up")
)
def test_rank_rounds_the_share_as_the_rulebook_says(rounding: str, places: int) -> None:
    classes = f'order = "high_first"\nties = "best"\nrounding = "{rounding}"\nclasses = [{{ share = 50, points = 9 }}, {{ rest = true, points = 1 }}]'
    entry = criterion("rank", classes, measure="staff")
    points = [line(entry, {}, positions={"one": Position(better, 1, 5)}).points for better in range(5)]
    assert points == [9] * places + [1] * (5 - places)


@pytest.mark.parametrize(("rounding", "places"), (("down", 1), ("nearest", 1), ("up", 2)))
def test_rank_rounds_less_than_half_a_place_only_up(rounding: str, places: int) -> None:
    assert [place for place in range(1, 8) if in_share(place, Decimal(20), 7, rounding)] == list(range(1, places + 1))


def test_share_is_rounded_at_exactly_half_and_at_anything() -> None:
    assert [in_share(1, Decimal(share), 1, "nearest") for share in (49, 50)] == [False, True]
    assert [in_share(2, Decimal(share), 2, "up") for share in ("50", "50.5")] == [False, True]
    assert [in_share(1, Decimal(share), 1, "down") for share in ("99.9", "100")] == [False, True]


def test_rank_takes_every_share_above_nothing_up_to_all() -> None:
    shares = "{ share = 0.5, points = 9 }, { share = 1, points = 7 }, { share = 100, points = 5 }"
    entry = f'order = "high_first"\nties = "worst"\nclasses = [{shares}, {{ rest = true, points = 1 }}]'
    rule = mini(LINE + criterion("rank", entry, measure="staff")).steps[0][1].criteria[1].rule
    assert isinstance(rule, Rank)
    assert [(one.by, one.size) for one in rule.classes] == [
        ("share", Decimal("0.5")),
        ("share", 1),
        ("share", 100),
        ("rest", 0),
    ]
    assert (rule.ties, rule.descending, rule.rounding, rule.group) == ("worst", True, "down", "")


def test_rank_needs_the_field() -> None:
    assert line(RANK, {}).cause is Cause.NO_FIELD
    assert line(RANK, {"people": None}, positions={"one": Position(0, 1, 3)}).cause is Cause.MISSING
