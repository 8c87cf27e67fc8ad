"""Texts that would cost the machine too much, or are no TOML, are refused with their place."""

from decimal import Decimal

import pytest

from assessment.rules.parse.reading import RulesetError
from assessment.rules.parse.rulebook import parse_ruleset
from assessment.rules.parse.toml import MAX_DOTS, decode
from tests.assessment.rules.mini import criterion, refusal, text
from tests.support.limits import shallow

LINE = 'op = ">="\nline = {}\ncard = true'


@pytest.mark.parametrize(
    ("given", "message"),
    (
        (
            "x = 1\n" + ".".join("a" * (MAX_DOTS + 2)) + " = 1",
            f"草案.toml：第 2 行的点（.）超过 {MAX_DOTS} 个，请分行书写",
        ),
        ("x = 1\na = " + "9" * 5000, "草案.toml：第 2 行的数值的位数过多"),
        ("x = 1\na = " + "9_" * 5000 + "9", "草案.toml：第 2 行的数值的位数过多"),
    ),
    ids=("dots", "digits", "underscores"),
)
def test_text_beyond_all_bounds_is_refused(given: str, message: str) -> None:
    assert refusal(given) == message


@pytest.mark.parametrize("given", ("a=" + "[" * 30 + "]" * 30, "a=" + "{a=" * 30 + "1" + "}" * 30))
def test_text_nested_deeper_than_the_stack_allows_is_refused(given: str) -> None:
    """The stack is made shallow for the test; thirty levels trouble nobody."""
    with shallow(40), pytest.raises(RulesetError, match="草案.toml：括号嵌套的层数过多"):
        decode(given, "草案.toml")


def test_as_many_dots_as_a_long_line_has_are_read() -> None:
    numbers = ", ".join(["0.5"] * MAX_DOTS)
    assert decode(f"a = [{numbers}]", "x")["a"] == [Decimal("0.5")] * MAX_DOTS
    assert decode(f"  # {'.' * 500}\na = 1", "x") == {"a": 1}


@pytest.mark.parametrize(
    ("line", "problem"),
    (
        ("1e99999999999999999999", "数值超出范围"),
        ("nan", "数值超出范围"),
        ("-inf", "数值超出范围"),
        ("1e24", "数值超出范围"),
        ("1e-13", "小数不超过 12 位"),
        ("1e-400000", "小数不超过 12 位"),
        ("0." + "1" * 13, "小数不超过 12 位"),
    ),
)
def test_number_no_figure_can_meet_is_refused_at_its_key(line: str, problem: str) -> None:
    given = text(criterion("threshold", LINE.format(line), measure="share"))
    assert refusal(given) == f"草案.toml：[criteria 第1项 one] 的“line”：{problem}"


@pytest.mark.parametrize(("line", "value"), (("3e0", "3"), ("1.5e1", "15"), ("0.000000000001", "0.000000000001")))
def test_number_is_read_exactly(line: str, value: str) -> None:
    rules = parse_ruleset(text(criterion("threshold", LINE.format(line), measure="share")), "x").steps[0][1]
    assert rules.criteria[0].spec.line == Decimal(value)
