"""Three-valued logic (Kleene): an undetermined side does not spoil an alternative that passes."""

from collections.abc import Iterable
from typing import Literal

from assessment.rules.enums import State

Combine = Literal["all", "any"] | int


def combine(states: Iterable[State], how: Combine) -> State:
    """Return the joint state: all of them, any of them, or at least `how` of them; nothing to judge is undetermined."""
    found = tuple(states)
    if not found:
        return State.UNDETERMINED
    needed = len(found) if how == "all" else 1 if how == "any" else how
    if found.count(State.PASS) >= needed:
        return State.PASS
    if len(found) - found.count(State.FAIL) < needed:
        return State.FAIL
    return State.UNDETERMINED
