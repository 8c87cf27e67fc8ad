"""Comparing an exact fraction with a line, by cross-multiplication."""

import operator
from collections.abc import Callable, Mapping
from decimal import Decimal

from assessment.rules.measures import Ratio
from assessment.rules.numbers import multiply

HUNDRED = Decimal(100)
OPERATORS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
}


def meets(value: Ratio, op: str, line: Decimal) -> bool:
    """Return whether the value stands to the line as `op` says; the denominator is positive."""
    return OPERATORS[op](value[0], multiply(line, value[1]))
