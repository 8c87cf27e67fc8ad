"""What comes out of a workbook before it is interpreted, and its form between two processes (JSON, never pickle)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from clusters.workbooks.places import Range

BLOCK: Final = 200

# Kinds of odd cells that are wrong wherever they stand in a data sheet.
FORMULA: Final = "公式"
EMPTY_FORMULA: Final = "没有计算结果的公式"
ERROR: Final = "错误值"
CORRUPT: Final = "无效内容"
LONG: Final = "过长的文字"


class Odd(NamedTuple):
    """A cell that is neither plain number, plain text nor blank; `kind` is 公式, 日期 or the like, `text` what it shows.

    A number shown with a unit has that `unit` and its `figure`: a column of the same unit takes it as it stands.
    """

    kind: str
    text: str
    figure: float | None = None
    unit: str = ""

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
    """One sheet: `rows[i][j]` is the cell in row i+1, column j+1; a blank cell is the empty text.

    What the cells do not say: hidden rows and columns as inclusive runs (first, last) from 1, and what is merged.
    """

    name: str
    state: str
    rows: list[list[Cell]] = field(default_factory=list)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merges: list[Range] = field(default_factory=list)

    @property
    def is_visible(self) -> bool:
        """Whether a person sees the sheet's tab."""
        return self.state == "visible"

    @property
    def is_empty(self) -> bool:
        """Whether no cell shows anything; formats, blanks and cells cleared of their content are nothing."""
        return all(is_blank(cell) for row in self.rows for cell in row)


@dataclass(slots=True)
class RawBook:
    """All sheets of a workbook in its order."""

    sheets: tuple[RawSheet, ...]

    def named(self, name: str) -> RawSheet | None:
        """Return the sheet of that name, or None."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def dump(book: RawBook) -> Iterator[bytes]:
    """Yield the book as lines of JSON: its head, then for each sheet its head and its rows, a block to a line.

    An odd cell is a list, which no other cell is. Lines keep the receiving process from holding everything twice.
    """
    yield line({"sheets": len(book.sheets)})
    for sheet in book.sheets:
        hidden = (sheet.hidden_rows, sheet.hidden_columns)
        yield line([sheet.name, sheet.state, *hidden, sheet.merges, len(sheet.rows)])
        for start in range(0, len(sheet.rows), BLOCK):
            yield line(sheet.rows[start : start + BLOCK])


def line(value: object) -> bytes:
    """Return one value as a line of compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def load(head: dict[str, Any], lines: Iterator[bytes]) -> RawBook:
    """Rebuild the book from its head and the lines that follow. Raises KeyError, TypeError, ValueError, StopIteration."""
    return RawBook(tuple(load_sheet(lines) for _ in range(head["sheets"])))


def load_sheet(lines: Iterator[bytes]) -> RawSheet:
    """Rebuild one sheet from its lines."""
    name, state, rows, columns, merges, count = json.loads(next(lines))
    hidden_rows, hidden_columns = ([(first, last) for first, last in runs] for runs in (rows, columns))
    sheet = RawSheet(name, state, [], hidden_rows, hidden_columns, [Range(*block) for block in merges])
    while len(sheet.rows) < count:
        for row in json.loads(next(lines)):
            sheet.rows.append([Odd(*cell) if cell.__class__ is list else cell for cell in row])
    return sheet
