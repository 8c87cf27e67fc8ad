"""TOML text to plain tables: numbers exact, and nothing that would use up the machine."""

import re
import tomllib
from decimal import Decimal, InvalidOperation
from typing import Any

from assessment.rules.reading import RulesetError

MAX_DOTS = 100
"""A key of thousands of dotted parts takes the reader memory that grows with their square."""

_LONG_NUMBER = re.compile(r"(?:\b0[xob][0-9A-Fa-f_]|\b[0-9_])[0-9A-Fa-f_]{60,}\b")


def decode(text: str, name: str) -> dict[str, Any]:
    """Return the tables of a TOML text, fractions as Decimal; `name` is the file's name, used in refusals.

    Raises RulesetError: not TOML, nested too deeply, a number too long to be one.
    """
    for number, line in enumerate(text.splitlines(), 1):
        if line.count(".") > MAX_DOTS and not line.lstrip().startswith("#"):
            raise RulesetError(f"{name}：第 {number} 行的点（.）超过 {MAX_DOTS} 个，请分行书写")
    try:
        return tomllib.loads(text, parse_float=_decimal)
    except tomllib.TOMLDecodeError as error:
        raise RulesetError(f"{name}：不是有效的 TOML 文件：{error}") from error
    except RecursionError as error:
        raise RulesetError(f"{name}：括号嵌套的层数过多") from error
    except ValueError as error:  # an integer of thousands of digits
        raise RulesetError(f"{name}：{_place_of_long_number(text)}数值的位数过多") from error


def _decimal(text: str) -> Decimal:
    """Return the number, or NaN for an exponent beyond all bounds: who reads the key refuses it with its place."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("NaN")


def _place_of_long_number(text: str) -> str:
    lines = enumerate(text.splitlines(), 1)
    return next((f"第 {number} 行的" for number, line in lines if _LONG_NUMBER.search(line)), "")
