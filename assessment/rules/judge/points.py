"""Points: what a value, a place or a change earns, their total, and the grade it gives."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from assessment.rules.criteria import Bands, Growth, Linear, Rank, RankClass
from assessment.rules.enums import Combine, Role, Standing, State, combine
from assessment.rules.facts import Position, Prior
from assessment.rules.numbers import ZERO, Ratio, add, divide_int, multiply, nearest, scaleb, subtract
from assessment.rules.outcome import Line, Mean
from assessment.rules.policy import ByPoints, Grading, Scoring


def linear_scale(rule: Linear, decimals: int) -> Callable[[Ratio], Decimal]:
    """Return the function to the points along the line between the two ends, level beyond them.

    Between the ends the points are (start_points · length + gain · (value − start)) / length, rounded half up:
    floor((2 · 10^decimals · that + 1) / 2), put together so that one exact division is enough.
    """
    start, end = rule.start, rule.end
    start_points, end_points = rule.start_points, rule.end_points
    length, gain = subtract(end, start), subtract(end_points, start_points)
    fine = Decimal(2 * 10**decimals)
    slope = multiply(fine, gain)
    offset = add(multiply(fine, subtract(multiply(start_points, length), multiply(gain, start))), length)
    whole = multiply(Decimal(2), length)

    def points(value: Ratio) -> Decimal:
        above, below = value
        if above <= multiply(start, below):
            return start_points
        if above >= multiply(end, below):
            return end_points
        units = divide_int(add(multiply(slope, above), multiply(offset, below)), multiply(whole, below))
        return scaleb(units, -decimals)

    return points


def band_points(rule: Bands, value: Ratio) -> Decimal:
    """Return the points of the band in which the value lies."""
    above, below = value
    for band in rule.bands[:-1]:
        end = multiply(band.high or ZERO, below)
        if above < end or (band.takes_high and above == end):
            return band.points
    return rule.bands[-1].points


def growth_points(rule: Growth, value: Ratio) -> Decimal:
    """Return the points for holding the level, more for every full step above it, less or none below the base."""
    above = subtract(value[0], multiply(rule.base, value[1]))
    steps = divide_int(above.copy_abs(), multiply(rule.step, value[1]))
    if above >= 0:
        return min(rule.cap, add(rule.hold, multiply(steps, rule.per_step)))
    if rule.per_step_down is None:
        return ZERO
    return max(ZERO, subtract(rule.hold, multiply(steps, rule.per_step_down)))


def rank_place(rule: Rank, position: Position) -> int:
    """Return the place, equals sharing the best or the worst of theirs."""
    return position.better + (1 if rule.ties == "best" else position.equal)


def rank_class(rule: Rank, position: Position) -> RankClass:
    """Return the first class that takes the place; the last class takes the rest."""
    place = rank_place(rule, position)
    for one in rule.classes[:-1]:
        if _takes(one, place, position.size, rule.rounding):
            return one
    return rule.classes[-1]


def in_share(place: int, share: Decimal, size: int, rounding: str) -> bool:
    """Return whether a place is among the first `share` percent of `size`, that number of places being rounded."""
    places = share * size
    if rounding == "up":
        return (place - 1) * 100 < places
    return place * 100 <= (places + 50 if rounding == "nearest" else places)


def _takes(one: RankClass, place: int, size: int, rounding: str) -> bool:
    if one.by == "first":
        return place <= one.size
    if one.by == "last":
        return place > size - one.size
    return in_share(place, one.size, size, rounding)


GRADE_POSITION = "@grade"
TOTAL_POSITION = "@total"
"""The keys of `Facts.positions` under which the place by total score is kept: for the grade, and for passing."""


def total_of(lines: Sequence[Line], scoring: Scoring) -> Decimal | None:
    """Return the total score, or None while an item that counts cannot be told.

    Items left out for blanks are not held against the cluster: the rest is scaled up to the full marks.
    """
    counted = [line for line in lines if line.spec.role is not Role.NONE and line.state is not State.EXCLUDED]
    if any(line.points is None for line in counted):
        return None
    base, marks = ZERO, ZERO
    for line in counted:
        if line.spec.role is Role.SCORE:
            base = add(base, _contribution(line, scoring))
            marks = add(marks, _marks(line, scoring))
    if marks == 0:
        return None
    if marks != scoring.full:
        base = nearest(multiply(base, scoring.full), marks, scoring.decimals)
    bonus = min(_sum(counted, Role.BONUS), scoring.bonus_cap)
    deduction = min(_sum(counted, Role.DEDUCTION), scoring.deduction_cap)
    return max(ZERO, subtract(add(base, bonus), deduction))


def _marks(line: Line, scoring: Scoring) -> Decimal:
    marks = line.spec.weight if scoring.mode == "weighted" else line.spec.full
    return marks or ZERO


def _contribution(line: Line, scoring: Scoring) -> Decimal:
    points, full = line.points or ZERO, line.spec.full or ZERO
    if scoring.mode == "sum":
        return points
    return nearest(multiply(points, line.spec.weight or ZERO), full, scoring.decimals)


def _sum(lines: Iterable[Line], role: Role) -> Decimal:
    total = ZERO
    for line in lines:
        if line.spec.role is role:
            total = add(total, line.points or ZERO)
    return total


def joined(carding: Sequence[Line], how: Combine) -> State:
    """Return the joint state of the criteria that decide about a card; those left out for blanks do not count.

    Where no criterion is meant for the cluster's groups there is nothing to miss: it passes. Of fewer criteria than
    `how` asks for, all must hold.
    """
    if not carding:
        return State.PASS
    needed = min(how, len(carding)) if isinstance(how, int) else how
    return combine([line.state for line in carding if line.state is not State.EXCLUDED], needed)


def by_points(
    rule: ByPoints, score: Decimal | None, position: Position | None, carding: Sequence[Line]
) -> tuple[State, ...]:
    """Return the state of each part of the rule: enough points, not among the last, the criteria besides."""
    parts = []
    if rule.mark is not None:
        parts.append(State.UNDETERMINED if score is None else _state(passes=score >= rule.mark))
    if rule.last is not None:
        # Equals share the better place: nobody is among the last for a tie.
        parts.append(
            State.UNDETERMINED if position is None else _state(passes=position.better < position.size - rule.last)
        )
    if rule.also is not None:
        parts.append(joined(carding, rule.also))
    return tuple(parts)


_OPEN = frozenset({Standing.OPEN, Standing.WAITING})
_SCORED = frozenset({Standing.PASSED, Standing.CARD, Standing.CARD_APPEALED})
_HALF = Decimal("0.5")


def last_scored(priors: Mapping[int, Prior]) -> Prior | None:
    """Return the last assessment before, whose score goes into the mean; without a score while it is not settled.

    Who was not assessed, was ruled a failure or had the card annulled has no score that could count.
    """
    for year in sorted(priors, reverse=True):
        prior = priors[year]
        if prior.standing in _OPEN:
            return replace(prior, score=None)
        if prior.standing in _SCORED and prior.score is not None:
            return prior
    return None


def mean_with(score: Decimal | None, last: Prior | None) -> Mean | None:
    """Return the mean of the score and that of the last assessment; None while either is not known."""
    if score is None or last is None or last.score is None:
        return None
    return Mean(multiply(add(score, last.score), _HALF), last.year)


def _state(*, passes: bool) -> State:
    return State.PASS if passes else State.FAIL


def grade_of(score: Decimal | None, result: State, grading: Grading, position: Position | None) -> str:
    """Return the code of the proposed grade, or an empty string while it cannot be told."""
    if result is State.FAIL and grading.on_failure:
        return grading.on_failure
    if grading.by == "rank":
        return "" if position is None else _by_rank(grading, position)
    return "" if score is None else _by_points(grading, score)


def limited(grade: str, lines: Sequence[Line], grading: Grading) -> str:
    """Return the grade as the limits leave it; empty while one that would lower it cannot be told."""
    if not grade:
        return ""
    order = [one.code for one in grading.order]
    states = {line.code: line.state for line in lines}
    reached = [limit.best for limit in grading.limits if states.get(limit.criterion) is limit.state]
    lowest = max((grade, *reached), key=order.index)
    unclear = [limit.best for limit in grading.limits if states.get(limit.criterion) is State.UNDETERMINED]
    return "" if any(order.index(best) > order.index(lowest) for best in unclear) else lowest


def _by_points(grading: Grading, score: Decimal) -> str:
    return next(grade.code for grade in grading.grades if grade.mark is None or score >= grade.mark)


def _by_rank(grading: Grading, position: Position) -> str:
    place, size = position.better + 1, position.size
    return next(
        grade.code
        for grade in grading.grades
        if grade.mark is None or in_share(place, grade.mark, size, grading.rounding)
    )
