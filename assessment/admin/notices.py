"""Sentences that several pages of the workbench say."""

from collections.abc import Callable
from typing import Any

from assessment.models import Decision
from assessment.selectors import resting


def falls(decision_of: Callable[[Any], Decision]) -> Callable[[Any, Any], dict[str, str]]:
    """Return, for the words of a step that takes a decision back, what falls with it: `fall`, a line each."""

    def more(row: Any, made: Any) -> dict[str, str]:
        return {"fall": "\n".join(f"以其为依据的{one}一并撤销。" for one in resting.resting_on(decision_of(row)))}

    return more
