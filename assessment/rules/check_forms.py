"""The forms of data check: each looks at the facts and returns a finding or nothing."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from assessment.rules import check_words as words
from assessment.rules.checklist import Check
from assessment.rules.comparing import meets
from assessment.rules.criteria import Threshold
from assessment.rules.enums import Cause, Severity
from assessment.rules.facts import Facts
from assessment.rules.findings import Found, finding_of
from assessment.rules.measures import Ratio, evaluate
from assessment.rules.numbers import ONE, is_usable, multiply
from assessment.rules.outcome import Finding, Slip
from assessment.rules.ruleset import YearRules
from assessment.rules.slips import CLOSE, fitting_slips, nearest_slip

_WARNING_CLOSE = Fraction(13, 10)
_MAX_SLIPS = 4


def required(one: Check, facts: Facts, _rules: YearRules, _found: Found) -> Finding | None:
    """A figure that must be there is blank."""
    indicator = one.fields[0]
    if facts.values.get(indicator.code) is not None or indicator.code in facts.invalid:
        return None
    return finding_of(one, facts, words.missing(indicator))


def bounds(one: Check, facts: Facts, _rules: YearRules, found: Found) -> Finding | None:
    """A figure lies outside its limits."""
    indicator = one.fields[0]
    value = found.readable(indicator.code, facts)
    if value is None or _inside((value, ONE), one):
        return None
    return finding_of(one, facts, words.out_of_bounds(one, indicator, value))


def compare(one: Check, facts: Facts, _rules: YearRules, found: Found) -> Finding | None:
    """The part is larger than the whole."""
    left, right = one.fields
    small, large = found.readable(left.code, facts), found.readable(right.code, facts)
    if small is None or large is None or small <= large or found.passes_over(one):
        return None
    slips = (
        *fitting_slips(left, small, lambda value: value <= Fraction(large))[:1],
        *fitting_slips(right, large, lambda value: value >= Fraction(small))[:1],
    )
    return finding_of(one, facts, words.too_large(left, small, right, large), _by_last_year(slips, facts))


def ratio(one: Check, facts: Facts, _rules: YearRules, found: Found) -> Finding | None:
    """A measure lies outside its limits."""
    if one.measure is None or found.passes_over(one):
        return None
    value = evaluate(one.measure, facts)
    if isinstance(value, Cause) or _inside(value, one):
        return None
    return finding_of(one, facts, words.ratio_out_of_bounds(one, one.measure, value), _ratio_slips(one, value, facts))


def factor(one: Check, facts: Facts, _rules: YearRules, found: Found) -> Finding | None:
    """A figure is many times last year's, or a small part of it."""
    indicator = one.fields[0]
    now, before = facts.values.get(indicator.code), (facts.previous or {}).get(indicator.code)
    if now is None or before is None or one.high is None or not _comparable(one, now, before):
        return None
    if not _jumps((now, ONE), before, one.high) or found.passes_over(one):
        return None
    tolerance = _WARNING_CLOSE if one.severity is Severity.WARNING else CLOSE
    slip = nearest_slip(indicator, now, before, tolerance)
    return finding_of(one, facts, words.jump(indicator, now, before), (slip,) if slip else ())


def _comparable(one: Check, now: Decimal, before: Decimal) -> bool:
    if not is_usable(now) or not is_usable(before) or before <= 0 or now < 0:
        return False
    return now > 0 or not one.skips_zero


def _jumps(value: Ratio, reference: Decimal, times: Decimal) -> bool:
    return meets(value, ">", multiply(reference, times)) or meets((multiply(value[0], times), value[1]), "<", reference)


def median(one: Check, facts: Facts, _rules: YearRules, found: Found) -> Finding | None:
    """A measure is far from the median of its category."""
    if one.measure is None or one.high is None or found.passes_over(one):
        return None
    middle = facts.medians.get(one.measure.code)
    value = evaluate(one.measure, facts)
    if middle is None or middle <= 0 or isinstance(value, Cause) or not _jumps(value, middle, one.high):
        return None
    return finding_of(one, facts, words.off_median(one.measure, value, middle))


def total(one: Check, facts: Facts, _rules: YearRules, found: Found) -> Finding | None:
    """A total is not the sum of its parts."""
    if one.other is None or found.passes_over(one):
        return None
    whole, parts = found.readable(one.fields[0].code, facts), evaluate(one.other, facts)
    if whole is None or isinstance(parts, Cause) or meets(parts, ">=", whole) and meets(parts, "<=", whole):
        return None
    return finding_of(one, facts, words.unequal(one.fields[0], whole, parts[0]))


def base(one: Check, facts: Facts, rules: YearRules, found: Found) -> Finding | None:
    """A line is met, but would not be with last year's value of one figure."""
    indicator = one.fields[0]
    before = (facts.previous or {}).get(indicator.code)
    now = facts.values.get(indicator.code)
    if before is None or now is None or before == now or found.passes_over(one):
        return None
    rule = next(criterion.rule for criterion in rules.criteria if criterion.code == one.criterion)
    if not isinstance(rule, Threshold):
        return None
    value = evaluate(rule.test.measure, facts)
    then = evaluate(rule.test.measure, replace(facts, values={**facts.values, indicator.code: before}))
    if isinstance(value, Cause) or isinstance(then, Cause):
        return None
    test = rule.test
    if not meets(value, test.op, test.line) or meets(then, test.op, test.line):
        return None
    message = words.only_by(test.spec.label, indicator, then, test.measure.unit, test.measure.decimals)
    return finding_of(one, facts, message)


def _inside(value: Ratio, one: Check) -> bool:
    if one.low is not None and not meets(value, ">=" if one.takes_low else ">", one.low):
        return False
    return one.high is None or meets(value, "<=" if one.takes_high else "<", one.high)


def _ratio_slips(one: Check, value: Ratio, facts: Facts) -> tuple[Slip, ...]:
    """Return slips of either side that bring the ratio well inside its upper limit (to a tenth of it)."""
    measure = one.measure
    if one.high is None or measure is None or not measure.is_direct or measure.form != "ratio":
        return ()
    top = Fraction(one.high) / 10
    now = Fraction(value[0]) / Fraction(value[1])
    above, below = (facts.values.get(indicator.code) for indicator in one.fields)
    if not above or not below or now <= 0:
        return ()
    slips = (
        *fitting_slips(one.fields[0], above, lambda meant: now * meant / Fraction(above) <= top),
        *fitting_slips(one.fields[1], below, lambda meant: now * Fraction(below) / meant <= top),
    )
    return _by_last_year(slips, facts)[:_MAX_SLIPS]


def _by_last_year(slips: tuple[Slip, ...], facts: Facts) -> tuple[Slip, ...]:
    """Return the slips whose corrected value also fits last year's figure; all of them where none does."""
    likely = tuple(slip for slip in slips if _fits_last_year(slip, facts))
    return likely or slips


def _fits_last_year(slip: Slip, facts: Facts) -> bool:
    before = (facts.previous or {}).get(slip.field)
    if before is None or not is_usable(before) or before <= 0 or slip.corrected <= 0:
        return False
    change = Fraction(slip.corrected) / Fraction(before)
    return 1 / CLOSE <= change <= CLOSE


Form = Callable[[Check, Facts, YearRules, Found], Finding | None]
FORMS: dict[str, Form] = {
    "required": required,
    "bounds": bounds,
    "compare": compare,
    "ratio": ratio,
    "factor": factor,
    "median": median,
    "sum": total,
    "base": base,
}
