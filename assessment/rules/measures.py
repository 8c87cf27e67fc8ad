"""Measures: a closed set of formulas over indicators, each giving an exact fraction or the reason why not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from assessment.rules.citation import Citation
from assessment.rules.enums import Cause
from assessment.rules.numbers import ONE, ZERO, Ratio, add, multiply, subtract

Usable = Mapping[str, Decimal]
"""Figures that can be computed with, by indicator code; what is not in it is blank or invalid."""

Causes = Mapping[str, Cause]
"""Why a figure cannot be used, where it is not simply blank."""

Reader = Callable[[Usable, Causes, Usable | None], Ratio | Cause]
"""Figures, causes and last year's figures in; the exact value or the reason why not out."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A reported figure: its code, Chinese label and unit."""

    code: str
    label: str
    unit: str
    siblings: tuple[tuple[str, Fraction], ...] = field(default=(), repr=False, compare=False)
    """The other units of its kind, each with its size in `unit`: what a figure may have been typed in by mistake."""


@dataclass(frozen=True, slots=True)
class Term:
    """One operand: an indicator, or another measure, times an exact factor that brings it to the common unit."""

    code: str
    up: Decimal
    down: Decimal
    measure: "Measure | None" = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A formula. `form` is value, ratio, sum, growth or change (share and per_area are ratios)."""

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
    read: Reader = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "read", _reader(self))

    @property
    def is_direct(self) -> bool:
        """True when no operand is itself a measure, so a distance can be named in an indicator."""
        return all(term.measure is None for term in self.terms)

    @property
    def looks_back(self) -> bool:
        """True when the value is one against last year's."""
        return self.form in ("growth", "change")

    def inner_codes(self) -> frozenset[str]:
        """Return the codes of this measure and of every measure inside it."""
        inner = (term.measure.inner_codes() for term in self.terms if term.measure is not None)
        return frozenset({self.code}).union(*inner)


def _reader(measure: Measure) -> Reader:
    """Return the formula as one function, put together once when the rulebook is read."""
    terms = [_term_reader(term) for term in measure.terms]
    if measure.looks_back:
        return _against_last_year(terms[0], measure.up, measure.down, growth=measure.form == "growth")
    if measure.form == "sum":
        return _sum_reader(terms)
    if measure.form == "ratio" and measure.is_direct:
        return _plain_ratio_reader(*measure.terms)
    return _ratio_reader(terms[0], terms[1]) if measure.form == "ratio" else terms[0]


def _term_reader(term: Term) -> Reader:
    code, up, down = term.code, term.up, term.down
    if term.measure is not None:
        return _inner_reader(term.measure.read, up, down)

    def read(values: Usable, causes: Causes, _previous: Usable | None) -> Ratio | Cause:
        value = values.get(code)
        if value is None:
            return causes.get(code, Cause.MISSING)
        return multiply(value, up), down

    return read


def _inner_reader(inner: Reader, up: Decimal, down: Decimal) -> Reader:
    """A measure inside another; it never looks at last year."""

    def read(values: Usable, causes: Causes, _previous: Usable | None) -> Ratio | Cause:
        value = inner(values, causes, None)
        if isinstance(value, Cause):
            return value
        return multiply(value[0], up), multiply(value[1], down)

    return read


def _plain_ratio_reader(top: Term, bottom: Term) -> Reader:
    """The common case, one indicator over another, without detours."""
    above_code, below_code, up, down = top.code, bottom.code, top.up, top.down

    def read(values: Usable, causes: Causes, _previous: Usable | None) -> Ratio | Cause:
        above = values.get(above_code)
        if above is None:
            return causes.get(above_code, Cause.MISSING)
        below = values.get(below_code)
        if below is None:
            return causes.get(below_code, Cause.MISSING)
        if below <= 0:
            return Cause.UNDEFINED
        return multiply(above, up), multiply(below, down)

    return read


def _ratio_reader(top: Reader, bottom: Reader) -> Reader:
    def read(values: Usable, causes: Causes, _previous: Usable | None) -> Ratio | Cause:
        above = top(values, causes, None)
        if isinstance(above, Cause):
            return above
        below = bottom(values, causes, None)
        if isinstance(below, Cause):
            return below
        if below[0] <= 0:
            return Cause.UNDEFINED
        return multiply(above[0], below[1]), multiply(above[1], below[0])

    return read


def _sum_reader(terms: list[Reader]) -> Reader:
    def read(values: Usable, causes: Causes, _previous: Usable | None) -> Ratio | Cause:
        total, under = ZERO, ONE
        for term in terms:
            part = term(values, causes, None)
            if isinstance(part, Cause):
                return part
            total = add(multiply(total, part[1]), multiply(part[0], under))
            under = multiply(under, part[1])
        return total, under

    return read


def _against_last_year(term: Reader, up: Decimal, down: Decimal, *, growth: bool) -> Reader:
    """This year's value less last year's; as growth over last year's, which must be more than nothing then."""

    def read(values: Usable, causes: Causes, previous: Usable | None) -> Ratio | Cause:
        now = term(values, causes, None)
        if isinstance(now, Cause):
            return now
        before = Cause.NO_BASE if previous is None else term(previous, {}, None)
        if isinstance(before, Cause) or (growth and before[0] <= 0):
            return Cause.NO_BASE
        change = subtract(multiply(now[0], before[1]), multiply(before[0], now[1]))
        if not growth:
            return change, multiply(now[1], before[1])
        return multiply(change, up), multiply(multiply(before[0], now[1]), down)

    return read
