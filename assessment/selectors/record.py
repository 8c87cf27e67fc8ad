"""The whole stored history as the engine's files: verified figures, rulings, annulled cards, by recognition."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from assessment.enums import DecisionKind
from assessment.models import Decision, Duty, ReportingYear, Ruling
from assessment.rules.facts import Title
from assessment.rules.timeline import YearFile
from assessment.selectors import figures, history
from clusters.models import Cluster

_DECIDED = {
    DecisionKind.PASSED: "pass",
    DecisionKind.YELLOW_CARD: "yellow_card",
    DecisionKind.ESCALATION: "escalate",
    DecisionKind.DELISTING: "delist",
}
_GRAVITY = ("pass", "yellow_card", "escalate", "delist")


@dataclass(frozen=True, slots=True)
class Past:
    """One cluster's history: its title, the files of its years, and what was decided for each year (if anything)."""

    cluster: Cluster
    title: Title
    files: tuple[YearFile, ...]
    decided: dict[int, str]


def years() -> list[int]:
    """Return the data years with duties, in order."""
    return sorted(ReportingYear.objects.values_list("year", flat=True))


def pasts() -> list[Past]:
    """Return the history of every judged cluster in a fixed number of queries."""
    rulings = Prefetch("rulings", Ruling.objects.filter(revoked_at__isnull=True), to_attr="rulings_in_force")
    duties = (
        Duty.objects.filter(is_judged=True)
        .select_related("cluster__category", "cluster__district", "submission__verified_version__review")
        .prefetch_related(rulings, "cluster__recognitions")
        .order_by("cluster__name_key", "reporting_year")
    )
    by_cluster: dict[int, list[Duty]] = defaultdict(list)
    for duty in duties:
        by_cluster[duty.cluster_id].append(duty)
    decided, annulled = _decided(), _annulled()
    return [_past(rows, decided.get(pk, {}), annulled.get(pk, set())) for pk, rows in by_cluster.items()]


def _past(duties: list[Duty], decided: dict[int, str], annulled: set[int]) -> Past:
    cluster = duties[0].cluster
    recognitions = list(cluster.recognitions.all())
    last = duties[-1].year
    judged = history.judged_recognition(recognitions, last)
    files, previous = [], None
    for duty in duties:
        version = duty.submission.verified_version if hasattr(duty, "submission") else None
        facts = figures.facts_of(duty, version, previous)
        files.append(YearFile(facts, appeal="upheld" if duty.year in annulled else ""))
        previous = dict(facts.values) if version else None
    return Past(cluster, history.title_of(judged, recognitions, last), tuple(files), decided)


def _decided() -> dict[int, dict[int, str]]:
    """Return, by cluster and year, the gravest verdict among the decisions in effect."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for cluster, year, kind in Decision.objects.in_effect().values_list("cluster_id", "year", "kind"):
        verdict = _DECIDED[DecisionKind(kind)]
        found[cluster][year] = max(found[cluster].get(year, verdict), verdict, key=_GRAVITY.index)
    return found


def _annulled() -> dict[int, set[int]]:
    """Return, by cluster, the years whose card was annulled and not given again."""
    cards: Iterable[Decision] = Decision.objects.filter(kind=DecisionKind.YELLOW_CARD, superseded_by__isnull=False)
    found: dict[int, set[int]] = defaultdict(set)
    for card in cards:
        found[card.cluster_id].add(card.year)
    return found
