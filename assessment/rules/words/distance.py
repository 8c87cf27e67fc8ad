"""How far a missed line is away, as amounts somebody can report: singly, and all lines together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from assessment.rules.criteria import Spec
from assessment.rules.enums import State
from assessment.rules.measures import Indicator
from assessment.rules.numbers import ONE, ZERO, add, cut, grouped, meets, plain, subtract
from assessment.rules.outcome import Line
from clusters.units import kind_of

_PLACES = {"money": 6, "area": 2, "people": 0, "count": 0}
"""Decimal places of an indicator in its own unit (money in 万元: down to the fen)."""

_ROUNDS = 12


@dataclass(frozen=True, slots=True)
class Change:
    """One figure that would have to change: from `have` to at least (or at most) `need`, in the indicator's unit.

    `need` is rounded to the safe side, so reporting it meets the line.
    """

    indicator: Indicator
    have: Decimal
    need: Decimal

    @property
    def rises(self) -> bool:
        return self.need > self.have

    @property
    def by(self) -> Decimal:
        """The amount of the change, without sign, in the indicator's unit."""
        return subtract(self.need, self.have).copy_abs()

    @property
    def gap(self) -> str:
        """The amount for reading, in the indicator's unit like the figure and its target: 123.456789 万元."""
        return f"{grouped(self.by)} {self.indicator.unit}"

    @property
    def words(self) -> str:
        """The figure with its amount: 税收差 100 万元."""
        return f"{self.indicator.label}{'差' if self.rises else '超出'} {self.gap}"

    @property
    def target(self) -> str:
        """The figure to reach, in the indicator's unit."""
        return f"{grouped(self.need)} {self.indicator.unit}"


@dataclass(frozen=True, slots=True)
class Distance:
    """The ways to reach one missed line, everything else unchanged.

    `above`: by the figure over the fraction bar. `below`: by the one under it, where that is no part of the same whole.
    `together`: for a share, by new amounts that count in the part and in the whole alike.
    """

    line: Line
    above: Change | None
    below: Change | None = None
    together: Change | None = None


def distance(line: Line) -> Distance | None:
    """Return how far a missed line is away; None when it was not missed or is no plain figure or ratio."""
    if line.state is not State.FAIL or not _is_plain(line):
        return None
    equation = _equation(line.spec, _values((line,)))
    if len(line.spec.sources) == 1:
        return Distance(line, equation.by_above())
    part, whole = line.spec.sources
    if kind_of(part.unit) == kind_of(whole.unit):
        return Distance(line, equation.by_above(), together=equation.together())
    return Distance(line, equation.by_above(), below=equation.by_below())


def joint(lines: Sequence[Line]) -> tuple[Change, ...] | None:
    """Return the changes after which all `lines` are met, areas and other denominators unchanged.

    A change may call for another (more revenue needs more leading revenue). None when a line cannot be told or is no
    plain figure or ratio; empty when nothing is missed.
    """
    if any(not _is_plain(line) for line in lines):
        return None
    start = _values(lines)
    values = dict(start)
    for _ in range(_ROUNDS):
        missed = [line for line in lines if not _equation(line.spec, values).is_met]
        if not missed:
            break
        for line in missed:
            change = _equation(line.spec, values).by_above()
            if change is not None:
                values[change.indicator.code] = change.need
    else:
        return None
    sources = {source.code: source for line in lines for source in line.spec.sources}
    return tuple(Change(sources[code], start[code], need) for code, need in values.items() if need != start[code])


def _is_plain(line: Line) -> bool:
    return (
        line.value is not None
        and line.spec.line is not None
        and line.spec.up is not None
        and all(value is not None for value in line.inputs)
    )


def _values(lines: Sequence[Line]) -> dict[str, Decimal]:
    return {source.code: value for line in lines for source, value in line.figures if value is not None}


class _Equation(NamedTuple):
    """A line with its figures: `above` times `factor` over `below` (one for a single figure) against `line`."""

    spec: Spec
    above: Decimal
    below: Decimal
    factor: Fraction
    line: Fraction

    @property
    def rises(self) -> bool:
        return self.spec.op in (">=", ">")

    @property
    def is_met(self) -> bool:
        value = Fraction(self.above) * self.factor / Fraction(self.below)
        return meets((Decimal(value.numerator), Decimal(value.denominator)), self.spec.op, self.spec.line or ZERO)

    def by_above(self) -> Change | None:
        """Return the change of the figure over the bar alone."""
        return self._change(0, self.line * Fraction(self.below) / self.factor, rises=self.rises)

    def by_below(self) -> Change | None:
        """Return the change of the figure under the bar alone."""
        if self.line <= 0 or self.above <= 0:
            return None
        return self._change(1, Fraction(self.above) * self.factor / self.line, rises=not self.rises)

    def together(self) -> Change | None:
        """Solve (part + x) / (whole + x) = line for a share that must rise; both stand in the same unit."""
        share = self.line / self.factor
        if not self.rises or share >= 1 or self.spec.sources[0].unit != self.spec.sources[1].unit:
            return None
        part, whole = Fraction(self.above), Fraction(self.below)
        return self._change(0, part + (share * whole - part) / (1 - share), rises=True)

    def _change(self, place: int, need: Fraction, *, rises: bool) -> Change | None:
        """Return the change of a source to `need`, rounded to the safe side; beyond it where the line itself misses."""
        indicator, have = self.spec.sources[place], (self.above, self.below)[place]
        places = _PLACES.get(kind_of(indicator.unit), 2)
        reported = cut(Decimal(need.numerator), Decimal(need.denominator), places, up=rises)
        if self.spec.op in (">", "<") and Fraction(reported) == need:
            step = Decimal(1).scaleb(-places)
            reported = add(reported, step) if rises else subtract(reported, step)
        reported = Decimal(plain(reported))
        return None if reported < 0 or reported == have else Change(indicator, have, reported)


def _equation(spec: Spec, values: Mapping[str, Decimal]) -> _Equation:
    figures = [values[source.code] for source in spec.sources]
    factor = Fraction(spec.up or 1) / Fraction(spec.down or 1)
    return _Equation(spec, figures[0], figures[1] if len(figures) > 1 else ONE, factor, Fraction(spec.line or 0))
