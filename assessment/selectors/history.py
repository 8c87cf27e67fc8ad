"""How the earlier years of a recognition stand, read from what was decided, ruled and left open."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Prefetch

from assessment.enums import AppealState, AssessmentState, DecisionKind, RulingKind
from assessment.models import Appeal, Decision, Duty, Ruling
from assessment.rules.enums import Standing
from assessment.rules.facts import Prior, Title
from clusters.enums import Level, RecognitionState
from clusters.models import Recognition

# "Since when" is unknown for titles that a document only mentions; they were held before the first data year.
LONG_AGO = date(1, 1, 1)
_PREFERENCE = (Level.MUNICIPAL, Level.PROVINCIAL, Level.UPPER, Level.NATIONAL, Level.RESERVE)
_ENGINE_LEVELS = {Level.UPPER: "national"}


def judged_recognition(recognitions: Iterable[Recognition], year: int) -> Recognition | None:
    """Return the recognition that a year's card would belong to: the municipal one before any other.

    An active title goes before a withdrawn one; one recognised after the year's end is not concerned.
    """
    held = [row for row in recognitions if (row.recognised_on or LONG_AGO).year <= year]
    return min(
        held,
        key=lambda row: (_PREFERENCE.index(Level(row.level)), row.state != RecognitionState.ACTIVE, -row.pk),
        default=None,
    )


def title_of(recognition: Recognition | None, recognitions: Iterable[Recognition], year: int) -> Title:
    """Return the title the engine judges: all levels held in the year, since when the judged one has been held,
    and its end where it was over by then. An end in a later year is no part of what this year is judged by."""
    if recognition is None:
        return Title(levels=frozenset(), recognised_on=LONG_AGO)
    levels = {
        _ENGINE_LEVELS.get(Level(row.level), row.level)
        for row in recognitions
        if (row.recognised_on or LONG_AGO).year <= year and (row.ended_on is None or row.ended_on.year > year)
    }
    levels.add(_ENGINE_LEVELS.get(Level(recognition.level), recognition.level))
    ended = recognition.ended_on if recognition.ended_on and recognition.ended_on.year <= year else None
    return Title(frozenset(levels), recognition.recognised_on or LONG_AGO, ended_on=ended)


def priors_for(recognitions: Collection[int], before: int) -> dict[int, tuple[Prior, ...]]:
    """Return for each recognition how its data years before `before` stand.

    A year without a duty is left out, and so is one from before the recognition: what an earlier title of the same
    place left behind does not count for this one. A year with a duty and no decision is 待核 once it was scored as
    held, and otherwise "not yet decided", for which a later proposal waits.
    """
    decided = _decided(recognitions, before)
    rows = Recognition.objects.filter(pk__in=recognitions)
    due = _due({row.cluster_id for row in rows}, before)
    result = {}
    for row in rows:
        first = (row.recognised_on or LONG_AGO).year
        years = {year: prior for year, prior in due.get(row.cluster_id, {}).items() if year >= first}
        years |= decided.get(row.pk, {})
        result[row.pk] = tuple(years[year] for year in sorted(years))
    return result


def _decided(recognitions: Collection[int], before: int) -> dict[int | None, dict[int, Prior]]:
    """Return the standing of each decided year by recognition and year."""
    pending = Prefetch("appeals", Appeal.objects.filter(state=AppealState.PENDING), to_attr="pending_appeals")
    rows = (
        Decision.objects.filter(recognition__in=recognitions, year__lt=before)
        .exclude(kind=DecisionKind.ANNULMENT)
        .select_related("superseded_by")
        .prefetch_related(pending)
        .order_by("pk")
    )
    found: dict[int | None, dict[int, Prior]] = defaultdict(dict)
    for row in rows:
        prior = Prior(row.year, _standing(row), row.decided_on)
        known = found[row.recognition_id].get(row.year)
        if known is None or _weight(prior.standing) >= _weight(known.standing):
            found[row.recognition_id][row.year] = prior
    return found


def _standing(row: Decision) -> Standing:
    """Return how one decision leaves its year; a superseded card counts as annulled, a superseded pass as open."""
    if getattr(row, "superseded_by", None) is not None:
        return Standing.ANNULLED if row.kind == DecisionKind.YELLOW_CARD else Standing.WAITING
    if row.kind in (DecisionKind.DELISTING, DecisionKind.ESCALATION):
        return Standing.DELISTED if row.kind == DecisionKind.DELISTING else Standing.CARD
    if row.kind == DecisionKind.YELLOW_CARD:
        return Standing.CARD_APPEALED if row.pending_appeals else Standing.CARD  # type: ignore[attr-defined]
    return Standing.PASSED


_ORDER = (
    Standing.WAITING,
    Standing.ANNULLED,
    Standing.PASSED,
    Standing.CARD,
    Standing.CARD_APPEALED,
    Standing.DELISTED,
)


def _weight(standing: Standing) -> int:
    return _ORDER.index(standing)


def _due(clusters: Collection[int], before: int) -> dict[int, dict[int, Prior]]:
    """Return, by cluster, the years that were due and how they stand without a decision.

    A confirmed year is left out: it stands in the decisions of the recognition that it was confirmed for.
    """
    in_force = Prefetch("rulings", Ruling.objects.filter(revoked_at__isnull=True), to_attr="rulings_in_force")
    duties = (
        Duty.objects.filter(cluster__in=clusters, reporting_year__lt=before, is_judged=True)
        .exclude(assessments__state=AssessmentState.CONFIRMED)
        .prefetch_related(in_force, "assessments")
        .order_by("reporting_year_id")
    )
    found: dict[int, dict[int, Prior]] = defaultdict(dict)
    for duty in duties:
        found[duty.cluster_id][duty.year] = Prior(duty.year, _undecided(duty))
    return found


def _undecided(duty: Duty) -> Standing:
    if any(ruling.kind == RulingKind.EXEMPT for ruling in duty.rulings_in_force):  # type: ignore[attr-defined]
        return Standing.EXEMPT
    verdicts = {row.verdict for row in duty.assessments.all() if row.state in ("proposed", "stale")}
    if "hold" in verdicts:
        return Standing.OPEN
    if verdicts & {"not_assessed", "no_rule"}:
        return Standing.NOT_ASSESSED
    return Standing.WAITING
