"""Writing cells with xlsxwriter so that no text can become a formula or a link and no figure loses a digit."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

# A spreadsheet holds fifteen significant digits; a longer figure stays exact only as text.
EXACT_DIGITS: Final = 15
MAX_CELL_TEXT: Final = 32_767

FONT: Final = "微软雅黑"
INK, INK_2, INK_3 = "#1B2733", "#4A5A6A", "#7B8896"
PAPER_2, LINE = "#F5F7FA", "#D9E0E7"
BRAND, BRAND_DARK, BRAND_SOFT = "#1D4F91", "#143A6B", "#E8F0FA"
ERROR_FILL: Final = "FFF4C7C3"

BASE: Final[Mapping[str, Any]] = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "vcenter"}
BOXED: Final[Mapping[str, Any]] = {**BASE, "border": 1, "border_color": LINE}


def new_workbook(target: BytesIO, title: str) -> Workbook:
    """Return a workbook in which text stays text: nothing is guessed to be a formula, a link or a number."""
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"title": title})
    return book


def write_value(sheet: Worksheet, row: int, column: int, value: object, style: Format | None = None) -> None:
    """Write one value, rows and columns from 0: figures as numbers, dates as ISO text, None as blank.

    Raises ValueError for a text that a cell cannot hold; cutting it off would lose data in silence.
    """
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, bool):
        sheet.write_string(row, column, "是" if value else "否", style)
    elif isinstance(value, Decimal | int):
        write_figure(sheet, row, column, Decimal(value), style)
    else:
        text = value.isoformat() if isinstance(value, date | datetime) else str(value)
        if len(text) > MAX_CELL_TEXT:
            raise ValueError(f"text of {len(text)} characters does not fit into a cell")
        sheet.write_string(row, column, text, style)


def write_figure(sheet: Worksheet, row: int, column: int, figure: Decimal, style: Format | None) -> None:
    """Write a figure as a number, or as text when it has more digits than a spreadsheet keeps."""
    if len(figure.normalize().as_tuple().digits) <= EXACT_DIGITS and abs(figure.adjusted()) <= EXACT_DIGITS:
        sheet.write_number(row, column, float(figure), style)
    else:
        sheet.write_string(row, column, format(figure, "f"), style)


def print_wide(sheet: Worksheet, title: str = "", *, pages: int = 1) -> None:
    """Let a sheet print on landscape A4, so many pages wide, with title and page number at the foot."""
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(pages, 0)
    if title:
        sheet.set_footer(f"&L{title.replace('&', '&&')}&R第 &P 页，共 &N 页")


def number_format(places: int) -> str:
    """Return the number format with thousands separators and the given decimals."""
    return "#,##0" + ("." + "0" * places if places else "")


def lines_of(text: str, width: int) -> int:
    """Return how many lines a text takes in a column of the given character width; Chinese letters are double."""
    lines = (sum(1 if ord(letter) < 0x2E80 else 2 for letter in line) for line in text.split("\n"))
    return sum(max(1, -(-length // (width - 1))) for length in lines)
