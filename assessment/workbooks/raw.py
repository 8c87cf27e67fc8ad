"""What comes out of a workbook before it is interpreted, and its form between two processes (JSON, never pickle)."""

import json
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from assessment.workbooks.facts import SheetFacts, facts_from


class Odd(NamedTuple):
    """A cell that is neither number, text nor blank; `kind` is 逻辑值, 日期 or the like."""

    kind: str
    text: str

    def __str__(self) -> str:
        return self.text


Cell = float | str | Odd


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
        """Whether no cell holds anything."""
        return not self.rows and not self.facts.value_rows


@dataclass(slots=True)
class RawBook:
    """All sheets of a workbook in its order."""

    sheets: tuple[RawSheet, ...]

    def named(self, name: str) -> RawSheet | None:
        """Return the sheet of that name, or None."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def dump(book: RawBook) -> bytes:
    """Return the book as compact JSON; an odd cell is a pair, which no other cell is."""
    sheets = [[sheet.name, sheet.state, sheet.rows, sheet.facts.as_dict()] for sheet in book.sheets]
    return json.dumps({"sheets": sheets}, ensure_ascii=False, separators=(",", ":")).encode()


def load(data: dict[str, Any]) -> RawBook:
    """Rebuild the book from parsed JSON. Raises KeyError, TypeError or ValueError on another shape."""
    return RawBook(tuple(sheet_from(*item) for item in data["sheets"]))


def sheet_from(name: str, state: str, rows: list[list[Any]], facts: dict[str, Any]) -> RawSheet:
    """Rebuild one sheet."""
    for row in rows:
        for index, cell in enumerate(row):
            if cell.__class__ is list:
                row[index] = Odd(*cell)
    return RawSheet(name, state, rows, facts_from(facts))
