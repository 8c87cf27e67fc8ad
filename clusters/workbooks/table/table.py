"""The data sheet as a table: which sheet it is, what must not be in it, and its rows that hold something."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from clusters.workbooks.codes import Code, Fault, Place, WorkbookRefused, fault, refuse, shorten
from clusters.workbooks.guard.limits import MAX_DATA_ROWS, MAX_TEXT
from clusters.workbooks.places import Range, letters_of, position_of
from clusters.workbooks.read.raw import (
    CORRUPT,
    EMPTY_FORMULA,
    ERROR,
    FORMULA,
    LONG,
    Cell,
    Odd,
    RawBook,
    RawSheet,
    is_blank,
)
from clusters.workbooks.table.headings import heading_row_of, match_headings

# A refused workbook comes back with this sheet in front; who corrects it may leave it in.
ERRORS_SHEET: Final = "错误清单"
MAX_FAULTS: Final = 500
WRONG_KINDS: Final = {
    FORMULA: Code.FORMULA_FORBIDDEN,
    EMPTY_FORMULA: Code.FORMULA_WITHOUT_VALUE,
    ERROR: Code.CORRUPT_CELL,
    CORRUPT: Code.CORRUPT_CELL,
    LONG: Code.CELL_TOO_LONG,
}
# A fault of a whole row comes after those of its cells.
UNPLACED: Final = (1 << 30, 0)


@dataclass(slots=True)
class Table:
    """A data sheet with its headings in row `top` (from 1); `columns` maps field names to column indexes from 0.

    `faults` gathers everything wrong with the sheet so far; `blamed` are the cells that need no second fault.
    """

    sheet: RawSheet
    top: int
    columns: dict[str, int]
    rows: list[tuple[int, list[Cell]]]
    faults: list[Fault] = field(default_factory=list)
    blamed: set[str] = field(default_factory=set)

    def place(self, row: int | None, name: str) -> Place:
        """The place of a field in a row."""
        return self.place_at(row, self.columns[name])

    def place_at(self, row: int | None, index: int) -> Place:
        """The place of a column index in a row, or of the whole column."""
        return Place(self.sheet.name, row, letters_of(index + 1), self.title(index))

    def title(self, index: int) -> str:
        """The heading of a column index, or the empty text beyond the headings."""
        headings = self.sheet.rows[self.top - 1]
        return shorten(headings[index]).strip() if index < len(headings) else ""

    def refuse_if_faulty(self) -> None:
        """Raise WorkbookRefused with all faults in reading order, when there are any."""
        if self.faults:
            raise WorkbookRefused(*in_order(self.faults))


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return faults in reading order, the first five hundred."""
    return tuple(sorted(faults, key=lambda item: (item.row or 0, position_of(item.cell) or UNPLACED))[:MAX_FAULTS])


def table_of(
    book: RawBook,
    keys: tuple[str, ...],
    required: Mapping[str, str],
    optional: Mapping[str, str],
    own_sheets: tuple[str, ...] = (),
) -> Table:
    """Find the one data sheet, by any of the key headings, and match its headings; `own_sheets` are passed over.

    Raises WorkbookRefused when there is no such sheet or its headings differ; faults of cells and layout stay in the
    table, so that those of the values can join them.
    """
    sheet, top = data_sheet_of(book, keys, (ERRORS_SHEET, *own_sheets))
    columns, faults = match_headings(sheet, top, required, optional)
    below = enumerate(sheet.rows[top:], start=top + 1)
    rows = [(number, row) for number, row in below if row.count("") != len(row) and not all(map(is_blank, row))]
    table = Table(sheet, top, columns, rows, faults)
    table.refuse_if_faulty()
    if len(rows) > MAX_DATA_ROWS:
        raise refuse(Code.TOO_MANY_ROWS, f"超过 {MAX_DATA_ROWS:,} 行", place=Place(sheet.name))
    table.faults = list(cell_faults(table))
    table.blamed = {item.cell for item in table.faults}
    table.faults += layout_faults(table)
    return table


def data_sheet_of(book: RawBook, keys: tuple[str, ...], own_sheets: tuple[str, ...]) -> tuple[RawSheet, int]:
    """Return the visible sheet with the key heading, and its row. Raises WorkbookRefused when another holds anything."""
    used = [sheet for sheet in book.sheets if not sheet.is_empty and sheet.name not in own_sheets]
    found = [(sheet, row) for sheet in used if sheet.is_visible and (row := heading_row_of(sheet, keys)) is not None]
    if not found:
        raise refuse(Code.HEADER_MISMATCH, f"没有找到带“{keys[0]}”表头的填报表")
    others = [sheet for sheet in used if sheet is not found[0][0]]
    if others:
        kinds = {True: "另一张工作表", False: "隐藏的工作表"}
        texts = ((sheet, f"{kinds[sheet.is_visible]}“{shorten(sheet.name)}”") for sheet in others)
        raise WorkbookRefused(*(fault(Code.HIDDEN_CONTENT, what, place=Place(sheet.name)) for sheet, what in texts))
    return found[0]


def cell_faults(table: Table) -> Iterator[Fault]:
    """Yield the faults of formulas, error values and overlong texts anywhere in the data sheet."""
    for number, cells in enumerate(table.sheet.rows, start=1):
        for index, cell in enumerate(cells):
            if cell.__class__ is float or cell == "":
                continue
            if isinstance(cell, Odd) and cell.kind in WRONG_KINDS:
                yield fault(WRONG_KINDS[cell.kind], cell.text, place=table.place_at(number, index), value=cell)
            elif isinstance(cell, str) and len(cell) > MAX_TEXT:
                yield fault(Code.CELL_TOO_LONG, f"{len(cell)} 字", place=table.place_at(number, index), value=cell)


def layout_faults(table: Table) -> Iterator[Fault]:
    """Yield the faults of merged, hidden and stray content from the heading row on."""
    sheet, top = table.sheet, table.top
    bottom = table.rows[-1][0] if table.rows else top
    body = Range(top, 1, bottom, max(table.columns.values(), default=0) + 1)
    for block in sheet.merges:
        if block.overlaps(body):
            yield fault(Code.MERGED_DATA_CELL, block.name, place=table.place_at(block.top, block.left - 1))
    for number, _ in table.rows if sheet.hidden_rows else ():
        if any(first <= number <= last for first, last in sheet.hidden_rows):
            yield fault(Code.HIDDEN_CONTENT, f"隐藏的第 {number} 行", place=Place(sheet.name, number))
    yield from column_faults(table, bottom)


def column_faults(table: Table, bottom: int) -> Iterator[Fault]:
    """Yield a fault for each hidden column, and for each column without heading, that holds anything."""
    sheet, top = table.sheet, table.top
    width = len(sheet.rows[top - 1])
    hidden = {index for first, last in sheet.hidden_columns for index in range(first - 1, min(last, width))}
    for index in range(width):
        place = table.place_at(None, index)
        cells = enumerate((row[index] for row in sheet.rows[top - 1 : bottom]), start=top)
        held = next(((number, cell) for number, cell in cells if not is_blank(cell)), None)
        if held and index in hidden:
            yield fault(Code.HIDDEN_CONTENT, f"隐藏的第 {place.letters} 列", place=place)
        if held and not place.heading:
            what = f"第 {place.letters} 列没有表头却有内容"
            yield fault(Code.HEADER_MISMATCH, what, place=table.place_at(held[0], index), value=held[1])
