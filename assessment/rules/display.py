"""Exact values as digits: cut, never rounded across the line they are compared with."""

from decimal import Decimal

from assessment.rules.measures import Ratio
from assessment.rules.numbers import cut, grouped, multiply


def shown(value: Ratio, decimals: int, op: str = "", line: Decimal | None = None) -> str:
    """Return the value with `decimals` digits (or as many as the line has), cut so that it stands on the same side of
    the line as the exact value."""
    if line is None:
        return fixed(cut(value[0], value[1], decimals), decimals)
    digits = max(decimals, _digits(line))
    down = cut(value[0], value[1], digits)
    if _strictly_above(value, line) and down <= line and op in (">", "<="):
        return fixed(cut(value[0], value[1], digits, up=True), digits)
    return fixed(down, digits)


def fixed(value: Decimal, decimals: int) -> str:
    """Return digits with thousands separators and exactly `decimals` places."""
    text = grouped(value)
    whole, _, rest = text.partition(".")
    return f"{whole}.{rest.ljust(decimals, '0')}" if decimals else whole


def _strictly_above(value: Ratio, line: Decimal) -> bool:
    return value[0] > multiply(line, value[1])


def _digits(line: Decimal) -> int:
    _, _, rest = grouped(line).partition(".")
    return len(rest)
