"""How far a missed line is away, as amounts somebody can report: singly, and all lines together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assessment.rules.criteria import Spec
from assessment.rules.enums import State
from assessment.rules.measures import Indicator
from assessment.rules.numbers import ZERO, add, cut, grouped, meets, plain, subtract
from assessment.rules.outcome import Line
from clusters.units import kind_of

_PLACES = {"money": 6, "area": 2, "people": 0, "count": 0}
"""Decimal places of an indicator in its own unit (money in 万元: down to the fen)."""

_ROUNDS = 12
_RISING = frozenset({">=", ">"})


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
    values = _values((line,))
    above = _above(line.spec, values)
    if len(line.spec.sources) == 1:
        return Distance(line, above)
    part, whole = line.spec.sources
    if kind_of(part.unit) == kind_of(whole.unit):
        return Distance(line, above, together=_together(line.spec, values))
    return Distance(line, above, below=_below(line.spec, values))


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
        missed = [line for line in lines if not _is_met(line.spec, values)]
        if not missed:
            break
        for line in missed:
            change = _above(line.spec, values)
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


def _factor(spec: Spec) -> Fraction:
    """Return what turns the first source over the second into the line's unit."""
    return Fraction(spec.up or 1) / Fraction(spec.down or 1)


def _line(spec: Spec) -> Decimal:
    return ZERO if spec.line is None else spec.line


def _is_met(spec: Spec, values: Mapping[str, Decimal]) -> bool:
    above, below = _sides(spec, values)
    value = above * _factor(spec) / below
    return meets((Decimal(value.numerator), Decimal(value.denominator)), spec.op, _line(spec))


def _sides(spec: Spec, values: Mapping[str, Decimal]) -> tuple[Fraction, Fraction]:
    codes = [source.code for source in spec.sources]
    below = Fraction(values[codes[1]]) if len(codes) > 1 else Fraction(1)
    return Fraction(values[codes[0]]), below


def _above(spec: Spec, values: Mapping[str, Decimal]) -> Change | None:
    _, below = _sides(spec, values)
    need = Fraction(_line(spec)) * below / _factor(spec)
    indicator = spec.sources[0]
    return _change(indicator, values[indicator.code], need, rises=spec.op in _RISING, strict=spec.op in (">", "<"))


def _below(spec: Spec, values: Mapping[str, Decimal]) -> Change | None:
    above, _ = _sides(spec, values)
    line = Fraction(_line(spec))
    if line <= 0:
        return None
    need = above * _factor(spec) / line
    if need <= 0:
        return None
    indicator = spec.sources[1]
    return _change(indicator, values[indicator.code], need, rises=spec.op not in _RISING, strict=spec.op in (">", "<"))


def _together(spec: Spec, values: Mapping[str, Decimal]) -> Change | None:
    """Solve (part + x) / (whole + x) = line for a share that must rise; part and whole stand in the same unit."""
    share = Fraction(_line(spec)) / _factor(spec)
    if spec.op not in _RISING or share >= 1 or spec.sources[0].unit != spec.sources[1].unit:
        return None
    part, whole = _sides(spec, values)
    need = part + (share * whole - part) / (1 - share)
    indicator = spec.sources[0]
    return _change(indicator, values[indicator.code], need, rises=True, strict=spec.op == ">")


def _change(indicator: Indicator, have: Decimal, need: Fraction, *, rises: bool, strict: bool) -> Change | None:
    places = _PLACES.get(kind_of(indicator.unit), 2)
    exact = (Decimal(need.numerator), Decimal(need.denominator))
    reported = cut(*exact, places, up=rises)
    if strict and Fraction(reported) == need:
        step = Decimal(1).scaleb(-places)
        reported = add(reported, step) if rises else subtract(reported, step)
    reported = Decimal(plain(reported))
    return None if reported < 0 or reported == have else Change(indicator, have, reported)
