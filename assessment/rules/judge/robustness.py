"""How far places move when the weights of the criteria vary: seeded, so anybody can repeat it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessment.rules.enums import Role
from assessment.rules.numbers import ZERO
from assessment.rules.outcome import Line, Outcome

_MASK = (1 << 64) - 1


class SplitMix:
    """A stream of whole numbers from a seed."""

    def __init__(self, seed: int) -> None:
        self._state = seed & _MASK

    def next(self) -> int:
        """Return the next number of 64 bits."""
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        return mixed ^ (mixed >> 31)

    def between(self, low: int, high: int) -> int:
        """Return a number from low to high, both included."""
        return low + self.next() % (high - low + 1)


_STEPS = 10_000
_SCALE = 10**6


@dataclass(frozen=True, slots=True)
class RankRange:
    """The place with the stated weights, the best and worst place met, and in how many of the draws it stayed."""

    place: int
    best: int
    worst: int
    stayed: int
    draws: int


def rank_ranges(
    outcomes: Mapping[str, Outcome],
    groups: Mapping[str, str],
    *,
    percent: int = 25,
    draws: int = 500,
    seed: int = 20201119,
) -> dict[str, RankRange]:
    """Return for every scored key how its place inside its group moves when each weight varies by ± `percent`.

    All clusters of a draw share the same weights. Clusters without a score are left out.
    """
    keys = sorted(key for key, outcome in outcomes.items() if outcome.score is not None)
    codes = sorted({line.code for key in keys for line in outcomes[key].lines if line.spec.role is not Role.NONE})
    points = {key: _points(outcomes[key], codes) for key in keys}
    members: dict[str, list[str]] = {}
    for key in keys:
        members.setdefault(groups.get(key, ""), []).append(key)
    generator = SplitMix(seed)
    found: dict[str, list[int]] = {key: [] for key in keys}
    stated = _places(points, members, [_STEPS] * len(codes))
    for _ in range(draws):
        margin = _STEPS * percent // 100
        weights = [generator.between(_STEPS - margin, _STEPS + margin) for _ in codes]
        for key, where in _places(points, members, weights).items():
            found[key].append(where)
    return {key: _range(stated[key], found[key]) for key in keys}


def _points(outcome: Outcome, codes: Sequence[str]) -> list[int]:
    """Return the weighted points by criterion as whole numbers, deductions negative."""
    own = {line.code: line for line in outcome.lines if line.spec.role is not Role.NONE}
    return [_scaled(own[code]) if code in own else 0 for code in codes]


def _scaled(line: Line) -> int:
    points = Fraction(line.points or ZERO)
    if line.spec.weight is not None and line.spec.full:
        points = points * Fraction(line.spec.weight) / Fraction(line.spec.full)
    whole = int(points * _SCALE)
    return -whole if line.spec.role is Role.DEDUCTION else whole


def _places(
    points: Mapping[str, Sequence[int]], members: Mapping[str, Sequence[str]], weights: Sequence[int]
) -> dict[str, int]:
    totals = {key: sum(map(int.__mul__, own, weights)) for key, own in points.items()}
    found: dict[str, int] = {}
    for group in members.values():
        ordered = sorted((totals[key] for key in group), reverse=True)
        first = {total: number for number, total in reversed(list(enumerate(ordered, 1)))}
        found.update({key: first[totals[key]] for key in group})
    return found


def _range(stated: int, places: Sequence[int]) -> RankRange:
    return RankRange(
        place=stated,
        best=min(places, default=stated),
        worst=max(places, default=stated),
        stayed=sum(1 for where in places if where == stated),
        draws=len(places),
    )
