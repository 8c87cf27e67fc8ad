"""Small things the tests of the rules are made of."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from assessment.rules.engine import assess
from assessment.rules.enums import Filing, Standing
from assessment.rules.facts import Facts, Prior, Title
from assessment.rules.judge.field import Entrant, field_of
from assessment.rules.outcome import Outcome, letters
from assessment.rules.parse.rulebook import parse_ruleset
from assessment.rules.ruleset import Ruleset

ROOT = Path(__file__).resolve().parents[3]
RULESETS = ROOT / "fixtures" / "rulesets"
DATA = ROOT / "tests" / "data" / "rules"

GOOD = {"revenue": "120000", "leading_revenue": "90000", "tax": "7000", "floor_area": "100000"}
POOR = {"revenue": "90000", "leading_revenue": "67500", "tax": "7000", "floor_area": "100000"}
EVERYTHING = GOOD | {
    "land_area": "80000",
    "area_in_use": "90000",
    "investment": "5000",
    "projects_100m": "3",
    "jobs": "2000",
    "new_jobs": "100",
    "enterprises": "200",
    "surveyed_enterprises": "80",
    "surveyed_revenue": "60000",
    "local_tax": "3000",
    "value_added": "30000",
    "rd_spending": "1000",
    "platforms": "2",
}


@cache
def ruleset(name: str) -> Ruleset:
    """A rulebook of the fixtures."""
    file = RULESETS / f"{name}.toml"
    return parse_ruleset(file.read_text(encoding="utf-8"), file.name)


def notice() -> Ruleset:
    return ruleset("qingdao_2020")


def figures(values: dict[str, Any]) -> dict[str, Decimal | None]:
    return {code: None if value is None else Decimal(value) for code, value in values.items()}


def facts(values: dict[str, Any] | None = None, year: int = 2021, **more: Any) -> Facts:
    """Verified figures; `previous` may be given as text too."""
    if more.get("previous") is not None:
        more["previous"] = figures(more["previous"])
    return Facts(year, values=figures(GOOD if values is None else values), **more)


def missing(year: int = 2021, **more: Any) -> Facts:
    return Facts(year, Filing.MISSING, **more)


def title(*levels: str, since: date = date(2019, 1, 1), **more: Any) -> Title:
    return Title(frozenset(levels or ("municipal",)), since, **more)


def prior(year: int, standing: Standing, issued: date | None = None) -> Prior:
    return Prior(year, standing, issued)


def judge(values: dict[str, Any] | None = None, year: int = 2021, **more: Any) -> Outcome:
    """The notice's judgement of a municipal cluster without history."""
    return assess(facts(values, year, **more), title(), (), notice())


def marks(values: dict[str, Any], **more: Any) -> str:
    """Letters and verdict in one word: PPU hold."""
    outcome = judge(values, **more)
    return f"{letters(outcome.carding)} {outcome.verdict}"


def golden(name: str) -> str:
    """The text that is expected, kept beside the tests' data."""
    return (DATA / name).read_text(encoding="utf-8")


def judge_field(entrants: Sequence[Entrant], book: Ruleset) -> dict[str, Outcome]:
    """Return the proposal for every entrant of a year, places and medians taken from the field."""
    field = field_of(entrants, book)
    return {one.key: assess(field.placed(one, book), one.title, one.priors, book) for one in entrants}


def with_field(given: list[Facts], book: Ruleset) -> list[Facts]:
    """The facts of municipal clusters without history as they are judged together: with medians and places."""
    entrants = [Entrant(str(number), one, title()) for number, one in enumerate(given)]
    field = field_of(entrants, book)
    return [field.placed(entrant, book) for entrant in entrants]
