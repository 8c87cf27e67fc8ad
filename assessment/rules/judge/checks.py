"""The forms of data check: each is made into one function that looks at the figures and finds something or nothing."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from assessment.rules.criteria import Check, Criterion, Threshold
from assessment.rules.enums import Cause, Severity
from assessment.rules.judge.computed import Computed
from assessment.rules.judge.findings import (
    CLOSE,
    Found,
    by_last_year,
    finding_of,
    fitting_slips,
    nearest_slip,
    ratio_slips,
)
from assessment.rules.numbers import HUNDRED, ONE, ZERO, Ratio, add, meets, multiply, subtract
from assessment.rules.outcome import Finding
from assessment.rules.words import terms as words

_WARNING_CLOSE = Fraction(13, 10)

T = TypeVar("T")
Probe = Callable[[Computed, Found], Finding | None]


def probe_of(one: Check, criteria: Mapping[str, Criterion]) -> Probe:
    """Return the check as a function."""
    if one.form == "base":
        rule = criteria[one.criterion].rule
        if not isinstance(rule, Threshold):
            raise TypeError(one.code)
        return _base(one, rule)
    return _FORMS[one.form](one)


def _required(one: Check) -> Probe:
    """A figure that must be there is blank."""
    indicator, code = one.fields[0], one.fields[0].code

    def probe(computed: Computed, _found: Found) -> Finding | None:
        if code in computed.values or code in computed.causes:
            return None
        return finding_of(one, computed, words.missing(indicator))

    return probe


def _bounds(one: Check) -> Probe:
    """A figure lies outside its limits."""
    indicator, code = one.fields[0], one.fields[0].code

    def probe(computed: Computed, found: Found) -> Finding | None:
        value = computed.values.get(code)
        if value is None or _within(value, one) or code in found.bad:
            return None
        return finding_of(one, computed, words.out_of_bounds(one, indicator, value))

    return probe


def _compare(one: Check) -> Probe:
    """The part is larger than the whole."""
    left, right = one.fields
    left_code, right_code = left.code, right.code

    def probe(computed: Computed, found: Found) -> Finding | None:
        small, large = computed.values.get(left_code), computed.values.get(right_code)
        if small is None or large is None or small <= large:
            return None
        if not found.bad.isdisjoint((left_code, right_code)) or found.passes_over(one):
            return None
        slips = (
            *fitting_slips(left, small, lambda meant: meant <= Fraction(large))[:1],
            *fitting_slips(right, large, lambda meant: meant >= Fraction(small))[:1],
        )
        return finding_of(
            one, computed, words.too_large(left, small, right, large), by_last_year(slips, computed.previous)
        )

    return probe


def _ratio(one: Check) -> Probe:
    """A measure lies outside its limits."""
    measure = _needed(one.measure)

    def probe(computed: Computed, found: Found) -> Finding | None:
        value = computed.of(measure)
        if isinstance(value, Cause) or _inside(value, one) or found.passes_over(one):
            return None
        asks = one.high is not None and one.severity is not Severity.WARNING
        slips = ratio_slips(measure, value, computed.values, _needed(one.high)) if asks else ()
        text = words.ratio_out_of_bounds(one, measure, value)
        return finding_of(one, computed, text, by_last_year(slips, computed.previous)[:4])

    return probe


def _factor(one: Check) -> Probe:
    """A figure is many times last year's, or a small part of it.

    What else it is set beside (see `Computed.known`) only warns: a doubt that holds the judgement is about last year.
    """
    indicator, code, times, skips_zero = one.fields[0], one.fields[0].code, _needed(one.high), one.skips_zero
    tolerance = _WARNING_CLOSE if one.severity is Severity.WARNING else CLOSE

    def probe(computed: Computed, found: Found) -> Finding | None:
        now, known = computed.values.get(code), computed.known(code, in_group=bool(one.group))
        if now is None or known is None or now < 0 or known[1] <= 0:
            return None
        before = known[1]
        if now <= multiply(before, times) and multiply(now, times) >= before:
            return None
        if now == 0 and (skips_zero or code in found.bad):
            return None
        text = words.jump(indicator, now, known)
        if found.passes_over(one) or any(other.message.startswith(text) for other in found.findings):
            return None
        slip = nearest_slip(indicator, now, before, tolerance)
        finding = finding_of(one, computed, text, (slip,) if slip else ())
        if computed.last_year(code) is not None:
            return finding
        return replace(finding, severity=Severity.WARNING, touches=(), confirmed=False)

    return probe


def _share(one: Check) -> Probe:
    """An amount lies between zero and one, as a share would."""
    indicator, code = one.fields[0], one.fields[0].code

    def probe(computed: Computed, found: Found) -> Finding | None:
        value = computed.values.get(code)
        if value is None or value >= ONE or value <= ZERO or found.passes_over(one):
            return None
        return finding_of(one, computed, words.like_a_share(indicator, value))

    return probe


def _median(one: Check) -> Probe:
    """A measure is far from the median of its group."""
    measure, times = _needed(one.measure), _needed(one.high)

    def probe(computed: Computed, found: Found) -> Finding | None:
        middle = computed.facts.medians.get(measure.code)
        if middle is None or middle <= 0:
            return None
        value = computed.of(measure)
        if isinstance(value, Cause) or not _jumps(value, middle, times) or found.passes_over(one):
            return None
        return finding_of(one, computed, words.off_median(measure, value, middle))

    return probe


def _sum(one: Check) -> Probe:
    """A total is not the sum of its parts (all of one unit)."""
    indicator, codes = one.fields[0], one.codes

    def probe(computed: Computed, found: Found) -> Finding | None:
        whole, *parts = [computed.values.get(code) for code in codes]
        if whole is None or not found.bad.isdisjoint(codes) or found.passes_over(one):
            return None
        total = ZERO
        for part in parts:
            if part is None:
                return None
            total = add(total, part)
        return None if total == whole else finding_of(one, computed, words.unequal(indicator, whole, total))

    return probe


def _base(one: Check, rule: Threshold) -> Probe:
    """A line is met, but would not be with last year's value of one figure that changed a good deal."""
    indicator, code, test = one.fields[0], one.fields[0].code, rule.test
    measure, percent = test.measure, _needed(one.low)

    def probe(computed: Computed, found: Found) -> Finding | None:
        if computed.previous is None:
            return None
        before, now = computed.previous.get(code), computed.values.get(code)
        if before is None or now is None or not _changed(now, before, percent):
            return None
        value = computed.of(measure)
        if isinstance(value, Cause) or not meets(value, test.op, test.line):
            return None
        then = measure.read({**computed.values, code: before}, computed.causes, computed.previous)
        if isinstance(then, Cause) or meets(then, test.op, test.line) or found.passes_over(one):
            return None
        return finding_of(
            one, computed, words.only_by(test.spec.label, indicator, then, measure.unit, measure.decimals)
        )

    return probe


def _changed(now: Decimal, before: Decimal, percent: Decimal) -> bool:
    """Return whether a figure moved by more than `percent` of last year's."""
    return multiply(subtract(now, before).copy_abs(), HUNDRED) > multiply(before.copy_abs(), percent)


def _within(value: Decimal, one: Check) -> bool:
    low, high = one.low, one.high
    if low is not None and (value < low or (value == low and not one.takes_low)):
        return False
    return high is None or value < high or (value == high and one.takes_high)


def _inside(value: Ratio, one: Check) -> bool:
    low, high = one.low, one.high
    if low is not None and not meets(value, ">=" if one.takes_low else ">", low):
        return False
    return high is None or meets(value, "<=" if one.takes_high else "<", high)


def _jumps(value: Ratio, reference: Decimal, times: Decimal) -> bool:
    """Return whether the value is more than `times` the reference, or less than the reference over `times`."""
    above, below = value
    standard = multiply(reference, below)
    return above > multiply(standard, times) or multiply(above, times) < standard


def _needed(value: T | None) -> T:
    """Return what the parser has made sure is there."""
    if value is None:
        raise TypeError("incomplete check")
    return value


_FORMS: dict[str, Callable[[Check], Probe]] = {
    "required": _required,
    "bounds": _bounds,
    "compare": _compare,
    "ratio": _ratio,
    "factor": _factor,
    "median": _median,
    "sum": _sum,
    "share": _share,
}
