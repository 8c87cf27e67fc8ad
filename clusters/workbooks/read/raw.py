"""What comes out of a workbook before it is interpreted, and its form between two processes (JSON, never pickle)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from clusters.workbooks.read.facts import SheetFacts, facts_from


class Odd(NamedTuple):
    """A cell that is neither number, text nor blank; `kind` is 逻辑值, 日期 or the like."""

    kind: str
    text: str

    def __str__(self) -> str:
        return self.text


Cell = float | str | Odd


def is_blank(cell: Cell) -> bool:
    """Say whether a person sees nothing in the cell: empty, or only blanks."""
    return isinstance(cell, str) and not cell.strip()


def written(cell: Cell) -> str:
    """Return the cell as a person would have typed it."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


@dataclass(slots=True)
class RawSheet:
    """One sheet: `rows[i][j]` is the cell in row i+1, column j+1; a blank cell is the empty text."""

    name: str
    state: str
    rows: list[list[Cell]]
    facts: SheetFacts = field(default_factory=SheetFacts)

    @property
    def is_visible(self) -> bool:
        """Whether a person sees the sheet's tab."""
        return self.state == "visible"

    @property
    def is_empty(self) -> bool:
        """Whether no cell shows anything; formats, blanks and cells cleared of their content are nothing."""
        if not self.rows:
            return not self.facts.value_rows
        return all(is_blank(cell) for row in self.rows for cell in row)


@dataclass(slots=True)
class RawBook:
    """All sheets of a workbook in its order."""

    sheets: tuple[RawSheet, ...]

    def named(self, name: str) -> RawSheet | None:
        """Return the sheet of that name, or None."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def dump(book: RawBook) -> Iterator[bytes]:
    """Yield the book as lines of JSON: its head, then for each sheet its head and its rows.

    An odd cell is a pair, which no other cell is. Lines keep the receiving process from holding everything twice.
    """
    yield line({"sheets": len(book.sheets)})
    for sheet in book.sheets:
        yield line([sheet.name, sheet.state, sheet.facts.as_dict(), len(sheet.rows)])
        for row in sheet.rows:
            yield line(row)


def line(value: object) -> bytes:
    """Return one value as a line of compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def load(head: dict[str, Any], lines: Iterator[bytes]) -> RawBook:
    """Rebuild the book from its head and the lines that follow. Raises KeyError, TypeError, ValueError, StopIteration."""
    return RawBook(tuple(load_sheet(lines) for _ in range(head["sheets"])))


def load_sheet(lines: Iterator[bytes]) -> RawSheet:
    """Rebuild one sheet from its lines."""
    name, state, facts, count = json.loads(next(lines))
    rows = []
    for _ in range(count):
        row = json.loads(next(lines))
        rows.append([Odd(*cell) if cell.__class__ is list else cell for cell in row])
    return RawSheet(name, state, rows, facts_from(facts))
