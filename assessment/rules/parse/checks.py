"""Reading [[checks]]: what is asked about the figures before anything is judged."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from assessment.rules.criteria import Check
from assessment.rules.enums import Severity
from assessment.rules.measures import Indicator, Measure, Term
from assessment.rules.numbers import ONE, ZERO
from assessment.rules.parse.reading import Table
from assessment.rules.parse.scales import read_measure
from assessment.rules.parse.scope import Scope, optional_amount, read_cite
from assessment.rules.ruleset import touched


@dataclass(frozen=True, slots=True)
class Holds:
    """Which measures use an indicator or another measure, and which criteria look at a measure."""

    by_indicator: Mapping[str, frozenset[str]]
    by_measure: Mapping[str, frozenset[str]]
    criteria_of: Mapping[str, tuple[str, ...]]


def read_checks(table: Table, code: str, scope: Scope, holds: Holds) -> tuple[Check, ...]:
    """Read one entry; an entry about several fields makes a check for each, except where they belong together."""
    form = table.word("kind", *FORMS)
    base = Check(
        code=code,
        label=table.text("label"),
        severity=table.member("severity", Severity),
        form=form,
        instruction=table.text("instruction"),
        cite=read_cite(table),
        skips_zero=table.flag("skip_zero", default=False),
    )
    checks = FORMS[form](table, base, scope)
    stated = table.optional("holds", lambda key: _stated(table, key, scope, holds))
    table.done()
    return tuple(_holding(check, stated, holds) for check in checks)


def _stated(table: Table, key: str, scope: Scope, holds: Holds) -> frozenset[str]:
    """Read the measures that cannot be told meanwhile."""
    names = table.words(key)
    for name in names:
        table.pick(scope.measures, name, "算式", key)
    return frozenset().union(*(holds.by_measure[name] for name in names))


def _holding(check: Check, stated: frozenset[str] | None, holds: Holds) -> Check:
    """Return the check with what cannot be told while its finding stands: as stated, else by the field in question."""
    if check.severity in (Severity.WARNING, Severity.MISSING):
        return check
    measures = holds.by_indicator.get(check.fields[0].code, frozenset()) if stated is None else stated
    return replace(check, holds=measures, touches=touched(holds.criteria_of, measures))


def _fields(table: Table, scope: Scope) -> tuple[Indicator, ...]:
    return tuple(_indicator(table, code, "fields", scope) for code in table.words("fields"))


def _indicator(table: Table, code: str, key: str, scope: Scope) -> Indicator:
    return table.pick(scope.indicators, code, "指标", key)


def _alone(indicator: Indicator, check: Check) -> Measure:
    """Return an indicator as a measure, so that checks look at both alike."""
    term = Term(indicator.code, ONE, ONE)
    return Measure(
        indicator.code, indicator.label, indicator.unit, 2, "value", (term,), ONE, ONE, (indicator,), check.cite
    )


def _quantity(table: Table, key: str, check: Check, scope: Scope) -> Measure:
    code = table.text(key)
    if code in scope.indicators:
        return _alone(scope.indicators[code], check)
    return table.pick(scope.measures, code, "指标或算式", key)


def _limits(table: Table, check: Check, scope: Scope, unit: str | None) -> Check:
    for pair in (("min", "above"), ("max", "below")):
        if table.has(pair[0]) and table.has(pair[1]):
            table.refuse(f"{pair[0]} 与 {pair[1]} 只能写一个")
    takes_low, takes_high = not table.has("above"), not table.has("below")
    low = optional_amount(table, "min" if takes_low else "above", scope, unit)[0]
    high = optional_amount(table, "max" if takes_high else "below", scope, unit)[0]
    if low is None and high is None:
        table.refuse("须写界限：min、above、max、below 至少一个")
    if low is not None and high is not None and low >= high:
        table.refuse("下限应小于上限")
    return replace(check, low=low, high=high, takes_low=takes_low, takes_high=takes_high)


def _required(table: Table, check: Check, scope: Scope) -> tuple[Check, ...]:
    if check.severity is not Severity.MISSING:
        table.refuse("required 的 severity 应为 missing", "severity")
    return _each(check, _fields(table, scope))


def _each(check: Check, fields: tuple[Indicator, ...]) -> tuple[Check, ...]:
    return tuple(replace(check, code=f"{check.code}:{field.code}", fields=(field,)) for field in fields)


def _bounds(table: Table, check: Check, scope: Scope) -> tuple[Check, ...]:
    fields = _fields(table, scope)
    units = {field.unit for field in fields}
    if len(units) != 1:
        table.refuse("同一条检查的指标应为同一单位", "fields")
    return _each(_limits(table, check, scope, units.pop()), fields)


def _compare(table: Table, check: Check, scope: Scope) -> tuple[Check, ...]:
    """Read left ≤ right, two indicators of one unit; the left one is under suspicion."""
    left = _indicator(table, table.text("left"), "left", scope)
    right = _indicator(table, table.text("right"), "right", scope)
    if left.unit != right.unit:
        table.refuse("两项指标的单位不同", "right")
    return (replace(check, fields=(left, right)),)


def _ratio(table: Table, check: Check, scope: Scope) -> tuple[Check, ...]:
    measure = read_measure(table, scope)
    return (_limits(table, replace(check, fields=measure.sources, measure=measure), scope, measure.unit),)


def _factor(table: Table, check: Check, scope: Scope) -> tuple[Check, ...]:
    """Read how many times last year's figure is too much; the reciprocal is too little.

    Where nothing is known of the years before, a figure that is asked about is set beside the median of its group;
    for a mere warning the members of a group differ too much.
    """
    checks = _each(_times(table, check, scope), _fields(table, scope))
    if check.severity is Severity.WARNING:
        return checks
    group = table.text("group", "category")
    return tuple(replace(one, measure=_alone(one.fields[0], check), group=group) for one in checks)


def _share(table: Table, check: Check, scope: Scope) -> tuple[Check, ...]:
    """Read the amounts in whose place a share (0.75) may have been typed."""
    return _each(check, _fields(table, scope))


def _times(table: Table, check: Check, scope: Scope) -> Check:
    times = optional_amount(table, "times", scope, "倍")[0]
    if times is None or times <= 1:
        table.refuse("须大于 1", "times")
    return replace(check, high=times)


def _median(table: Table, check: Check, scope: Scope) -> tuple[Check, ...]:
    measure = _quantity(table, "measure", check, scope)
    group = table.text("group", "category")
    return (_times(table, replace(check, fields=measure.sources, measure=measure, group=group), scope),)


def _sum(table: Table, check: Check, scope: Scope) -> tuple[Check, ...]:
    """Read total = sum of the parts, all of one unit."""
    total = _indicator(table, table.text("total"), "total", scope)
    parts = tuple(_indicator(table, code, "parts", scope) for code in table.words("parts"))
    if any(part.unit != total.unit for part in parts):
        table.refuse("各项单位应与合计相同", "parts")
    return (replace(check, fields=(total, *parts)),)


def _base(table: Table, check: Check, scope: Scope) -> tuple[Check, ...]:
    """Read: the criterion passes now, but would not with last year's value of the field, which changed by more than
    `change_percent`."""
    field = _indicator(table, table.text("field"), "field", scope)
    percent = optional_amount(table, "change_percent", scope, "%")[0] or ZERO
    return (replace(check, fields=(field,), criterion=table.text("criterion"), low=percent),)


FORMS = {
    "required": _required,
    "bounds": _bounds,
    "compare": _compare,
    "ratio": _ratio,
    "factor": _factor,
    "median": _median,
    "sum": _sum,
    "base": _base,
    "share": _share,
}
