"""How the earlier years of a recognition stand, read from what was decided, ruled and left open."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery, TextField, Value
from django.db.models.fields.json import KeyTextTransform

from assessment.enums import AppealState, AssessmentState, DecisionKind, RulingKind
from assessment.models import Appeal, Assessment, Decision, Duty, Ruling
from assessment.rules.enums import Standing
from assessment.rules.facts import Prior, Title
from clusters.enums import Level, RecognitionState
from clusters.models import Recognition

# "Since when" is unknown for titles that a document only mentions; they were held before the first data year.
LONG_AGO = date(1, 1, 1)
_PREFERENCE = (Level.MUNICIPAL, Level.PROVINCIAL, Level.UPPER, Level.NATIONAL, Level.RESERVE)
_ENGINE_LEVELS = {Level.UPPER: "national"}
_OPEN = (AssessmentState.PROPOSED, AssessmentState.STALE)
_ORDER = (
    Standing.WAITING,
    Standing.ANNULLED,
    Standing.PASSED,
    Standing.CARD,
    Standing.CARD_APPEALED,
    Standing.DELISTED,
)
"""Of several decisions of a year, the last in this order is how the year stands."""
GRAVITY = (DecisionKind.PASSED, DecisionKind.YELLOW_CARD, DecisionKind.ESCALATION, DecisionKind.DELISTING)


def gravest(decisions: QuerySet[Decision]) -> dict[tuple[int, int], str]:
    """Return the kind of the gravest decision in effect among these, by cluster and data year."""
    found: dict[tuple[int, int], str] = {}
    in_effect = decisions.filter(superseded_by__isnull=True).exclude(kind=DecisionKind.ANNULMENT)
    for cluster, year, kind in in_effect.values_list("cluster_id", "year", "kind"):
        known = found.get((cluster, year), kind)
        found[cluster, year] = max(known, kind, key=lambda each: GRAVITY.index(DecisionKind(each)))
    return found


def with_titles() -> Prefetch:
    """Return what a duty must have prefetched for `titles_of`: a plain list, cheaper by far than a manager for each."""
    return Prefetch("cluster__recognitions", to_attr="all_titles")


def titles_of(duty: Duty) -> list[Recognition]:
    """Return all titles of the duty's cluster, past and present (duty loaded `with_titles`)."""
    return duty.cluster.all_titles  # type: ignore[attr-defined]


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


def priors_for(recognitions: Collection[int], before: int, *, scored: bool = False) -> dict[int, tuple[Prior, ...]]:
    """Return for each recognition how its data years before `before` stand, `scored` with the scores of those decided.

    A year without a duty is left out, and so is one from before the recognition: what an earlier title of the same
    place left behind does not count for this one. A year with a duty and no decision is 待核 once it was scored as
    held, and otherwise "not yet decided", for which a later proposal waits.
    """
    decided = _decided(recognitions, before, scored=scored)
    rows = list(Recognition.objects.filter(pk__in=recognitions).values_list("pk", "cluster_id", "recognised_on"))
    due = _due({cluster for _, cluster, _ in rows}, before)
    result = {}
    for pk, cluster, recognised_on in rows:
        first = (recognised_on or LONG_AGO).year
        years = {year: prior for year, prior in due.get(cluster, {}).items() if year >= first}
        years |= decided.get(pk, {})
        result[pk] = tuple(years[year] for year in sorted(years))
    return result


def _decided(recognitions: Collection[int], before: int, *, scored: bool) -> dict[int | None, dict[int, Prior]]:
    """Return the standing of each decided year by recognition and year.

    Plain columns: the record of a decision is a hundred times as large as what is asked of it here.
    """
    score = KeyTextTransform("score", "assessment__outcome") if scored else Value(None, TextField())
    pending = Exists(Appeal.objects.filter(decision=OuterRef("pk"), state=AppealState.PENDING))
    rows = (
        Decision.objects.filter(recognition__in=recognitions, year__lt=before)
        .exclude(kind=DecisionKind.ANNULMENT)
        .order_by("pk")
        .values_list("recognition_id", "year", "decided_on", score, "kind", "superseded_by", pending)
    )
    found: dict[int | None, dict[int, Prior]] = defaultdict(dict)
    for recognition, year, decided_on, total, *how in rows:
        prior = Prior(year, _standing(*how), decided_on, Decimal(total) if total else None)
        known = found[recognition].get(year)
        if known is None or _ORDER.index(prior.standing) >= _ORDER.index(known.standing):
            found[recognition][year] = prior
    return found


def _standing(kind: str, superseded_by: int | None, is_appealed: bool) -> Standing:
    """Return how one decision leaves its year; a superseded card counts as annulled, a superseded pass as open."""
    if superseded_by is not None:
        return Standing.ANNULLED if kind == DecisionKind.YELLOW_CARD else Standing.WAITING
    if kind in (DecisionKind.DELISTING, DecisionKind.ESCALATION):
        return Standing.DELISTED if kind == DecisionKind.DELISTING else Standing.CARD
    if kind == DecisionKind.YELLOW_CARD:
        return Standing.CARD_APPEALED if is_appealed else Standing.CARD
    return Standing.PASSED


def _due(clusters: Collection[int], before: int) -> dict[int, dict[int, Prior]]:
    """Return, by cluster, the years that were due and how they stand without a decision.

    A confirmed year is left out: it stands in the decisions of the recognition that it was confirmed for.
    """
    exempt = Ruling.objects.filter(duty=OuterRef("pk"), revoked_at__isnull=True, kind=RulingKind.EXEMPT)
    # At most one proposal of a duty is open.
    proposed = Assessment.objects.filter(duty=OuterRef("pk"), state__in=_OPEN).values("verdict")
    duties = (
        Duty.objects.filter(cluster__in=clusters, reporting_year__lt=before, is_judged=True)
        .exclude(assessments__state=AssessmentState.CONFIRMED)
        .order_by("reporting_year_id")
        .values_list("cluster_id", "reporting_year_id", Exists(exempt), Subquery(proposed))
    )
    found: dict[int, dict[int, Prior]] = defaultdict(dict)
    for cluster, year, is_exempt, verdict in duties:
        found[cluster][year] = Prior(year, _undecided(verdict, is_exempt=is_exempt))
    return found


def _undecided(verdict: str | None, *, is_exempt: bool) -> Standing:
    """Return how a year stands without a decision; `verdict` is that of the open proposal, None without one."""
    if is_exempt:
        return Standing.EXEMPT
    if verdict == "hold":
        return Standing.OPEN
    return Standing.NOT_ASSESSED if verdict in ("not_assessed", "no_rule") else Standing.WAITING
