"""Ranking inside each category by the comprehensive score, and how firm each place is."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from django.db.models import Prefetch

from assessment.models import Assessment, Grading
from assessment.rules.judge.field import ranking
from assessment.rules.judge.robustness import RankRange, rank_ranges
from assessment.rules.wire.outcomes import read_outcome
from clusters.models import Category

WEIGHT_NOISE_PERCENT = 25
DRAWS = 500
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Ranked:
    """One place: 1 is the best, equals share it; `firm` says how it moves when the weights vary."""

    assessment: Assessment
    place: int | None
    size: int
    score: Decimal | None
    grading: Grading | None
    firm: RankRange | None


@dataclass(frozen=True, slots=True)
class Group:
    """A category with its clusters, best first; those without a score come last."""

    category: Category | None
    rows: list[Ranked]


def by_category(year: int) -> list[Group]:
    """Return the ranking of every category for the year, from the results that count."""
    gradings = Prefetch("gradings", Grading.objects.select_related("graded_by").order_by("-pk"))
    results = (
        Assessment.objects.current()
        .filter(duty__reporting_year=year)
        .select_related("duty__cluster__category", "duty__district")
        .defer("inputs", "outcome", "explanation")
        .prefetch_related(gradings)
        .order_by("duty__cluster__name_key", "pk")
    )
    latest = {row.duty_id: row for row in results}
    groups = {str(pk): row.duty.cluster.category_id or "" for pk, row in latest.items()}
    scores = {str(pk): row.score for pk, row in latest.items()}
    places = ranking(scores, groups)
    firm = _firm(tuple((row.pk, groups[str(pk)]) for pk, row in latest.items() if row.score is not None))
    found: dict[str, list[Ranked]] = {}
    for pk, row in latest.items():
        place = places.get(str(pk))
        grading = next(iter(row.gradings.all()), None)
        ranked = Ranked(
            row,
            place.better + 1 if place else None,
            place.size if place else 0,
            row.score,
            grading,
            firm.get(row.pk),
        )
        found.setdefault(groups[str(pk)], []).append(ranked)
    return sorted((_group(rows) for rows in found.values()), key=_order)


@lru_cache(maxsize=8)
def _firm(field: tuple[tuple[int, str], ...]) -> dict[int, RankRange]:
    """Return how firm the place of each result is inside its group; `field` holds result and group.

    Results are never changed once written, so the hundreds of draws over a whole field are made once a process.
    """
    groups = {str(pk): group for pk, group in field}
    rows = Assessment.objects.filter(pk__in=[pk for pk, _ in field]).values_list("pk", "outcome")
    outcomes = {str(pk): read_outcome(outcome) for pk, outcome in rows.iterator(chunk_size=_AT_ONCE)}
    found = rank_ranges(outcomes, groups, percent=WEIGHT_NOISE_PERCENT, draws=DRAWS)
    return {int(pk): firm for pk, firm in found.items()}


def _group(rows: list[Ranked]) -> Group:
    ordered = sorted(rows, key=lambda row: (row.place is None, row.place or 0))
    return Group(rows[0].assessment.duty.cluster.category, ordered)


def _order(group: Group) -> tuple[bool, int]:
    return (group.category is None, group.category.order if group.category else 0)
