"""The data sheet as a table: which sheet it is, what must not be in it, and its rows that hold something."""

from collections.abc import Iterable, Mapping
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
from clusters.workbooks.table.headings import HeadingRow, heading_row_of, match_headings

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
    """A data sheet with its heading row; field names map to column indexes from 0 in `heading.columns`.

    `faults` gathers everything wrong with the sheet so far; `blamed` are the cells that need no second fault.
    """

    sheet: RawSheet
    heading: HeadingRow
    rows: list[tuple[int, list[Cell]]]
    faults: list[Fault] = field(default_factory=list)
    blamed: set[str] = field(default_factory=set)

    def place(self, row: int, name: str) -> Place:
        """The place of a field in a row."""
        index = self.heading.columns[name]
        return Place(self.sheet.name, row, letters_of(index + 1), self.title(index))

    def title(self, index: int) -> str:
        """The heading of a column index, or the empty text beyond the headings."""
        headings = self.sheet.rows[self.heading.row - 1]
        return shorten(headings[index]).strip() if index < len(headings) else ""

    def refuse_if_faulty(self) -> None:
        """Raise WorkbookRefused with all faults in reading order, when there are any."""
        if self.faults:
            raise WorkbookRefused(*in_order(self.faults))


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return faults in reading order, the first five hundred."""
    return tuple(sorted(faults, key=lambda item: (item.row or 0, position_of(item.cell) or UNPLACED))[:MAX_FAULTS])


def data_rows_of(sheet: RawSheet, heading_row: int) -> list[tuple[int, list[Cell]]]:
    """Return the number and the cells of each row below the headings that is not blank."""
    return [
        (number, row)
        for number, row in enumerate(sheet.rows[heading_row:], start=heading_row + 1)
        if row.count("") != len(row) and not all(map(is_blank, row))
    ]


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
    sheet = data_sheet_of(book, keys, (ERRORS_SHEET, *own_sheets))
    row = heading_row_of(sheet, keys)
    if row is None:
        raise refuse(Code.HEADER_MISMATCH, f"没有找到表头“{keys[0]}”", place=Place(sheet.name))
    heading, faults = match_headings(sheet, row, required, optional)
    table = Table(sheet, heading, data_rows_of(sheet, row), faults)
    table.refuse_if_faulty()
    table.faults = cell_faults(table)
    table.blamed = {item.cell for item in table.faults}
    table.faults += layout_faults(table)
    if len(table.rows) > MAX_DATA_ROWS:
        raise refuse(Code.TOO_MANY_ROWS, f"超过 {MAX_DATA_ROWS:,} 行", place=Place(sheet.name))
    return table


def data_sheet_of(book: RawBook, keys: tuple[str, ...], own_sheets: tuple[str, ...]) -> RawSheet:
    """Return the visible sheet with the key heading. Raises WorkbookRefused when another sheet holds anything."""
    used = [sheet for sheet in book.sheets if not sheet.is_empty and sheet.name not in own_sheets]
    found = [sheet for sheet in used if sheet.is_visible and heading_row_of(sheet, keys) is not None]
    if not found:
        raise refuse(Code.HEADER_MISMATCH, f"没有找到带“{keys[0]}”表头的填报表")
    faults = [
        fault(Code.HIDDEN_CONTENT, f"{sheet_kind(sheet)}“{shorten(sheet.name)}”", place=Place(sheet.name))
        for sheet in used
        if sheet is not found[0]
    ]
    if faults:
        raise WorkbookRefused(*faults)
    return found[0]


def sheet_kind(sheet: RawSheet) -> str:
    """Name a sheet that should not be there."""
    return "另一张工作表" if sheet.is_visible else "隐藏的工作表"


def cell_faults(table: Table) -> list[Fault]:
    """Return the faults of formulas, error values and overlong texts anywhere in the data sheet."""
    faults = []
    for number, cells in enumerate(table.sheet.rows, start=1):
        for index, cell in enumerate(cells):
            if cell.__class__ is float or cell == "":
                continue
            found = wrong_anywhere(cell)
            if found:
                place = Place(table.sheet.name, number, letters_of(index + 1), table.title(index))
                faults.append(fault(found[0], found[1], place=place, value=cell))
    return faults


def wrong_anywhere(cell: Cell) -> tuple[Code, str] | None:
    """Return why a cell may stand nowhere in a data sheet, or None."""
    if isinstance(cell, Odd):
        code = WRONG_KINDS.get(cell.kind)
        return (code, cell.text) if code else None
    if isinstance(cell, str) and len(cell) > MAX_TEXT:
        return Code.CELL_TOO_LONG, f"{len(cell)} 字"
    return None


def layout_faults(table: Table) -> list[Fault]:
    """Return the faults of merged, hidden and stray content from the heading row on."""
    sheet, top = table.sheet, table.heading.row
    bottom = table.rows[-1][0] if table.rows else top
    width = max(table.heading.columns.values(), default=0) + 1
    body = Range(top, 1, bottom, width)
    faults = [
        fault(Code.MERGED_DATA_CELL, name_of(block), place=spot(sheet, block.top, block.left))
        for block in sheet.facts.merges
        if overlap(block, body)
    ]
    return faults + hidden_row_faults(table) + column_faults(table, bottom)


def column_faults(table: Table, bottom: int) -> list[Fault]:
    """Return a fault for each hidden column, and for each column without heading, that holds anything."""
    sheet, top = table.sheet, table.heading.row
    width = len(sheet.rows[top - 1])
    nameless = [index for index in range(width) if not table.title(index)]
    hidden = [index for first, last in sheet.facts.hidden_columns for index in range(first - 1, min(last, width))]
    faults = []
    for index in hidden:
        if not all(is_blank(row[index]) for row in sheet.rows[top - 1 : bottom]):
            place = Place(sheet.name, None, letters_of(index + 1), table.title(index))
            faults.append(fault(Code.HIDDEN_CONTENT, f"隐藏的第 {place.letters} 列", place=place))
    for index in nameless:
        faults += stray_faults(table, index, [row[index] for row in sheet.rows[top - 1 : bottom]])
    return faults


def hidden_row_faults(table: Table) -> list[Fault]:
    """Return a fault for each hidden row that holds data."""
    runs = table.sheet.facts.hidden_rows
    if not runs:
        return []
    return [
        fault(Code.HIDDEN_CONTENT, f"隐藏的第 {number} 行", place=Place(table.sheet.name, number))
        for number, _ in table.rows
        if any(first <= number <= last for first, last in runs)
    ]


def stray_faults(table: Table, index: int, cells: list[Cell]) -> list[Fault]:
    """Return a fault for the first cell that stands in a column without heading."""
    for offset, cell in enumerate(cells):
        if not is_blank(cell):
            place = spot(table.sheet, table.heading.row + offset, index + 1)
            return [fault(Code.HEADER_MISMATCH, f"第 {place.letters} 列没有表头却有内容", place=place, value=cell)]
    return []


def overlap(block: Range, other: Range) -> bool:
    """Say whether two blocks share a cell."""
    return (
        block.top <= other.bottom
        and block.bottom >= other.top
        and block.left <= other.right
        and block.right >= other.left
    )


def name_of(block: Range) -> str:
    """Return the A1 name of a block."""
    return f"{letters_of(block.left)}{block.top}:{letters_of(block.right)}{block.bottom}"


def spot(sheet: RawSheet, row: int, column: int) -> Place:
    """The place of a cell by numbers from 1."""
    return Place(sheet.name, row, letters_of(column))
