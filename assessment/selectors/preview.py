"""What the engine would propose for figures that nobody has filed yet (预评); writes nothing."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from assessment.models import Duty, Indicator, RulesetVersion
from assessment.rules import engine
from assessment.rules.enums import Severity
from assessment.rules.facts import Facts, Figures
from assessment.rules.outcome import Finding, Outcome
from assessment.selectors import fields, figures, rulebook
from assessment.selectors.figures import Values


@dataclass(frozen=True, slots=True)
class Preview:
    """The engine's answer to figures as typed, and the `facts` it was given.

    `outcome` believes only the reasons that the city accepted, as the judgement will; `if_accepted` believes every
    reason given, and its findings are what still stands in the way of filing. `field` says in which year's field places and medians were read; "" where the ruleset needs none or none is known.
    """

    outcome: Outcome
    if_accepted: Outcome
    ruleset: RulesetVersion | None
    facts: Facts
    field: str = ""

    @property
    def previous(self) -> Figures | None:
        """Last year's verified figures, None where there are none."""
        return self.facts.previous

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.if_accepted.findings

    @property
    def awaiting(self) -> tuple[Finding, ...]:
        """The doubts that have their reason and wait for the city to accept it."""
        still_open = {one.code for one in self.outcome.open_findings}
        return tuple(one for one in self.findings if one.code in still_open and not one.is_open)


@dataclass(frozen=True, slots=True)
class Typed:
    """Figures as typed: `confirmed` are the codes with a reason, `accepted` those whose reason the city accepted;
    `invalid` says by code why a text is no number."""

    values: Values
    confirmed: Collection[str] = ()
    invalid: Mapping[str, str] = field(default_factory=dict)
    accepted: Collection[str] = ()


def preview(duty: Duty, typed: Typed) -> Preview:
    """Return the judgement of the figures as though they were verified (duty with `figures.judged_with`).

    A reason given for one figure of an odd pair counts for the pair; a doubt whose reason the city has not accepted
    holds the judgement. Without a ruleset in force the verdict says so.
    Places and medians are those of the last known field, the figures taken as its own cluster's.
    """
    row = rulebook.in_force(duty.year)
    rules = rulebook.parsed(row) if row else None
    known = fields.last_known(duty.year, row)
    field = fields.read(known)
    past = figures.verified_before([duty])
    (candidate,) = fields.candidates([duty], {}, rules, past)
    entrant = candidate.entrant
    facts = replace(
        figures.as_verified(duty, typed.values, past, typed.accepted),
        invalid=dict(typed.invalid),
        exempt=entrant.facts.exempt,
    )

    def judged(given: Facts) -> Outcome:
        placed = field.placed(replace(entrant, facts=given), rules)
        return engine.preview(placed, entrant.title, entrant.priors, rules)

    outcome = judged(facts)
    given = {*typed.confirmed, *typed.accepted}
    believed = frozenset(paired(outcome.findings, dict.fromkeys(given, "说明")))
    if_accepted = outcome if believed == facts.confirmed else judged(replace(facts, confirmed=believed))
    return Preview(outcome, if_accepted, row, facts, fields.note_of(known))


def paired(findings: Collection[Finding], reasons: Mapping[str, str]) -> dict[str, str]:
    """Return the reasons with each one given for a figure of an odd pair repeated for the whole pair.

    A suspect is settled only when all of its figures are confirmed, and people write one reason, not two.
    """
    result = dict(reasons)
    for finding in findings:
        given = next((reasons[code] for code in finding.fields if code in reasons), "")
        if finding.severity is Severity.SUSPECT and given:
            result.update({code: result.get(code, given) for code in finding.fields})
    return result


def suspected(findings: Collection[Finding]) -> frozenset[str]:
    """Return the codes of the figures that ask for a reason, given or not."""
    return frozenset(code for one in findings if one.severity is Severity.SUSPECT for code in one.fields)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a report cannot be filed as it stands; `field` is the indicator's code.

    `is_finding`: a data check says so, and the hint beside the figure has the details; `asks_reason`: a reason would do.
    """

    field: str
    message: str
    is_finding: bool = False
    asks_reason: bool = False


def is_blank(indicator: Indicator, typed: Typed) -> bool:
    """Say whether nothing at all was entered for an indicator."""
    return typed.values.get(indicator.code) is None and indicator.code not in typed.invalid


_BLANK = "必需指标未填写。空白不等于零：请填写数值；确实无法提供的，请在备注中说明原因。"
_ODD = "数据存疑：请更正数据；确属实的，请在此填写情况说明。"


def problems(
    indicators: Iterable[Indicator], typed: Typed, remarks: Mapping[str, str], findings: Collection[Finding]
) -> list[Problem]:
    """Return everything that stands in the way of filing, all at once; filing itself refuses the first of them.

    A text that is no number stands among the form's own errors and is left out here.
    """
    found = [
        Problem(one.code, _BLANK)
        for one in indicators
        if one.is_required and is_blank(one, typed) and one.code not in remarks
    ]
    for finding in findings:
        code = finding.fields[0]
        if finding.severity is Severity.INVALID and code not in typed.invalid:
            found.append(Problem(code, finding.text, is_finding=True))
        elif finding.severity is Severity.SUSPECT and finding.is_open:
            found.append(Problem(code, _ODD, is_finding=True, asks_reason=True))
    return list(dict.fromkeys(found))
