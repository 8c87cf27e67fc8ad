"""Outcomes as canonical JSON, complete in themselves: they can be shown again without the rulebook."""

import json
from collections.abc import Mapping
from typing import Any

from assessment.rules.outcome import Outcome
from assessment.rules.wire.codec import codec
from assessment.rules.wire.facts import canonical

_OUTCOME = codec(Outcome)
_RULESET = {key: f"ruleset_{key}" for key in ("code", "title", "sha256")}


def outcome_data(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome as plain JSON values, decimals as strings; `display` repeats a value for reading."""
    data = _OUTCOME.write(outcome)
    ruleset = {key: data.pop(name) for key, name in _RULESET.items()}
    return {**data, "ruleset": ruleset}


def read_outcome(data: Mapping[str, Any]) -> Outcome:
    """Return the outcome of `outcome_data`."""
    outcome: Outcome = _OUTCOME.read({**data, **{name: data["ruleset"][key] for key, name in _RULESET.items()}})
    return outcome


def outcome_json(outcome: Outcome) -> str:
    """Return an outcome as canonical JSON: the same outcome gives the same bytes."""
    return canonical(outcome_data(outcome))


def outcome_from_json(text: str) -> Outcome:
    """Return the outcome of `outcome_json`."""
    return read_outcome(json.loads(text))
