"""Measures: a closed set of formulas over indicators, each giving an exact fraction or the reason why not."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from assessment.rules.citation import Citation
from assessment.rules.enums import Cause
from assessment.rules.facts import Facts, Figures
from assessment.rules.numbers import ONE, ZERO, add, is_usable, multiply, subtract

Ratio = tuple[Decimal, Decimal]
"""Numerator and denominator, the denominator positive."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A reported figure: its code, Chinese label and unit."""

    code: str
    label: str
    unit: str


@dataclass(frozen=True, slots=True)
class Term:
    """One operand: an indicator, or another measure, times an exact factor that brings it to the common unit."""

    code: str
    up: Decimal
    down: Decimal
    measure: "Measure | None" = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A formula. `form` is value, ratio, sum or growth (share and per_area are ratios)."""

    code: str
    label: str
    unit: str
    decimals: int
    form: str
    terms: tuple[Term, ...]
    up: Decimal
    down: Decimal
    sources: tuple[Indicator, ...]
    cite: Citation

    @property
    def is_direct(self) -> bool:
        """True when no operand is itself a measure, so a distance can be named in an indicator."""
        return all(term.measure is None for term in self.terms)

    def inner_codes(self) -> frozenset[str]:
        """Return the codes of this measure and of every measure inside it."""
        inner = (term.measure.inner_codes() for term in self.terms if term.measure is not None)
        return frozenset({self.code}).union(*inner)


def evaluate(measure: Measure, facts: Facts) -> Ratio | Cause:
    """Return the exact value of `measure` in its unit, or why there is none."""
    if measure.form == "growth":
        return _growth(measure, facts)
    return _formula(measure, facts.values, facts.invalid)


def _formula(measure: Measure, values: Figures, invalid: Mapping[str, str]) -> Ratio | Cause:
    if measure.form == "ratio":
        return _ratio(measure, values, invalid)
    if measure.form == "sum":
        return _sum(measure, values, invalid)
    return _term(measure.terms[0], values, invalid)


def _term(term: Term, values: Figures, invalid: Mapping[str, str]) -> Ratio | Cause:
    if term.measure is not None:
        inner = _formula(term.measure, values, invalid)
        if isinstance(inner, Cause):
            return inner
        return multiply(inner[0], term.up), multiply(inner[1], term.down)
    value = values.get(term.code)
    if value is None:
        return Cause.INVALID if term.code in invalid else Cause.MISSING
    if not is_usable(value):
        return Cause.INVALID
    return multiply(value, term.up), term.down


def _ratio(measure: Measure, values: Figures, invalid: Mapping[str, str]) -> Ratio | Cause:
    above = _term(measure.terms[0], values, invalid)
    if isinstance(above, Cause):
        return above
    below = _term(measure.terms[1], values, invalid)
    if isinstance(below, Cause):
        return below
    if below[0] <= 0:
        return Cause.UNDEFINED
    return multiply(above[0], below[1]), multiply(above[1], below[0])


def _sum(measure: Measure, values: Figures, invalid: Mapping[str, str]) -> Ratio | Cause:
    total, under = ZERO, ONE
    for term in measure.terms:
        part = _term(term, values, invalid)
        if isinstance(part, Cause):
            return part
        if part[1] == under:
            total = add(total, part[0])
        else:
            total, under = add(multiply(total, part[1]), multiply(part[0], under)), multiply(under, part[1])
    return total, under


def _growth(measure: Measure, facts: Facts) -> Ratio | Cause:
    term = measure.terms[0]
    now = _term(term, facts.values, facts.invalid)
    if isinstance(now, Cause):
        return now
    if facts.previous is None:
        return Cause.NO_BASE
    before = _term(term, facts.previous, {})
    if isinstance(before, Cause) or before[0] <= 0:
        return Cause.NO_BASE
    change = subtract(multiply(now[0], before[1]), multiply(before[0], now[1]))
    return multiply(change, measure.up), multiply(multiply(before[0], now[1]), measure.down)
