"""Whole histories: appeals, withdrawals, corrections, annulments, in any order of the files."""

from datetime import date
from itertools import permutations

import pytest

from assessment.rules.enums import Flag, Standing, Verdict
from assessment.rules.facts import Facts
from assessment.rules.judge.timeline import YearFile, YearResult, timeline
from assessment.rules.ruleset import Rulebook
from tests.assessment.rules.samples import GOOD, POOR, facts, figures, missing, notice, ruleset, title


def fold(*files: YearFile, **more: object) -> dict[int, YearResult]:
    return {result.year: result for result in timeline(title(), files, Rulebook((notice(),)))}


def failing(year: int, **more: object) -> YearFile:
    return YearFile(facts(POOR, year), **more)  # type: ignore[arg-type]


def passing(year: int, **more: object) -> YearFile:
    return YearFile(facts(GOOD, year), **more)  # type: ignore[arg-type]


def test_order_of_files_changes_nothing() -> None:
    files = (failing(2020, appeal="pending>rejected"), failing(2021), passing(2022, annuls=(2020,)))
    folded = {timeline(title(), order, Rulebook((notice(),))) for order in permutations(files)}
    assert len(folded) == 1


def test_two_files_of_one_year_are_refused() -> None:
    with pytest.raises(ValueError, match="^2021年有两条记录$"):
        fold(failing(2021), passing(2021))


def test_results_tell_standing_and_steps() -> None:
    folded = fold(failing(2020), failing(2021, annuls=(2020,)))
    first, second = folded[2020], folded[2021]
    assert (first.code, first.trail, first.standing) == ("ANNULLED", "YELLOW>ANNULLED", Standing.ANNULLED)
    assert (second.code, second.trail, second.standing) == ("YELLOW", "DELIST>YELLOW", Standing.CARD)
    assert [step.outcome.verdict for step in second.steps] == [Verdict.DELIST, Verdict.YELLOW_CARD]
    assert (second.outcome.rests_on, second.recognition) == ((2021,), 0)


@pytest.mark.parametrize(
    ("file", "standing"),
    (
        (passing(2021), Standing.PASSED), (failing(2021), Standing.CARD), (failing(2021, appeal="pending"), Standing.CARD_APPEALED),
        (failing(2021, appeal="rejected"), Standing.CARD), (failing(2021, appeal="upheld"), Standing.ANNULLED),
        (failing(2021, withdrawn=True), Standing.ANNULLED), (failing(2021, appeal="pending>rejected"), Standing.CARD),
        (failing(2021, appeal="pending>upheld"), Standing.ANNULLED), (YearFile(missing(2021)), Standing.OPEN),
        (YearFile(missing(2021, exempt=True)), Standing.EXEMPT), (failing(2019), Standing.NOT_ASSESSED),
        (failing(2021, corrected=facts(GOOD)), Standing.PASSED), (failing(2021, corrected=facts(POOR)), Standing.CARD),
        (passing(2021, corrected=facts(POOR)), Standing.CARD), (failing(2021, corrected=facts(GOOD), appeal="pending"), Standing.PASSED),
        (failing(2021, corrected=facts(POOR), appeal="pending"), Standing.CARD_APPEALED),
        (failing(2021, levels=frozenset({"reserve"})), Standing.NOT_ASSESSED),
    ),
)  # fmt: skip
def test_standing_after_all_is_told(file: YearFile, standing: Standing) -> None:
    assert fold(file)[file.year].standing is standing


def test_delisting_under_appeal_stays_a_delisting() -> None:
    assert fold(failing(2020), failing(2021, appeal="pending"))[2021].standing is Standing.DELISTED


def test_last_years_verified_figures_are_taken_from_the_history() -> None:
    hundredfold = YearFile(facts(POOR | {"tax": "60"}, 2020))
    assert fold(hundredfold, failing(2021))[2021].code == "HOLD"
    assert (
        fold(YearFile(Facts(2020, missing().filing, values=figures(POOR | {"tax": "60"}))), failing(2021))[2021].code
        != "HOLD"
    )
    assert fold(YearFile(facts(POOR | {"tax": "60"}, 2020)), failing(2022))[2022].code == "YELLOW"
    own = YearFile(facts(POOR, 2021, previous=POOR))
    assert fold(hundredfold, own)[2021].code == "DELIST"


def test_last_years_figures_are_the_same_when_a_year_is_judged_again() -> None:
    first = YearFile(facts(POOR | {"tax": "60"}, 2020), appeal="pending>rejected")
    folded = fold(first, failing(2021), failing(2022))
    assert [folded[year].trail for year in (2020, 2021)] == ["YELLOW", "HOLD"]


def test_corrected_figures_are_last_years_figures_afterwards() -> None:
    corrected = YearFile(facts(POOR | {"tax": "60"}, 2020), corrected=facts(POOR, 2020))
    assert fold(corrected, failing(2021))[2021].trail == "DELIST"


def test_late_correction_reaches_the_years_after_it() -> None:
    folded = fold(passing(2020, corrected=facts(POOR, 2020)), failing(2021), failing(2022))
    assert [folded[year].trail for year in (2020, 2021, 2022)] == [
        "NONE>YELLOW",
        "YELLOW>DELIST",
        "DELIST>NOT_ASSESSED",
    ]


def test_late_correction_leaves_the_years_before_it_alone() -> None:
    folded = fold(failing(2020), passing(2021, corrected=facts(POOR, 2021)))
    assert [folded[year].trail for year in (2020, 2021)] == ["YELLOW", "NONE>DELIST"]


def test_correction_of_an_annulled_card_shows_the_last_figures() -> None:
    result = fold(failing(2020, withdrawn=True, corrected=facts(GOOD, 2020)))[2020]
    assert (result.trail, result.standing) == ("YELLOW>ANNULLED", Standing.ANNULLED)
    assert result.outcome.verdict is Verdict.PASS


def test_a_card_that_appears_late_may_be_taken_back_too() -> None:
    assert fold(passing(2020, corrected=facts(POOR, 2020), withdrawn=True))[2020].trail == "NONE>YELLOW>ANNULLED"


def test_annulment_of_a_pass_or_of_an_unknown_year_does_nothing() -> None:
    folded = fold(passing(2020), failing(2021, annuls=(2020, 2015)))
    assert [folded[year].trail for year in (2020, 2021)] == ["NONE", "YELLOW"]


def test_annulment_of_a_later_year_waits_for_nobody() -> None:
    folded = fold(failing(2020, annuls=(2021,)), failing(2021))
    assert [folded[year].trail for year in (2020, 2021)] == ["YELLOW", "DELIST"]


def test_annulment_twice_is_one_annulment() -> None:
    folded = fold(failing(2020, withdrawn=True), failing(2021, annuls=(2020,)))
    assert [folded[year].trail for year in (2020, 2021)] == ["YELLOW>ANNULLED", "YELLOW"]


def test_new_recognition_starts_from_nothing() -> None:
    folded = fold(failing(2020), failing(2021), failing(2022, recognised_again=date(2022, 1, 1)))
    assert [(folded[year].code, folded[year].recognition) for year in (2020, 2021, 2022)] == [
        ("YELLOW", 0), ("DELIST", 0), ("YELLOW", 1),
    ]  # fmt: skip
    assert folded[2022].outcome.rests_on == (2022,)
    later = fold(failing(2020), failing(2021, recognised_again=date(2021, 6, 1)), failing(2022))
    assert [later[year].code for year in (2020, 2021, 2022)] == ["YELLOW", "NOT_ASSESSED", "YELLOW"]


def test_day_of_issue_only_tells_the_warning_period() -> None:
    early = fold(failing(2020, issued=date(2021, 6, 30)), failing(2021))[2021].outcome
    late = fold(failing(2020, issued=date(2022, 6, 30)), failing(2021))[2021].outcome
    assert (early.verdict, late.verdict) == (Verdict.DELIST, Verdict.DELIST)
    assert (early.has(Flag.NO_WARNING_PERIOD), late.has(Flag.NO_WARNING_PERIOD)) == (False, True)


def test_merger_is_flagged_for_its_year() -> None:
    folded = fold(failing(2020), failing(2021, merged=True))
    assert [folded[year].outcome.has(Flag.MERGED) for year in (2020, 2021)] == [False, True]
    held = timeline(title(merged=True), (failing(2020),), Rulebook((notice(),)))
    assert held[0].outcome.has(Flag.MERGED)


def test_each_year_is_judged_by_its_own_rulebook() -> None:
    book = Rulebook((ruleset("qingdao_continuation_example"), notice()))
    files = [failing(year) for year in (2022, 2023)]
    assert [result.code for result in timeline(title(), files, book)] == ["YELLOW", "DELIST"]
    assert [result.code for result in timeline(title(), files, Rulebook((notice(),)))] == ["YELLOW", "NO_RULE"]


def test_empty_history_is_empty() -> None:
    assert timeline(title(), (), Rulebook(())) == ()
