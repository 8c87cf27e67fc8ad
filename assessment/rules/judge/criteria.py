"""Judging criteria: each is made into one function from the figures to a result line."""

from collections.abc import Callable
from decimal import Decimal

from assessment.rules.criteria import (
    Bands,
    Compound,
    Condition,
    Criterion,
    Growth,
    Levels,
    Linear,
    Rank,
    Spec,
    Test,
    Threshold,
)
from assessment.rules.enums import Cause, Missing, State, combine
from assessment.rules.judge.computed import Computed
from assessment.rules.judge.points import band_points, growth_points, linear_scale, rank_class, rank_place
from assessment.rules.measures import Measure
from assessment.rules.numbers import HUNDRED, OPERATORS, ZERO, Ratio, multiply, subtract
from assessment.rules.outcome import Line

PASS, FAIL, UNDETERMINED = State.PASS, State.FAIL, State.UNDETERMINED
SCORED, EXCLUDED = State.SCORED, State.EXCLUDED

Judge = Callable[[Computed], Line | None]
"""None when the criterion is not meant for the cluster's groups."""

Points = Callable[[Ratio], Decimal]


def judge_of(criterion: Criterion, near_percent: Decimal, decimals: int) -> Judge:
    """Return the criterion as a function; `decimals` is how finely points are rounded."""
    judge = _judge_of(criterion, near_percent, decimals)
    return _limited(criterion, judge) if criterion.group_kinds else judge


def _judge_of(criterion: Criterion, near_percent: Decimal, decimals: int) -> Judge:
    rule = criterion.rule
    if isinstance(rule, Threshold):
        return _threshold(criterion, rule, near_percent)
    if isinstance(rule, Compound):
        return _compound(rule, criterion, near_percent)
    if isinstance(rule, Levels):
        return _levels(criterion, rule, near_percent)
    if isinstance(rule, Rank):
        return _rank(criterion, rule)
    return _scale(criterion, rule.measure, _points_of(rule, decimals))


def _points_of(rule: Linear | Bands | Growth, decimals: int) -> Points:
    if isinstance(rule, Linear):
        return linear_scale(rule, decimals)
    if isinstance(rule, Bands):
        return lambda value: band_points(rule, value)
    return lambda value: growth_points(rule, value)


def _limited(criterion: Criterion, judge: Judge) -> Judge:
    """The criterion holds only for certain groups."""
    unknown, kinds = _unknown(criterion, criterion.spec), criterion.group_kinds

    def limited(computed: Computed) -> Line | None:
        groups = computed.facts.groups
        if not criterion.is_for(groups):
            return None
        if any(kind not in groups for kind in kinds):
            return unknown(computed, Cause.NO_GROUP)
        return judge(computed)

    return limited


Inputs = Callable[[Computed], tuple[Decimal | None, ...]]


def _inputs(spec: Spec) -> Inputs:
    codes = [source.code for source in spec.sources]

    def inputs(computed: Computed) -> tuple[Decimal | None, ...]:
        values = computed.facts.values
        return tuple([values.get(code) for code in codes])

    return inputs


Unknown = Callable[..., Line]


def _unknown(criterion: Criterion, spec: Spec) -> Unknown:
    """Return the maker of a line without value; what a blank does to it is the rulebook's choice."""
    inputs = _inputs(spec)
    zero = None if spec.full is None else ZERO
    policy = {Cause.MISSING: criterion.missing, Cause.NO_BASE: criterion.no_base}

    def unknown(computed: Computed, cause: Cause, parts: tuple[Line, ...] = ()) -> Line:
        state, points = UNDETERMINED, None
        then = policy.get(cause)
        if then is Missing.EXCLUDE:
            state = EXCLUDED
        elif then is Missing.FAIL:
            state, points = FAIL, zero
        return Line(spec, inputs(computed), None, state, cause, points, False, "", parts)

    return unknown


def _threshold(criterion: Criterion, rule: Threshold, near_percent: Decimal) -> Judge:
    judge = _comparison(rule.test, criterion, near_percent)
    if not rule.by:
        return judge
    by_group = {name: _comparison(test, criterion, near_percent) for name, test in rule.tests.items()}
    unknown = _unknown(criterion, rule.test.spec)

    def grouped(computed: Computed) -> Line:
        group = computed.facts.groups.get(rule.by)
        if group is None:
            return unknown(computed, Cause.NO_GROUP)
        return by_group.get(group, judge)(computed)

    return grouped


Part = Callable[[Computed], Line]


def _condition(one: Condition, criterion: Criterion, near_percent: Decimal) -> Part:
    """Return a part of a criterion as a function: a comparison, or conditions inside a condition."""
    if isinstance(one, Test):
        return _comparison(one, criterion, near_percent)
    return _compound(one, criterion, near_percent)


def _comparison(test: Test, criterion: Criterion, near_percent: Decimal) -> Part:
    """Compare by cross-multiplication: numerator against line times denominator (which is positive)."""
    spec, measure, line, stands = test.spec, test.measure, test.line, OPERATORS[test.op]
    full, zero = spec.full, None if spec.full is None else ZERO
    inputs, unknown, code = _inputs(spec), _unknown(criterion, spec), test.measure.code

    def compare(computed: Computed) -> Line:
        value = computed.held.get(code) or computed.of(measure)
        if isinstance(value, Cause):
            return unknown(computed, value)
        line_side = multiply(line, value[1])
        passed = stands(value[0], line_side)
        gap = multiply(subtract(value[0], line_side).copy_abs(), HUNDRED)
        near = gap <= multiply(near_percent, line_side.copy_abs())
        return Line(spec, inputs(computed), value, PASS if passed else FAIL, None, full if passed else zero, near)

    return compare


def _compound(rule: Compound, criterion: Criterion, near_percent: Decimal) -> Part:
    spec = rule.spec or criterion.spec
    conditions = [_condition(part, criterion, near_percent) for part in rule.parts]
    inputs, unknown = _inputs(spec), _unknown(criterion, spec)
    zero = None if spec.full is None else ZERO

    def compound(computed: Computed) -> Line:
        parts = tuple([judge(computed) for judge in conditions])
        state = combine([part.state for part in parts if part.state is not EXCLUDED], rule.how)
        if state is UNDETERMINED:
            return unknown(computed, _cause(parts), parts)
        points = spec.full if state is PASS else zero
        near = any(part.near for part in parts)
        return Line(spec, inputs(computed), None, state, None, points, near, "", parts)

    return compound


def _cause(parts: tuple[Line, ...]) -> Cause:
    """Return why parts come to nothing: of those undetermined before those left out, a bad figure before a ratio
    without meaning, in whatever order they stand."""
    unclear = [part for part in parts if part.state is UNDETERMINED] or parts
    causes = [part.cause for part in unclear if part.cause is not None]
    return next((cause for cause in causes if cause is not Cause.UNDEFINED), causes[0])


def _levels(criterion: Criterion, rule: Levels, near_percent: Decimal) -> Judge:
    rungs = [(level, [_condition(part, criterion, near_percent) for part in level.parts]) for level in rule.levels]
    scored, unknown = _scored(criterion), _unknown(criterion, criterion.spec)
    mark = criterion.pass_at if criterion.spec.card else None

    def levels(computed: Computed) -> Line:
        seen: tuple[Line, ...] = ()
        for level, conditions in rungs:
            parts = tuple([judge(computed) for judge in conditions])
            seen += parts
            state = combine([part.state for part in parts if part.state is not EXCLUDED], "all")
            if state is PASS:
                # A card names everything that was missed on the way down.
                missed = mark is not None and level.points < mark
                return scored(computed, None, level.points, level.name, seen if missed else parts)
            if state is UNDETERMINED:
                return unknown(computed, _cause(parts), parts)
        return scored(computed, None, rule.rest, "", seen if mark is not None and rule.rest < mark else ())

    return levels


Scored = Callable[..., Line]


def _scored(criterion: Criterion) -> Scored:
    """Return the maker of a line with points; it passes or fails only where the rulebook says from how many points."""
    spec, pass_at = criterion.spec, criterion.pass_at
    inputs = _inputs(spec)

    def scored(
        computed: Computed, value: Ratio | None, points: Decimal, note: str = "", parts: tuple[Line, ...] = ()
    ) -> Line:
        state = SCORED
        if pass_at is not None:
            state = PASS if points >= pass_at else FAIL
        return Line(spec, inputs(computed), value, state, None, points, False, note, parts)

    return scored


def _scale(criterion: Criterion, measure: Measure, points_of: Points) -> Judge:
    """Judge a scale over one measure."""
    scored, unknown, code = _scored(criterion), _unknown(criterion, criterion.spec), measure.code

    def scale(computed: Computed) -> Line:
        value = computed.held.get(code) or computed.of(measure)
        if isinstance(value, Cause):
            return unknown(computed, value)
        return scored(computed, value, points_of(value))

    return scale


def _rank(criterion: Criterion, rule: Rank) -> Judge:
    scored, unknown, measure = _scored(criterion), _unknown(criterion, criterion.spec), rule.measure

    def rank(computed: Computed) -> Line:
        value = computed.held.get(measure.code) or computed.of(measure)
        if isinstance(value, Cause):
            return unknown(computed, value)
        position = computed.facts.positions.get(criterion.code)
        if position is None:
            return unknown(computed, Cause.NO_FIELD)
        found = rank_class(rule, position)
        tie = f"（并列 {position.equal} 个）" if position.equal > 1 else ""
        place = f"第 {rank_place(rule, position)} 名{tie}，共 {position.size} 个"
        return scored(computed, value, found.points, f"{found.name}，{place}" if found.name else place)

    return rank
