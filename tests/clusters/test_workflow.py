"""State tables: a move starts where the table says, and a refusal names the present state."""

import pytest

from clusters.errors import NotAllowedNow
from clusters.workflow import Step, table

LETTER = table(
    "来信",
    {"new": "新到", "read": "已阅", "filed": "已归档"},
    ("read", "new", "read", "post.read"),
    ("file", "new|read", "filed", "post.file", "reason"),
)


def test_row_becomes_a_step():
    assert LETTER.steps == {
        "read": Step("read", frozenset({"new"}), "read", "post.read", needs_reason=False),
        "file": Step("file", frozenset({"new", "read"}), "filed", "post.file", needs_reason=True),
    }


@pytest.mark.parametrize(("action", "state"), (("read", "new"), ("file", "new"), ("file", "read")))
def test_step_is_given_where_it_starts(action, state):
    assert LETTER.step(action, state) is LETTER.steps[action]


@pytest.mark.parametrize(("action", "state"), (("read", "read"), ("read", "filed"), ("file", "filed")))
def test_step_is_refused_elsewhere_with_the_present_state(action, state):
    with pytest.raises(NotAllowedNow, match=f"来信当前为“{LETTER.labels[state]}”"):
        LETTER.step(action, state)


def test_refusal_in_a_state_without_a_label_names_the_state():
    with pytest.raises(NotAllowedNow, match="“burnt”"):
        LETTER.step("read", "burnt")


def test_unknown_action_is_a_programming_error():
    with pytest.raises(KeyError):
        LETTER.step("burn", "new")
