"""Each form of data check at its edges, and the slips it names."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from assessment.rules.engine import check
from assessment.rules.facts import Facts
from assessment.rules.judge.checks import probe_of
from assessment.rules.outcome import Finding
from assessment.rules.parse.rulebook import parse_ruleset
from tests.assessment.rules.mini import CITE, LINE, criterion, text
from tests.assessment.rules.samples import figures

GROWTH = criterion("threshold", 'op = ">="\nline = 10', measure="growth")
COMPARE = 'left = "{}"\nright = "{}"'


def entry(kind: str, body: str, severity: str) -> str:
    head = f'[[checks]]\ncode = "odd"\nfrom = 2020\nlabel = "检查"\nseverity = "{severity}"\nkind = "{kind}"\n'
    return f'{head}instruction = "请核对。"\n{CITE}\n{body}\n'


def found(kind: str, body: str, values: dict[str, str], severity: str = "suspect", **more: Any) -> list[Finding]:
    """What one check finds; people are counted in 平方米 here, so that two figures are areas."""
    given = text(LINE + GROWTH, more=entry(kind, body, severity)).replace('unit = "人"', 'unit = "平方米"')
    previous = figures(more.pop("previous")) if "previous" in more else None
    facts = Facts(2021, values=figures(values), previous=previous, **more)
    return list(check(facts, parse_ruleset(given, "x")))


def slips(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(slip.field, slip.unit) for one in findings for slip in one.slips]


def test_compare_names_the_smallest_slip_of_either_side() -> None:
    parts = COMPARE.format("part", "money")
    assert slips(found("compare", parts, {"part": "10000", "money": "1"})) == [("part", "元"), ("money", "亿元")]
    assert slips(found("compare", parts, {"part": "10000", "money": "1000"})) == [("part", "千元"), ("money", "亿元")]
    assert slips(found("compare", parts, {"part": "10000.01", "money": "1"})) == []
    areas = COMPARE.format("people", "area")
    assert slips(found("compare", areas, {"people": "60000", "area": "10"})) == [("area", "万平方米")]


def test_ratio_names_at_most_four_slips() -> None:
    body = entry("ratio", 'measure = "density"\nmax = 10000000', "suspect")
    rules = parse_ruleset(text(LINE, more=body).replace("万元", "亿元"), "x")
    findings = list(check(Facts(2021, values=figures({"money": "10000", "area": "100"})), rules))
    assert slips(findings) == [("money", "万元"), ("money", "千元"), ("money", "元"), ("area", "万平方米")]


def test_check_that_lacks_its_limit_is_a_mistake_of_the_program() -> None:
    given = text(LINE, more=entry("factor", 'fields = ["money"]\ntimes = 2', "suspect"))
    (one,) = parse_ruleset(given, "x").steps[0][1].checks
    with pytest.raises(TypeError, match="^incomplete check$"):
        probe_of(replace(one, high=None), {})


def test_base_of_what_is_no_line_is_a_mistake_of_the_program() -> None:
    scale = criterion("linear", "start = { at = 0, points = 0 }\nend = { at = 9, points = 9 }", measure="share")
    body = entry("base", 'field = "money"\ncriterion = "density"', "warning")
    rules = parse_ruleset(text(LINE + scale, more=body), "x").steps[0][1]
    with pytest.raises(TypeError, match="^odd$"):
        probe_of(rules.checks[0], {"density": rules.criteria[1]})


@pytest.mark.parametrize(
    ("severity", "now", "unit"),
    (("suspect", "140000000", "元"), ("suspect", "209999999", "元"), ("suspect", "210000000", None), ("warning", "140000000", None)),
)  # fmt: skip
def test_factor_names_a_slip_that_is_close_enough(severity: str, now: str, unit: str | None) -> None:
    findings = found("factor", 'fields = ["money"]\ntimes = 100', {"money": now}, severity, previous={"money": "7000"})
    assert slips(findings) == ([("money", unit)] if unit else [])
    assert len(findings) == 1


@pytest.mark.parametrize(
    ("now", "before", "finds"), (("100", "0.5", True), ("1", "0.5", False), ("1.51", "0.5", True), ("5", "0", False))
)
def test_factor_looks_at_small_figures_too(now: str, before: str, finds: bool) -> None:
    findings = found("factor", 'fields = ["money"]\ntimes = 3', {"money": now}, previous={"money": before})
    assert bool(findings) is finds


@pytest.mark.parametrize(("median", "finds"), (("0.5", True), ("1", True), ("2", False), ("0", False)))
def test_median_may_be_small(median: str, finds: bool) -> None:
    medians = {"people": Decimal(median)}
    assert bool(found("median", 'measure = "people"\ntimes = 3', {"people": "5"}, medians=medians)) is finds


@pytest.mark.parametrize(("before", "finds"), (("100", True), ("109", False), ("111", False)))
def test_base_of_a_growth_is_compared_with_last_year_as_well(before: str, finds: bool) -> None:
    body = 'field = "money"\ncriterion = "one"'
    findings = found("base", body, {"money": "110", "area": "1"}, "warning", previous={"money": before})
    assert [one.message for one in findings] == (["第一项本年达标，按上年收入计算为 0.00 %，不达标。"] if finds else [])
