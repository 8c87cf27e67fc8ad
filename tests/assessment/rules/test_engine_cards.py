"""(8.A8) A card always names what failed, and a hold names its cause."""

from typing import Any

import pytest

from assessment.rules.cases.trial_table import judge_figures
from assessment.rules.engine import assess
from assessment.rules.enums import State, Verdict, Why
from assessment.rules.facts import Facts
from assessment.rules.outcome import Outcome
from assessment.rules.ruleset import Ruleset
from assessment.rules.words.explain import explain
from tests.assessment.rules.mini import LINE, criterion, mini
from tests.assessment.rules.samples import figures, title

STAFF = criterion("threshold", 'op = ">="\nline = 10\ncard = true', code="staff", measure="staff")
SCORING = '{ mode = "sum", full = 10, decimals = 2 }'


def judged(book: Ruleset, values: dict[str, str | None], **more: Any) -> Outcome:
    return assess(Facts(2021, values=figures(values), **more), title(), (), book)


def told(outcome: Outcome, book: Ruleset) -> tuple[str, ...]:
    return explain(outcome, book).open


GIVEN = {"money": "100", "part": "50", "area": "1000", "people": "12"}


def test_lines_that_passed_or_were_left_out_give_no_card():
    """One of two passes, the other is left out for a blank: nothing failed, so the year is on hold, and says why."""
    book = mini(LINE + STAFF, combine="{ at_least = 2 }", missing='"exclude"', complete_before_card="false")
    outcome = judged(book, GIVEN | {"people": None})
    assert [line.state for line in outcome.carding] == [State.PASS, State.EXCLUDED]
    assert (outcome.verdict, outcome.why) == (Verdict.HOLD, (Why.NOT_DECIDABLE,))
    assert told(outcome, book) == ("第一项：数据缺失，不计入；余下的标准不足以得出结论。",)


def test_a_failed_line_gives_a_card_however_many_were_left_out():
    book = mini(LINE + STAFF, combine="{ at_least = 2 }", missing='"exclude"', complete_before_card="false")
    outcome = judged(book, GIVEN | {"people": None, "money": "1"})
    assert (outcome.verdict, [line.code for line in outcome.missed]) == (Verdict.YELLOW_CARD, ["density"])


PARTS = 'parts = [{ measure = "staff", op = ">=", line = 10 }, { measure = "density", op = ">=", line = 100 }]'


@pytest.mark.parametrize("how", ('"all"', "2"))
@pytest.mark.parametrize(("complete", "verdict"), (("true", Verdict.HOLD), ("false", Verdict.YELLOW_CARD)))
def test_blank_inside_a_compound_criterion_counts_as_incomplete(how, complete, verdict):
    """One part fails and the other cannot be told: the card could not list what failed."""
    book = mini(criterion("compound", f"combine = {how}\ncard = true\n{PARTS}"), complete_before_card=complete)
    outcome = judged(book, GIVEN | {"people": None, "money": "1"})
    assert (outcome.lines[0].state, outcome.verdict) == (State.FAIL, verdict)
    if verdict is Verdict.HOLD:
        assert outcome.why == (Why.BAD_FIGURES,)
        assert "人数未填写。" in told(outcome, book)


def test_alternative_that_passes_is_complete_whatever_the_other_lacks():
    book = mini(criterion("compound", f'combine = "any"\ncard = true\n{PARTS}'))
    assert judged(book, GIVEN | {"people": None}).verdict is Verdict.PASS


LEVELS = (
    'card = true\npass_at = 5\nlevels = [{ name = "甲", points = 9, '
    'parts = [{ measure = "staff", op = ">=", line = 10 }, { measure = "density", op = ">=", line = 100 }] }, '
    '{ name = "乙", points = 1, parts = [{ measure = "density", op = ">=", line = 1 }] }]'
)


@pytest.mark.parametrize("money", ("0.0001", "0.1"))
@pytest.mark.parametrize(("complete", "verdict"), (("true", Verdict.HOLD), ("false", Verdict.YELLOW_CARD)))
def test_blank_inside_a_missed_level_counts_as_incomplete(money, complete, verdict):
    """Whether no level was reached or one below the mark: what the higher level lacks is named."""
    book = mini(criterion("levels", LEVELS), complete_before_card=complete)
    outcome = judged(book, GIVEN | {"people": None, "money": money})
    assert (outcome.lines[0].state, outcome.verdict) == (State.FAIL, verdict)
    assert [part.label for part in outcome.lines[0].parts if part.state is State.FAIL]
    if verdict is Verdict.HOLD:
        assert "人数未填写。" in told(outcome, book)


def test_blank_inside_a_compound_item_holds_a_card_by_points():
    """The score is sure, but not all that it rests on: with complete_before_card it waits."""
    item = criterion("compound", f'combine = "all"\nrole = "score"\npoints = 10\n{PARTS}')
    for complete, verdict in (("true", Verdict.HOLD), ("false", Verdict.YELLOW_CARD)):
        book = mini(item, combine="{ points_at_least = 5 }", scoring=SCORING, complete_before_card=complete)
        outcome = judged(book, GIVEN | {"people": None, "money": "1"})
        assert (outcome.score, outcome.verdict) == (0, verdict)
        if verdict is Verdict.HOLD:
            assert "人数未填写。" in told(outcome, book)


ONLY = 'only = { category = ["物流"] }'
SCORED = criterion(
    "linear",
    'start = { at = 0, points = 0 }\nend = { at = 10, points = 10 }\nrole = "score"',
    code="s",
    measure="staff",
)


@pytest.mark.parametrize("how", ('"all"', '"any"', "2"))
def test_vetoes_and_alternatives_that_apply_to_nobody_decide_nothing(how):
    """A cluster for which none of them is meant is judged by the rest."""
    limited = criterion("threshold", f'op = ">="\nline = 10\ncard = true\n{ONLY}', measure="staff")
    limited += limited.replace('"one"', '"two"')
    book = mini(limited + SCORED, combine=f"{{ points_at_least = 5, and = {how} }}", scoring=SCORING)
    for people, verdict in (("9", Verdict.PASS), ("1", Verdict.YELLOW_CARD)):
        outcome = judged(book, GIVEN | {"people": people}, groups={"category": "金融"})
        assert outcome.verdict is verdict
    assert judged(book, GIVEN | {"people": "9"}, groups={"category": "物流"}).verdict is Verdict.YELLOW_CARD
    combine = how if how != "2" else "{ at_least = 2 }"
    alone = mini(limited, combine=combine)
    assert judged(alone, GIVEN, groups={"category": "金融"}).verdict is Verdict.PASS


def test_of_fewer_criteria_than_asked_for_all_must_hold():
    limited = criterion("threshold", f'op = ">="\nline = 10\ncard = true\n{ONLY}', measure="staff")
    book = mini(LINE + limited, combine="{ at_least = 2 }")
    assert judged(book, GIVEN, groups={"category": "金融"}).verdict is Verdict.PASS
    assert judged(book, GIVEN | {"money": "1"}, groups={"category": "金融"}).verdict is Verdict.YELLOW_CARD


def test_last_places_inside_a_group_are_found_in_a_trial_table():
    """The table's column `region` was not read, because only above_last asks for it."""
    book = mini(SCORED, combine='{ above_last = 1, group = "region" }', scoring=SCORING)
    text = "cluster,group,region,year,people\n" + "".join(
        f"{name},物流,{region},2021,{people}\n"
        for name, region, people in (("甲", "东", 9), ("乙", "东", 8), ("丙", "西", 3), ("丁", "西", 2))
    )
    judged_rows, notes = judge_figures(text, book)
    assert notes == ()
    assert {row.cluster: row.outcome.verdict.value for row in judged_rows} == {
        "甲": "pass", "乙": "yellow_card", "丙": "pass", "丁": "yellow_card",
    }  # fmt: skip
