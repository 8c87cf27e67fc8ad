"""Points on a scale: along a line, by band, by growth, by place. Rounded half up, once, at the end."""

from decimal import Decimal

from assessment.rules.criteria import Bands, Growth, Linear, Rank, RankClass
from assessment.rules.facts import Position
from assessment.rules.measures import Ratio
from assessment.rules.numbers import EXACT, ZERO, add, multiply, nearest, subtract


def linear_points(rule: Linear, value: Ratio, decimals: int) -> Decimal:
    """Return the points along the line between the two ends."""
    above, below = value
    past = subtract(above, multiply(rule.start, below))
    if past <= 0:
        return rule.start_points
    length = multiply(subtract(rule.end, rule.start), below)
    if past >= length:
        return rule.end_points
    gain = multiply(subtract(rule.end_points, rule.start_points), past)
    return nearest(add(multiply(rule.start_points, length), gain), length, decimals)


def band_points(rule: Bands, value: Ratio) -> Decimal:
    """Return the points of the band in which the value lies."""
    above, below = value
    for band in rule.bands[:-1]:
        end = multiply(band.high or ZERO, below)
        if above < end or (band.takes_high and above == end):
            return band.points
    return rule.bands[-1].points


def growth_points(rule: Growth, value: Ratio) -> Decimal:
    """Return the points for holding the level and for every full step above it; none below the base."""
    if value[0] < 0:
        return ZERO
    steps = EXACT.divide_int(value[0], multiply(rule.step, value[1]))
    return min(rule.cap, add(rule.hold, multiply(steps, rule.per_step)))


def rank_place(rule: Rank, position: Position) -> int:
    """Return the place, equals sharing the best or the worst of theirs."""
    return position.better + (1 if rule.ties == "best" else position.equal)


def rank_class(rule: Rank, position: Position) -> RankClass:
    """Return the first class that takes the place; the last class takes the rest."""
    place = rank_place(rule, position)
    for one in rule.classes[:-1]:
        if _takes(one, place, position.size):
            return one
    return rule.classes[-1]


def _takes(one: RankClass, place: int, size: int) -> bool:
    if one.by == "first":
        return place <= one.size
    if one.by == "last":
        return place > size - one.size
    return place * 100 <= one.size * size
