"""Resolving a rulebook for one data year: every name replaced by what holds in that year."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from itertools import product
from math import prod
from typing import Any

from assessment.rules.citation import Citation, Dated, Parameter, in_force
from assessment.rules.criteria import Check, Criterion, Threshold
from assessment.rules.enums import Role
from assessment.rules.judge.checks import probe_of
from assessment.rules.judge.criteria import judge_of
from assessment.rules.measures import Indicator, Measure
from assessment.rules.numbers import OPERATORS, ZERO, add, plain
from assessment.rules.parse.agreement import check_policy
from assessment.rules.parse.checks import Holds, read_checks
from assessment.rules.parse.criteria import measures_of, read_criterion
from assessment.rules.parse.measures import read_measures, read_unit
from assessment.rules.parse.policy import READINGS
from assessment.rules.parse.reading import Table
from assessment.rules.parse.scales import read_measure
from assessment.rules.parse.scope import Scope, amount, read_cite
from assessment.rules.policy import ByPoints, Policy, Scoring
from assessment.rules.ruleset import Family, Target, YearRules
from clusters.units import Units

MAX_SELECTIONS = 5000
"""More combinations of groups than this are no longer checked one by one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A dated entry of a list ([[criteria]], [[checks]], [[targets]]), not yet read further."""

    place: str
    code: str
    since: int
    until: int | None
    raw: Mapping[str, Any]

    def table(self, file: str) -> Table:
        """Return the entry's own keys, without code, from and until."""
        return Table({k: v for k, v in self.raw.items() if k not in ("code", "from", "until")}, file, self.place)


@dataclass(frozen=True, slots=True)
class Draft:
    """A rulebook whose dated values are read but not yet chosen for a year."""

    file: str
    first_year: int
    last_year: int | None
    units: Units
    indicators: Mapping[str, Indicator]
    families: tuple[Family, ...]
    parameters: Mapping[str, Parameter]
    policies: Mapping[str, tuple[Dated[Any], ...]]
    measures: Mapping[str, Any]
    criteria: tuple[Entry, ...]
    checks: tuple[Entry, ...]
    targets: tuple[Entry, ...]


def resolve(draft: Draft, year: int) -> YearRules:
    """Return all that holds in data year `year`."""
    policy = _policy(draft, year)
    scope = Scope(
        year,
        draft.indicators,
        draft.parameters,
        policy.area,
        families=frozenset(family.code for family in draft.families),
        units=draft.units,
    )
    read_measures(Table(draft.measures, draft.file, "measures"), scope)
    criteria = tuple(
        read_criterion(entry.table(draft.file), entry.code, scope, policy.missing)
        for entry in in_year(draft.criteria, year)
    )
    _check_criteria(draft, policy, criteria)
    check_policy(draft.file, policy, criteria)
    holds = _holds(scope.measures.values(), criteria)
    checks = [
        check
        for entry in in_year(draft.checks, year)
        for check in read_checks(entry.table(draft.file), entry.code, scope, holds)
    ]
    by_code = {criterion.code: criterion for criterion in criteria}
    _check_bases(draft, checks, by_code)
    decimals = policy.scoring.decimals if policy.scoring else 2
    return YearRules(
        policy=policy,
        measures=scope.measures,
        criteria=criteria,
        carding=tuple(criterion for criterion in criteria if criterion.spec.card),
        checks=tuple(checks),
        targets=tuple(_target(entry, draft.file, scope) for entry in in_year(draft.targets, year)),
        users_of=holds.by_indicator,
        criteria_of=holds.criteria_of,
        labels={code: indicator.label for code, indicator in draft.indicators.items()},
        probes=tuple((check.holds, probe_of(check, by_code)) for check in checks),
        judges=tuple(judge_of(criterion, policy.near_line_percent, decimals) for criterion in criteria),
    )


def in_year(entries: Iterable[Entry], year: int) -> list[Entry]:
    """Return for each code the latest entry that holds in `year`, in the order of first appearance."""
    held: dict[str, Entry] = {}
    for entry in entries:
        if entry.since <= year and (entry.code not in held or held[entry.code].since < entry.since):
            held[entry.code] = entry
    return [entry for entry in held.values() if entry.until is None or year <= entry.until]


def _policy(draft: Draft, year: int) -> Policy:
    chosen = {code: in_force(values, year) for code, values in draft.policies.items()}
    cites: dict[str, Citation] = {code: dated.cite for code, dated in chosen.items() if dated is not None}
    values: dict[str, Any] = dict.fromkeys(READINGS)
    values.update({code: dated.value for code, dated in chosen.items() if dated is not None})
    Table({}, draft.file, "policy").pick(draft.indicators, values["area"], "指标", "area")
    return Policy(**values, cites=cites)


def _holds(measures: Iterable[Measure], criteria: Sequence[Criterion]) -> Holds:
    by_indicator: dict[str, set[str]] = defaultdict(set)
    by_measure: dict[str, set[str]] = defaultdict(set)
    for measure in measures:
        for source in measure.sources:
            by_indicator[source.code].add(measure.code)
        for inner in measure.inner_codes():
            by_measure[inner].add(measure.code)
    criteria_of: dict[str, set[str]] = defaultdict(set)
    for criterion in criteria:
        for measure in measures_of(criterion.rule):
            criteria_of[measure.code].add(criterion.code)
    return Holds(
        by_indicator={code: frozenset(names) for code, names in by_indicator.items()},
        by_measure={code: frozenset(names) for code, names in by_measure.items()},
        criteria_of={code: tuple(sorted(names)) for code, names in criteria_of.items()},
    )


def _target(entry: Entry, file: str, scope: Scope) -> Target:
    table = entry.table(file)
    measure = None if table.has("count") else read_measure(table, scope)
    unit = read_unit(table, scope.units).name if measure is None else measure.unit
    over = "pooled" if measure is None else table.word("over", "pooled", "each", "added", default="pooled")
    if measure is not None and (over == "added") != (measure.form == "change"):
        table.refuse('over = "added" 与比上年增加（change）的算式须一起使用', "over")
    line, cite = amount(table, "line", scope, unit)
    own = read_cite(table)
    target = Target(
        code=entry.code,
        label=table.text("label"),
        measure=measure,
        op=table.word("op", *OPERATORS),
        line=line,
        cite=cite or own,
        unit=unit,
        over=over,
        count="" if measure else table.code("count"),
        is_approximate=table.flag("approximate", default=False),
        by_year=table.optional("by", table.year),
        since=entry.since,
    )
    table.done()
    return target


def _check_criteria(draft: Draft, policy: Policy, criteria: Sequence[Criterion]) -> None:
    table = Table({}, draft.file, "criteria")
    carding = sum(criterion.spec.card for criterion in criteria)
    joined = policy.combine.also if isinstance(policy.combine, ByPoints) else policy.combine
    if not carding and joined is not None and (policy.scoring is None or joined is not policy.combine):
        table.refuse("没有一条用于黄牌的标准（card = true），也没有综合得分（scoring）；只评分的规则集须写 scoring")
    if isinstance(joined, int) and joined > carding:
        table.refuse(f"用于黄牌的标准只有 {carding} 条，不可能至少 {joined} 条")
    scored = [criterion for criterion in criteria if criterion.spec.role is Role.SCORE]
    if policy.scoring is None:
        _check_unscored(table, policy, criteria)
        return
    _check_caps(table, policy.scoring, {criterion.spec.role for criterion in criteria})
    _check_marks(draft.file, policy, policy.scoring)
    for groups in _selections(table, scored):
        chosen = [one for one in scored if one.is_for(groups)]
        _check_total(table, policy.scoring, chosen, draft.families, groups)


def _check_caps(table: Table, scoring: Scoring, roles: set[Role]) -> None:
    for role, cap, key in (
        (Role.BONUS, scoring.bonus_cap, "bonus_cap"),
        (Role.DEDUCTION, scoring.deduction_cap, "deduction_cap"),
    ):
        if role in roles and cap <= 0:
            table.refuse(f"有{role.label}的标准，须写 {key}")


def _check_unscored(table: Table, policy: Policy, criteria: Sequence[Criterion]) -> None:
    if any(criterion.spec.role is not Role.NONE for criterion in criteria):
        table.refuse("有计分的标准，但没有 [[policy.scoring]]")
    if isinstance(policy.combine, ByPoints) or (policy.grading and policy.grading.by == "points"):
        table.refuse("按得分判断或评等次，但没有 [[policy.scoring]]")


def _check_marks(file: str, policy: Policy, scoring: Scoring) -> None:
    """Refuse marks that no total can reach."""
    most = add(scoring.full, scoring.bonus_cap)
    mark = policy.combine.mark if isinstance(policy.combine, ByPoints) else None
    if mark is not None and mark > most:
        Table({}, file, "policy.combine").refuse(f"高于可能的最高分（{plain(most)}）", "points_at_least")
    grading = policy.grading
    if (
        grading
        and grading.by == "points"
        and any(grade.mark is not None and grade.mark > most for grade in grading.grades)
    ):
        Table({}, file, "policy.grading").refuse(f"有等次的 mark 高于可能的最高分（{plain(most)}）", "grades")


def _selections(table: Table, scored: Sequence[Criterion]) -> list[dict[str, str]]:
    """Return every combination of the groups that some criterion names, and of those named nowhere."""
    named: dict[str, set[str]] = {}
    for criterion in scored:
        for key, names in (*criterion.only.items(), *criterion.barred.items()):
            named.setdefault(key, {""}).update(names)
    keys = sorted(named)
    if prod(map(len, named.values())) > MAX_SELECTIONS:
        table.refuse(f"only、except 写到的分组搭配起来超过 {MAX_SELECTIONS} 种，无法逐一核对满分")
    return [dict(zip(keys, chosen, strict=True)) for chosen in product(*(sorted(named[key]) for key in keys))]


def _check_total(
    table: Table, scoring: Scoring, scored: Sequence[Criterion], families: Sequence[Family], groups: Mapping[str, str]
) -> None:
    where = f"（{'、'.join(name or '其他' for name in groups.values())}）" if groups else ""
    if scoring.mode == "weighted":
        unweighted = [criterion.code for criterion in scored if criterion.spec.weight is None]
        if unweighted:
            table.refuse(f"按权重计分，但没有权重：{'、'.join(unweighted)}", "weight")
    word = "权重" if scoring.mode == "weighted" else "满分"
    total = _marks(scoring, scored)
    if total != scoring.full:
        table.refuse(f"各项{word}之和为 {plain(total)}，应为 {plain(scoring.full)}{where}")
    for family in families:
        members = [criterion for criterion in scored if criterion.spec.family == family.code]
        if family.full is not None and _marks(scoring, members) != family.full:
            table.refuse(
                f"类别“{family.label}”各项{word}之和为 {plain(_marks(scoring, members))}，应为 {plain(family.full)}{where}"
            )


def _marks(scoring: Scoring, scored: Iterable[Criterion]) -> Decimal:
    marks = ((one.spec.weight if scoring.mode == "weighted" else one.spec.full) or ZERO for one in scored)
    return reduce(add, marks, ZERO)


def _check_bases(draft: Draft, checks: Iterable[Check], criteria: Mapping[str, Criterion]) -> None:
    for check in checks:
        if check.form != "base":
            continue
        criterion = criteria.get(check.criterion)
        if criterion is None or not isinstance(criterion.rule, Threshold):
            place = Table({}, draft.file, f"checks {check.code}")
            place.refuse(f"没有名为“{check.criterion}”的标准线", "criterion")
