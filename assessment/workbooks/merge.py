"""Merging a workbook with what was changed on the screen meanwhile, cell by cell."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Merged:
    """The result for one cluster.

    `values` is complete; at a conflict it holds the stored value, so that nothing is overwritten unasked. `changes`
    are what the workbook alone brings, `kept` the indicators that only the screen changed.
    """

    values: dict[str, Value]
    changes: tuple[Change, ...]
    conflicts: tuple[Conflict, ...]
    kept: tuple[str, ...]


def merge_values(base: Values, theirs: Values, mine: Values, codes: Iterable[str]) -> Merged:
    """Merge three states of one cluster: at download, stored now, and in the workbook. Blank is a value like others."""
    values: dict[str, Value] = {}
    changes: list[Change] = []
    conflicts: list[Conflict] = []
    kept: list[str] = []
    for code in codes:
        was, stored, written = base.get(code), theirs.get(code), mine.get(code)
        values[code] = stored
        if stored is None and was is None:
            # Most cells of a new year. Asking a Decimal whether it equals None costs more than all the rest.
            if written is not None:
                values[code] = written
                changes.append(Change(code, None, written))
        elif written == stored:
            continue
        elif written == was:
            kept.append(code)
        elif stored == was:
            values[code] = written
            changes.append(Change(code, stored, written))
        else:
            conflicts.append(Conflict(code, was, stored, written))
    return Merged(values, tuple(changes), tuple(conflicts), tuple(kept))


def resolve(merged: Merged, choices: Mapping[str, Choice]) -> Merged:
    """Settle conflicts by the person's choice per indicator; conflicts without a choice stay open."""
    values = dict(merged.values)
    changes, still_open = list(merged.changes), []
    for conflict in merged.conflicts:
        choice = choices.get(conflict.code)
        if choice is None:
            still_open.append(conflict)
        elif choice is Choice.MINE:
            values[conflict.code] = conflict.mine
            changes.append(Change(conflict.code, conflict.theirs, conflict.mine))
    return Merged(values, tuple(changes), tuple(still_open), merged.kept)
