"""Points on a scale: along a line, by band, by growth, by place. Rounded half up, once, at the end."""

from collections.abc import Callable
from decimal import Decimal

from assessment.rules.criteria import Bands, Growth, Linear, Rank, RankClass
from assessment.rules.facts import Position
from assessment.rules.measures import Ratio
from assessment.rules.numbers import ZERO, add, divide_int, multiply, scaleb, subtract


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
