"""Policy values in words."""

import pytest

from assessment.rules.policy_wording import level_text


@pytest.mark.parametrize(
    ("levels", "words"),
    (
        (("municipal", "national", "provincial"), "国家级、省级、市级"),
        (("applicant", "reserve", "municipal"), "市级、储备、申报中"),
        (("zone", "applicant", "area"), "申报中、area、zone"),
        ((), ""),
    ),
)
def test_levels_are_named_from_the_highest_down(levels: tuple[str, ...], words: str) -> None:
    assert level_text(frozenset(levels)) == words
