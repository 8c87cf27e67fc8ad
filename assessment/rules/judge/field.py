"""The field of a data year: medians, places inside groups and grades by rank, over those who are judged in it."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from assessment.rules.criteria import Check, Criterion, Rank
from assessment.rules.engine import examine, scorecard
from assessment.rules.enums import Cause, Filing
from assessment.rules.facts import Facts, Position, Prior, Title
from assessment.rules.judge.computed import Computed, evaluate
from assessment.rules.judge.points import GRADE_POSITION, TOTAL_POSITION
from assessment.rules.judge.verdicts import lacks_figures, not_assessed
from assessment.rules.measures import Measure
from assessment.rules.numbers import ZERO, Ratio, add, cut
from assessment.rules.policy import ByPoints
from assessment.rules.ruleset import Ruleset, YearRules

MEDIAN_FROM = 3
Table = Mapping[str, Mapping[str, Fraction]]
"""By group name ("" without groups), then by entrant: the exact value that is ranked."""


@dataclass(frozen=True, slots=True)
class Entrant:
    """One cluster of the field, named by `key`."""

    key: str
    facts: Facts
    title: Title
    priors: tuple[Prior, ...] = ()


class Field:
    """What the judged of a data year add up to under one ruleset; see `field_of`.

    `medians`: by measure code and group name. `ranked`: by key of `Facts.positions`, the ranked values. Empty where
    the ruleset asks for neither.
    """

    __slots__ = ("_sorted", "medians", "ranked")

    def __init__(self, medians: Mapping[str, Mapping[str, Decimal]], ranked: Mapping[str, Table]) -> None:
        self.medians = medians
        self.ranked = ranked
        self._sorted: dict[tuple[str, str], list[Fraction]] = {}

    def with_medians(self, facts: Facts, rules: YearRules) -> Facts:
        """Return the facts with the medians of their groups, for the data checks."""
        found = dict(facts.medians)
        for check, measure in _compared(rules) if self.medians else ():
            median = self.medians.get(measure.code, {}).get(facts.groups.get(check.group, ""))
            is_needed = check.form == "median" or (facts.previous or {}).get(measure.code) is None
            if median is not None and is_needed:
                found[measure.code] = median
        return replace(facts, medians=found) if found else facts

    def placed(self, entrant: Entrant, ruleset: Ruleset | None) -> Facts:
        """Return the entrant's facts with medians and places, so that it can be judged, and recomputed, alone.

        The places are those of the figures given, among the others of the field: the entrant's own earlier value does
        not count twice. Who takes no part (see `takes_part`) gets the medians only.
        """
        rules = ruleset.at(entrant.facts.year) if ruleset else None
        if rules is None:
            return entrant.facts
        facts = self.with_medians(entrant.facts, rules)
        if self.ranked and takes_part(entrant, rules):
            for one in _rankings(rules):
                facts = self._with_place(entrant.key, facts, one, _value(one, facts, rules))
        return facts

    def _with_place(self, key: str, facts: Facts, one: "_Ranking", value: Fraction | None) -> Facts:
        """Return the facts with their place in one ranking; none without a value, or without a group where one is
        needed."""
        table = self.ranked.get(one.key)
        if table is None or value is None or (one.group and one.group not in facts.groups):
            return facts
        name = facts.groups.get(one.group, "")
        others = self._sorted.get((one.key, name))
        if others is None:
            others = self._sorted[one.key, name] = sorted(table.get(name, {}).values())
        own = table.get(name, {}).get(key)
        below, upto = bisect_left(others, value), bisect_right(others, value)
        better = len(others) - upto if one.descending else below
        beaten = own is not None and (own > value if one.descending else own < value)
        position = Position(
            better=better - beaten,
            equal=upto - below + (own != value),
            size=len(others) + (own is None),
        )
        return replace(facts, positions={**facts.positions, one.key: position})


NO_FIELD = Field({}, {})


def field_of(entrants: Sequence[Entrant], ruleset: Ruleset | None) -> Field:
    """Return the medians and ranked values of those who take part; all entrants are of one data year (ValueError).

    Computed once when a year is judged and kept with the results: every door takes medians and places from it.
    """
    years = {entrant.facts.year for entrant in entrants}
    if len(years) > 1:
        raise ValueError("只能对同一数据年度的全体数据排位")
    rules = ruleset.at(years.pop()) if ruleset and years else None
    if rules is None or not needs_field(rules):
        return NO_FIELD
    judged = [entrant for entrant in entrants if takes_part(entrant, rules)]
    medians = {
        measure.code: _medians([entrant.facts for entrant in judged], measure, check.group)
        for check, measure in _compared(rules)
    }
    ranked: dict[str, Table] = {}
    field = Field(medians, ranked)
    facts = {entrant.key: field.with_medians(entrant.facts, rules) for entrant in judged}
    for one in _rankings(rules):
        values = {key: _value(one, own, rules) for key, own in facts.items()}
        ranked[one.key] = _table(values, facts, one.group)
        facts = {key: field._with_place(key, own, one, values[key]) for key, own in facts.items()}
    return field


def needs_field(rules: YearRules) -> bool:
    """Return whether the rules ask for anything that one cluster alone cannot say."""
    return next(_compared(rules), None) is not None or next(_rankings(rules), None) is not None


def _compared(rules: YearRules) -> Iterator[tuple[Check, Measure]]:
    """Yield the checks that set a measure beside the median of its group."""
    return ((check, check.measure) for check in rules.checks if check.group and check.measure is not None)


def takes_part(entrant: Entrant, rules: YearRules) -> bool:
    """Return whether the entrant is judged in the year (口径第22条): verified figures, assessed, and not on hold for a
    bad or missing one. Places, which are not known yet, count for nothing here."""
    facts = entrant.facts
    earlier = {prior.year: prior for prior in entrant.priors if prior.year < facts.year}
    if facts.filing is not Filing.VERIFIED or not_assessed(facts, entrant.title, earlier, rules.policy):
        return False
    card = scorecard(facts, rules)
    return not lacks_figures(card.carding, card.result, rules.policy)


class _Ranking(NamedTuple):
    """A ranking the rules ask for: by one criterion, or (None) by the total score."""

    key: str
    group: str
    descending: bool
    criterion: Criterion | None


def _rankings(rules: YearRules) -> Iterator[_Ranking]:
    """Yield the rankings, those by total score last: places give points."""
    for criterion in rules.criteria:
        if isinstance(criterion.rule, Rank):
            yield _Ranking(criterion.code, criterion.rule.group, criterion.rule.descending, criterion)
    grading, combine = rules.policy.grading, rules.policy.combine
    if grading is not None and grading.by == "rank":
        yield _Ranking(GRADE_POSITION, grading.group, True, None)
    if isinstance(combine, ByPoints) and combine.last is not None:
        yield _Ranking(TOTAL_POSITION, combine.group, True, None)


def _value(one: _Ranking, facts: Facts, rules: YearRules) -> Fraction | None:
    """Return what the facts are ranked by; None where it cannot be told, or where the criterion is for others."""
    if one.criterion is None:
        score = scorecard(facts, rules).score
        return None if score is None else Fraction(score)
    rule, computed = one.criterion.rule, Computed(facts)
    if not isinstance(rule, Rank) or not one.criterion.is_for(facts.groups):
        return None
    if rule.measure.code in examine(computed, rules).held:
        return None
    value = computed.of(rule.measure)
    return None if isinstance(value, Cause) else _fraction(value)


def _table(values: Mapping[str, Fraction | None], facts: Mapping[str, Facts], group: str) -> Table:
    """Return the values by group name and entrant; who has no value, or no group where one is needed, is left out."""
    found: dict[str, dict[str, Fraction]] = defaultdict(dict)
    for key, value in values.items():
        if value is not None and (not group or group in facts[key].groups):
            found[facts[key].groups.get(group, "")][key] = value
    return dict(found)


def _medians(field: Iterable[Facts], measure: Measure, group: str) -> dict[str, Decimal]:
    values: dict[str, list[Fraction]] = defaultdict(list)
    for facts in field:
        value = evaluate(measure, facts)
        if not isinstance(value, Cause) and group in facts.groups:
            values[facts.groups[group]].append(_fraction(value))
    found = {name: median_of(group_values) for name, group_values in values.items()}
    return {name: median for name, median in found.items() if median is not None}


def median_of(values: Sequence[Fraction]) -> Decimal | None:
    """Return the median, cut to six digits; None for fewer than three values, which say nothing about a group."""
    if len(values) < MEDIAN_FROM:
        return None
    ordered = sorted(values)
    middle = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
    return cut(Decimal(middle.numerator), Decimal(middle.denominator), 6)


def _fraction(value: Ratio) -> Fraction:
    return Fraction(value[0]) / Fraction(value[1])


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
