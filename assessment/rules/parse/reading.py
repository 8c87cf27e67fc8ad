"""Strict reading of a TOML text: numbers exact, every refusal names the file, the table and the key."""

import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn, TypeVar

from assessment.rules.numbers import is_usable

T = TypeVar("T")

FIRST_YEAR = 2000
LAST_YEAR = 2199
MAX_PLACES = 12
"""Digits after the decimal point: as many as a reported figure may have."""

_CODE = re.compile(r"[\w-]+")


class RulesetError(ValueError):
    """A rulebook that cannot be used; the message (Chinese) names file, table and key."""


class Table:
    """One table of the file. Reading a key takes it out; `done` refuses what nobody asked for."""

    def __init__(self, data: Any, file: str, place: str) -> None:
        self.file = file
        self.place = place
        if not isinstance(data, Mapping):
            raise RulesetError(f"{file}：[{place}]：应为一个表（键 = 值）")
        self._left = dict(data)

    def refuse(self, problem: str, key: str = "") -> NoReturn:
        """Raise RulesetError for this table, or for one key of it."""
        named = f" 的“{key}”" if key else ""
        raise RulesetError(f"{self.file}：[{self.place}]{named}：{problem}")

    def has(self, key: str) -> bool:
        return key in self._left

    def rows(self) -> list[str]:
        """Return the keys not yet read, in the order of the file."""
        return list(self._left)

    def names(self) -> list[str]:
        """Return the keys not yet read where each is the code of something."""
        for key in self._left:
            if not _CODE.fullmatch(key):
                self.refuse("代码只用文字、数字、下划线和连字符", key)
        return self.rows()

    def peek(self, key: str) -> str:
        """Return the text under a key without taking it; empty when there is none."""
        value = self._left.get(key)
        return value if isinstance(value, str) else ""

    def take(self, key: str) -> Any:
        """Return the raw value of a key that must be there."""
        if key not in self._left:
            self.refuse("缺少此项", key)
        return self._left.pop(key)

    def text(self, key: str, default: str | None = None) -> str:
        if default is not None and key not in self._left:
            return default
        value = self.take(key)
        if not isinstance(value, str) or not value.strip():
            self.refuse("应为文字", key)
        return value

    def code(self, key: str) -> str:
        """Return a code: letters of any script, digits, underscores and hyphens, so that it can head a column."""
        value = self.text(key)
        if not _CODE.fullmatch(value):
            self.refuse(f"“{value}”：代码只用文字、数字、下划线和连字符", key)
        return value

    def choice(self, key: str, options: Mapping[str, T], default: str | None = None) -> T:
        """Return what the chosen word stands for."""
        value = self.text(key, default)
        if value not in options:
            self.refuse(f"“{value}”不在可选范围：{'、'.join(options)}", key)
        return options[value]

    def whole(self, key: str, default: int | None = None, *, most: int | None = None) -> int:
        """Return a whole number from 0 to `most`."""
        if default is not None and key not in self._left:
            return default
        value = self.take(key)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            self.refuse("应为非负整数", key)
        if most is not None and value > most:
            self.refuse(f"不能超过 {most}", key)
        return value

    def year(self, key: str) -> int:
        """Return a data year that a calendar can count."""
        value = self.whole(key)
        if not FIRST_YEAR <= value <= LAST_YEAR:
            self.refuse(f"年度应在 {FIRST_YEAR}—{LAST_YEAR} 之间", key)
        return value

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        if default is not None and key not in self._left:
            return default
        value = self.take(key)
        if not isinstance(value, bool):
            self.refuse("应为 true 或 false", key)
        return value

    def number(self, key: str, default: Decimal | None = None) -> Decimal:
        if default is not None and key not in self._left:
            return default
        return self.as_number(self.take(key), key)

    def as_number(self, value: Any, key: str) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            self.refuse("应为数值", key)
        number = Decimal(value)
        if not is_usable(number):
            self.refuse("数值超出范围", key)
        if -int(number.as_tuple().exponent) > MAX_PLACES:
            self.refuse(f"小数不超过 {MAX_PLACES} 位", key)
        return number

    def positive_or_zero(self, key: str, default: Decimal | None = None) -> Decimal:
        value = self.number(key, default)
        if value < 0:
            self.refuse("不应为负", key)
        return value

    def words(self, key: str) -> tuple[str, ...]:
        value = self.take(key)
        if (
            not isinstance(value, list)
            or not value
            or not all(isinstance(item, str) and item.strip() for item in value)
        ):
            self.refuse("应为文字列表，且不为空", key)
        return tuple(value)

    def table(self, key: str) -> "Table":
        return Table(self.take(key), self.file, f"{self.place}.{key}".removeprefix("."))

    def tables(self, key: str) -> list["Table"]:
        """Return the entries of a list of tables, which must not be empty."""
        value = self.take(key)
        place = f"{self.place}.{key}".removeprefix(".")
        if not isinstance(value, list) or not value:
            self.refuse("应为表的列表（[[…]]），且不为空", key)
        return [Table(item, self.file, f"{place} 第{number}项") for number, item in enumerate(value, 1)]

    def done(self) -> None:
        """Refuse keys that nobody read."""
        if self._left:
            self.refuse("不认识的键", "”“".join(sorted(self._left)))


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
