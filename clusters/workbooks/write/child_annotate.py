"""The annotating process: a refused workbook in, the same workbook with its errors marked and listed out."""

import json
import sys
from collections.abc import Sequence
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
from clusters.workbooks.places import letters_of
from clusters.workbooks.read.child_read import read
from clusters.workbooks.read.confine import confine
from clusters.workbooks.write.sheetwriter import BRAND, BRAND_DARK, BRAND_SOFT, ERROR_FILL, FONT, LINE, lines_of

MAX_BOOK: Final = 40 * 1024 * 1024
# openpyxl writes each sheet through a temporary file.
DESCRIPTORS: Final = 16
TITLE: Final = "错误清单"
AUTHOR: Final = "平台校验"
HEADINGS: Final = ("序号", "工作表", "单元格", "列", "填写的内容", "问题", "怎么改", "正确示例")
WIDTHS: Final = (6, 14, 10, 24, 24, 44, 48, 14)
HEAD_ROW: Final = 4
CELL_COLUMN: Final = 3
EDGE: Final = Side(style="thin", color="FF" + LINE[1:])
BORDER: Final = Border(left=EDGE, right=EDGE, top=EDGE, bottom=EDGE)


def annotate(data: bytes, faults: Sequence[Fault]) -> bytes:
    """Return the workbook with red cells, comments and the list of errors as its first sheet; without data the list.

    Raises WorkbookRefused when the file must not be opened.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    if data:
        read(data)
        book = load_workbook(BytesIO(data), keep_links=False)
    if TITLE in book.sheetnames:
        del book[TITLE]
    for sheet in book.worksheets:
        settle(sheet)
        mark(sheet, [item for item in faults if item.cell and item.sheet == sheet.title])
    add_list(book, faults)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def settle(sheet: Worksheet) -> None:
    """Take off the marks of an earlier round, and turn formulas into the text of the formula."""
    for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell, Cell)):
        if cell.comment is not None and cell.comment.author == AUTHOR:
            cell.comment = None
            cell.fill = PatternFill()
        if cell.data_type == "f":
            cell.value = f"={(getattr(cell.value, 'text', None) or str(cell.value)).removeprefix('=')}"
            cell.data_type = "s"


def mark(sheet: Worksheet, faults: Sequence[Fault]) -> None:
    """Fill the bad cells and attach what is wrong; several faults of a cell stand one below the other."""
    texts: dict[str, str] = {}
    for item in faults:
        example = f"\n正确示例：{item.example}" if item.example else ""
        texts[item.cell] = f"{texts.get(item.cell, '')}\n{item.message}。{item.advice}{example}".strip()
    for address, text in texts.items():
        cell = sheet[address]
        if isinstance(cell, Cell):
            cell.fill = PatternFill("solid", fgColor=ERROR_FILL)
            cell.comment = Comment(text, AUTHOR, height=120, width=360)


def add_list(book: Workbook, faults: Sequence[Fault]) -> None:
    """Add the list of errors as the sheet that is seen first; each line leads to its cell. Texts stay texts."""
    sheet = book.create_sheet(TITLE, 0)
    where = "本文件，本表不会被读取" if len(book.sheetnames) > 1 else "原文件"
    lead = f"共 {len(faults)} 处问题，本次没有任何数据入库。改正后可直接上传{where}。"
    entries = [
        (str(number), item.sheet, item.cell or (f"第 {item.row} 行" if item.row else ""), item.column, item.value,
         item.message, item.advice, item.example)
        for number, item in enumerate(faults, start=1)
    ]  # fmt: skip
    for texts in ((TITLE,), (lead,), (), HEADINGS, *entries):
        sheet.append(texts)
    for row in sheet.iter_rows():
        dress(row)
    for number, (item, entry) in enumerate(zip(faults, entries, strict=True), start=HEAD_ROW + 1):
        lines = max(lines_of(text, width) for text, width in zip(entry, WIDTHS, strict=True))
        sheet.row_dimensions[number].height = 8 + 15 * lines
        if item.cell and item.sheet in book.sheetnames:
            cell, name = sheet.cell(number, CELL_COLUMN), item.sheet.replace("'", "''")
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{name}'!{item.cell}")
            cell.font = Font(name=FONT, size=10, color="FF" + BRAND[1:], underline="single")
    arrange(book, sheet)


def dress(row: Sequence[Cell]) -> None:
    """Give one row of the list its look, and let no text of it be taken for a formula."""
    for cell in row:
        if cell.value is not None:
            cell.data_type = "s"
        size, is_head = (16 if cell.row == 1 else 10), cell.row == HEAD_ROW
        cell.font = Font(
            name=FONT, size=size, bold=cell.row == 1 or is_head, color="FF" + BRAND_DARK[1:] if is_head else None
        )
        cell.alignment = Alignment(vertical="center", wrap_text=cell.row > HEAD_ROW)
        if cell.row >= HEAD_ROW:
            cell.border = BORDER
        if is_head:
            cell.fill = PatternFill("solid", fgColor="FF" + BRAND_SOFT[1:])


def arrange(book: Workbook, sheet: Worksheet) -> None:
    """Make the list the sheet that is seen first, and let it print on one landscape page's width."""
    for number, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[letters_of(number)].width = width
    sheet.row_dimensions[1].height, sheet.row_dimensions[HEAD_ROW].height = 32, 24
    sheet.freeze_panes = f"A{HEAD_ROW + 1}"
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr = 0, PageSetupProperties(fitToPage=True)
    book.active = 0
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet


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
