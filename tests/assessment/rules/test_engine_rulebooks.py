"""Other rulebooks: how criteria join, how points decide, how cards add up."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from assessment.rules.engine import assess
from assessment.rules.enums import Flag, Standing, State, Verdict, Why
from assessment.rules.facts import Prior
from assessment.rules.outcome import code_of
from tests.assessment.rules.mini import LINE, criterion, mini
from tests.assessment.rules.samples import facts, figures, prior, title

CARD, PASSED, OPEN = Standing.CARD, Standing.PASSED, Standing.OPEN
APPEALED, EXEMPT, NOT_ASSESSED = Standing.CARD_APPEALED, Standing.EXEMPT, Standing.NOT_ASSESSED

ANY_TWO = (
    LINE
    + criterion("threshold", 'op = ">="\nline = 60\ncard = true', code="share", measure="share")
    + criterion("threshold", 'op = ">="\nline = 10\ncard = true', code="staff", measure="staff")
)


@pytest.mark.parametrize(
    ("combine", "complete", "values", "verdict", "why"),
    (
        ('"any"', "true", {"people": None}, Verdict.PASS, ()),
        ('"any"', "true", {"people": None, "part": "1", "area": "99999999"}, Verdict.HOLD, (Why.BAD_FIGURES,)),
        ('"all"', "true", {"people": None, "part": "1"}, Verdict.HOLD, (Why.BAD_FIGURES,)),
        ('"all"', "false", {"people": None, "part": "1"}, Verdict.YELLOW_CARD, ()),
        ('"all"', "false", {"people": None}, Verdict.HOLD, (Why.BAD_FIGURES,)),
        ('"all"', "true", {}, Verdict.PASS, ()),
        ("{ at_least = 2 }", "true", {"people": None}, Verdict.PASS, ()),
        ("{ at_least = 2 }", "false", {"people": None, "part": "1"}, Verdict.HOLD, (Why.BAD_FIGURES,)),
        ("{ at_least = 2 }", "false", {"people": "1", "part": "1"}, Verdict.YELLOW_CARD, ()),
        ("{ at_least = 3 }", "false", {"people": None, "part": "1"}, Verdict.YELLOW_CARD, ()),
    ),
)  # fmt: skip
def test_criteria_join_as_the_rulebook_says(
    combine: str, complete: str, values: dict[str, Any], verdict: Verdict, why: tuple[Why, ...]
) -> None:
    rulebook = mini(ANY_TWO, combine=combine, complete_before_card=complete)
    given = figures({"money": "1000", "part": "600", "area": "100000", "people": "10"} | values)
    outcome = assess(replace(facts(), values=given), title(), (), rulebook)
    assert (outcome.verdict, outcome.why) == (verdict, why)


SCORED = LINE + criterion(
    "linear", 'start = { at = 0, points = 0 }\nend = { at = 100, points = 100 }\nrole = "score"', measure="share"
)
SCORING = '{ mode = "sum", full = 100, decimals = 2 }'


@pytest.mark.parametrize(
    ("part", "verdict", "result"),
    (
        ("600", Verdict.PASS, State.PASS),
        ("599.94", Verdict.YELLOW_CARD, State.FAIL),
        (None, Verdict.HOLD, State.UNDETERMINED),
    ),
)
def test_passing_may_depend_on_the_total(part: str | None, verdict: Verdict, result: State) -> None:
    rulebook = mini(SCORED, combine="{ points_at_least = 60 }", scoring=SCORING)
    given = figures({"money": "1000", "part": part, "area": "100000"})
    outcome = assess(replace(facts(), values=given), title(), (), rulebook)
    assert (outcome.verdict, outcome.result) == (verdict, result)
    if part is None:
        assert outcome.why == (Why.NOT_DECIDABLE,)


def test_a_failure_by_points_without_bad_lines_is_a_card_even_if_unscored_lines_are_open() -> None:
    rulebook = mini(SCORED, combine="{ points_at_least = 60 }", scoring=SCORING, complete_before_card="false")
    given = figures({"money": "1000", "part": "1", "area": None})
    assert assess(replace(facts(), values=given), title(), (), rulebook).verdict is Verdict.YELLOW_CARD


def test_a_rulebook_without_grades_grades_nobody() -> None:
    given = replace(facts(), values=figures({"money": "1000", "area": "100000"}))
    for who in (title(), title("reserve")):
        outcome = assess(given, who, (), mini())
        assert (outcome.grade, outcome.grade_label, outcome.score, outcome.full) == ("", "", None, None)


@pytest.mark.parametrize(
    ("policy", "history", "code"),
    (
        ({"streak": "{ cards = 2, within = 3 }", "pass_clears": "false"}, ((2020, CARD), (2021, PASSED)), "DELIST"),
        ({"streak": "{ cards = 2, within = 3 }"}, ((2020, CARD), (2021, PASSED)), "YELLOW"),
        ({"streak": "{ cards = 2, within = 3 }"}, ((2020, CARD), (2021, EXEMPT)), "DELIST"),
        ({"streak": "{ cards = 2, within = 3 }"}, ((2019, CARD),), "YELLOW"),
        ({"streak": "{ cards = 3, within = 3 }"}, ((2020, CARD), (2021, CARD)), "DELIST"),
        ({"streak": "{ cards = 3, within = 3 }"}, ((2021, CARD),), "YELLOW"),
        ({"streak": "{ cards = 3, within = 3 }"}, ((2020, APPEALED), (2021, CARD)), "YELLOW_DELIST_SUSPENDED"),
        ({"streak": "{ cards = 3, within = 3 }"}, ((2020, APPEALED), (2021, OPEN)), "YELLOW_PRIOR_OPEN"),
        ({"streak": "{ cards = 3, within = 3 }"}, ((2021, OPEN),), "YELLOW"),
        ({"streak": "{ cards = 1, within = 1 }"}, (), "DELIST"),
        ({"gap": '"skip"'}, ((2020, CARD), (2021, EXEMPT)), "DELIST"),
        ({"gap": '"skip"'}, ((2019, CARD), (2020, EXEMPT), (2021, NOT_ASSESSED)), "DELIST"),
        ({"gap": '"skip"'}, ((2019, CARD), (2020, PASSED), (2021, EXEMPT)), "YELLOW"),
        ({"gap": '"skip"'}, ((2020, CARD),), "YELLOW"),
        ({"gap": '"skip"', "streak": "{ cards = 2, within = 3 }"}, ((2018, CARD), (2019, EXEMPT), (2020, PASSED), (2021, EXEMPT)), "YELLOW"),
    ),
)  # fmt: skip
def test_other_rulebooks_count_otherwise(
    policy: dict[str, str], history: tuple[tuple[int, Standing], ...], code: str
) -> None:
    given = replace(facts(year=2022), values=figures({"money": "1", "area": "100000"}))
    priors = [Prior(at, standing) for at, standing in history]
    assert code_of(assess(given, title(since=date(2015, 1, 1)), priors, mini(**policy))) == code


def test_an_open_year_too_few_for_the_last_card_is_not_told() -> None:
    given = replace(facts(year=2022), values=figures({"money": "1", "area": "100000"}))
    for cards, open_years in ((3, ()), (2, (2021,))):
        rulebook = mini(streak=f"{{ cards = {cards}, within = 3 }}")
        outcome = assess(given, title(since=date(2015, 1, 1)), (prior(2021, OPEN),), rulebook)
        assert (outcome.verdict, outcome.open_years) == (Verdict.YELLOW_CARD, open_years)
        assert outcome.has(Flag.PRIOR_OPEN) is bool(open_years)


def test_revocable_title_is_data() -> None:
    rulebook = mini(titles='{ assessed = ["provincial"], revocable = "provincial" }')
    given = replace(facts(year=2022), values=figures({"money": "1", "area": "100000"}))
    assert assess(given, title("municipal"), (), rulebook).why == (Why.NO_ASSESSED_TITLE,)
    outcome = assess(given, title("provincial", "municipal"), (prior(2021, CARD),), rulebook)
    assert (outcome.verdict, outcome.has(Flag.HIGHER_TITLE_KEPT)) == (Verdict.DELIST, False)
