"""Breaks a title into lines whose shape is the trapezium or rhombus the standard asks for (7.3.1)."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, inf
from typing import Final

from clusters.letters.layout import TITLE_MAX_CHARS

_CLOSING: Final = frozenset("）〕》”’、，。；：！？")
_OPENING: Final = frozenset("（〔《“‘")
_PLACE_ENDS: Final = frozenset("省市区县镇街园城港湾岛")
_COST_INSIDE: Final = 40.0
_COST_AFTER_PLACE: Final = 8.0
_COST_LINE: Final = 10.0
_STEP: Final = 3.0


def width(text: str) -> float:
    """Width in Chinese characters: a Latin letter or figure is half of one."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


def lines_of(phrases: Sequence[str], limit: float = TITLE_MAX_CHARS) -> tuple[str, ...]:
    """The title's lines, each within ``limit`` characters; a phrase is broken only if it fits no line.

    One line more than needed is taken if it spares a word that would be cut.
    """
    text = "".join(phrases)
    breaks = _breaks(phrases, limit)
    feasible: list[tuple[float, tuple[str, ...]]] = []
    for count in range(max(1, ceil(width(text) / limit)), len(breaks) + 2):
        layouts = [_fitted(text, breaks, target, limit) for target in _targets(width(text), count)]
        narrower = bool(feasible)
        feasible += [(layout.cost + _COST_LINE * count, layout.lines) for layout in layouts if layout.cost < inf]
        if narrower:
            break
    return min(feasible, default=(inf, (text,)))[1]


@dataclass(frozen=True, slots=True)
class _Layout:
    cost: float
    lines: tuple[str, ...]


def _breaks(phrases: Sequence[str], limit: float) -> dict[int, float]:
    """Where a line may end (position in the title) and what that costs."""
    costs: dict[int, float] = {}
    start = 0
    for phrase in phrases:
        if width(phrase) > limit:
            inside = (at for at in range(2, len(phrase) - 1) if _breakable(phrase, at))
            costs |= {start + at: _COST_AFTER_PLACE if phrase[at - 1] in _PLACE_ENDS else _COST_INSIDE for at in inside}
        start += len(phrase)
        costs[start] = 0.0
    del costs[start]
    return costs


def _breakable(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    inside_word = before.isascii() and after.isascii()
    return not inside_word and after not in _CLOSING and before not in _OPENING


def _targets(total: float, count: int) -> Iterator[tuple[float, ...]]:
    """Line widths of the shapes allowed: widening, narrowing, or widest in the middle."""
    mean, middle = total / count, (count - 1) / 2
    slope = [_STEP * (index - middle) / max(1, count - 1) for index in range(count)]
    yield tuple(mean + step for step in slope)
    yield tuple(mean - step for step in slope)
    if count > 2:
        bulge = [-abs(index - middle) for index in range(count)]
        yield tuple(mean + _STEP / 2 * (step - sum(bulge) / count) for step in bulge)


def _fitted(text: str, breaks: dict[int, float], target: Sequence[float], limit: float) -> _Layout:
    """The cheapest division of the text into lines near the target widths, by dynamic programming."""
    best = {0: _Layout(0.0, ())}
    for index, wanted in enumerate(target):
        last = index == len(target) - 1
        ends = {len(text): 0.0} if last else breaks
        best = {end: _extended(text, best, (end, cost), wanted, limit) for end, cost in ends.items()}
    return best[len(text)]


def _extended(text: str, best: dict[int, _Layout], end: tuple[int, float], wanted: float, limit: float) -> _Layout:
    at, break_cost = end
    options = [
        _Layout(before.cost + break_cost + (width(line) - wanted) ** 2, (*before.lines, line))
        for start, before in best.items()
        if start < at and width(line := text[start:at]) <= limit
    ]
    return min(options, key=lambda option: option.cost, default=_Layout(inf, ()))
