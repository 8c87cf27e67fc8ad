"""Values of the engine as plain JSON values and back, put together once for each type from its annotations.

A class becomes an object by field name, the small ones in `ROWS` a list; fields that do not count in a comparison are
left out, and the `SPARSE` ones while they hold their default. Decimals are plain digits, fractions "3/2", days ISO dates, enums their values, sets sorted lists.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property, lru_cache
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

from assessment.rules.citation import Citation
from assessment.rules.criteria import Spec
from assessment.rules.enums import Labelled
from assessment.rules.facts import Position
from assessment.rules.measures import Indicator
from assessment.rules.numbers import plain
from assessment.rules.outcome import Line, Slip

ROWS = frozenset({Citation, Indicator, Position, Slip})
REPEATED: Mapping[type, str] = {Line: "display"}
"""A property that is written as well, for who reads the JSON."""

_DIGITS = re.compile(r"-?[0-9]+(?:\.[0-9]+)?", re.ASCII)
_remembered = lru_cache(maxsize=4096)
"""What every line repeats of its rulebook is put together once; the JSON value is shared and not to be changed."""


class Codec(NamedTuple):
    """How values of one type are written and read. Reading raises KeyError, TypeError or ValueError for others."""

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


_SAME = Codec(lambda value: value, lambda data: data)


def _decimal(text: str) -> Decimal:
    if not _DIGITS.fullmatch(text):
        raise ValueError(f"“{text}”不是规范写法的数字")
    return Decimal(text)


_PLAIN: Mapping[Any, Codec] = {
    **dict.fromkeys((str, int, bool), _SAME),
    Decimal: Codec(plain, _decimal),
    Fraction: Codec(str, Fraction),
    date: Codec(date.isoformat, date.fromisoformat),
}


@cache
def codec(hint: Any) -> Codec:
    """Return how values with this annotation are written and read."""
    args = get_args(hint)
    if not args:
        return _PLAIN.get(hint) or _class(hint)
    write, read = codec(next(arg for arg in reversed(args) if arg not in (..., type(None))))
    if type(None) in args:
        return Codec(
            lambda value: None if value is None else write(value), lambda data: None if data is None else read(data)
        )
    if get_origin(hint) is Mapping:
        return Codec(
            lambda value: {key: write(one) for key, one in value.items()},
            lambda data: {key: read(one) for key, one in data.items()},
        )
    kind, ordered = (frozenset, sorted) if get_origin(hint) is frozenset else (tuple, list)
    return Codec(lambda value: ordered(map(write, value)), lambda data: kind(map(read, data)))


def _class(kind: type) -> Codec:
    if issubclass(kind, Labelled):
        return Codec(str, {str(one): one for one in kind}.__getitem__)
    if not (is_dataclass(kind) or hasattr(kind, "_fields")):
        raise TypeError(f"no form for {kind}")
    record = _Record(kind)
    if kind not in ROWS:
        return Codec(_remembered(record.data) if kind is Spec else record.data, record.of_data)
    of_row = _remembered(record.of_row)
    return Codec(_remembered(record.row), lambda row: of_row(tuple(row)))


class _Record:
    """A dataclass or named tuple. Its fields are looked up when its first value is met: it may hold its own kind."""

    def __init__(self, kind: type) -> None:
        self._kind = kind
        self._also = REPEATED.get(kind)
        sparse = [one for one in fields(kind) if one.metadata.get("sparse")] if is_dataclass(kind) else []
        self._defaults = {one.name: one.default for one in sparse}

    @cached_property
    def _codecs(self) -> dict[str, Codec]:
        hints = get_type_hints(self._kind)
        compared = [one.name for one in fields(self._kind) if one.compare] if is_dataclass(self._kind) else hints
        return {name: codec(hints[name]) for name in compared}

    def data(self, value: Any) -> dict[str, Any]:
        data = {name: write(getattr(value, name)) for name, (write, _) in self._codecs.items()}
        for name, default in self._defaults.items():
            if getattr(value, name) == default:
                del data[name]
        return data if self._also is None else {**data, self._also: getattr(value, self._also)}

    def of_data(self, data: Mapping[str, Any]) -> Any:
        known = self._codecs.items()
        return self._kind(
            **{key: read(data[key]) for key, (_, read) in known if key in data or key not in self._defaults}
        )

    def row(self, value: Any) -> list[Any]:
        return list(self.data(value).values())

    def of_row(self, row: Sequence[Any]) -> Any:
        return self.of_data(dict(zip(self._codecs, row, strict=True)))
