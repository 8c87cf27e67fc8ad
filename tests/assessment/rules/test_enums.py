"""Three-valued logic."""

from itertools import product

import pytest

from assessment.rules.enums import State, combine

P, F, U = State.PASS, State.FAIL, State.UNDETERMINED


@pytest.mark.parametrize(
    ("states", "how", "expected"),
    (
        ((P, P), "all", P), ((P, F), "all", F), ((P, U), "all", U), ((F, U), "all", F), ((U, U), "all", U),
        ((P, F), "any", P), ((F, F), "any", F), ((P, U), "any", P), ((F, U), "any", U),
        ((P, P, F), 2, P), ((P, F, F), 2, F), ((P, U, F), 2, U), ((P, P, U), 2, P), ((U, F, F), 2, F),
        ((), "all", U), ((), "any", U),
    ),
)  # fmt: skip
def test_combine_is_kleene(states: tuple[State, ...], how: str | int, expected: State) -> None:
    assert combine(states, how) is expected  # type: ignore[arg-type]


@pytest.mark.parametrize("how", ("all", "any", 1, 2, 3))
def test_combine_settles_only_what_every_completion_agrees_on(how: str | int) -> None:
    for states in product((P, F, U), repeat=3):
        choices = [(P, F) if state is U else (state,) for state in states]
        results = {combine(chosen, how) for chosen in product(*choices)}  # type: ignore[arg-type]
        expected = results.pop() if len(results) == 1 else U
        assert combine(states, how) is expected  # type: ignore[arg-type]
