"""Three-valued logic (Kleene): an undetermined side does not spoil an alternative that passes."""

from collections.abc import Iterable
from typing import Literal

from assessment.rules.enums import State

Combine = Literal["all", "any"] | int


def combine(states: Iterable[State], how: Combine) -> State:
    """Return the joint state: all of them, any of them, or at least `how` of them; nothing to judge is undetermined."""
    passed = failed = unknown = 0
    for state in states:
        if state is State.PASS:
            passed += 1
        elif state is State.FAIL:
            failed += 1
        else:
            unknown += 1
    total = passed + failed + unknown
    if total == 0:
        return State.UNDETERMINED
    needed = total if how == "all" else 1 if how == "any" else how
    if passed >= needed:
        return State.PASS
    if passed + unknown < needed:
        return State.FAIL
    return State.UNDETERMINED
