"""Two rulebooks beside each other: what one says differently, by meaning and by line of text."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from assessment.rules.citation import Dated
from assessment.rules.ruleset import RulebookEntry, Ruleset
from assessment.rules.words.entries import entries

CONTEXT: Final = 3
Kind = Literal["added", "removed", "changed", "cited"]
# Indicators and families carry no citation of their own.
_NAMED: Final = ("指标", "评分类别")


@dataclass(frozen=True, slots=True)
class Change:
    """A line that the two say differently. `cited`: the same words on another ground."""

    section: str
    label: str
    kind: Kind
    before: tuple[Dated[str], ...]
    after: tuple[Dated[str], ...]


def changes(before: Ruleset, after: Ruleset) -> list[Change]:
    """Return the differences in meaning, in the order of the later rulebook; comments and order do not count."""
    old = {(entry.section, entry.code): entry for entry in _all(before)}
    new = {(entry.section, entry.code): entry for entry in _all(after)}
    keys = [*new, *(key for key in old if key not in new)]
    found = (_change(old.get(key), new.get(key)) for key in keys)
    return [change for change in found if change is not None]


def _all(rules: Ruleset) -> list[RulebookEntry]:
    """Return the lines of the rulebook, with the indicators and families it names."""
    words = [("指标", one.code, one.label, f"{one.label}（{one.unit}）") for one in rules.indicators.values()]
    words += [
        ("评分类别", one.code, one.label, one.label + (f"，满分 {one.full} 分" if one.full is not None else ""))
        for one in rules.families
    ]
    named = [
        RulebookEntry(section, code, label, (Dated(rules.first_year, text, rules.cite),))
        for section, code, label, text in words
    ]
    return [*entries(rules), *named]


def _change(old: RulebookEntry | None, new: RulebookEntry | None) -> Change | None:
    if old is None and new is not None:
        return Change(new.section, new.label, "added", (), new.values)
    if new is None and old is not None:
        return Change(old.section, old.label, "removed", old.values, ())
    if old is None or new is None or old.values == new.values:
        return None
    return _of_both(old, new)


def _of_both(old: RulebookEntry, new: RulebookEntry) -> Change | None:
    """Return the change of a line both have. A whole rulebook moved to other years is one line, not all of them."""
    if _words(old) != _words(new):
        return Change(new.section, new.label, "changed", old.values, new.values)
    if [value.cite for value in old.values] != [value.cite for value in new.values] and new.section not in _NAMED:
        return Change(new.section, new.label, "cited", old.values, new.values)
    return None


def _words(entry: RulebookEntry) -> list[tuple[int, str]]:
    """Return the values with their years; the first one holds from the rulebook's own first year, whichever it is."""
    return [(value.since if place else 0, value.value) for place, value in enumerate(entry.values)]


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of the comparison: `mark` is "+", "-", " " or "…" (left out); numbers from 1, None where it is not."""

    mark: str
    old: int | None
    new: int | None
    text: str


def text_lines(before: str, after: str) -> list[TextLine]:
    """Return the differing lines of two texts with three lines around them; empty when they are the same."""
    left, right = before.splitlines(), after.splitlines()
    found: list[TextLine] = []
    end = (0, 0)
    for group in SequenceMatcher(None, left, right).get_grouped_opcodes(CONTEXT):
        _leave_out(found, group[0][1] - end[0])
        for tag, left_from, left_to, right_from, right_to in group:
            if tag == "equal":
                found += [
                    TextLine(" ", left_from + n + 1, right_from + n + 1, left[left_from + n])
                    for n in range(left_to - left_from)
                ]
                continue
            found += [TextLine("-", n + 1, None, left[n]) for n in range(left_from, left_to)]
            found += [TextLine("+", None, n + 1, right[n]) for n in range(right_from, right_to)]
        end = (group[-1][2], group[-1][4])
    if found:
        _leave_out(found, len(left) - end[0])
    return found


def _leave_out(found: list[TextLine], count: int) -> None:
    if count > 0:
        found.append(TextLine("…", None, None, f"相同的 {count} 行"))
