"""Comparing an exact fraction with a line, by cross-multiplication."""

from decimal import Decimal

from assessment.rules.measures import Ratio
from assessment.rules.numbers import multiply, subtract

HUNDRED = Decimal(100)


def meets(value: Ratio, op: str, line: Decimal) -> bool:
    """Return whether the value stands to the line as `op` says; the denominator is positive."""
    left, right = value[0], multiply(line, value[1])
    if op == ">=":
        return left >= right
    if op == ">":
        return left > right
    return left <= right if op == "<=" else left < right


def is_near(value: Ratio, line: Decimal, percent: Decimal) -> bool:
    """Return whether the value differs from the line by at most `percent` of the line, on either side."""
    right = multiply(line, value[1])
    gap = abs(subtract(value[0], right))
    return multiply(gap, HUNDRED) <= multiply(percent, abs(right))
