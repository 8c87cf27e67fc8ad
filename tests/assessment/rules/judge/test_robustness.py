"""How firm the ranking is: places under varied weights, seeded and repeatable."""

from decimal import Decimal

from assessment.rules.enums import Cause
from assessment.rules.facts import Facts
from assessment.rules.judge.field import Entrant
from assessment.rules.judge.robustness import RankRange, SplitMix, rank_ranges
from assessment.rules.outcome import Outcome
from tests.assessment.rules.mini import LINE, criterion, mini
from tests.assessment.rules.samples import figures, judge_field, title

D = Decimal


def test_splitmix_gives_the_published_numbers() -> None:
    generator = SplitMix(1234567)
    assert [generator.next() for _ in range(3)] == [6457827717110365317, 3203168211198807973, 9817491932198370423]
    assert [SplitMix(5).between(3, 3), SplitMix(5).between(-2, 2)] == [3, SplitMix(5).next() % 5 - 2]


def scored(**shares: tuple[str, str]) -> dict[str, Outcome]:
    """Outcomes under two items: people and share, five points each."""
    items = "".join(
        criterion(
            "linear",
            'start = { at = 0, points = 0 }\nend = { at = 100, points = 5 }\nrole = "score"',
            code=code,
            measure=code,
        )
        for code in ("staff", "share")
    )
    book = mini(LINE + items, scoring='{ mode = "sum", full = 10, decimals = 2 }')
    entrants = [
        Entrant(key, Facts(2021, values=figures({"people": one, "part": other, "money": "100", "area": "1"})), title())
        for key, (one, other) in shares.items()
    ]
    return judge_field(entrants, book)


def test_rank_ranges_show_how_far_places_move() -> None:
    outcomes = scored(high=("90", "90"), left=("60", "30"), right=("30", "59"), low=("1", "1"))
    found = rank_ranges(outcomes, {}, draws=200)
    assert found["high"] == RankRange(1, 1, 1, 200, 200)
    assert found["low"] == RankRange(4, 4, 4, 200, 200)
    assert (found["left"].place, found["left"].best, found["left"].worst) == (2, 2, 3)
    assert (found["right"].place, found["right"].best, found["right"].worst) == (3, 2, 3)
    assert 0 < found["left"].stayed < 200
    assert found["left"].stayed == found["right"].stayed


def test_rank_ranges_are_the_same_for_the_same_seed() -> None:
    outcomes = scored(left=("60", "30"), right=("30", "59"), other=("44", "45"))
    again = dict(reversed(list(outcomes.items())))
    assert rank_ranges(outcomes, {}) == rank_ranges(again, {})
    assert rank_ranges(outcomes, {})["left"].draws == 500
    assert rank_ranges(outcomes, {}, seed=1) != rank_ranges(outcomes, {}, seed=2)


def test_rank_ranges_come_out_as_published() -> None:
    """The very draws of the default seed, so that nobody changes the generator unnoticed."""
    outcomes = scored(left=("60", "30"), right=("30", "59"), other=("44", "45"))
    assert rank_ranges(outcomes, {}, percent=25, draws=500, seed=20201119) == rank_ranges(outcomes, {})
    assert {key: one.stayed for key, one in rank_ranges(outcomes, {}).items()} == {
        "left": 288,
        "right": 37,
        "other": 432,
    }
    assert {key: one.stayed for key, one in rank_ranges(outcomes, {}, percent=100, draws=50).items()} == {
        "left": 33,
        "other": 50,
        "right": 0,
    }


def test_rank_ranges_take_a_blank_group_for_none() -> None:
    outcomes = scored(left=("60", "30"), right=("30", "59"))
    assert rank_ranges(outcomes, {"left": ""}, draws=1)["right"].place == 2


def test_rank_ranges_take_items_that_do_not_apply_as_nothing() -> None:
    item = 'start = {{ at = 0, points = 0 }}\nend = {{ at = 100, points = 10 }}\nrole = "score"\nonly = {{ category = ["{}"] }}'
    items = criterion("linear", item.format("a"), code="a", measure="share") + criterion(
        "linear", item.format("b"), code="b", measure="staff"
    )
    book = mini(
        LINE + items.replace('only = { category = ["b"] }', 'except = { category = ["a"] }'),
        scoring='{ mode = "sum", full = 10, decimals = 2 }',
    )
    entrants = [
        Entrant(
            key,
            Facts(
                2021,
                values=figures({"people": "50", "part": "50", "money": "100", "area": "1"}),
                groups={"category": key},
            ),
            title(),
        )
        for key in ("a", "b")
    ]
    found = rank_ranges(judge_field(entrants, book), {}, percent=0, draws=3)
    assert found == {"a": RankRange(1, 1, 1, 3, 3), "b": RankRange(1, 1, 1, 3, 3)}


def test_rank_ranges_put_an_item_that_does_not_apply_level_with_no_points() -> None:
    item = (
        'start = { at = 0, points = 0 }\nend = { at = 100, points = 10 }\nrole = "bonus"\nonly = { category = ["a"] }'
    )
    score = 'start = { at = 0, points = 0 }\nend = { at = 100, points = 10 }\nrole = "score"'
    entries = LINE + criterion("linear", score, code="a", measure="share") + criterion("linear", item, measure="staff")
    book = mini(entries, scoring='{ mode = "sum", full = 10, decimals = 2, bonus_cap = 5 }')
    given = figures({"people": "0", "part": "50", "money": "100", "area": "1"})
    entrants = [Entrant(key, Facts(2021, values=given, groups={"category": key}), title()) for key in ("a", "b")]
    found = rank_ranges(judge_field(entrants, book), {}, draws=1)
    assert (found["a"].place, found["b"].place) == (1, 1)


def test_rank_ranges_stay_within_the_stated_percent() -> None:
    outcomes = scored(left=("60", "30"), right=("30", "59"))
    assert rank_ranges(outcomes, {}, percent=0)["left"] == RankRange(1, 1, 1, 500, 500)
    assert rank_ranges(outcomes, {}, draws=0)["left"] == RankRange(1, 1, 1, 0, 0)


def test_rank_ranges_leave_out_who_has_no_score_and_keep_groups_apart() -> None:
    outcomes = scored(left=("60", "30"), right=("30", "59"), far=("1", "1"))
    found = rank_ranges(outcomes, {"far": "b"}, draws=50)
    assert found["far"] == RankRange(1, 1, 1, 50, 50)
    assert sorted(found) == ["far", "left", "right"]


def test_rank_ranges_count_deductions_and_weights() -> None:
    items = criterion(
        "linear",
        'start = { at = 0, points = 0 }\nend = { at = 100, points = 4 }\nrole = "score"\nweight = 10',
        code="a",
        measure="share",
    )
    items += criterion(
        "linear",
        'start = { at = 0, points = 0 }\nend = { at = 100, points = 9 }\nrole = "deduction"',
        code="b",
        measure="staff",
    )
    book = mini(LINE + items, scoring='{ mode = "weighted", full = 10, decimals = 2, deduction_cap = 9 }')
    entrants = [
        Entrant(key, Facts(2021, values=figures({"people": one, "part": other, "money": "100", "area": "1"})), title())
        for key, one, other in (
            ("clean", "0", "50"),
            ("fined", "50", "80"),
            ("open", "5", "50"),
            ("strong", "20", "90"),
        )
    ]
    outcomes = judge_field(entrants, book)
    assert [outcomes[key].score for key in ("strong", "clean", "open", "fined")] == [D("7.2"), 5, D("4.55"), D("3.5")]
    assert {key: one.place for key, one in rank_ranges(outcomes, {}, draws=1).items()} == {
        "strong": 1,
        "clean": 2,
        "open": 3,
        "fined": 4,
    }
    assert outcomes["clean"].lines[1].cause is not Cause.MISSING
