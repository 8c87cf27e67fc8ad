"""What the experts' locked scores say together: the comprehensive score, the spread, who stands apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import mean, median

from clusters.applications.enums import AssignmentState, ScoreBy
from clusters.applications.models import Application, Assignment

_APART = Decimal("0.2")
"""A total further from the median than this share of the full marks is said to stand apart."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The scores of one application. `score` is None while nobody has locked."""

    locked: list[Assignment]
    score: Decimal | None
    low: Decimal | None
    high: Decimal | None
    apart: list[Assignment]

    @property
    def spread(self) -> Decimal | None:
        return None if self.low is None or self.high is None else self.high - self.low


def sheet_of(application: Application) -> Sheet:
    """Return what the experts gave; `assignments` and the call's `rubric` may be prefetched."""
    locked = [one for one in application.assignments.all() if one.state == AssignmentState.LOCKED]
    full = sum((line.full for line in application.call.rubric.all()), Decimal(0))
    totals = [one.total for one in locked if one.total is not None]
    if not totals:
        return Sheet([], None, None, None, [])
    middle = median(totals)
    apart = [one for one in locked if one.total is not None and abs(one.total - middle) > full * _APART]
    return Sheet(locked, score_of(totals, ScoreBy(application.call.score_by)), min(totals), max(totals), apart)


def score_of(totals: Sequence[Decimal], by: ScoreBy) -> Decimal:
    """Return the comprehensive score: the exact median, or the mean cut to four decimals."""
    return median(totals) if by == ScoreBy.MEDIAN else mean(totals).quantize(Decimal("0.0001"))


@dataclass(frozen=True, slots=True)
class Ranked:
    """One application in the ranking of its category; `place` is None without a score."""

    application: Application
    score: Decimal | None
    place: int | None
    is_rewarded: bool


def ranking(applications: Iterable[Application], reward_places: int) -> list[Ranked]:
    """Return the applications by category and score, equal scores on equal places (1, 2, 2, 4)."""
    groups: dict[str, list[tuple[Application, Decimal | None]]] = {}
    for one in applications:
        groups.setdefault(one.category_id, []).append((one, sheet_of(one).score))
    found = []
    for rows in groups.values():
        rows.sort(key=lambda row: (row[1] is None, -(row[1] or 0), row[0].number))
        given = [score for _, score in rows if score is not None]
        for application, score in rows:
            place = None if score is None else 1 + sum(other > score for other in given)
            found.append(Ranked(application, score, place, place is not None and place <= reward_places))
    return found
