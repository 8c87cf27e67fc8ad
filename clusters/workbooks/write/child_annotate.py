"""The annotating process: a refused workbook in, the same workbook with comments and a list of errors out."""

import json
import sys
from collections.abc import Mapping
from io import BytesIO
from typing import Final

from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from clusters.workbooks.codes import Fault, WorkbookRefused, fault_from
from clusters.workbooks.read.child_read import read
from clusters.workbooks.read.confine import confine
from clusters.workbooks.write.errors_list import (
    AUTHOR,
    HEADINGS,
    TITLE,
    WIDTHS,
    comments_of,
    entries_of,
    height_of,
    lead_of,
)
from clusters.workbooks.write.sheetwriter import BRAND, BRAND_DARK, BRAND_SOFT, ERROR_FILL, FONT, LINE

MAX_BOOK: Final = 40 * 1024 * 1024
# openpyxl writes each sheet through a temporary file.
DESCRIPTORS: Final = 16
COMMENT_WIDTH: Final = 360
COMMENT_HEIGHT: Final = 120
FIRST_ENTRY: Final = 5
CELL_COLUMN: Final = 3
EDGE: Final = Side(style="thin", color="FF" + LINE[1:])
BORDER: Final = Border(left=EDGE, right=EDGE, top=EDGE, bottom=EDGE)


def annotate(data: bytes, faults: list[Fault]) -> bytes:
    """Return the workbook with red cells, comments, and the list of errors as its first sheet.

    Raises WorkbookRefused when the file must not be opened.
    """
    read(data)
    book = load_workbook(BytesIO(data), keep_links=False)
    if TITLE in book.sheetnames:
        del book[TITLE]
    comments = comments_of(faults)
    for sheet in book.worksheets:
        settle(sheet)
        mark(sheet, {cell: text for (name, cell), text in comments.items() if name == sheet.title})
    add_list(book, faults)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def settle(sheet: Worksheet) -> None:
    """Take off the marks of an earlier round, and turn formulas into the text of the formula."""
    for row in sheet.iter_rows():
        for cell in row:
            if not isinstance(cell, Cell):
                continue
            if cell.comment is not None and cell.comment.author == AUTHOR:
                cell.comment = None
                cell.fill = PatternFill()
            if cell.data_type == "f":
                formula = getattr(cell.value, "text", None) or str(cell.value)
                put_text(cell, formula if formula.startswith("=") else f"={formula}")


def mark(sheet: Worksheet, comments: Mapping[str, str]) -> None:
    """Fill the bad cells and attach the comments."""
    for address, text in comments.items():
        cell = sheet[address]
        if not isinstance(cell, Cell):
            continue
        cell.fill = PatternFill("solid", fgColor=ERROR_FILL)
        cell.comment = Comment(text, AUTHOR, height=COMMENT_HEIGHT, width=COMMENT_WIDTH)


def add_list(book: Workbook, faults: list[Fault]) -> None:
    """Add the list of errors; each line leads to its cell."""
    sheet = book.create_sheet(TITLE, 0)
    write(sheet, 1, 1, TITLE).font = Font(name=FONT, size=16, bold=True)
    write(sheet, 2, 1, lead_of(len(faults)))
    for index, (heading, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True), start=1):
        cell = write(sheet, FIRST_ENTRY - 1, index, heading)
        cell.font = Font(name=FONT, size=10, bold=True, color="FF" + BRAND_DARK[1:])
        cell.fill, cell.border = PatternFill("solid", fgColor="FF" + BRAND_SOFT[1:]), BORDER
        sheet.column_dimensions[cell.column_letter].width = width
    for number, (item, entry) in enumerate(zip(faults, entries_of(faults), strict=True), start=FIRST_ENTRY):
        for index, text in enumerate(entry, start=1):
            write(sheet, number, index, text).border = BORDER
        sheet.row_dimensions[number].height = height_of(entry)
        if item.cell and item.sheet in book.sheetnames:
            cell, name = sheet.cell(number, CELL_COLUMN), item.sheet.replace("'", "''")
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{name}'!{item.cell}")
            cell.font = Font(name=FONT, size=10, color="FF" + BRAND[1:], underline="single")
    arrange(book, sheet)


def arrange(book: Workbook, sheet: Worksheet) -> None:
    """Make the list the sheet that is seen first, and let it print on one landscape page's width."""
    sheet.freeze_panes = f"A{FIRST_ENTRY}"
    sheet.sheet_view.showGridLines = False
    sheet.row_dimensions[1].height, sheet.row_dimensions[FIRST_ENTRY - 1].height = 32, 24
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    book.active = 0
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet


def write(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Write a text as a text, whatever it begins with."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError(f"{cell.coordinate} is merged")
    put_text(cell, text)
    cell.font = Font(name=FONT, size=10)
    cell.alignment = Alignment(vertical="center", wrap_text=row >= FIRST_ENTRY)
    return cell


def put_text(cell: Cell, text: str) -> None:
    """Set a text without openpyxl taking one that begins with "=" for a formula."""
    cell.value = text
    cell.data_type = "s"


def main() -> None:
    """Read the faults from the first line and the workbook from the rest of standard input."""
    confine(answer=MAX_BOOK, descriptors=DESCRIPTORS)
    faults = [fault_from(item) for item in json.loads(sys.stdin.buffer.readline())]
    try:
        annotated = annotate(sys.stdin.buffer.read(), faults)
    except (WorkbookRefused, InvalidFileException, KeyError, ValueError, TypeError, AttributeError, MemoryError):
        # openpyxl is pickier than the reader; the caller then gives out the bare list.
        sys.exit(1)
    sys.stdout.buffer.write(annotated)


if __name__ == "__main__":
    main()
