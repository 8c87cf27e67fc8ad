"""A stored result in words: a proposal advises, a confirmed result says what is so. What is stored stays as it is."""

from typing import Any

from assessment.enums import AssessmentState
from assessment.models import Assessment
from assessment.rules.enums import Flag
from assessment.rules.words.conclusion import as_decided
from assessment.rules.words.explain import Explanation

_FLAGS = {flag.value: flag.label for flag in Flag}


def of_result(row: Assessment) -> Explanation:
    """Return the stored explanation of a result, as decided where it was; an empty one where none was stored."""
    # JSON has lists where an explanation has tuples.
    parts: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in row.explanation.items()
    }
    told = Explanation(**{"verdict": "", "history": "", **parts})
    return told.decided if _has_taken_effect(row) else told


def flags_of(row: Assessment) -> list[str]:
    """Return the stored flags in words; one this version does not know keeps its code."""
    labels = [_FLAGS.get(code, code) for code in row.flags]
    return [as_decided(label) for label in labels] if row.state == AssessmentState.CONFIRMED else labels


def _has_taken_effect(row: Assessment) -> bool:
    """Return whether a decision was made on the result; a later one may have taken its place since."""
    is_superseded = row.state == AssessmentState.SUPERSEDED
    return row.state == AssessmentState.CONFIRMED or (is_superseded and row.decisions.exists())
