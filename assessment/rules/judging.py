"""Judging one criterion: the exact value, the state, the points."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from assessment.rules.comparing import is_near, meets
from assessment.rules.criteria import Bands, Compound, Criterion, Growth, Levels, Linear, Rank, Spec, Test, Threshold
from assessment.rules.enums import Cause, Missing, State
from assessment.rules.facts import Facts
from assessment.rules.logic import combine
from assessment.rules.measures import Measure, Ratio, evaluate
from assessment.rules.numbers import ZERO
from assessment.rules.outcome import Line
from assessment.rules.scales import band_points, growth_points, linear_points, rank_class, rank_place


@dataclass(frozen=True, slots=True)
class Bench:
    """What every criterion of one judgement shares. `held` measures cannot be told, for the cause given."""

    facts: Facts
    held: Mapping[str, Cause]
    near_percent: Decimal
    decimals: int


def judge(criterion: Criterion, bench: Bench) -> Line | None:
    """Return the line of a criterion, or None when it is not meant for this cluster's groups."""
    for key, names in criterion.only.items():
        group = bench.facts.groups.get(key)
        if group is None:
            return _unknown(criterion, criterion.spec, bench.facts, Cause.NO_GROUP)
        if group not in names:
            return None
    return _JUDGES[type(criterion.rule)](criterion, bench)


def _value(measure: Measure, bench: Bench) -> Ratio | Cause:
    cause = bench.held.get(measure.code)
    return evaluate(measure, bench.facts) if cause is None else cause


def _inputs(spec: Spec, facts: Facts) -> tuple[Decimal | None, ...]:
    return tuple([facts.values.get(source.code) for source in spec.sources])


def _unknown(criterion: Criterion, spec: Spec, facts: Facts, cause: Cause, parts: tuple[Line, ...] = ()) -> Line:
    """Return a line without value; what a blank does to it is the rulebook's choice."""
    state, points = State.UNDETERMINED, None
    if cause is Cause.MISSING and criterion.missing is Missing.EXCLUDE:
        state = State.EXCLUDED
    elif cause is Cause.MISSING and criterion.missing is Missing.FAIL:
        state, points = State.FAIL, None if spec.full is None else ZERO
    return Line(spec, _inputs(spec, facts), None, state, cause, points, parts=parts)


def _threshold(criterion: Criterion, bench: Bench) -> Line:
    rule = criterion.rule
    assert isinstance(rule, Threshold)
    test = rule.test
    if rule.by:
        group = bench.facts.groups.get(rule.by)
        if group is None:
            return _unknown(criterion, test.spec, bench.facts, Cause.NO_GROUP)
        test = rule.tests.get(group, test)
    return _compare(test, criterion, bench)


def _compare(test: Test, criterion: Criterion, bench: Bench) -> Line:
    value = _value(test.measure, bench)
    spec = test.spec
    if isinstance(value, Cause):
        return _unknown(criterion, spec, bench.facts, value)
    state = State.PASS if meets(value, test.op, test.line) else State.FAIL
    points = None if spec.full is None else spec.full if state is State.PASS else ZERO
    near = is_near(value, test.line, bench.near_percent)
    return Line(spec, _inputs(spec, bench.facts), value, state, None, points, near)


def _compound(criterion: Criterion, bench: Bench) -> Line:
    rule, spec = criterion.rule, criterion.spec
    assert isinstance(rule, Compound)
    parts = tuple(_compare(test, criterion, bench) for test in rule.tests)
    state = combine([part.state for part in parts if part.state is not State.EXCLUDED], rule.how)
    if state is State.UNDETERMINED:
        return _unknown(criterion, spec, bench.facts, _first_cause(parts), parts)
    points = None if spec.full is None else spec.full if state is State.PASS else ZERO
    near = any(part.near for part in parts)
    return Line(spec, _inputs(spec, bench.facts), None, state, None, points, near, parts=parts)


def _first_cause(parts: tuple[Line, ...]) -> Cause:
    return next((part.cause for part in parts if part.cause is not None), Cause.MISSING)


def _levels(criterion: Criterion, bench: Bench) -> Line:
    rule = criterion.rule
    assert isinstance(rule, Levels)
    parts: tuple[Line, ...] = ()
    for level in rule.levels:
        parts = tuple(_compare(test, criterion, bench) for test in level.tests)
        state = combine([part.state for part in parts if part.state is not State.EXCLUDED], "all")
        if state is State.PASS:
            return _scored(criterion, bench, None, level.points, level.name, parts)
        if state is State.UNDETERMINED:
            return _unknown(criterion, criterion.spec, bench.facts, _first_cause(parts), parts)
    return _scored(criterion, bench, None, rule.rest, "", parts)


def _scored(
    criterion: Criterion,
    bench: Bench,
    value: Ratio | None,
    points: Decimal,
    note: str = "",
    parts: tuple[Line, ...] = (),
) -> Line:
    state = State.SCORED
    if criterion.pass_at is not None:
        state = State.PASS if points >= criterion.pass_at else State.FAIL
    return Line(criterion.spec, _inputs(criterion.spec, bench.facts), value, state, None, points, False, note, parts)


def _measured(criterion: Criterion, bench: Bench) -> Line:
    """Judge a scale over one measure."""
    rule = criterion.rule
    assert isinstance(rule, Linear | Bands | Growth | Rank)
    value = _value(rule.measure, bench)
    if isinstance(value, Cause):
        return _unknown(criterion, criterion.spec, bench.facts, value)
    if isinstance(rule, Linear):
        return _scored(criterion, bench, value, linear_points(rule, value, bench.decimals))
    if isinstance(rule, Bands):
        return _scored(criterion, bench, value, band_points(rule, value))
    if isinstance(rule, Growth):
        return _scored(criterion, bench, value, growth_points(rule, value))
    return _ranked(criterion, rule, bench, value)


def _ranked(criterion: Criterion, rule: Rank, bench: Bench, value: Ratio) -> Line:
    position = bench.facts.positions.get(criterion.code)
    if position is None:
        return _unknown(criterion, criterion.spec, bench.facts, Cause.NO_FIELD)
    found = rank_class(rule, position)
    tie = f"（并列 {position.equal} 个）" if position.equal > 1 else ""
    place = f"第 {rank_place(rule, position)} 名{tie}，共 {position.size} 个"
    note = f"{found.name}，{place}" if found.name else place
    return _scored(criterion, bench, value, found.points, note)


_JUDGES: dict[type, Callable[[Criterion, Bench], Line]] = {
    Threshold: _threshold,
    Compound: _compound,
    Levels: _levels,
    Linear: _measured,
    Bands: _measured,
    Growth: _measured,
    Rank: _measured,
}
