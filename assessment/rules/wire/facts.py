"""Facts, titles and priors as canonical JSON: the bytes a decision keeps and a replay compares."""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from assessment.rules.facts import Facts, Prior, Title
from assessment.rules.judge.field import Field, Table
from assessment.rules.wire.codec import codec

_FACTS, _TITLE, _PRIORS = codec(Facts), codec(Title), codec(tuple[Prior, ...])
_MEDIANS, _RANKED = codec(Mapping[str, Mapping[str, Decimal]]), codec(Mapping[str, Table])


def canonical(data: Any) -> str:
    """Return JSON with sorted keys and no spaces, Chinese left as it is."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def input_json(facts: Facts, title: Title, priors: Iterable[Prior]) -> str:
    """Return the engine's whole input as canonical JSON, to be kept beside the outcome; priors by year."""
    ordered = sorted(priors, key=lambda prior: prior.year)
    return canonical({"facts": _FACTS.write(facts), "title": _TITLE.write(title), "priors": _PRIORS.write(ordered)})


def read_input(text: str) -> tuple[Facts, Title, tuple[Prior, ...]]:
    """Return the input of `input_json`. Raises KeyError, TypeError or ValueError for anything else."""
    data = json.loads(text)
    return _FACTS.read(data["facts"]), _TITLE.read(data["title"]), _PRIORS.read(data["priors"])


def field_data(field: Field) -> dict[str, Any]:
    """Return `field` as plain JSON values: medians as decimals, ranked values as exact fractions ("3/2")."""
    return {"medians": _MEDIANS.write(field.medians), "ranked": _RANKED.write(field.ranked)}


def read_field(data: Mapping[str, Any]) -> Field:
    """Return the field of `field_data`."""
    return Field(_MEDIANS.read(data["medians"]), _RANKED.read(data["ranked"]))
