"""The one table of units: the exact factor between any two of one kind; a rulebook may add to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

_TABLE: Mapping[str, Mapping[str, Fraction]] = {
    "money": {"元": Fraction(1), "千元": Fraction(1000), "万元": Fraction(10**4), "亿元": Fraction(10**8)},
    "area": {
        "平方米": Fraction(1),
        "万平方米": Fraction(10**4),
        "亩": Fraction(2000, 3),
        "公顷": Fraction(10**4),
        "平方公里": Fraction(10**6),
    },
    "share": {"倍": Fraction(1), "%": Fraction(1, 100), "‰": Fraction(1, 1000)},
    "people": {"人": Fraction(1), "万人": Fraction(10**4)},
    "count": {"个": Fraction(1), "家": Fraction(1), "项": Fraction(1)},
    "points": {"分": Fraction(1)},
    "years": {"年": Fraction(1)},
    "days": {"天": Fraction(1), "工作日": Fraction(1)},
}
_ONLY_IN_WORKBOOKS: Mapping[str, Mapping[str, Fraction]] = {
    "money": {"百万元": Fraction(10**6), "千万元": Fraction(10**7)},
    "area": {"㎡": Fraction(1), "m2": Fraction(1), "平方千米": Fraction(10**6)},
    "people": {"百人": Fraction(100), "千人": Fraction(1000)},
    "count": {"户": Fraction(1), "万家": Fraction(10**4)},
}
"""What a workbook of figures may say besides. A rulebook cannot name these, and no slip is explained by them: a unit more among
those that a figure may have been typed in by mistake would change the findings of decisions already made."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its kind (such as money, or money/area) and its size in the kind's first unit.

    `dimensions` are the kinds with their exponents, shares left out, so that quotients can be compared.
    """

    name: str
    kind: str
    factor: Fraction

    @property
    def dimensions(self) -> Mapping[str, int]:
        above, _, below = self.kind.partition("/")
        return _dimensions({above: 1}, {below: 1} if below else {})


def quotient(above: Unit, below: Unit) -> Mapping[str, int]:
    """Return the dimensions of one unit over another."""
    return _dimensions(above.dimensions, below.dimensions)


def _dimensions(above: Mapping[str, int], below: Mapping[str, int]) -> dict[str, int]:
    kinds = {*above, *below} - {"share"}
    exponents = {kind: above.get(kind, 0) - below.get(kind, 0) for kind in kinds}
    return {kind: exponent for kind, exponent in exponents.items() if exponent}


class Units:
    """The units a rulebook may use: by kind, each with its size in the kind's first unit."""

    def __init__(self, table: Mapping[str, Mapping[str, Fraction]]) -> None:
        self._table = table
        self._simple = {name: (kind, size) for kind, row in table.items() for name, size in row.items()}

    @property
    def names(self) -> tuple[str, ...]:
        """All names, kind by kind."""
        return tuple(self._simple)

    def unit(self, name: str) -> Unit:
        """Return the unit of this name, compound ones (元/平方米) included; KeyError when there is none."""
        if "/" not in name:
            kind, factor = self._simple[name]
            return Unit(name, kind, factor)
        above, below = name.split("/", 1)
        over, under = self._simple[above], self._simple[below]
        return Unit(name, f"{over[0]}/{under[0]}", over[1] / under[1])

    def siblings(self, name: str) -> tuple[tuple[str, Fraction], ...]:
        """Return the other units of the same kind, each with its size measured in the unit `name`."""
        if name not in self._simple:
            return ()
        kind, factor = self._simple[name]
        return tuple((other, size / factor) for other, size in self._table[kind].items() if other != name)

    def with_more(self, more: Mapping[str, Mapping[str, Fraction]]) -> "Units":
        """Return the table with further units, of these kinds or of new ones."""
        return Units({kind: {**self._table.get(kind, {}), **more.get(kind, {})} for kind in (*self._table, *more)})


BUILT_IN = Units(_TABLE)
IN_WORKBOOKS = Units({kind: {**_TABLE[kind], **more} for kind, more in _ONLY_IN_WORKBOOKS.items()})
unit = BUILT_IN.unit
siblings = BUILT_IN.siblings


def kind_of(name: str) -> str:
    """Return the kind of a unit; one that only a rulebook knows is a kind of its own."""
    try:
        return unit(name).kind
    except KeyError:
        return name
