"""Exact decimal arithmetic: nothing is rounded before a comparison, and what is shown never contradicts it."""

import operator
import re
from collections.abc import Callable, Mapping
from decimal import Context, Decimal, DivisionByZero, Inexact, InvalidOperation, Overflow

ZERO = Decimal(0)
ONE = Decimal(1)

Ratio = tuple[Decimal, Decimal]
"""Numerator and denominator, the denominator positive."""

# Wide enough for every product of admissible figures; a result that does not fit raises instead of rounding.
EXACT = Context(prec=2000, traps=[Inexact, InvalidOperation, DivisionByZero, Overflow])
add = EXACT.add
subtract = EXACT.subtract
multiply = EXACT.multiply
divide_int = EXACT.divide_int
scaleb = EXACT.scaleb

_FIGURE = re.compile(r"-?[0-9]{1,20}(?:\.[0-9]{1,12})?", re.ASCII)
_DIGITS = 24


def figure(text: str) -> Decimal:
    """Return the number that a person typed: plain digits, a leading minus, one decimal point, nothing else.

    Raises ValueError (message in Chinese) for anything else: exponents, separators, full-width digits, NaN.
    """
    if not _FIGURE.fullmatch(text):
        raise ValueError(f"“{text}”不是数字：只用半角数字、小数点和负号")
    return Decimal(text)


def is_usable(value: Decimal) -> bool:
    """Return False for NaN, infinities and sizes no real figure has (10²⁴ and more)."""
    return value.is_finite() and value.adjusted() < _DIGITS


def plain(value: Decimal) -> str:
    """Return digits without exponent, superfluous zeros or a negative zero: the canonical form that is stored."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def grouped(value: Decimal) -> str:
    """Return digits with thousands separators for reading."""
    return format(Decimal(plain(value)), ",f")


def cut(numerator: Decimal, denominator: Decimal, decimals: int, *, up: bool = False) -> Decimal:
    """Return numerator / denominator cut to `decimals` digits, downwards or upwards; the denominator is positive."""
    top, bottom = _fraction(numerator, denominator, decimals)
    return _decimal(-(-top // bottom) if up else top // bottom, decimals)


def nearest(numerator: Decimal, denominator: Decimal, decimals: int) -> Decimal:
    """Return numerator / denominator rounded half up to `decimals` digits; the denominator is positive."""
    top, bottom = _fraction(numerator, denominator, decimals)
    return _decimal((2 * top + bottom) // (2 * bottom), decimals)


def _fraction(numerator: Decimal, denominator: Decimal, decimals: int) -> tuple[int, int]:
    above, below = numerator.as_integer_ratio(), denominator.as_integer_ratio()
    return above[0] * below[1] * 10**decimals, above[1] * below[0]


def _decimal(whole: int, decimals: int) -> Decimal:
    return EXACT.scaleb(Decimal(whole), -decimals)


HUNDRED = Decimal(100)
SIGNS: Mapping[str, str] = {">=": "≥", ">": "＞", "<=": "≤", "<": "＜"}
"""How a comparison is written."""
OPERATORS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
}


def meets(value: Ratio, op: str, line: Decimal) -> bool:
    """Return whether the value stands to the line as `op` says; the denominator is positive."""
    return OPERATORS[op](value[0], multiply(line, value[1]))


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
