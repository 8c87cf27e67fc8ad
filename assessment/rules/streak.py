"""Counting cards over calendar years: what this year's failure adds up to."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessment.rules.enums import Standing
from assessment.rules.policy import Policy

_GAPS = frozenset({Standing.EXEMPT, Standing.NOT_ASSESSED})
_UNSETTLED = frozenset({Standing.OPEN, Standing.CARD_APPEALED})


@dataclass(frozen=True, slots=True)
class Count:
    """The years in reach of this one, by what they are: valid cards, cards under appeal, open."""

    cards: tuple[int, ...]
    appealed: tuple[int, ...]
    open: tuple[int, ...]


def count(year: int, before: Mapping[int, Standing], policy: Policy) -> Count:
    """Return the years earlier than `year` that count together with a failure in it."""
    found: dict[Standing, list[int]] = {}
    for earlier in _reach(year, before, policy):
        standing = before[earlier]
        if standing is Standing.PASSED and policy.pass_clears:
            break
        found.setdefault(standing, []).append(earlier)
    return Count(
        cards=tuple(reversed(found.get(Standing.CARD, []))),
        appealed=tuple(reversed(found.get(Standing.CARD_APPEALED, []))),
        open=tuple(reversed(found.get(Standing.OPEN, []))),
    )


def _reach(year: int, before: Mapping[int, Standing], policy: Policy) -> list[int]:
    """Return the years inside the window before `year`, latest first. A skipped gap does not use up the window."""
    years: list[int] = []
    left, at, first = policy.streak.within - 1, year - 1, min(before, default=year)
    while left > 0 and at >= first:
        standing = before.get(at)
        if standing in _GAPS and policy.gap == "skip":
            at -= 1
            continue
        if standing is not None:
            years.append(at)
        left, at = left - 1, at - 1
    return years


def is_last_card(cards: int, policy: Policy) -> bool:
    """Return whether this many cards inside the window, this year's included, end the title."""
    return cards >= policy.streak.cards


def may_have_ended(before: Mapping[int, Standing], policy: Policy) -> tuple[int, ...]:
    """Return the unsettled years that, turning out as cards, would already have ended the title."""
    unsettled = tuple(earlier for earlier in sorted(before) if before[earlier] in _UNSETTLED)
    if not unsettled:
        return ()
    worst = {earlier: Standing.CARD if standing in _UNSETTLED else standing for earlier, standing in before.items()}
    for earlier in sorted(worst):
        if worst[earlier] is not Standing.CARD:
            continue
        reached = count(earlier, worst, policy)
        if is_last_card(len(reached.cards) + 1, policy):
            return tuple(y for y in unsettled if y in reached.cards or y == earlier)
    return ()
