"""Input and outcome as canonical JSON."""

import json
from datetime import date
from decimal import Decimal

import pytest

from assessment.rules.engine import assess
from assessment.rules.enums import Filing, Standing
from assessment.rules.facts import Facts, Position, Prior
from assessment.rules.wire.facts import canonical, input_json, read_input
from assessment.rules.wire.outcomes import outcome_data, outcome_from_json, outcome_json
from tests.assessment.rules.samples import EVERYTHING, GOOD, figures, golden, judge, notice, ruleset, title


def everything() -> Facts:
    return Facts(
        2021,
        Filing.RETURNED,
        values=figures(GOOD) | {"jobs": None},
        confirmed=frozenset({"tax", "revenue"}),
        invalid={"rd_spending": "“x”不是数字"},
        previous=figures(GOOD) | {"tax": Decimal("7E+3")},
        groups={"category": "现代金融"},
        ruled_failed=True,
        exempt=True,
        medians={"revenue_per_area": Decimal("9000.5")},
        positions={"growth": Position(2, 1, 9)},
    )


def test_input_survives_the_round_trip_byte_for_byte() -> None:
    given = title("municipal", "national", ended_on=date(2022, 5, 1), merged=True)
    priors = (Prior(2020, Standing.CARD, date(2021, 6, 30)), Prior(2019, Standing.OPEN))
    text = input_json(everything(), given, priors)
    facts, read_title, read_priors = read_input(text)
    assert (facts, read_title) == (everything(), given)
    assert read_priors == (priors[1], priors[0])
    assert input_json(facts, read_title, read_priors) == text


def test_input_without_last_year_survives_too() -> None:
    text = input_json(Facts(2021), title(), ())
    assert read_input(text) == (Facts(2021), title(), ())
    assert '"previous":null' in text


def test_input_is_written_as_agreed() -> None:
    text = input_json(everything(), title(since=date(2019, 7, 1)), (Prior(2020, Standing.CARD, date(2021, 6, 30)),))
    assert text == golden("input.json").strip()


def test_canonical_sorts_keys_and_keeps_chinese() -> None:
    assert canonical({"b": [1, None], "a": "税收"}) == '{"a":"税收","b":[1,null]}'


@pytest.mark.parametrize("bad", ('{"facts":{}}', "[]", '{"facts":{"year":2021},"title":{},"priors":[]}'))
def test_read_input_refuses_what_is_no_input(bad: str) -> None:
    with pytest.raises((KeyError, TypeError)):
        read_input(bad)


def test_read_input_refuses_figures_that_are_no_plain_numbers() -> None:
    text = input_json(everything(), title(), ()).replace('"120000"', '"1.2e5"', 1)
    with pytest.raises(ValueError, match="1.2e5"):
        read_input(text)


def outcomes() -> list:
    odd = {**EVERYTHING, "floor_area": "10", "tax": None, "leading_revenue": "900000"}
    last_year = figures(EVERYTHING)
    points = ruleset("example_points")
    return [
        judge(EVERYTHING),
        judge(odd, previous=EVERYTHING, invalid={"jobs": "“x”不是数字"}),
        assess(Facts(2021, values=figures(GOOD), previous=last_year), title("national"), (), notice()),
        assess(Facts(2021, values=figures(GOOD | {"tax": "6000"})), title(merged=True), (), notice()),
        assess(Facts(2030, values=figures(GOOD)), title(), (), notice()),
        assess(Facts(2021, values=figures({"platforms": "5", "rd_spending": "9"})), title(), (), points),
    ]


@pytest.mark.parametrize("number", range(6))
def test_outcome_survives_the_round_trip(number: int) -> None:
    outcome = outcomes()[number]
    text = outcome_json(outcome)
    assert outcome_from_json(text) == outcome
    assert outcome_json(outcome_from_json(text)) == text


def test_outcome_is_written_as_agreed() -> None:
    text = json.dumps(outcome_data(outcomes()[1]), ensure_ascii=False, indent=1, sort_keys=True)
    expected = json.loads(golden("outcome.json"))
    found = json.loads(text)
    found["ruleset"]["sha256"] = expected["ruleset"]["sha256"]
    assert found == expected
