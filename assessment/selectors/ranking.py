"""Ranking inside each category by the comprehensive score, and how firm each place is."""

from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Prefetch

from assessment.models import Assessment, Grading
from assessment.rules.judge.field import ranking
from assessment.rules.judge.robustness import RankRange, rank_ranges
from assessment.rules.wire.outcomes import read_outcome
from clusters.models import Category

WEIGHT_NOISE_PERCENT = 25
DRAWS = 500
_AT_ONCE = 500


class Ranked(NamedTuple):
    """One place: 1 is the best, equals share it, None without a score; `firm` says how it moves when the weights vary."""

    assessment: Assessment
    place: int | None
    grading: Grading | None
    firm: RankRange | None


def by_category(year: int) -> list[tuple[Category | None, list[Ranked]]]:
    """Return the ranking of every category for the year, from the results that count: the best first, those without a
    score last."""
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
    groups = {str(row.pk): row.duty.cluster.category_id or "" for row in latest.values()}
    places = ranking({str(row.pk): row.score for row in latest.values()}, groups)
    firm = _firm(tuple((row.pk, groups[str(row.pk)]) for row in latest.values() if row.score is not None))
    found: dict[Category | None, list[Ranked]] = defaultdict(list)
    for row in latest.values():
        place = places.get(str(row.pk))
        grading = next(iter(row.gradings.all()), None)
        found[row.duty.cluster.category].append(
            Ranked(row, place.better + 1 if place else None, grading, firm.get(row.pk))
        )
    for rows in found.values():
        rows.sort(key=lambda row: (row.place is None, row.place or 0))
    return sorted(found.items(), key=lambda pair: (pair[0] is None, pair[0].order if pair[0] else 0))


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
