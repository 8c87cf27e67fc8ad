"""Scoring duties and writing the proposals: idempotent, set-based, the same for runs, previews and follow-ups."""

import dataclasses
import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from assessment.enums import AssessmentState
from assessment.models import Assessment, Duty, RulesetVersion, Run, SubmissionVersion, YearField
from assessment.rules.engine import ENGINE_VERSION, assess
from assessment.rules.outcome import Outcome
from assessment.rules.wire import facts as wire
from assessment.rules.wire.outcomes import outcome_data
from assessment.rules.words.explain import explain
from assessment.selectors import fields, figures, rulebook
from assessment.services import locks
from clusters.models import Recognition

OPEN_STATES = (AssessmentState.PROPOSED, AssessmentState.STALE)
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Judged:
    """One duty with the engine's input and answer."""

    duty: Duty
    recognition: Recognition | None
    version: SubmissionVersion | None
    field: YearField | None
    inputs: str
    outcome: Outcome
    sha256: str


def judge(
    duties: Sequence[Duty],
    versions: Mapping[int, SubmissionVersion | None],
    ruleset: RulesetVersion | None,
    newest: YearField | None = None,
) -> list[Judged]:
    """Return the engine's answer for duties of one year (loaded by `figures.loaded`); writes nothing.

    `newest` is the field to place them in; a duty with a confirmed result stays in the field of that result.
    """
    rules = rulebook.parsed(ruleset) if ruleset else None
    rows = fields.chosen(duties, ruleset, newest)
    read = {row: fields.read(row) for row in set(rows.values())}
    results = []
    for one in fields.candidates(duties, versions, rules):
        row, entrant = rows[one.duty.pk], one.entrant
        facts = read[row].placed(entrant, rules)
        outcome = assess(facts, entrant.title, entrant.priors, rules)
        inputs = wire.input_json(facts, entrant.title, entrant.priors)
        results.append(Judged(one.duty, one.recognition, one.version, row, inputs, outcome, _hash(inputs, outcome)))
    return results


def _hash(inputs: str, outcome: Outcome, version: str = ENGINE_VERSION) -> str:
    """Return the hash over all that decides the outcome: the input, the ruleset text, the engine."""
    return hashlib.sha256("\n".join((inputs, outcome.ruleset_sha256, version)).encode()).hexdigest()


def current_versions(duties: Collection[Duty]) -> dict[int, SubmissionVersion | None]:
    """Return the verified version of each duty as it stands now."""
    return {duty.pk: duty.submission.verified_version if hasattr(duty, "submission") else None for duty in duties}


def propose(results: Sequence[Judged], *, ruleset: RulesetVersion | None, run: Run | None) -> int:
    """Write the proposals that are new; return how many. Same input, nothing written.

    Runs in the caller's transaction. An open proposal with another input becomes superseded; a decided year
    gets a proposal beside its decision, for an officer to confirm as its follow-up.
    """
    known: dict[int, dict[bool, Assessment]] = {}
    for row in locks.hold_results_of([result.duty.pk for result in results]):
        known.setdefault(row.duty_id, {})[row.state in OPEN_STATES] = row
    fresh, replaced, revived = [], [], []
    for result in results:
        rows = known.get(result.duty.pk, {})
        open_row, confirmed = rows.get(True), rows.get(False)
        if open_row and open_row.input_sha256 == result.sha256:
            if open_row.state == AssessmentState.STALE:
                revived.append(open_row.pk)
            continue
        if open_row:
            replaced.append(open_row.pk)
        if confirmed is None or not _confirms(result, confirmed):
            fresh.append(_row(result, ruleset, run))
    Assessment.objects.filter(pk__in=replaced).update(state=AssessmentState.SUPERSEDED)
    Assessment.objects.filter(pk__in=revived).update(state=AssessmentState.PROPOSED)
    Assessment.objects.bulk_create(fresh, batch_size=_BATCH)
    return len(fresh)


def _confirms(result: Judged, row: Assessment) -> bool:
    """Return whether a confirmed year comes out the same: from the same input, whichever engine judged it then."""
    return (
        row.verdict == result.outcome.verdict
        and _hash(result.inputs, result.outcome, row.engine_version) == row.input_sha256
    )


def _row(result: Judged, ruleset: RulesetVersion | None, run: Run | None) -> Assessment:
    parsed = rulebook.parsed(ruleset) if ruleset else None
    outcome = result.outcome
    return Assessment(
        run=run,
        duty=result.duty,
        recognition=result.recognition,
        version=result.version,
        ruleset=ruleset,
        field=result.field,
        engine_version=ENGINE_VERSION,
        verdict=outcome.verdict.value,
        flags=[flag.value for flag in outcome.flags],
        inputs=result.inputs,
        outcome=outcome_data(outcome),
        explanation=dataclasses.asdict(explain(outcome, parsed)),
        input_sha256=result.sha256,
        score=outcome.score,
        proposed_grade=outcome.grade or "",
    )


def refresh(duties: Collection[int]) -> int:
    """Score these duties anew with the figures verified now, year by year; return how many proposals are new."""
    written = 0
    by_year: dict[int, list[int]] = {}
    for pk, year in (
        Duty.objects.filter(pk__in=duties).order_by("reporting_year_id").values_list("pk", "reporting_year_id")
    ):
        by_year.setdefault(year, []).append(pk)
    for year, ids in sorted(by_year.items()):
        ruleset = rulebook.in_force(year)
        rows = figures.loaded(ids)
        results = judge(rows, current_versions(rows), ruleset, fields.of_year(year, ruleset))
        written += propose(results, ruleset=ruleset, run=None)
    return written


def follow_new_figures(duty: Duty) -> None:
    """After a verification: score again what was scored before, this year and the later ones of the cluster.

    A year never scored waits for its run. Runs in the caller's transaction.
    """
    _score_again(duty, reporting_year__gte=duty.year)


def follow_history(duty: Duty) -> None:
    """After a decision, annulment, ruling or appeal: score the later years again, for their history has changed."""
    _score_again(duty, reporting_year__gt=duty.year)


def _score_again(duty: Duty, **years: int) -> None:
    locks.hold_results(duty.cluster_id)
    scored = Duty.objects.filter(cluster=duty.cluster_id, assessments__isnull=False, **years).distinct()
    refresh(list(scored.values_list("pk", flat=True)))


def fresh(rows: Sequence[Assessment]) -> set[int]:
    """Return the keys of the proposals that would come out of the same input now: figures, history, ruleset, engine.

    A few queries a data year, however many proposals.
    """
    found: set[int] = set()
    for year in {row.duty.year for row in rows}:
        known = {row.duty_id: row for row in rows if row.duty.year == year}
        ruleset, duties = rulebook.in_force(year), figures.loaded(known)
        results = judge(duties, current_versions(duties), ruleset, fields.of_year(year, ruleset))
        found |= {known[one.duty.pk].pk for one in results if one.sha256 == known[one.duty.pk].input_sha256}
    return found


def is_fresh(row: Assessment) -> bool:
    """Return whether the proposal would come out of the same input now."""
    return row.pk in fresh([row])
