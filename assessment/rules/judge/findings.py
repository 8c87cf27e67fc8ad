"""Findings of the data checks: what they leave undeterminable, and the likely slip of the unit."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction

from assessment.rules.criteria import Check
from assessment.rules.enums import Cause, Severity
from assessment.rules.judge.computed import Computed
from assessment.rules.measures import Indicator, Measure, Usable
from assessment.rules.numbers import Ratio, cut, grouped, plain
from assessment.rules.outcome import Finding, Slip
from clusters.units import siblings


class Found:
    """The findings so far; `bad` fields are invalid, `asked` ones already questioned, `held` measures cannot be told."""

    __slots__ = ("asked", "bad", "findings", "held")

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.bad: set[str] = set()
        self.asked: set[str] = set()
        self.held: dict[str, Cause] = {}

    def add(self, finding: Finding, holds: frozenset[str]) -> None:
        """Take in a finding; while it is open, the measures `holds` cannot be told."""
        self.findings.append(finding)
        if finding.severity is Severity.INVALID:
            self.bad.add(finding.fields[0])
        if finding.severity is not Severity.WARNING:
            self.asked.update(finding.fields)
        if not finding.is_open:
            return
        cause = Cause.INVALID if finding.severity is Severity.INVALID else Cause.SUSPECT
        for measure in holds:
            if self.held.get(measure) is not Cause.INVALID:
                self.held[measure] = cause

    def passes_over(self, one: Check) -> bool:
        """True for a warning about a field that is already questioned more sharply."""
        return one.severity is Severity.WARNING and not self.asked.isdisjoint(one.codes)


def finding_of(one: Check, computed: Computed, message: str, slips: tuple[Slip, ...] = ()) -> Finding:
    """Return the finding of a check: `message` says what is odd, the likely slips follow."""
    facts, first = computed.facts, one.codes[0]
    named = "；".join(slip_text(slip) for slip in slips)
    return Finding(
        code=one.code,
        severity=one.severity,
        fields=one.codes,
        label=one.label,
        message=f"{message}。{named}。" if named else f"{message}。",
        instruction=one.instruction,
        entered=computed.values.get(first),
        previous=computed.last_year(first),
        slips=slips,
        touches=one.touches,
        confirmed=one.severity is Severity.SUSPECT and facts.confirmed.issuperset(one.codes),
        cite=one.cite,
    )


CLOSE = Fraction(3)
"""A corrected value within this factor of the reference explains the odd one."""


def nearest_slip(
    indicator: Indicator, entered: Decimal, reference: Decimal, tolerance: Fraction = CLOSE
) -> Slip | None:
    """Return the unit that brings `entered` closest to `reference`, within `tolerance`, or None."""
    if entered <= 0 or reference <= 0:
        return None
    target = Fraction(reference)
    best, best_distance = None, tolerance
    for unit, value in _corrections(indicator, entered):
        distance = max(value / target, target / value)
        if distance < best_distance:
            best, best_distance = (unit, value), distance
    return None if best is None else _slip(indicator, *best)


def fitting_slips(indicator: Indicator, entered: Decimal, fits: Callable[[Fraction], bool]) -> tuple[Slip, ...]:
    """Return every unit in which the value would fit, the smallest change first."""
    if entered <= 0:
        return ()
    original = Fraction(entered)
    found = sorted(
        (max(value / original, original / value), order, unit, value)
        for order, (unit, value) in enumerate(_corrections(indicator, entered))
        if fits(value)
    )
    return tuple(_slip(indicator, unit, value) for _, _, unit, value in found)


def ratio_slips(measure: Measure, value: Ratio, figures: Usable, limit: Decimal) -> tuple[Slip, ...]:
    """Return slips of either side of a plain ratio that bring it well inside its upper limit (to a tenth of it)."""
    above, below = (
        (figures.get(source.code) for source in measure.sources[:2]) if len(measure.sources) > 1 else (None,) * 2
    )
    if not above or not below or not measure.is_direct:
        return ()
    now, top = Fraction(value[0]) / Fraction(value[1]), Fraction(limit) / 10
    return (
        *fitting_slips(measure.sources[0], above, lambda meant: now * meant / Fraction(above) <= top),
        *fitting_slips(measure.sources[1], below, lambda meant: now * Fraction(below) / meant <= top),
    )


def by_last_year(slips: tuple[Slip, ...], previous: Usable | None) -> tuple[Slip, ...]:
    """Return the slips whose corrected value also fits last year's figure; all of them where none does."""
    likely = tuple(slip for slip in slips if _fits(slip, (previous or {}).get(slip.field)))
    return likely or slips


def _fits(slip: Slip, before: Decimal | None) -> bool:
    if before is None or before <= 0:
        return False
    change = Fraction(slip.corrected) / Fraction(before)
    return 1 / CLOSE <= change <= CLOSE


def slip_text(slip: Slip) -> str:
    """Return the slip in words: 税收可能按元填写，折合 7,000 万元."""
    return f"{slip.label}可能按{slip.unit}填写，折合 {grouped(slip.corrected)} {slip.declared}"


def _corrections(indicator: Indicator, entered: Decimal) -> Iterator[tuple[str, Fraction]]:
    """Yield each other unit with the value that was meant, in the declared unit; equal sizes once."""
    seen: set[Fraction] = set()
    for unit, size in indicator.siblings or siblings(indicator.unit):
        if size not in seen and size != 1:
            seen.add(size)
            yield unit, Fraction(entered) * size


def _slip(indicator: Indicator, unit: str, value: Fraction) -> Slip:
    corrected = plain(cut(Decimal(value.numerator), Decimal(value.denominator), 6))
    return Slip(indicator.code, indicator.label, unit, indicator.unit, Decimal(corrected))
