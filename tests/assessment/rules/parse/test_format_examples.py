"""(8.E37) Every worked example of the guide is read, judged, told in words and comes out as the guide says."""

import csv
import io
import tomllib
from decimal import Decimal
from typing import Any

import pytest

from assessment.rules.cases.trial_table import judge_figures, table_of
from assessment.rules.parse.rulebook import build
from assessment.rules.ruleset import Ruleset
from assessment.rules.words.entries import entries
from assessment.rules.words.explain import explain
from tests.assessment.rules.samples import RULESETS

GUIDE = (RULESETS / "FORMAT.md").read_text(encoding="utf-8")
EXAMPLES = dict(part.split("\n", 1) for part in GUIDE.split("\n## 十一、例子\n")[1].split("\n### ")[1:])
RESULTS = ("verdict", "grade", "promotion", "mean", "total")


def block(example: str, kind: str) -> str:
    return EXAMPLES[example].split(f"```{kind}\n")[1].split("```")[0]


def rulebook(example: str) -> Ruleset:
    """The notice's rulebook with what the example puts in its place."""
    base = tomllib.loads((RULESETS / "qingdao_2020.toml").read_text(encoding="utf-8"), parse_float=Decimal)
    given: dict[str, Any] = tomllib.loads(block(example, "toml"), parse_float=Decimal)
    if "criteria" in given:
        for key in ("criteria", "checks", "targets", "families"):
            base.pop(key)
        for key in ("scoring", "grading"):
            base["policy"].pop(key)
    for key, value in given.items():
        base[key] = {**base.get(key, {}), **value} if key in ("policy", "measures", "indicators") else value
    return build(base, block(example, "toml"), "例子.toml")


@pytest.mark.parametrize("example", EXAMPLES)
def test_example_comes_out_as_the_guide_says(example: str) -> None:
    rules, table = rulebook(example), block(example, "csv")
    expected = list(csv.DictReader(io.StringIO(table)))
    shown = [name for name in RESULTS if name in expected[0]]
    judged, notes = judge_figures(table, rules)
    found = list(csv.DictReader(io.StringIO(table_of(judged).removeprefix("\ufeff"))))
    keys = ("cluster", "year", *shown)
    rows = sorted(expected, key=lambda row: row["year"])
    assert [[row.get(key, "") for key in keys] for row in found] == [[row[key] for key in keys] for row in rows]
    assert [note for note in notes if not any(f"“{name}”" in note for name in shown)] == []
    for one in judged:
        assert explain(one.outcome, rules).text
    assert entries(rules)


def test_guide_has_an_example_of_each_kind() -> None:
    assert len(EXAMPLES) == 10
