"""The guide to the format names everything that a rulebook may say."""

import tomllib
from decimal import Decimal

import pytest

from assessment.rules.cases.years import SHORT_NAMES
from assessment.rules.enums import Basis, Filing, Kind, Missing, Role, Severity, State, Verdict
from assessment.rules.parse.checks import FORMS
from assessment.rules.parse.measures import FORMS as MEASURE_FORMS
from assessment.rules.parse.policy import READINGS
from clusters.units import siblings
from tests.assessment.rules.mini import text
from tests.assessment.rules.samples import RULESETS

GUIDE = (RULESETS / "FORMAT.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "word",
    (
        *READINGS, *Kind, *Role, *Severity, *Basis, *Missing, *FORMS, *MEASURE_FORMS, *SHORT_NAMES,
        *State, *Verdict, "lines_by", "only", "except", "above_last", "per_step_down", "base", "and", "no_base", "rounding", "pass_at", "until", "holds",
        "skip_zero", "change_percent", "missing", "draft", "returned", "in_review", "late_annul", "rerecognised",
    ),
)  # fmt: skip
def test_guide_names_the_word(word: str) -> None:
    assert any(f"{before}{word}" in GUIDE for before in ("`", '"', "`role = ", ", ", "/"))


def test_guide_names_every_unit() -> None:
    for first in ("元", "平方米", "%", "人", "个", "分", "天"):
        for name, _ in siblings(first):
            assert name in GUIDE
    assert len(Filing) == 6


def test_examples_of_the_guide_are_toml() -> None:
    blocks = [block.split("```")[0] for block in GUIDE.split("```toml\n")[1:]]
    assert len(blocks) == 15
    for block in blocks:
        assert tomllib.loads(block, parse_float=Decimal)


def test_smallest_rulebook_of_the_tests_is_toml() -> None:
    assert tomllib.loads(text())["format"] == 1
