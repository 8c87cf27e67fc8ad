"""Builders of workbooks that are messy in their cells, rows and sheets. Bytes in, bytes out."""

import io
import re
from collections.abc import Callable
from datetime import date

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.hostile_archives import SHEET, Builder, in_sheet, part_of, with_parts

KEY = "集聚区代码"


def locate(sheet: Worksheet) -> tuple[int, int]:
    """Return the heading row and the column of the first figure, both from 1."""
    for row in sheet.iter_rows(max_row=30):
        for cell in row:
            if cell.value == KEY:
                return cell.row, cell.column + 2
    raise AssertionError("no heading row")


def edited(change: Callable[[Workbook, Worksheet, int, int], object]) -> Builder:
    """Build a workbook changed through openpyxl; the change gets book, sheet, first data row and figure column."""

    def build(template: bytes) -> bytes:
        book = load_workbook(io.BytesIO(template))
        sheet = book.worksheets[0]
        heading, column = locate(sheet)
        change(book, sheet, heading + 1, column)
        target = io.BytesIO()
        book.save(target)
        return target.getvalue()

    return build


def valued(value: str | float | date) -> Builder:
    """Build a workbook whose first figure is this value."""
    return edited(lambda _book, sheet, row, column: sheet.cell(row, column, value))


def raw_cell(inner: str, attributes: str = "") -> Builder:
    """Build a workbook whose first figure is this XML."""

    def build(template: bytes) -> bytes:
        sheet = load_workbook(io.BytesIO(template)).worksheets[0]
        heading, column = locate(sheet)
        address = sheet.cell(heading + 1, column).coordinate
        cell = f'<c r="{address}"{attributes}>{inner}</c>'.encode()
        pattern = rb'<c r="%s"[^>]*?(?:/>|>.*?</c>)' % address.encode()
        xml, count = re.subn(pattern, lambda _: cell, part_of(template, SHEET), count=1)
        assert count == 1
        return with_parts(template, {SHEET: xml})

    return build


def formatted(value: float, code: str) -> Builder:
    """Build a workbook whose first figure is this value under a number format."""

    def apply(_book: Workbook, sheet: Worksheet, row: int, column: int) -> None:
        sheet.cell(row, column, value).number_format = code

    return edited(apply)


def second_cell(template: bytes) -> bytes:
    """The first figure twice in its row, with two values: which one counts depends on who reads."""
    sheet = load_workbook(io.BytesIO(template)).worksheets[0]
    heading, column = locate(sheet)
    address = sheet.cell(heading + 1, column).coordinate
    return raw_cell(f'<v>1</v></c><c r="{address}"><v>2</v>')(template)


def second_row(template: bytes) -> bytes:
    """The row of the first figure once more at the end, with another value."""
    sheet = load_workbook(io.BytesIO(template)).worksheets[0]
    heading, column = locate(sheet)
    address = sheet.cell(heading + 1, column).coordinate
    again = f'<row r="{heading + 1}"><c r="{address}"><v>7</v></c></row></sheetData>'.encode()
    return in_sheet(b"</sheetData>", again)(template)


def more_rows(count: int) -> Builder:
    """Build a workbook with this many further rows below the last."""

    def build(template: bytes) -> bytes:
        xml = part_of(template, SHEET)
        last = max(int(number) for number in re.findall(rb'<row r="(\d+)"', xml))
        rows = b"".join(
            b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (number, number, number)
            for number in range(last + 1, last + count + 1)
        )
        return with_parts(template, {SHEET: xml.replace(b"</sheetData>", rows + b"</sheetData>", 1)})

    return build


def merges(count: int) -> Builder:
    """Build a workbook with this many merged ranges far below the data."""
    ranges = b"".join(b'<mergeCell ref="A%d:B%d"/>' % (number, number) for number in range(6_000, 6_000 + count))

    def build(template: bytes) -> bytes:
        xml = re.sub(rb"<mergeCells.*?</mergeCells>", b"", part_of(template, SHEET), count=1)
        xml = xml.replace(b"</sheetData>", b"</sheetData><mergeCells>" + ranges + b"</mergeCells>", 1)
        return with_parts(template, {SHEET: xml})

    return build


def far_cell(template: bytes) -> bytes:
    """A figure one column to the right of the last one that is read, BH, in the first row below the last."""
    far = b'<row r="10000"><c r="BI10000"><v>1</v></c></row></sheetData>'
    return in_sheet(b"</sheetData>", far)(template)


def repeated_text(template: bytes) -> bytes:
    """One text of 600 characters referred to by 7,200 cells: just above four million characters once read."""
    texts = part_of(template, "xl/sharedStrings.xml")
    count = texts.count(b"<si>")
    texts = texts.replace(b"</sst>", b"<si><t>" + b"x" * 600 + b"</t></si></sst>")
    rows = b"".join(
        b'<row r="%d">' % row
        + b"".join(b'<c r="%c%d" t="s"><v>%d</v></c>' % (65 + column, row, count) for column in range(20))
        + b"</row>"
        for row in range(2_000, 2_360)
    )
    xml = part_of(template, SHEET).replace(b"</sheetData>", rows + b"</sheetData>", 1)
    return with_parts(template, {SHEET: xml, "xl/sharedStrings.xml": texts})


def change_heading(change: Callable[[str], str]) -> Builder:
    """Build a workbook whose first figure's heading is changed."""

    def apply(_book: Workbook, sheet: Worksheet, row: int, column: int) -> None:
        cell = sheet.cell(row - 1, column)
        cell.value = change(str(cell.value))

    return edited(apply)


def hide_row(_book: Workbook, sheet: Worksheet, row: int, _column: int) -> None:
    sheet.row_dimensions[row].hidden = True


def hide_column(_book: Workbook, sheet: Worksheet, _row: int, column: int) -> None:
    sheet.column_dimensions[get_column_letter(column)].hidden = True


def add_sheet(state: str) -> Builder:
    def apply(book: Workbook, _sheet: Worksheet, _row: int, _column: int) -> None:
        extra = book.create_sheet("Sheet9")
        extra["A1"] = "另有数据"
        extra.sheet_state = state

    return edited(apply)


def merge_data(_book: Workbook, sheet: Worksheet, row: int, column: int) -> None:
    sheet.merge_cells(start_row=row, end_row=row + 1, start_column=column, end_column=column)


def extra_heading(_book: Workbook, sheet: Worksheet, row: int, _column: int) -> None:
    sheet.cell(row - 1, sheet.max_column + 1, "新增列（万元）")


def missing_heading(_book: Workbook, sheet: Worksheet, row: int, column: int) -> None:
    for number in range(row - 1, sheet.max_row + 1):
        sheet.cell(number, column).value = None


def double_heading(_book: Workbook, sheet: Worksheet, row: int, column: int) -> None:
    sheet.cell(row - 1, sheet.max_column + 1, sheet.cell(row - 1, column).value)


def double_row(_book: Workbook, sheet: Worksheet, row: int, column: int) -> None:
    below = sheet.max_row + 1
    for index in range(1, column + 1):
        sheet.cell(below, index, sheet.cell(row, index).value)


def no_rows(_book: Workbook, sheet: Worksheet, row: int, _column: int) -> None:
    for cells in sheet.iter_rows(min_row=row):
        for cell in cells:
            cell.value = None


def footer(text: str) -> Builder:
    return edited(lambda _book, sheet, _row, _column: sheet.cell(sheet.max_row + 1, 1, text))


def new_code(_book: Workbook, sheet: Worksheet, row: int, column: int) -> None:
    sheet.cell(row, column - 2, "370299-999")


def new_name(_book: Workbook, sheet: Worksheet, row: int, column: int) -> None:
    sheet.cell(row, column - 1, "另一个集聚区")


def identity_change(row: int, value: str) -> Builder:
    return edited(lambda book, _sheet, _row, _column: book["标识"].cell(row, 2, value))


def without_identity(book: Workbook, _sheet: Worksheet, _row: int, _column: int) -> None:
    del book["标识"]


def stray_cell(_book: Workbook, sheet: Worksheet, row: int, _column: int) -> None:
    sheet.cell(row, sheet.max_column + 3, 1)
