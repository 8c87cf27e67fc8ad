"""The one door: verdicts, flags and what they rest on."""

from dataclasses import replace
from datetime import date
from itertools import permutations
from typing import Any

import pytest

from assessment.rules.engine import ENGINE_VERSION, assess, preview
from assessment.rules.enums import Filing, Flag, Standing, State, Verdict, Why
from assessment.rules.facts import Title
from assessment.rules.outcome import Outcome, code_of, letters, standing_after
from assessment.rules.words.explain import explain
from tests.assessment.rules.mini import mini
from tests.assessment.rules.samples import GOOD, POOR, facts, figures, judge, missing, notice, prior, title

CARD, PASSED, OPEN, WAITING = Standing.CARD, Standing.PASSED, Standing.OPEN, Standing.WAITING
APPEALED, ANNULLED, EXEMPT = Standing.CARD_APPEALED, Standing.ANNULLED, Standing.EXEMPT
DELISTED, NOT_ASSESSED = Standing.DELISTED, Standing.NOT_ASSESSED


def after(
    *history: tuple[int, Standing], values: dict[str, Any] = POOR, year: int = 2022, who: Title | None = None
) -> Outcome:
    priors = [prior(at, standing) for at, standing in history]
    return assess(facts(values, year), who or title(), priors, notice())


@pytest.mark.parametrize(
    ("history", "code", "rests_on", "open_years"),
    (
        ((), "YELLOW", (2022,), ()),
        (((2021, PASSED),), "YELLOW", (2022,), ()),
        (((2021, CARD),), "DELIST", (2021, 2022), ()),
        (((2020, CARD), (2021, PASSED)), "YELLOW", (2022,), ()),
        (((2020, CARD), (2021, EXEMPT)), "YELLOW", (2022,), ()),
        (((2020, CARD), (2021, NOT_ASSESSED)), "YELLOW", (2022,), ()),
        (((2020, CARD),), "YELLOW", (2022,), ()),
        (((2021, ANNULLED),), "YELLOW", (2022,), ()),
        (((2020, CARD), (2021, ANNULLED)), "YELLOW", (2022,), ()),
        (((2021, APPEALED),), "YELLOW_DELIST_SUSPENDED", (2021, 2022), ()),
        (((2021, OPEN),), "YELLOW_PRIOR_OPEN", (2022,), (2021,)),
        (((2020, CARD), (2021, OPEN)), "YELLOW_PRIOR_OPEN", (2022,), (2021,)),
        (((2020, OPEN), (2021, PASSED)), "YELLOW", (2022,), ()),
        (((2020, OPEN), (2021, OPEN)), "YELLOW_PRIOR_OPEN", (2022,), (2020, 2021)),
        (((2020, CARD), (2021, OPEN), (2019, PASSED)), "YELLOW_PRIOR_OPEN", (2022,), (2021,)),
        (((2019, CARD), (2020, OPEN), (2021, PASSED)), "YELLOW", (2022,), (2020,)),
        (((2020, APPEALED), (2021, CARD)), "DELIST", (2021, 2022), ()),
        (((2020, APPEALED), (2021, PASSED)), "YELLOW", (2022,), ()),
        (((2020, OPEN), (2021, CARD)), "DELIST", (2021, 2022), ()),
        (((2021, WAITING),), "YELLOW", (2022,), ()),
        (((2021, DELISTED),), "NOT_ASSESSED", (), ()),
        (((2019, DELISTED), (2020, PASSED)), "NOT_ASSESSED", (), ()),
    ),
)  # fmt: skip
def test_a_failure_is_judged_by_the_years_before(
    history: tuple[tuple[int, Standing], ...], code: str, rests_on: tuple[int, ...], open_years: tuple[int, ...]
) -> None:
    outcome = after(*history)
    assert (code_of(outcome), outcome.rests_on, outcome.open_years) == (code, rests_on, open_years)


@pytest.mark.parametrize(
    ("history", "open_years"),
    (
        ((), ()), (((2021, CARD),), ()), (((2021, OPEN),), ()), (((2020, CARD), (2021, OPEN)), (2021,)),
        (((2020, APPEALED), (2021, CARD)), (2020,)), (((2020, APPEALED), (2021, PASSED)), ()),
        (((2019, OPEN), (2020, OPEN), (2021, PASSED)), (2019, 2020)), (((2019, PASSED), (2020, CARD), (2021, OPEN)), (2021,)),
    ),
)  # fmt: skip
def test_a_pass_never_becomes_a_card_but_says_what_is_open(
    history: tuple[tuple[int, Standing], ...], open_years: tuple[int, ...]
) -> None:
    outcome = after(*history, values=GOOD)
    assert (outcome.verdict, outcome.rests_on, outcome.open_years) == (Verdict.PASS, (), open_years)
    assert outcome.has(Flag.PRIOR_OPEN) is bool(open_years)


def test_an_open_year_before_a_pass_cannot_count_but_may_have_ended_the_title() -> None:
    """口径第11条: a later pass clears the chain, so the card is plain; the officer is told what may still come."""
    outcome = after((2019, CARD), (2020, OPEN), (2021, PASSED))
    assert (outcome.has(Flag.TITLE_OPEN), outcome.has(Flag.PRIOR_OPEN)) == (True, False)
    found = explain(outcome, notice())
    assert found.history == "2020 数据年度尚未结案，结案后如构成退出条件，本年结论须重新确定。"
    near = after((2020, CARD), (2021, OPEN))
    assert (near.has(Flag.TITLE_OPEN), near.has(Flag.PRIOR_OPEN)) == (False, True)


def test_order_of_priors_changes_nothing_and_later_years_are_ignored() -> None:
    history = [prior(2019, PASSED), prior(2020, APPEALED), prior(2021, CARD), prior(2023, DELISTED), prior(2022, OPEN)]
    outcomes = {assess(facts(POOR, 2022), title(), order, notice()) for order in permutations(history)}
    assert len(outcomes) == 1
    assert outcomes.pop().verdict is Verdict.DELIST
    alone = assess(facts(POOR, 2022), title(), (prior(2022, WAITING), prior(2023, WAITING)), notice())
    assert (alone.waits_for, alone.flags) == ((), ())


def test_two_priors_of_one_year_are_refused() -> None:
    with pytest.raises(ValueError, match="^2021年有两条以前年度结论$"):
        assess(facts(POOR, 2022), title(), (prior(2021, CARD), prior(2021, PASSED)), notice())


@pytest.mark.parametrize("values", (GOOD, POOR))
def test_a_year_waits_for_the_years_not_yet_decided(values: dict[str, str]) -> None:
    outcome = after((2021, WAITING), (2019, WAITING), (2020, PASSED), values=values)
    assert outcome.waits_for == (2019, 2021)
    assert outcome.has(Flag.WAITS_FOR_YEAR)
    assert not after((2021, PASSED), values=values).has(Flag.WAITS_FOR_YEAR)


@pytest.mark.parametrize("year", (2019, 2023, 1999))
def test_no_ruleset_no_verdict(year: int) -> None:
    outcome = judge(POOR, year)
    assert (outcome.verdict, outcome.why, outcome.lines, outcome.findings) == (
        Verdict.NO_RULE,
        (Why.NO_RULESET,),
        (),
        (),
    )
    assert assess(facts(POOR, year), title(), (), None).verdict is Verdict.NO_RULE
    assert (outcome.score, outcome.full, outcome.grade, outcome.result) == (None, None, "", State.UNDETERMINED)


@pytest.mark.parametrize(
    ("who", "why"),
    (
        (title("reserve"), Why.NO_ASSESSED_TITLE), (title("applicant"), Why.NO_ASSESSED_TITLE),
        (title(since=date(2021, 1, 2)), Why.BEFORE_FIRST_YEAR), (title(since=date(2021, 7, 1)), Why.BEFORE_FIRST_YEAR),
        (title(since=date(2022, 1, 1)), Why.BEFORE_FIRST_YEAR), (title(ended_on=date(2021, 12, 30)), Why.TITLE_ENDED),
        (title(ended_on=date(2020, 5, 1)), Why.TITLE_ENDED),
    ),
)  # fmt: skip
def test_who_holds_no_title_for_the_whole_year_is_not_assessed(who: Title, why: Why) -> None:
    outcome = assess(facts(POOR), who, (), notice())
    assert (outcome.verdict, outcome.why, outcome.flags) == (Verdict.NOT_ASSESSED, (why,), ())
    assert letters(outcome.carding) == "PFP"


@pytest.mark.parametrize(
    "who",
    (title(since=date(2021, 1, 1)), title(since=date(2020, 12, 31)), title(ended_on=date(2021, 12, 31)), title("provincial"),
     title("national", "reserve")),
)  # fmt: skip
def test_who_holds_it_is_assessed(who: Title) -> None:
    assert assess(facts(POOR), who, (), notice()).verdict is Verdict.YELLOW_CARD


def test_first_year_may_be_the_year_of_recognition() -> None:
    rulebook = mini(first_year='"year_of_recognition"')
    values = figures({"money": "1", "area": "100000"})
    for since, verdict in ((date(2021, 12, 31), Verdict.YELLOW_CARD), (date(2022, 1, 1), Verdict.NOT_ASSESSED)):
        assert assess(replace(facts(), values=values), title(since=since), (), rulebook).verdict is verdict


def test_who_is_not_assessed_is_still_shown_by_which_rules_and_how_far() -> None:
    outcome = assess(facts(POOR), title("reserve"), (), notice())
    assert (outcome.ruleset_code, outcome.ruleset_sha256) == (notice().code, notice().sha256)
    assert (outcome.full, outcome.grade, outcome.grade_label) == (100, "fail", "不合格")


def test_exempt_year_is_not_assessed_whatever_was_reported() -> None:
    for given in (facts(POOR, exempt=True), missing(exempt=True), missing(exempt=True, ruled_failed=True)):
        outcome = assess(given, title(), (), notice())
        assert (outcome.verdict, outcome.why) == (Verdict.NOT_ASSESSED, (Why.EXEMPTED,))
        assert standing_after(outcome) is EXEMPT


@pytest.mark.parametrize(
    ("filing", "why"),
    (
        (Filing.MISSING, Why.NOT_REPORTED),
        (Filing.DRAFT, Why.NOT_REPORTED),
        (Filing.RETURNED, Why.NOT_VERIFIED),
        (Filing.SUBMITTED, Why.NOT_VERIFIED),
    ),
)
def test_only_verified_figures_are_judged(filing: Filing, why: Why) -> None:
    outcome = judge(POOR, filing=filing)
    assert (outcome.verdict, outcome.why, outcome.lines, outcome.findings) == (Verdict.HOLD, (why,), (), ())
    assert standing_after(outcome) is OPEN


@pytest.mark.parametrize(
    ("filing", "verdict"),
    (
        (Filing.MISSING, Verdict.YELLOW_CARD),
        (Filing.DRAFT, Verdict.YELLOW_CARD),
        (Filing.RETURNED, Verdict.HOLD),
        (Filing.SUBMITTED, Verdict.HOLD),
    ),
)
def test_a_rulebook_may_take_silence_for_a_failure(filing: Filing, verdict: Verdict) -> None:
    outcome = assess(replace(facts(), filing=filing), title(), (), mini(not_reported='"fail"'))
    assert outcome.verdict is verdict


def test_the_city_may_rule_a_missing_year_a_failure() -> None:
    outcome = assess(missing(ruled_failed=True), title(), (prior(2020, CARD),), notice())
    assert (outcome.verdict, outcome.rests_on, outcome.grade) == (Verdict.DELIST, (2020, 2021), "fail")
    assert outcome.has(Flag.RULED_FAILED)


@pytest.mark.parametrize(
    ("values", "verdict", "ruled"),
    (
        (GOOD, Verdict.PASS, False),
        (POOR, Verdict.YELLOW_CARD, False),
        (GOOD | {"tax": None}, Verdict.YELLOW_CARD, True),
    ),
)
def test_a_ruling_settles_only_what_the_figures_leave_open(
    values: dict[str, Any], verdict: Verdict, ruled: bool
) -> None:
    outcome = judge(values, ruled_failed=True)
    assert (outcome.verdict, outcome.has(Flag.RULED_FAILED)) == (verdict, ruled)


@pytest.mark.parametrize(
    ("levels", "verdict", "kept"),
    (
        (("municipal",), Verdict.DELIST, False), (("municipal", "provincial"), Verdict.DELIST, True),
        (("municipal", "national"), Verdict.DELIST, True), (("municipal", "reserve"), Verdict.DELIST, False),
        (("national",), Verdict.ESCALATE, False), (("provincial",), Verdict.ESCALATE, False),
    ),
)  # fmt: skip
def test_only_the_municipal_title_can_be_lost(levels: tuple[str, ...], verdict: Verdict, kept: bool) -> None:
    outcome = after((2021, CARD), who=title(*levels))
    assert (outcome.verdict, outcome.rests_on) == (verdict, (2021, 2022))
    assert outcome.has(Flag.HIGHER_TITLE_KEPT) is kept
    assert standing_after(outcome) is (DELISTED if verdict is Verdict.DELIST else CARD)


def test_who_cannot_be_delisted_is_not_asked_about_earlier_open_years() -> None:
    history = ((2020, CARD), (2021, OPEN))
    assert after(*history, values=GOOD, who=title("national")).flags == ()
    assert after(*history, who=title("national")).open_years == (2021,)


@pytest.mark.parametrize(
    ("issued", "flagged"),
    (
        (date(2021, 6, 30), False),
        (date(2022, 10, 2), False),
        (date(2022, 10, 3), True),
        (date(2023, 5, 1), True),
        (None, False),
    ),
)
def test_no_warning_period_is_flagged(issued: date | None, flagged: bool) -> None:
    outcome = assess(facts(POOR, 2022), title(), (prior(2021, CARD, issued),), notice())
    assert (outcome.verdict, outcome.has(Flag.NO_WARNING_PERIOD)) == (Verdict.DELIST, flagged)


def test_merger_is_flagged_and_changes_nothing_else() -> None:
    outcome = assess(facts(POOR), title(merged=True), (), notice())
    assert (outcome.verdict, outcome.flags) == (Verdict.YELLOW_CARD, (Flag.MERGED,))


@pytest.mark.parametrize(
    ("tax", "near"), (("6120", True), ("6120.01", False), ("5880", True), ("5879.99", False), ("6000", True))
)
def test_near_lines_are_flagged_on_either_side(tax: str, near: bool) -> None:
    outcome = judge(GOOD | {"tax": tax})
    assert outcome.has(Flag.NEAR_LINE) is near
    assert [line.near for line in outcome.carding] == [False, False, near]


def test_flags_come_in_their_own_order() -> None:
    priors = (prior(2021, CARD, date(2023, 1, 1)), prior(2020, WAITING))
    outcome = assess(facts(POOR | {"tax": "6000"}, 2022), title("municipal", "national", merged=True), priors, notice())
    assert outcome.flags == (
        Flag.NO_WARNING_PERIOD, Flag.WAITS_FOR_YEAR, Flag.MERGED, Flag.NEAR_LINE, Flag.HIGHER_TITLE_KEPT,
    )  # fmt: skip


def test_preview_judges_a_draft_as_if_it_were_verified() -> None:
    draft = facts(POOR, filing=Filing.DRAFT, ruled_failed=True)
    outcome = preview(draft, title(), (prior(2020, CARD),), notice())
    assert (outcome.verdict, letters(outcome.carding)) == (Verdict.DELIST, "PFP")
    assert not outcome.has(Flag.RULED_FAILED)
    assert preview(missing(ruled_failed=True), title(), (), notice()).verdict is Verdict.HOLD


def test_outcome_says_by_which_rules_it_was_judged() -> None:
    outcome = judge()
    rulebook = notice()
    assert (outcome.year, outcome.ruleset_code, outcome.ruleset_title) == (2021, rulebook.code, rulebook.title)
    assert (outcome.ruleset_sha256, outcome.engine_version) == (rulebook.sha256, ENGINE_VERSION)
    assert judge(year=2023).ruleset_sha256 == rulebook.sha256
    nobody = assess(facts(), title(), (), None)
    assert (nobody.ruleset_code, nobody.ruleset_title, nobody.ruleset_sha256) == ("", "", "")
