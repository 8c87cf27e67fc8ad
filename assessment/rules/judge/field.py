"""Judging a whole field at once: medians, places inside groups, grades by rank, totals over all."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from assessment.rules.criteria import Rank
from assessment.rules.engine import assess, examine, scorecard
from assessment.rules.enums import Cause, Filing
from assessment.rules.facts import Facts, Position, Prior, Title
from assessment.rules.judge.computed import Computed, evaluate
from assessment.rules.judge.points import GRADE_POSITION, TOTAL_POSITION
from assessment.rules.measures import Measure
from assessment.rules.numbers import ZERO, Ratio, add, cut
from assessment.rules.outcome import Outcome
from assessment.rules.policy import ByPoints
from assessment.rules.ruleset import Ruleset, YearRules

MEDIAN_FROM = 3
"""A group needs this many figures before its median says anything."""


@dataclass(frozen=True, slots=True)
class Entrant:
    """One cluster of the field, named by `key`."""

    key: str
    facts: Facts
    title: Title
    priors: tuple[Prior, ...] = ()


def judge_field(entrants: Sequence[Entrant], ruleset: Ruleset) -> dict[str, Outcome]:
    """Return the proposal for every entrant, places and medians taken from the field. All are of one data year."""
    enriched = with_field([entrant.facts for entrant in entrants], ruleset)
    return {
        entrant.key: assess(facts, entrant.title, entrant.priors, ruleset)
        for entrant, facts in zip(entrants, enriched, strict=True)
    }


def with_field(field: Sequence[Facts], ruleset: Ruleset) -> list[Facts]:
    """Return the facts with medians and positions filled in, so that each can be judged, and recomputed, alone.

    Only verified figures take part. All facts are of one data year (ValueError otherwise).
    """
    years = {facts.year for facts in field}
    if len(years) > 1:
        raise ValueError("只能对同一数据年度的全体数据排位")
    rules = ruleset.at(years.pop()) if years else None
    if rules is None:
        return list(field)
    with_medians = _with_medians(field, rules)
    with_ranks = _with_ranks(with_medians, rules)
    return _with_grade_places(with_ranks, rules)


def _with_medians(field: Sequence[Facts], rules: YearRules) -> list[Facts]:
    found = list(field)
    for check in rules.checks:
        if check.form != "median" or check.measure is None:
            continue
        measure, medians = check.measure, _medians(field, check.measure, check.group)
        for index, facts in enumerate(found):
            median = medians.get(_group(facts, check.group))
            if median is not None:
                found[index] = replace(facts, medians={**facts.medians, measure.code: median})
    return found


def _medians(field: Iterable[Facts], measure: Measure, group: str) -> dict[str, Decimal]:
    values: dict[str, list[Fraction]] = {}
    for facts in field:
        value = evaluate(measure, facts) if facts.filing is Filing.VERIFIED else Cause.MISSING
        if not isinstance(value, Cause) and group in facts.groups:
            values.setdefault(facts.groups[group], []).append(_fraction(value))
    return {name: _median(found) for name, found in values.items() if len(found) >= MEDIAN_FROM}


def _median(values: list[Fraction]) -> Decimal:
    ordered = sorted(values)
    middle = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
    return cut(Decimal(middle.numerator), Decimal(middle.denominator), 6)


def _fraction(value: Ratio) -> Fraction:
    return Fraction(value[0]) / Fraction(value[1])


def _with_ranks(field: list[Facts], rules: YearRules) -> list[Facts]:
    found = field
    for criterion in rules.criteria:
        rule = criterion.rule
        if isinstance(rule, Rank):
            values = [(facts, _ranked_value(facts, rule, rules)) for facts in found]
            found = _with_places(values, criterion.code, rule.group, descending=rule.descending)
    return found


def _ranked_value(facts: Facts, rule: Rank, rules: YearRules) -> Fraction | None:
    if facts.filing is not Filing.VERIFIED:
        return None
    computed = Computed(facts)
    if rule.measure.code in examine(computed, rules).held:
        return None
    value = computed.of(rule.measure)
    return None if isinstance(value, Cause) else _fraction(value)


def _with_grade_places(field: list[Facts], rules: YearRules) -> list[Facts]:
    grading, combine = rules.policy.grading, rules.policy.combine
    groups = {}
    if grading is not None and grading.by == "rank":
        groups[GRADE_POSITION] = grading.group
    if isinstance(combine, ByPoints) and combine.last is not None:
        groups[TOTAL_POSITION] = combine.group
    totals = [_total(facts, rules) for facts in field] if groups else []
    found = field
    for key, group in groups.items():
        found = _with_places(list(zip(found, totals, strict=True)), key, group, descending=True)
    return found


def _total(facts: Facts, rules: YearRules) -> Fraction | None:
    score = scorecard(facts, rules).score if facts.filing is Filing.VERIFIED else None
    return None if score is None else Fraction(score)


def _with_places(
    values: Sequence[tuple[Facts, Fraction | None]], key: str, group: str, *, descending: bool
) -> list[Facts]:
    """Return the facts with their place under `key`; who has no value, or no group where one is needed, gets none."""
    rivals: dict[str, list[Fraction]] = {}
    for facts, value in values:
        if value is not None:
            rivals.setdefault(_group(facts, group), []).append(value)
    tables = {name: places(found, descending=descending) for name, found in rivals.items()}
    return [
        facts
        if value is None or (group and group not in facts.groups)
        else replace(facts, positions={**facts.positions, key: tables[_group(facts, group)][value]})
        for facts, value in values
    ]


def _group(facts: Facts, group: str) -> str:
    return facts.groups.get(group, "")


def places(values: Iterable[Fraction], *, descending: bool = True) -> dict[Fraction, Position]:
    """Return for each value its position among all of them; equals share it."""
    counts = Counter(values)
    size, better = counts.total(), 0
    found = {}
    for value in sorted(counts, reverse=descending):
        found[value] = Position(better, counts[value], size)
        better += counts[value]
    return found


def ranking(scores: Mapping[str, Decimal | None], groups: Mapping[str, str]) -> dict[str, Position]:
    """Return the position of every scored key inside its group (category); equals share the place."""
    rivals: dict[str, list[Fraction]] = {}
    for key, score in scores.items():
        if score is not None:
            rivals.setdefault(groups.get(key, ""), []).append(Fraction(score))
    tables = {name: places(found) for name, found in rivals.items()}
    return {key: tables[groups.get(key, "")][Fraction(score)] for key, score in scores.items() if score is not None}


def pooled(measure: Measure, field: Iterable[Facts]) -> tuple[Ratio | None, int]:
    """Return a measure over the whole field, total over total (the city averages), and how many took part.

    Clusters with a blank or unusable figure among those it needs are left out of both totals.
    """
    codes = [source.code for source in measure.sources]
    totals, counted = dict.fromkeys(codes, ZERO), 0
    for facts in field:
        if not isinstance(evaluate(measure, facts), Cause):
            totals = {code: add(totals[code], facts.values[code] or ZERO) for code in codes}
            counted += 1
    value = measure.read(totals, {}, None) if counted else Cause.MISSING
    return (None if isinstance(value, Cause) else value), counted
