"""What holds for every history and every figure; `make properties` tries many more of them."""

import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.rules.engine import assess
from assessment.rules.enums import Filing, Standing, State
from assessment.rules.facts import Facts, Title
from assessment.rules.judge.robustness import SplitMix
from assessment.rules.judge.timeline import APPEALS, YearFile, YearResult, timeline
from assessment.rules.outcome import CARD_VERDICTS, Outcome
from assessment.rules.parse.rulebook import build
from assessment.rules.ruleset import Rulebook, Ruleset
from assessment.rules.wire.facts import input_json, read_input
from assessment.rules.wire.outcomes import outcome_from_json, outcome_json
from assessment.rules.words.distance import distance
from tests.assessment.rules.samples import GOOD, figures, notice

pytestmark = pytest.mark.properties

YEARS = range(2014, 2023)


def lines_only() -> Ruleset:
    """The notice's three lines and the checks that hold up a year, over more years; nothing that only scores or warns."""
    data = tomllib.loads(notice().text.replace("from = 2020", "from = 2014"), parse_float=Decimal)
    data["criteria"] = [entry for entry in data["criteria"] if entry.get("card")]
    data["checks"] = [entry for entry in data["checks"] if entry["severity"] != "warning"]
    data["policy"] = {code: values for code, values in data["policy"].items() if code not in ("scoring", "grading")}
    return build(data, "", "lines.toml")


LINES = lines_only()
BOOK = Rulebook((LINES,))
MUNICIPAL = Title(frozenset({"municipal"}), date(2010, 1, 1))
KINDS = {
    "pass": figures(GOOD),
    "fail": figures(GOOD | {"tax": "3000"}),
    "near": figures(GOOD | {"tax": "6000"}),
    "all": figures({"revenue": "9", "leading_revenue": "1", "tax": "0.1", "floor_area": "100000"}),
    "odd": figures(GOOD | {"floor_area": "1000"}),
    "blank": figures(GOOD | {"tax": None}),
    "bad": figures(GOOD | {"leading_revenue": "999999"}),
}
money = st.decimals(min_value=0, max_value=10**8, places=6)
areas = st.decimals(min_value="0.01", max_value=10**8, places=2)


class Dice:
    """Choices from one seed: a whole history costs the generator of examples a single number."""

    def __init__(self, seed: int) -> None:
        self._stream = SplitMix(seed)

    def one(self, *options: Any) -> Any:
        return options[self._stream.between(0, len(options) - 1)]

    def chance(self, odds: int) -> bool:
        return self._stream.between(1, odds) == 1


def year_file(dice: Dice, year: int) -> YearFile:
    facts = Facts(
        year,
        dice.one(*[Filing.VERIFIED] * 5, *Filing),
        values=KINDS[dice.one("pass", "fail", "fail", "all", "near", "odd", "blank", "bad")],
        confirmed=frozenset(dice.one((), (), ("revenue", "floor_area"))),
        ruled_failed=dice.chance(4),
        exempt=dice.chance(7),
    )
    corrected = dice.one("pass", "fail", "bad") if dice.chance(4) else None
    return YearFile(
        facts,
        appeal=dice.one(*sorted(APPEALS)) if dice.chance(2) else "",
        withdrawn=dice.chance(7),
        corrected=None if corrected is None else replace(facts, filing=Filing.VERIFIED, values=KINDS[corrected]),
        annuls=dice.one((year - 1,), (year - 2, year - 1)) if dice.chance(5) else (),
        recognised_again=date(year, dice.one(1, 7), 1) if dice.chance(6) else None,
        issued=dice.one(None, date(year + 1, 6, 30), date(year + 2, 6, 30)),
    )


def history(seed: int) -> list[YearFile]:
    """One to seven data years in any order, some of them left out."""
    dice = Dice(seed)
    years = [year for year in YEARS if not dice.chance(4)] or [2021]
    return sorted((year_file(dice, year) for year in years[-7:]), key=lambda file: dice.one(1, 2, 3))


def histories() -> st.SearchStrategy[list[YearFile]]:
    return st.integers(min_value=0, max_value=2**64 - 1).map(history)


def fold(files: list[YearFile], who: Title = MUNICIPAL) -> tuple[YearResult, ...]:
    return timeline(who, files, BOOK)


@given(histories())
def test_order_of_input_is_irrelevant(files: list[YearFile]) -> None:
    assert fold(files) == fold(files[::-1]) == fold(sorted(files, key=lambda file: file.year))


@given(histories())
def test_a_delisting_rests_on_valid_cards_in_adjacent_years(files: list[YearFile]) -> None:
    results = {result.year: result for result in fold(files)}
    for year, result in results.items():
        if result.code == "DELIST":
            assert result.outcome.rests_on == (year - 1, year)
            assert results[year - 1].standing is Standing.CARD
            assert results[year - 1].recognition == result.recognition


@given(histories())
def test_nothing_follows_a_delisting(files: list[YearFile]) -> None:
    delisted: set[int] = set()
    for result in fold(files):
        if result.recognition in delisted:
            assert result.code in ("NOT_ASSESSED", "NO_RULE", "ANNULLED")
        if result.code == "DELIST":
            assert result.recognition not in delisted
            delisted.add(result.recognition)


@given(histories())
def test_at_most_one_active_card_a_year_and_none_without_a_failure(files: list[YearFile]) -> None:
    for result in fold(files):
        assert len({step.code for step in result.steps} & {"YELLOW"}) <= 1
        if result.standing in (Standing.CARD, Standing.CARD_APPEALED, Standing.DELISTED):
            assert result.outcome.verdict in CARD_VERDICTS
            assert result.outcome.missed or result.outcome.has("ruled_failed")  # type: ignore[arg-type]


def alone(file: YearFile) -> YearFile:
    """The year without any comparison with the year before it."""
    corrected = None if file.corrected is None else replace(file.corrected, previous={})
    return replace(file, facts=replace(file.facts, previous={}), corrected=corrected, recognised_again=None)


def carded(results: tuple[YearResult, ...]) -> set[int]:
    return {result.year for result in results if any(step.outcome.verdict in CARD_VERDICTS for step in result.steps)}


@given(histories(), st.sampled_from(YEARS))
def test_a_pass_year_never_adds_a_card(files: list[YearFile], year: int) -> None:
    """Put in any place, a plain pass brings no card and no end of the title that did not come without it."""
    others = [alone(file) for file in files if file.year != year]
    before = fold(others)
    if not any(step.code == "DELIST" for result in before for step in result.steps):
        after = fold([*others, YearFile(Facts(year, values=KINDS["pass"], previous={}))])
        assert carded(after) <= carded(before)
        assert not any(step.code == "DELIST" for result in after for step in result.steps)


@given(histories(), st.sampled_from(("reserve", "applicant")))
def test_reserve_and_applicants_never_get_a_card(files: list[YearFile], level: str) -> None:
    for result in fold(files, Title(frozenset({level}), date(2010, 1, 1))):
        assert result.trail == "NOT_ASSESSED"


@given(histories())
def test_who_has_no_municipal_title_is_never_delisted(files: list[YearFile]) -> None:
    for result in fold(files, Title(frozenset({"national"}), date(2010, 1, 1))):
        assert "DELIST" not in {step.code for step in result.steps}


@given(histories())
def test_every_outcome_survives_storage_and_recomputing(files: list[YearFile]) -> None:
    for result in fold(files):
        for step in result.steps:
            assert outcome_from_json(outcome_json(step.outcome)) == step.outcome
    facts, title, priors = read_input(input_json(files[0].facts, MUNICIPAL, ()))
    again = outcome_json(assess(facts, title, priors, BOOK.for_year(facts.year)))
    assert again == outcome_json(assess(files[0].facts, MUNICIPAL, (), BOOK.for_year(files[0].year)))


def judged(revenue: Decimal, leading: Decimal, tax: Decimal, area: Decimal) -> Outcome:
    values = {"revenue": revenue, "leading_revenue": leading, "tax": tax, "floor_area": area}
    return assess(Facts(2021, values=values, confirmed=frozenset(values)), MUNICIPAL, (), LINES)


def states(outcome: Outcome) -> dict[str, State]:
    return {line.code: line.state for line in outcome.carding}


@given(money, money, money, areas, money)
def test_raising_a_figure_alone_never_turns_its_line_into_a_failure(
    revenue: Decimal, leading: Decimal, tax: Decimal, area: Decimal, more: Decimal
) -> None:
    before = states(judged(revenue, leading, tax, area))
    raised = (
        ("concentration", states(judged(revenue, leading + more, tax, area))),
        ("revenue_per_area", states(judged(revenue + more, leading, tax, area))),
        ("tax_per_area", states(judged(revenue, leading, tax + more, area))),
    )
    for code, after in raised:
        assert not (before[code] is State.PASS and after[code] is State.FAIL)


@given(money, money, money, areas)
def test_lines_agree_with_whole_numbers(revenue: Decimal, leading: Decimal, tax: Decimal, area: Decimal) -> None:
    """The comparison in integers of 0.000001 万元 and 0.01 ㎡ says the same as the engine, wherever it says anything."""
    found = states(judged(revenue, leading, tax, area))
    r, le, t, a = (int(value * 10**6) for value in (revenue, leading, tax, area))
    expected = {"concentration": 10 * le >= 7 * r, "revenue_per_area": r >= a, "tax_per_area": t * 10**4 >= 600 * a}
    for code, state in found.items():
        assert state is State.UNDETERMINED or (state is State.PASS) == expected[code]


@given(money, money, money, areas)
def test_digits_shown_never_contradict_the_state(
    revenue: Decimal, leading: Decimal, tax: Decimal, area: Decimal
) -> None:
    for line in judged(revenue, leading, tax, area).carding:
        if line.value is not None:
            shown = Decimal(line.display.replace(",", ""))
            assert (shown >= line.spec.line) == (line.state is State.PASS)  # type: ignore[operator]


@given(money, money, areas)
def test_what_is_named_as_lacking_meets_the_line(revenue: Decimal, tax: Decimal, area: Decimal) -> None:
    outcome = judged(revenue, revenue, tax, area)
    missed = next(line for line in outcome.carding if line.code == "tax_per_area")
    found = distance(missed)
    if found is not None and found.above is not None:
        values = {"tax": found.above.need, "floor_area": area, "revenue": max(revenue, found.above.need)}
        after = states(judged(values["revenue"], values["revenue"], values["tax"], values["floor_area"]))
        assert after["tax_per_area"] is not State.FAIL
    if found is not None and found.below is not None:
        assert states(judged(revenue, revenue, tax, found.below.need))["tax_per_area"] is not State.FAIL
