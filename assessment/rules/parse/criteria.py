"""Reading [[criteria]]: one criterion of any kind, checked against what it is used for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from assessment.rules.criteria import (
    Bands,
    Compound,
    Criterion,
    Growth,
    Levels,
    Linear,
    Rank,
    Rule,
    Spec,
    Threshold,
    comparisons_in,
    conditions_of,
)
from assessment.rules.enums import Kind, Missing, Role
from assessment.rules.measures import Measure
from assessment.rules.numbers import plain
from assessment.rules.parse.reading import Table
from assessment.rules.parse.scales import read_bands, read_growth, read_linear, read_rank
from assessment.rules.parse.scope import Scope
from assessment.rules.parse.tests import measured, read_compound, read_head, read_levels, read_threshold, sources_of
from assessment.rules.words.terms import scale_terms

_READERS: Mapping[Kind, Callable[[Table, Scope, Spec], Rule]] = {
    Kind.THRESHOLD: read_threshold,
    Kind.COMPOUND: read_compound,
    Kind.LEVELS: read_levels,
    Kind.LINEAR: read_linear,
    Kind.BANDS: read_bands,
    Kind.GROWTH: read_growth,
    Kind.RANK: read_rank,
}


def read_criterion(table: Table, code: str, scope: Scope, missing: Missing) -> Criterion:
    """Read one criterion; `missing` is what a blank does unless the entry says otherwise."""
    head = read_head(table, code, scope)
    pass_at = table.optional("pass_at", table.number)
    policy = table.member("missing", Missing, missing)
    no_base = table.member("no_base", Missing, Missing.HOLD)
    only, barred = _groups(table, "only"), _groups(table, "except")
    rule = _READERS[head.kind](table, scope, head)
    table.done()
    if head.full is not None and not isinstance(rule, Threshold | Compound):
        table.refuse("满分由各档得分决定，不另写", "points")
    criterion = Criterion(_spec(head, rule), rule, policy, no_base, pass_at, only, barred)
    _check(table, criterion)
    return criterion


def measures_of(rule: Rule) -> tuple[Measure, ...]:
    """Return the measures that a rule looks at."""
    if isinstance(rule, Threshold | Compound | Levels):
        return tuple(test.measure for test in comparisons_in(conditions_of(rule)))
    return (rule.measure,)


def _groups(table: Table, key: str) -> dict[str, frozenset[str]]:
    if not table.has(key):
        return {}
    with table.inner(key) as groups:
        return {kind: frozenset(groups.words(kind)) for kind in groups.rows()}


def _spec(head: Spec, rule: Rule) -> Spec:
    """Return the spec of the whole: full marks are stated for a condition, the highest of the scale otherwise."""
    if isinstance(rule, Threshold):
        return rule.test.spec
    if isinstance(rule, Compound | Levels):
        spec = replace(head, sources=sources_of(measures_of(rule)))
    else:
        spec = measured(head, rule.measure)
    full = head.full if isinstance(rule, Compound) else max(_points(rule))
    return replace(spec, full=full, terms=scale_terms(rule, spec.unit))


def _points(rule: Levels | Linear | Bands | Growth | Rank) -> Sequence[Decimal]:
    if isinstance(rule, Levels):
        return [level.points for level in rule.levels]
    if isinstance(rule, Linear):
        return (rule.start_points, rule.end_points)
    if isinstance(rule, Bands):
        return [band.points for band in rule.bands]
    return (rule.cap,) if isinstance(rule, Growth) else [one.points for one in rule.classes]


def _check(table: Table, criterion: Criterion) -> None:
    spec = criterion.spec
    is_condition = spec.kind in (Kind.THRESHOLD, Kind.COMPOUND)
    if is_condition and criterion.pass_at is not None:
        table.refuse("标准线和组合条件本身就有达标与否，不写 pass_at", "pass_at")
    if spec.card and not is_condition and criterion.pass_at is None:
        table.refuse("要用于黄牌（card = true），须写 pass_at：达到多少分为达标", "pass_at")
    if spec.role is not Role.NONE and (spec.full is None or spec.full <= 0):
        table.refuse("计分的标准须写大于零的分值（points）", "points")
    if spec.role is Role.NONE and spec.weight is not None:
        table.refuse("不计分的标准不写权重", "weight")
    if spec.weight is not None and spec.weight <= 0:
        table.refuse("权重应大于零", "weight")
    if criterion.pass_at is not None and spec.full is not None and criterion.pass_at > spec.full:
        table.refuse(f"不应高于满分（{plain(spec.full)}），否则没有集聚区能够达标", "pass_at")
