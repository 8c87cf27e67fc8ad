"""Facts, titles and priors as canonical JSON: the bytes a decision keeps and a replay compares."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assessment.rules.enums import Filing, Standing
from assessment.rules.facts import Earlier, Facts, Figures, Position, Prior, Title
from assessment.rules.judge.field import Field
from assessment.rules.numbers import figure, plain


def canonical(data: Any) -> str:
    """Return JSON with sorted keys and no spaces, Chinese left as it is."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _figures(values: Figures) -> dict[str, str | None]:
    return {code: None if value is None else plain(value) for code, value in values.items()}


def _read_figures(data: Mapping[str, str | None]) -> dict[str, Decimal | None]:
    return {code: None if text is None else figure(text) for code, text in data.items()}


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _read_day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def facts_data(facts: Facts) -> dict[str, Any]:
    """Return `facts` as plain JSON values, decimals as strings; without earlier figures nothing is said of them."""
    earlier = {"earlier": [facts.earlier.year, _figures(facts.earlier.values)]} if facts.earlier else {}
    return {
        "year": facts.year,
        "filing": facts.filing.value,
        "values": _figures(facts.values),
        "confirmed": sorted(facts.confirmed),
        "invalid": dict(facts.invalid),
        "previous": None if facts.previous is None else _figures(facts.previous),
        **earlier,
        "groups": dict(facts.groups),
        "ruled_failed": facts.ruled_failed,
        "exempt": facts.exempt,
        "medians": _figures(facts.medians),
        "positions": {code: [at.better, at.equal, at.size] for code, at in facts.positions.items()},
    }


def read_facts(data: Mapping[str, Any]) -> Facts:
    """Return the facts of `facts_data`. Raises KeyError or ValueError for anything else."""
    previous, earlier = data["previous"], data.get("earlier")
    return Facts(
        year=data["year"],
        filing=Filing(data["filing"]),
        values=_read_figures(data["values"]),
        confirmed=frozenset(data["confirmed"]),
        invalid=dict(data["invalid"]),
        previous=None if previous is None else _read_figures(previous),
        earlier=Earlier(earlier[0], _read_figures(earlier[1])) if earlier else None,
        groups=dict(data["groups"]),
        ruled_failed=data["ruled_failed"],
        exempt=data["exempt"],
        medians={code: figure(text) for code, text in data["medians"].items()},
        positions={code: Position(*numbers) for code, numbers in data["positions"].items()},
    )


def title_data(title: Title) -> dict[str, Any]:
    """Return `title` as plain JSON values."""
    return {
        "levels": sorted(title.levels),
        "recognised_on": _day(title.recognised_on),
        "ended_on": _day(title.ended_on),
        "merged": title.merged,
    }


def read_title(data: Mapping[str, Any]) -> Title:
    """Return the title of `title_data`."""
    return Title(
        levels=frozenset(data["levels"]),
        recognised_on=date.fromisoformat(data["recognised_on"]),
        ended_on=_read_day(data["ended_on"]),
        merged=data["merged"],
    )


def priors_data(priors: Iterable[Prior]) -> list[dict[str, Any]]:
    """Return the years before as plain JSON values, in the order of the years."""
    ordered = sorted(priors, key=lambda prior: prior.year)
    return [{"year": prior.year, "standing": prior.standing.value, "issued": _day(prior.issued)} for prior in ordered]


def read_priors(data: Iterable[Mapping[str, Any]]) -> tuple[Prior, ...]:
    """Return the priors of `priors_data`."""
    return tuple(Prior(row["year"], Standing(row["standing"]), _read_day(row["issued"])) for row in data)


def input_json(facts: Facts, title: Title, priors: Iterable[Prior]) -> str:
    """Return the engine's whole input as canonical JSON, to be kept beside the outcome."""
    return canonical({"facts": facts_data(facts), "title": title_data(title), "priors": priors_data(priors)})


def read_input(text: str) -> tuple[Facts, Title, tuple[Prior, ...]]:
    """Return the input of `input_json`."""
    data = json.loads(text)
    return read_facts(data["facts"]), read_title(data["title"]), read_priors(data["priors"])


def field_data(field: Field) -> dict[str, Any]:
    """Return `field` as plain JSON values: medians as decimals, ranked values as exact fractions ("3/2")."""
    return {
        "medians": {code: {name: plain(value) for name, value in by.items()} for code, by in field.medians.items()},
        "ranked": {
            key: {name: {who: str(value) for who, value in values.items()} for name, values in table.items()}
            for key, table in field.ranked.items()
        },
    }


def read_field(data: Mapping[str, Any]) -> Field:
    """Return the field of `field_data`."""
    return Field(
        {code: {name: figure(text) for name, text in by.items()} for code, by in data["medians"].items()},
        {
            key: {name: {who: Fraction(text) for who, text in values.items()} for name, values in table.items()}
            for key, table in data["ranked"].items()
        },
    )
