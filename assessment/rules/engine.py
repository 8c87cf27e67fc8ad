"""The one door: facts, title and history in, a proposal out. Same arguments, same answer, for ever."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from assessment.rules.citation import Citation
from assessment.rules.enums import Basis, Filing, Flag, Role, Severity, Standing, State, Verdict, Why, combine
from assessment.rules.facts import Facts, Prior, Title
from assessment.rules.judge.computed import Computed
from assessment.rules.judge.findings import Found
from assessment.rules.judge.points import (
    GRADE_POSITION,
    TOTAL_POSITION,
    by_points,
    grade_of,
    joined,
    last_scored,
    limited,
    mean_with,
    total_of,
)
from assessment.rules.judge.verdicts import Ruling, not_assessed, of_due_years, promoted_to, rule, standing_of
from assessment.rules.outcome import Finding, Line, Mean, Outcome
from assessment.rules.policy import ByPoints, Policy
from assessment.rules.ruleset import Ruleset, YearRules, touched

ENGINE_VERSION = "1.1"
"""Raised whenever the same input could give another outcome."""

_ORDER = {flag: number for number, flag in enumerate(Flag)}


class Card(NamedTuple):
    """The score card of a year: its lines, their joint result, total (with its mean), grade and findings."""

    lines: tuple[Line, ...] = ()
    carding: tuple[Line, ...] = ()
    result: State = State.UNDETERMINED
    score: Decimal | None = None
    grade: str = ""
    findings: tuple[Finding, ...] = ()
    mean: Mean | None = None
    promotion: str = ""


def assess(facts: Facts, title: Title, priors: Iterable[Prior], ruleset: Ruleset | None) -> Outcome:
    """Return the proposal for one data year of one recognition.

    `ruleset` is the one in force for the year (see Rulebook.for_year); None, or one that does not cover the year,
    gives NO_RULE. Priors of this or later years are ignored, and so is their order; two for one year are refused
    (ValueError).
    """
    earlier = _by_year(priors, facts.year)
    rules = None if ruleset is None else ruleset.at(facts.year)
    if ruleset is None or rules is None:
        return _outcome(facts, Ruling(Verdict.NO_RULE, why=(Why.NO_RULESET,)), Card(), ruleset, None)
    earlier = of_due_years(earlier, title, rules.policy)
    last = last_scored(earlier) if averages(rules) else None
    card = scorecard(facts, rules, last) if facts.filing is Filing.VERIFIED else Card()
    reason = not_assessed(facts, title, earlier, rules.policy)
    if reason is not None:
        return _outcome(facts, Ruling(Verdict.NOT_ASSESSED, why=(reason,)), card, ruleset, rules)
    state, why = standing_of(facts, card.carding, card.result, rules.policy)
    if state is State.UNDETERMINED:
        awaited = last is not None and last.score is None and card.score is not None
        ruling = Ruling(Verdict.HOLD, why=why, open_years=(last.year,) if last is not None and awaited else ())
    else:
        ruling = rule(facts.year, title, earlier, state, rules.policy)
    waits_for = tuple(sorted([year for year, prior in earlier.items() if prior.standing is Standing.WAITING]))
    flags = ruling.flags | _circumstances(facts, title, card, state, waits_for)
    return _outcome(
        facts,
        ruling._replace(flags=flags, waits_for=waits_for),
        card._replace(
            grade=_grade(card, state, rules.policy),
            promotion=promoted_to(title, card.lines, rules.policy) if ruling.verdict is Verdict.PASS else "",
        ),
        ruleset,
        rules,
    )


def preview(facts: Facts, title: Title, priors: Iterable[Prior], ruleset: Ruleset | None) -> Outcome:
    """Return what would be proposed if these figures were verified as they stand."""
    return assess(replace(facts, filing=Filing.VERIFIED, ruled_failed=False), title, priors, ruleset)


def averages(rules: YearRules | None) -> bool:
    """Return whether the score of the last assessment counts too, so that priors must bring theirs."""
    how = rules.policy.combine if rules else None
    return isinstance(how, ByPoints) and how.is_averaged


def scorecard(facts: Facts, rules: YearRules, last: Prior | None = None) -> Card:
    """Return all lines, whether or not the figures are verified; `last` is the assessment to take the mean with."""
    policy = rules.policy
    computed = Computed(facts)
    found = examine(computed, rules)
    judged = [judge(computed) for judge in rules.judges]
    lines = tuple([line for line in judged if line is not None])
    carding = tuple([line for line in lines if line.spec.card])
    score = total_of(lines, policy.scoring) if policy.scoring else None
    mean = mean_with(score, last)
    decisive = mean.value if mean else score if last is None else None
    if isinstance(policy.combine, ByPoints):
        parts = by_points(policy.combine, decisive, facts.positions.get(TOTAL_POSITION), carding)
        counted = [line for line in lines if line.spec.role is Role.SCORE]
        lacks = State.UNDETERMINED in parts or any(line.unclear for line in counted)
        waits = policy.complete_before_card and lacks
        result = State.UNDETERMINED if waits else combine(parts, "all")
    else:
        result = joined(carding, policy.combine)
    grade = ""
    if policy.grading is not None:
        grade = grade_of(decisive, result, policy.grading, facts.positions.get(GRADE_POSITION))
        grade = limited(grade, lines, policy.grading)
    return Card(lines, carding, result, score, grade, tuple(found.findings), mean)


def _by_year(priors: Iterable[Prior], year: int) -> dict[int, Prior]:
    earlier: dict[int, Prior] = {}
    for prior in priors:
        if prior.year in earlier:
            raise ValueError(f"{prior.year}年有两条以前年度结论")
        if prior.year < year:
            earlier[prior.year] = prior
    return earlier


def _circumstances(facts: Facts, title: Title, card: Card, state: State, waits_for: tuple[int, ...]) -> frozenset[Flag]:
    flags = []
    if waits_for:
        flags.append(Flag.WAITS_FOR_YEAR)
    if title.merged:
        flags.append(Flag.MERGED)
    if any(line.near for line in card.carding):
        flags.append(Flag.NEAR_LINE)
    if facts.ruled_failed and state is State.FAIL and card.result is not State.FAIL:
        flags.append(Flag.RULED_FAILED)
    return frozenset(flags)


def _grade(card: Card, state: State, policy: Policy) -> str:
    """A year that failed is graded as failed, also when the failure was a ruling; one on hold gets no grade."""
    if policy.grading is None or state is State.UNDETERMINED:
        return ""
    if state is State.FAIL and policy.grading.on_failure:
        return limited(policy.grading.on_failure, card.lines, policy.grading)
    return card.grade


def _outcome(facts: Facts, ruling: Ruling, card: Card, ruleset: Ruleset | None, rules: YearRules | None) -> Outcome:
    policy = rules.policy if rules else None
    grading = policy.grading if policy else None
    scoring = policy.scoring if policy else None
    return Outcome(
        year=facts.year,
        verdict=ruling.verdict,
        flags=tuple(sorted(ruling.flags, key=_ORDER.__getitem__)),
        why=ruling.why,
        rests_on=ruling.rests_on,
        waits_for=ruling.waits_for,
        open_years=ruling.open_years,
        result=card.result,
        lines=card.lines,
        score=card.score,
        full=scoring.full if scoring else None,
        grade=card.grade,
        grade_label=grading.label_of(card.grade) if grading else "",
        findings=card.findings,
        ruleset_code=ruleset.code if ruleset else "",
        ruleset_title=ruleset.title if ruleset else "",
        ruleset_sha256=ruleset.sha256 if ruleset else "",
        engine_version=ENGINE_VERSION,
        mean=card.mean,
        promotion=card.promotion,
    )


UNREADABLE = Citation("考核口径说明", "第7条", Basis.DEPARTMENT)


def check(facts: Facts, ruleset: Ruleset) -> tuple[Finding, ...]:
    """Return what the checks in force for the data year find; nothing when no rules are in force."""
    rules = ruleset.at(facts.year)
    return () if rules is None else tuple(examine(Computed(facts), rules).findings)


def examine(computed: Computed, rules: YearRules) -> Found:
    """Run all checks in the rulebook's order, and note in `computed` which measures cannot be told."""
    found = Found()
    if computed.causes:
        _unreadable(computed, rules, found)
    for holds, probe in rules.probes:
        finding = probe(computed, found)
        if finding is not None:
            found.add(finding, holds)
    computed.held = found.held
    return found


def _unreadable(computed: Computed, rules: YearRules, found: Found) -> None:
    for code in sorted(computed.causes):
        holds = rules.users_of.get(code, frozenset())
        reason = computed.facts.invalid.get(code, "不是有效的数值")
        finding = Finding(
            code=f"not_a_number:{code}",
            severity=Severity.INVALID,
            fields=(code,),
            label="不是有效的数值",
            message=f"{rules.labels.get(code, code)}：{reason}。",
            instruction="请按指标单位填写数字。",
            entered=None,
            previous=computed.last_year(code),
            slips=(),
            touches=touched(rules.criteria_of, holds),
            confirmed=False,
            cite=UNREADABLE,
        )
        found.add(finding, holds)
