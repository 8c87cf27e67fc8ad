"""How a data year is likely to end for each cluster: the engine's answer to the best figures there are so far."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from django.db.models import QuerySet

from assessment.enums import Kind, SubmissionState
from assessment.models import Duty, Indicator, QuarterlyIndicator, SubmissionVersion
from assessment.rules.engine import assess, preview
from assessment.rules.enums import Filing, Severity, Verdict
from assessment.rules.facts import Facts, Prior, Title
from assessment.rules.judge.field import NO_FIELD, Entrant, Field
from assessment.rules.outcome import Line, Outcome
from assessment.rules.ruleset import Ruleset
from assessment.selectors import fields, figures, projection, quarterly, rulebook
from assessment.selectors.figures import Values
from assessment.selectors.projection import Estimate, Past
from assessment.selectors.quarterly import Key, Saved

# What a report says besides its figures, which an outlook never looks at.
_UNREAD = tuple(
    f"submission__{which}_version__{name}" for which in ("current", "verified") for name in ("remarks", "confirmations")
)


class Basis(StrEnum):
    """Which figures an outlook rests on; filed ones go before projected ones."""

    VERIFIED = "verified"
    SUBMITTED = "submitted"
    PROJECTED = "projected"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Outlook:
    """What would be proposed for the duty on these figures; nothing is written.

    `ruleset` has the lines that can give a card and no others: a score plays no part here. `low` and `high` are the
    answers to both ends of a projection. `if_failed` is the answer to a year that misses the
    lines, whatever the figures. Without a ruleset in force all of them are None or NO_RULE. `carried` are figures that
    nobody reports by quarter and that hardly move: areas, taken over from the verified figures of the year before.
    """

    duty: Duty
    basis: Basis
    ruleset: Ruleset | None
    if_failed: Outcome
    outcome: Outcome | None = None
    low: Outcome | None = None
    high: Outcome | None = None
    estimates: tuple[Estimate, ...] = ()
    carried: tuple[tuple[Indicator, Decimal], ...] = ()
    quarter: int = 0

    @property
    def is_assessed(self) -> bool:
        return self.if_failed.verdict not in (Verdict.NOT_ASSESSED, Verdict.NO_RULE)

    @property
    def spans(self) -> tuple["Span", ...]:
        """The lines that decide about a card, each with both ends of its range."""
        if self.outcome is None or self.low is None or self.high is None:
            return ()
        rows = zip(self.outcome.carding, self.low.carding, self.high.carding, strict=True)
        return tuple(Span(line, *_ordered(low, high)) for line, low, high in rows)


class Span(NamedTuple):
    """A line at the most likely value, and at both ends of the range by size of the value."""

    line: Line
    low: Line
    high: Line

    @property
    def ends(self) -> str:
        """The states at both ends, in words."""
        return "、".join(sorted({self.low.state.label, self.high.state.label}))


def _ordered(one: Line, other: Line) -> tuple[Line, Line]:
    if one.exact is not None and other.exact is not None and other.exact < one.exact:
        return other, one
    return one, other


@dataclass(frozen=True, slots=True)
class Background:
    """What is read once for all duties of a year; `failures` fills up with the answers to a year that fails."""

    year: int
    ruleset: Ruleset | None
    asked: Sequence[QuarterlyIndicator]
    areas: Sequence[Indicator]
    series: Mapping[Key, Mapping[int, Saved]]
    verified: Mapping[Key, Values]
    entrants: Mapping[int, Entrant]
    among: Field = NO_FIELD
    """The last known field: an outlook takes its places and medians there."""
    failures: dict[tuple[Title, tuple[Prior, ...], bool], Outcome] = field(default_factory=dict)


def loaded(rows: QuerySet[Duty]) -> list[Duty]:
    """Return the duties with everything that an outlook reads of them, in a fixed number of queries."""
    found = figures.judged(rows).select_related("submission__current_version").defer(*figures.UNREAD, *_UNREAD)
    return list(found.prefetch_related("cluster__category", "district").order_by("cluster__name_key", "pk"))


def of_duties(duties: Sequence[Duty]) -> list[Outlook]:
    """Return the outlook of each duty (of one year, `loaded`), in a fixed number of queries.

    Quarters are looked at where nothing was filed; a single duty (`of_duty`) shows them beside what was filed.
    """
    if not duties:
        return []
    unfiled = {duty.cluster_id for duty in duties if _filed_version(duty) is None}
    given = background(duties, projected=unfiled)
    return [_outlook(duty, given) for duty in duties]


def of_duty(duty: Duty) -> Outlook:
    """Return the outlook of one duty, with what its quarters say even where its figures are filed."""
    return _outlook(duty, background([duty], projected={duty.cluster_id}))


def _outlook(duty: Duty, given: Background) -> Outlook:
    entrant = given.entrants[duty.pk]
    facts = entrant.facts
    outlook = Outlook(duty, Basis.NONE, given.ruleset, _if_failed(entrant, given))
    found = _projected(duty, given)
    if found:
        outlook = replace(outlook, estimates=found, carried=_carried(duty, given), quarter=_latest(found))

    def answer(filed: Facts) -> Outcome:
        as_filed = replace(entrant, facts=replace(filed, filing=Filing.VERIFIED))
        return preview(given.among.placed(as_filed, given.ruleset), entrant.title, entrant.priors, given.ruleset)

    filed = _filed(duty, facts, given)
    if filed is not None:
        outcome = answer(filed[1])
        return replace(outlook, basis=filed[0], outcome=outcome, low=outcome, high=outcome)
    if not outlook.quarter:
        return outlook
    point, low, high = (answer(_facts(facts, outlook, which)) for which in ("value", "low", "high"))
    return replace(outlook, basis=Basis.PROJECTED, outcome=point, low=low, high=high)


def _if_failed(entrant: Entrant, given: Background) -> Outcome:
    """Return the answer to a year that fails without figures; the same for all with the same title and past."""
    key = (entrant.title, entrant.priors, entrant.facts.exempt)
    if key not in given.failures:
        failed = replace(entrant.facts, filing=Filing.MISSING, ruled_failed=True)
        given.failures[key] = assess(failed, entrant.title, entrant.priors, given.ruleset)
    return given.failures[key]


def _filed_version(duty: Duty) -> SubmissionVersion | None:
    """Return the verified version, else the one that waits for its review; drafts are the district's business."""
    report = getattr(duty, "submission", None)
    if report is None or report.verified_version is not None:
        return report.verified_version if report else None
    return report.current_version if report.state == SubmissionState.SUBMITTED else None


def _filed(duty: Duty, facts: Facts, given: Background) -> tuple[Basis, Facts] | None:
    """Return the facts of what was filed; odd figures count as confirmed only once the city accepted them."""
    version = _filed_version(duty)
    if version is None:
        return None
    if version.pk == duty.submission.verified_version_id:
        return Basis.VERIFIED, figures.facts_of(duty, version, given.verified)
    submitted = replace(facts, values=figures.from_text(version.values))
    return Basis.SUBMITTED, figures.with_past(submitted, given.verified, duty.cluster_id)


def _projected(duty: Duty, given: Background) -> tuple[Estimate, ...]:
    series = given.series.get((duty.cluster_id, given.year))
    if not series:
        return ()
    return tuple(projection.estimate(one, series, _past(duty, one.indicator_id, given)) for one in given.asked)


def _past(duty: Duty, code: str, given: Background) -> list[Past]:
    """Return the cluster's earlier years, the newest first; a year without verified figures ends with its quarters."""
    found = []
    for year in range(given.year - 1, given.year - 1 - projection.PAST_YEARS, -1):
        saved = given.series.get((duty.cluster_id, year), {})
        quarters = {quarter: one.values.get(code) for quarter, one in saved.items()}
        whole = given.verified.get((duty.cluster_id, year), {}).get(code)
        found.append(Past(year, quarters, whole))
    return found


def _carried(duty: Duty, given: Background) -> tuple[tuple[Indicator, Decimal], ...]:
    values = given.verified.get((duty.cluster_id, given.year - 1), {})
    return tuple((one, value) for one in given.areas if (value := values.get(one.code)) is not None)


def _latest(estimates: Sequence[Estimate]) -> int:
    """Return the latest quarter with a figure; 0 without one."""
    found = [quarter for one in estimates for quarter, value in one.quarters.items() if value is not None]
    return max(found, default=0)


def _facts(facts: Facts, outlook: Outlook, which: str) -> Facts:
    """Return the facts at one end of the projection ("low", "high") or at its most likely value ("value")."""
    values: Values = {one.code: value for one, value in outlook.carried}
    values |= {one.indicator.code: getattr(one, which) for one in outlook.estimates}
    return replace(facts, values=_within(values, outlook.ruleset, facts.year))


def _within(values: Values, ruleset: Ruleset | None, year: int) -> Values:
    """Keep each projected part within its projected whole, as the rulebook's checks have it.

    Both are projected by a pattern of their own, so the part can come out above the whole where they are close.
    """
    rules = ruleset.at(year) if ruleset else None
    for check in rules.checks if rules else ():
        if check.form == "compare" and check.severity is Severity.INVALID:
            part, whole = (values.get(field.code) for field in check.fields)
            if part is not None and whole is not None and part > whole:
                values[check.fields[0].code] = whole
    return values


def background(duties: Sequence[Duty], *, projected: Collection[int]) -> Background:
    """Return what the duties (of one year, `loaded`) rest on; quarters for the clusters in `projected` only."""
    year = duties[0].year
    row = rulebook.in_force(year)
    asked = quarterly.asked(year) if projected else []
    past = range(year - projection.PAST_YEARS, year)
    ruleset, verified = rulebook.carding(row) if row else None, figures.verified_before(duties)
    return Background(
        year=year,
        ruleset=ruleset,
        asked=asked,
        areas=list(Indicator.objects.in_force(year).filter(kind=Kind.AREA)) if asked else [],
        series=quarterly.series(projected, [*past, year]) if asked else {},
        verified=verified,
        entrants={one.duty.pk: one.entrant for one in fields.candidates(duties, {}, ruleset, verified)},
        among=fields.read(fields.last_known(year, row)),
    )
