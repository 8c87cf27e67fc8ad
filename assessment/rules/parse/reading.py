"""Strict reading of a rulebook's tables: every refusal names the file, the table and the key, and what is there."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, NoReturn, TypeVar, cast

from assessment.rules.enums import Combine, Labelled
from assessment.rules.numbers import is_usable

T = TypeVar("T")
E = TypeVar("E", bound=Labelled)

FIRST_YEAR = 2000
LAST_YEAR = 2199
MAX_PLACES = 12
"""Digits after the decimal point: as many as a reported figure may have."""

_CODE = re.compile(r"[\w-]+")


_PERCENT = re.compile(r"-?[0-9.]+\s*[%％‰]")


def _there(value: Any) -> str:
    """Return what was written instead, with what to do where that is plain."""
    if isinstance(value, str):
        shown = f"这里是文字“{value[:30]}”"
        return f"{shown}：百分数直接写数字，40% 写 40，不加引号" if _PERCENT.fullmatch(value) else shown
    if isinstance(value, bool):
        return f"这里是 {str(value).lower()}"
    if isinstance(value, Mapping):
        return "这里是一个表（单方括号 [ ] 或花括号 { }）"
    return "这里是列表（方括号 [ ]）" if isinstance(value, list) else f"这里是 {value}"


class RulesetError(ValueError):
    """A rulebook that cannot be used; the message (Chinese) names file, table and key."""


class Table:
    """One table of the file. Reading a key takes it out; `done` refuses what nobody asked for."""

    def __init__(self, data: Any, file: str, place: str) -> None:
        self.file = file
        self.place = place
        if not isinstance(data, Mapping):
            raise RulesetError(f"{file}：[{place}]：应为一个表（键 = 值），{_there(data)}")
        self._left = dict(data)

    def refuse(self, problem: str, key: str = "") -> NoReturn:
        """Raise RulesetError for this table, or for one key of it."""
        named = f"的“{key}”" if key else ""
        place = f"[{self.place}]{' ' if named else ''}" if self.place else "文件开头"
        raise RulesetError(f"{self.file}：{place}{named}：{problem}")

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

    def is_list(self, key: str) -> bool:
        return isinstance(self._left.get(key), list)

    def peek(self, key: str) -> str:
        """Return the text under a key without taking it; empty when there is none."""
        value = self._left.get(key)
        return value if isinstance(value, str) else ""

    def take(self, key: str) -> Any:
        """Return the raw value of a key that must be there."""
        if key not in self._left:
            close = get_close_matches(key, self._left, 1)
            self.refuse(f"缺少此项（这里有“{close[0]}”，是否写错）" if close else "缺少此项", key)
        return self._left.pop(key)

    def text(self, key: str, default: str | None = None) -> str:
        if default is not None and key not in self._left:
            return default
        value = self.take(key)
        if not isinstance(value, str) or not value.strip():
            self.refuse(f"应为文字，{_there(value)}", key)
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

    def pick(self, options: Mapping[str, T], name: str, what: str, key: str = "") -> T:
        """Return what `name` stands for; a refusal says which names of a `what` (参数, 算式 …) there are."""
        if name not in options:
            self.refuse(f"没有名为“{name}”的{what}（现有：{'、'.join(options) or '无'}）", key)
        return options[name]

    def word(self, key: str, *options: str, default: str | None = None) -> str:
        """Return one of these words."""
        return self.choice(key, {option: option for option in options}, default)

    def member(self, key: str, kind: type[E], default: E | None = None) -> E:
        """Return the member of a closed list by its value."""
        return self.choice(key, {str(one): one for one in kind}, default)

    def phrase(self, key: str) -> str:
        """Return a text that may be left out."""
        return self.text(key, " ").strip()

    def combine(self, key: str) -> Combine:
        """Return how several conditions join: all, any, or at least how many of them."""
        raw = self.take(key)
        if raw not in ("all", "any") and (isinstance(raw, bool) or not isinstance(raw, int) or raw < 1):
            self.refuse("应为 all、any 或至少几项的个数", key)
        return cast(Combine, raw)

    def optional(self, key: str, read: Callable[[str], T]) -> T | None:
        """Return what `read` makes of a key that may be left out."""
        return read(key) if self.has(key) else None

    def whole(self, key: str, default: int | None = None, *, most: int | None = None) -> int:
        """Return a whole number from 0 to `most`."""
        if default is not None and key not in self._left:
            return default
        value = self.take(key)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            self.refuse(f"应为非负整数，{_there(value)}", key)
        if most is not None and value > most:
            self.refuse(f"不能超过 {most}", key)
        return value

    def count(self, key: str) -> int:
        """Return how many, which is at least one."""
        value = self.whole(key)
        if value == 0:
            self.refuse("至少为 1", key)
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
            self.refuse(f"应为 true 或 false，{_there(value)}", key)
        return value

    def number(self, key: str, default: Decimal | None = None) -> Decimal:
        if default is not None and key not in self._left:
            return default
        return self.as_number(self.take(key), key)

    def as_number(self, value: Any, key: str) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            self.refuse(f"应为数值，{_there(value)}", key)
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
            self.refuse(f"应为文字列表，且不为空，{_there(value)}", key)
        return tuple(value)

    def table(self, key: str) -> "Table":
        return Table(self.take(key), self.file, f"{self.place}.{key}".removeprefix("."))

    @contextmanager
    def inner(self, key: str) -> "Iterator[Table]":
        """Give the table under a key to a block that reads all of it."""
        table = self.table(key)
        yield table
        table.done()

    def tables(self, key: str) -> list["Table"]:
        """Return the entries of a list of tables, which must not be empty."""
        value = self.take(key)
        place = f"{self.place}.{key}".removeprefix(".")
        if not isinstance(value, list) or not value:
            self.refuse(f"应为表的列表（[[…]]），且不为空，{_there(value)}", key)
        return [Table(item, self.file, f"{place} 第{number}项") for number, item in enumerate(value, 1)]

    def done(self) -> None:
        """Refuse keys that nobody read."""
        if self._left:
            self.refuse("不认识的键", "”“".join(sorted(self._left)))
