"""The whole stored history as the engine's files: verified figures, rulings, appeals, by recognition."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import QuerySet

from assessment.enums import AppealState, DecisionKind
from assessment.models import Appeal, Decision, Duty, SubmissionVersion
from assessment.rules.facts import Title
from assessment.rules.judge.timeline import YearFile
from assessment.selectors import figures, history
from clusters.models import Cluster, Recognition

_DECIDED = {
    DecisionKind.PASSED: "pass",
    DecisionKind.YELLOW_CARD: "yellow_card",
    DecisionKind.ESCALATION: "escalate",
    DecisionKind.DELISTING: "delist",
}
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Past:
    """One cluster's history: its title, the files of its years, and what was decided for each year (if anything)."""

    cluster: Cluster
    title: Title
    files: tuple[YearFile, ...]
    decided: dict[int, str]


def years() -> list[int]:
    """Return the data years in which somebody was to be judged, in order."""
    return sorted(set(Duty.objects.filter(is_judged=True).values_list("reporting_year", flat=True)))


def pasts() -> Iterator[Past]:
    """Yield the history of every judged cluster, by name; a fixed number of queries for each five hundred clusters.

    No more than those are held in memory at a time.
    """
    judged = Duty.objects.filter(is_judged=True)
    clusters = list(judged.order_by("cluster__name_key", "cluster").values_list("cluster", flat=True).distinct())
    decided, appeals, delisted = _decided(), _appeals(), _delisted()
    for at in range(0, len(clusters), _AT_ONCE):
        duties = _loaded(judged.filter(cluster__in=clusters[at : at + _AT_ONCE]))
        before = figures.verified_before(duties)
        for cluster, rows in groupby(duties, key=lambda duty: duty.cluster_id):
            own = list(rows)
            title, levels = _titles(own, delisted)
            files = [
                YearFile(
                    figures.facts_of(duty, _verified(duty), before),
                    appeal=appeals.get((cluster, duty.year), ""),
                    recognised_again=again,
                    levels=held,
                )
                for duty, (again, held) in zip(own, levels, strict=True)
            ]
            yield Past(own[0].cluster, title, tuple(files), decided.get(cluster, {}))


def _loaded(rows: QuerySet[Duty]) -> list[Duty]:
    """Return the duties by cluster and year, with what a history is made of."""
    found = figures.judged(rows).prefetch_related("cluster__category", "cluster__district")
    return list(found.order_by("cluster__name_key", "cluster", "reporting_year_id"))


def _verified(duty: Duty) -> SubmissionVersion | None:
    return duty.submission.verified_version if hasattr(duty, "submission") else None


def _titles(duties: list[Duty], delisted: frozenset[int]) -> tuple[Title, list[tuple[date | None, frozenset[str]]]]:
    """Return the first title of one cluster, and for each year since when it was held anew (None: as before) and the
    levels held."""
    recognitions = history.titles_of(duties[0])
    judged = [history.judged_recognition(recognitions, duty.year) for duty in duties]
    found = [
        (_since(now) if now != last else None, _levels(now, recognitions, duty.year, delisted))
        for duty, last, now in zip(duties, [judged[0], *judged], judged, strict=False)
    ]
    return Title(frozenset(), _since(judged[0])), found


def _since(recognition: Recognition | None) -> date:
    return (recognition.recognised_on if recognition else None) or history.LONG_AGO


def _levels(
    judged: Recognition | None, recognitions: list[Recognition], year: int, delisted: frozenset[int]
) -> frozenset[str]:
    """Return the levels held in the year; none where the judged title was over by then for another reason."""
    title = history.title_of(judged, recognitions, year)
    over = title.ended_on is not None and title.ended_on < date(year, 12, 31)
    return frozenset() if over and judged and judged.pk not in delisted else title.levels


def _delisted() -> frozenset[int]:
    rows = Decision.objects.in_effect().filter(kind=DecisionKind.DELISTING, recognition__isnull=False)
    return frozenset(pk for pk in rows.values_list("recognition", flat=True) if pk is not None)


def _decided() -> dict[int, dict[int, str]]:
    """Return, by cluster and year, the gravest verdict among the decisions in effect."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for (cluster, year), kind in history.gravest(Decision.objects.all()).items():
        found[cluster][year] = _DECIDED[DecisionKind(kind)]
    return found


def _appeals() -> dict[tuple[int, int], str]:
    """Return, by cluster and year, "upheld" where a card was taken back and nothing decided instead, and "pending"
    where an appeal against a card is open."""
    decided = set(Decision.objects.in_effect().values_list("cluster_id", "year"))
    cards = Decision.objects.filter(kind=DecisionKind.YELLOW_CARD)
    taken_back = set(cards.filter(superseded_by__isnull=False).values_list("cluster_id", "year"))
    appealed = Appeal.objects.filter(state=AppealState.PENDING, decision__in=cards)
    pending = set(appealed.values_list("decision__cluster_id", "decision__year"))
    return dict.fromkeys(taken_back - decided, "upheld") | dict.fromkeys(pending & decided, "pending")
