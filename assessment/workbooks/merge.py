"""Merging a workbook with what was changed on the screen meanwhile, cell by cell."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from clusters.workbooks.table.columns import Value, Values


class Choice(StrEnum):
    """Whose value a person takes in a conflict."""

    MINE = "mine"
    THEIRS = "theirs"


class Change(NamedTuple):
    """The workbook changes one stored value."""

    code: str
    old: Value
    new: Value


class Conflict(NamedTuple):
    """Both sides changed the same value since the download, and differently."""

    code: str
    base: Value
    theirs: Value
    mine: Value


class Merged(NamedTuple):
    """The result for one cluster: what the workbook alone brings, and what a person has to settle.

    `values` is complete; at a conflict it holds the stored value, so that nothing is overwritten unasked.
    """

    values: dict[str, Value]
    changes: list[Change]
    conflicts: list[Conflict]


def merge_values(base: Values, theirs: Values, mine: Values, codes: Iterable[str]) -> Merged:
    """Merge three states of one cluster: at download, stored now, and in the workbook. Blank is a value like others."""
    merged = Merged({}, [], [])
    for code in codes:
        was, stored, written = base.get(code), theirs.get(code), mine.get(code)
        merged.values[code] = stored
        # Most cells of a new year are blank on two sides: asking a Decimal whether it equals None costs more than the rest.
        is_new = stored is None and was is None
        if written is None if is_new else written in (stored, was):
            continue
        if is_new or stored == was:
            merged.values[code] = written
            merged.changes.append(Change(code, stored, written))
        else:
            merged.conflicts.append(Conflict(code, was, stored, written))
    return merged
