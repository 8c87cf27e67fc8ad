"""From points to a total and a proposed grade."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from assessment.rules.enums import Role, State
from assessment.rules.facts import Position
from assessment.rules.logic import Combine, combine
from assessment.rules.numbers import ZERO, add, multiply, nearest, subtract
from assessment.rules.outcome import Line
from assessment.rules.policy import ByPoints, Grading, Scoring
from assessment.rules.scales import in_share

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


def joined(carding: Iterable[Line], how: Combine) -> State:
    """Return the joint state of the criteria that decide about a card; those left out do not count."""
    return combine([line.state for line in carding if line.state is not State.EXCLUDED], how)


def by_points(
    rule: ByPoints, score: Decimal | None, position: Position | None, carding: Iterable[Line]
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


def _state(*, passes: bool) -> State:
    return State.PASS if passes else State.FAIL


def grade_of(score: Decimal | None, result: State, grading: Grading, position: Position | None) -> str:
    """Return the code of the proposed grade, or an empty string while it cannot be told."""
    if result is State.FAIL and grading.on_failure:
        return grading.on_failure
    if grading.by == "rank":
        return "" if position is None else _by_rank(grading, position)
    return "" if score is None else _by_points(grading, score)


def _by_points(grading: Grading, score: Decimal) -> str:
    return next(grade.code for grade in grading.grades if grade.mark is None or score >= grade.mark)


def _by_rank(grading: Grading, position: Position) -> str:
    place, size = position.better + 1, position.size
    return next(
        grade.code
        for grade in grading.grades
        if grade.mark is None or in_share(place, grade.mark, size, grading.rounding)
    )
