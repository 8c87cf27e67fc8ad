"""Strict reading of a rulebook's tables: every refusal names the file, the table and the key."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NoReturn, TypeVar

from assessment.rules.numbers import is_usable

T = TypeVar("T")


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

    def choice(self, key: str, options: Mapping[str, T], default: str | None = None) -> T:
        """Return what the chosen word stands for."""
        value = self.text(key, default)
        if value not in options:
            self.refuse(f"“{value}”不在可选范围：{'、'.join(options)}", key)
        return options[value]

    def whole(self, key: str, default: int | None = None) -> int:
        if default is not None and key not in self._left:
            return default
        value = self.take(key)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            self.refuse("应为非负整数", key)
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
        return number

    def words(self, key: str) -> tuple[str, ...]:
        value = self.take(key)
        if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
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
