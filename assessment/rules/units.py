"""The closed table of units, with the exact factor between any two of one kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

_TABLE: dict[str, dict[str, Fraction]] = {
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
_SIMPLE = {name: (kind, factor) for kind, row in _TABLE.items() for name, factor in row.items()}


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


def unit(name: str) -> Unit:
    """Return the unit of this name, compound ones (元/平方米) included; KeyError when the table has none."""
    if "/" not in name:
        kind, factor = _SIMPLE[name]
        return Unit(name, kind, factor)
    above, below = name.split("/", 1)
    over, under = _SIMPLE[above], _SIMPLE[below]
    return Unit(name, f"{over[0]}/{under[0]}", over[1] / under[1])


def siblings(name: str) -> tuple[tuple[str, Fraction], ...]:
    """Return the other units of the same kind, each with its size measured in the unit `name`."""
    if name not in _SIMPLE:
        return ()
    kind, factor = _SIMPLE[name]
    return tuple((other, size / factor) for other, size in _TABLE[kind].items() if other != name)
