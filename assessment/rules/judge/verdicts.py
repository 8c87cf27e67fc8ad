"""From the joint result and the years before to the proposed verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from assessment.rules.enums import Cause, Filing, Flag, Standing, State, Verdict, Why
from assessment.rules.facts import Facts, Prior, Title
from assessment.rules.outcome import Line
from assessment.rules.policy import Policy, Promotion, Streak

_GAPS = frozenset({Standing.EXEMPT, Standing.NOT_ASSESSED})
_NO_RESULT = _GAPS | {Standing.WAITING}
_UNSETTLED = frozenset({Standing.OPEN, Standing.CARD_APPEALED})


@dataclass(frozen=True, slots=True)
class Count:
    """The years in reach of this one, by what they are: valid cards, cards under appeal, open; `needed` end the title."""

    needed: int
    cards: tuple[int, ...]
    appealed: tuple[int, ...]
    open: tuple[int, ...]

    def is_last(self, more: int = 0) -> bool:
        """Return whether the cards, this year's and `more` others included, end the title."""
        return len(self.cards) + 1 + more >= self.needed


Before = Mapping[int, Standing]


def count(year: int, before: Before, title: Title, policy: Policy, streak: Streak) -> Count:
    """Return the years earlier than `year` that count together with a failure in it, by one of the rules of exit."""
    found: dict[Standing, list[int]] = {}
    for earlier in _reach(year, before, title, policy, streak.within):
        standing = before[earlier]
        if standing is Standing.PASSED and policy.pass_clears:
            break
        found.setdefault(standing, []).append(earlier)
    return Count(
        needed=streak.cards,
        cards=tuple(reversed(found.get(Standing.CARD, []))),
        appealed=tuple(reversed(found.get(Standing.CARD_APPEALED, []))),
        open=tuple(reversed(found.get(Standing.OPEN, []))),
    )


def _reach(year: int, before: Before, title: Title, policy: Policy, within: int) -> list[int]:
    """Return the years inside the window before `year`, latest first. What is skipped does not use up the window."""
    years: list[int] = []
    left, at, first = within - 1, year - 1, min(before, default=year)
    while left > 0 and at >= first:
        standing = before.get(at)
        if _is_skipped(at, standing, title, policy):
            at -= 1
            continue
        if standing is not None:
            years.append(at)
        left, at = left - 1, at - 1
    return years


def _is_skipped(year: int, standing: Standing | None, title: Title, policy: Policy) -> bool:
    """A gap where gaps are skipped; a year without a result that was not due where those are."""
    if standing is None:
        return policy.due is not None and policy.due.skips and not is_due(year, title, policy)
    return standing in _GAPS and policy.gap == "skip"


def may_have_ended(before: Before, title: Title, policy: Policy) -> tuple[int, ...]:
    """Return the unsettled years that, turning out as cards, would already have ended the title."""
    unsettled = tuple(earlier for earlier in sorted(before) if before[earlier] in _UNSETTLED)
    if not unsettled:
        return ()
    worst = {earlier: Standing.CARD if standing in _UNSETTLED else standing for earlier, standing in before.items()}
    for earlier in sorted(worst):
        if worst[earlier] is not Standing.CARD:
            continue
        for streak in policy.streak:
            reached = count(earlier, worst, title, policy, streak)
            if reached.is_last():
                return tuple(y for y in unsettled if y in reached.cards or y == earlier)
    return ()


_FIGURES = frozenset({Cause.MISSING, Cause.INVALID, Cause.SUSPECT, Cause.NO_BASE, Cause.NO_GROUP})
_BAD = _FIGURES | {Cause.NO_FIELD}
_NOT_REPORTED = frozenset({Filing.MISSING, Filing.DRAFT})


class Ruling(NamedTuple):
    """A verdict with the years it rests on, waits for, or may change with."""

    verdict: Verdict
    flags: frozenset[Flag] = frozenset()
    why: tuple[Why, ...] = ()
    rests_on: tuple[int, ...] = ()
    open_years: tuple[int, ...] = ()
    waits_for: tuple[int, ...] = ()


def first_assessed_year(title: Title, policy: Policy) -> int:
    """Return the first data year in which a recognition is assessed (口径第14条)."""
    began = title.recognised_on
    if policy.first_year == "year_of_recognition":
        return began.year
    first_full = began.year if (began.month, began.day) == (1, 1) else began.year + 1
    return first_full + policy.first_year if isinstance(policy.first_year, int) else first_full


def is_due(year: int, title: Title, policy: Policy) -> bool:
    """Return whether a recognition that is assessed at all is assessed in this data year."""
    due = policy.due
    if due is None:
        return True
    return (year - (first_assessed_year(title, policy) if due.first is None else due.first)) % due.every == 0


def of_due_years(priors: Mapping[int, Prior], title: Title, policy: Policy) -> dict[int, Prior]:
    """Return the years before without those that were not due: nothing was asked of them, and nothing waits for them.
    A year that has a result keeps it, whatever is due today."""
    return {
        year: prior for year, prior in priors.items() if prior.standing not in _NO_RESULT or is_due(year, title, policy)
    }


def not_assessed(facts: Facts, title: Title, priors: Mapping[int, Prior], policy: Policy) -> Why | None:
    """Return why this data year is not assessed, or None when it is."""
    if any(prior.standing is Standing.DELISTED for prior in priors.values()):
        return Why.DELISTED
    if title.ended_on is not None and title.ended_on < date(facts.year, 12, 31):
        return Why.TITLE_ENDED
    if not title.levels & policy.titles.assessed:
        return Why.NO_ASSESSED_TITLE
    if facts.year < first_assessed_year(title, policy):
        return Why.BEFORE_FIRST_YEAR
    if not is_due(facts.year, title, policy):
        return Why.OFF_CYCLE
    return Why.EXEMPTED if facts.exempt else None


def standing_of(
    facts: Facts, carding: tuple[Line, ...], result: State, policy: Policy
) -> tuple[State, tuple[Why, ...]]:
    """Return pass, fail or undetermined (on hold) for the year, with the reasons for a hold."""
    state, why = (
        _by_filing(facts, policy) if facts.filing is not Filing.VERIFIED else _by_lines(carding, result, policy)
    )
    if state is State.UNDETERMINED and facts.ruled_failed:
        return State.FAIL, ()
    return state, why


def _by_filing(facts: Facts, policy: Policy) -> tuple[State, tuple[Why, ...]]:
    if facts.filing is Filing.NOT_DUE:
        return State.UNDETERMINED, (Why.NOT_DUE,)
    if facts.filing not in _NOT_REPORTED:
        return State.UNDETERMINED, (Why.NOT_VERIFIED,)
    if policy.not_reported == "fail":
        return State.FAIL, ()
    return State.UNDETERMINED, (Why.NOT_REPORTED,)


def _by_lines(carding: tuple[Line, ...], result: State, policy: Policy) -> tuple[State, tuple[Why, ...]]:
    bad = any(inner.cause in _BAD for line in carding for inner in line.unclear)
    if result is State.UNDETERMINED or (result is State.FAIL and bad and policy.complete_before_card):
        return State.UNDETERMINED, (Why.BAD_FIGURES if bad else Why.NOT_DECIDABLE,)
    return result, ()


def lacks_figures(carding: tuple[Line, ...], result: State, policy: Policy) -> bool:
    """Return whether the year is on hold for a figure that is blank, unusable or in doubt, places left aside."""
    held = result is State.UNDETERMINED or (result is State.FAIL and policy.complete_before_card)
    return held and any(inner.cause in _FIGURES for line in carding for inner in line.unclear)


def promoted_to(title: Title, lines: Sequence[Line], policy: Policy) -> str:
    """Return the level for which a year that passed is put forward; empty for none."""
    found = {line.code: line for line in lines}
    for one in policy.promotion or ():
        line = found.get(one.criterion)
        if line is not None and one.held in title.levels and one.to not in title.levels and leads_up(one, line):
            return one.to
    return ""


def leads_up(promotion: Promotion, line: Line) -> bool:
    """Return whether the criterion came to one of the levels, or was met where none are named."""
    return line.note in promotion.levels if promotion.levels else line.state is State.PASS


def rule(year: int, title: Title, priors: Mapping[int, Prior], state: State, policy: Policy) -> Ruling:
    """Return the verdict of a year that passed or failed, from the years before it."""
    before = {earlier: prior.standing for earlier, prior in priors.items()}
    revocable = policy.titles.revocable in title.levels
    unsettled = may_have_ended(before, title, policy) if revocable else ()
    if state is State.PASS:
        flags = frozenset({Flag.PRIOR_OPEN}) if unsettled else frozenset()
        return Ruling(Verdict.PASS, flags, open_years=unsettled)
    reaches = [count(year, before, title, policy, streak) for streak in policy.streak]
    last = next((reach for reach in reaches if reach.is_last()), None)
    return _card(year, reaches, unsettled) if last is None else _last_card(year, title, priors, last, policy)


def _last_card(year: int, title: Title, priors: Mapping[int, Prior], reach: Count, policy: Policy) -> Ruling:
    rests_on = (*reach.cards, year)
    if policy.titles.revocable not in title.levels:
        return Ruling(Verdict.ESCALATE, rests_on=rests_on)
    flags = set()
    if title.levels & policy.titles.assessed - {policy.titles.revocable}:
        flags.add(Flag.HIGHER_TITLE_KEPT)
    latest = date(year, 12, 31) - timedelta(days=policy.warning_days)
    issued = [priors[earlier].issued for earlier in reach.cards]
    if any(day is not None and day > latest for day in issued):
        flags.add(Flag.NO_WARNING_PERIOD)
    return Ruling(Verdict.DELIST, frozenset(flags), rests_on=rests_on)


def _card(year: int, reaches: Sequence[Count], unsettled: tuple[int, ...]) -> Ruling:
    """Return a card that is not the last by any rule of exit, with what may still make it the last one."""
    for reach in reaches:
        if reach.is_last(len(reach.appealed)):
            rests_on = tuple(sorted((*reach.cards, *reach.appealed, year)))
            return Ruling(Verdict.YELLOW_CARD, frozenset({Flag.DELIST_SUSPENDED}), rests_on=rests_on)
    cards = sorted({earlier for reach in reaches for earlier in reach.cards})
    may_be_last = {
        earlier for reach in reaches if reach.is_last(len(reach.appealed) + len(reach.open)) for earlier in reach.open
    }
    open_years = tuple(sorted(may_be_last.union(unsettled)))
    # A pass since then keeps an open year from counting with this card, not from having ended the title before it.
    flags = frozenset({Flag.PRIOR_OPEN if may_be_last else Flag.TITLE_OPEN}) if open_years else frozenset()
    return Ruling(Verdict.YELLOW_CARD, flags, rests_on=(*cards, year), open_years=open_years)
