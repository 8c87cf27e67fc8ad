"""Tables for spreadsheets: workbooks and CSV files."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Final

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from clusters.csvfile import CsvValue, csv_text
from clusters.workbooks.table.decimals import decimals_of
from clusters.workbooks.write.sheetwriter import (
    BASE,
    BOXED,
    BRAND_DARK,
    BRAND_SOFT,
    INK_2,
    lines_of,
    new_workbook,
    number_format,
    print_wide,
    write_value,
)

ExportValue = CsvValue

WIDTH_LIMITS: Final = (10, 48)
LINE_HEIGHT: Final = 15
MAX_LINES: Final = 20


@dataclass(frozen=True, slots=True)
class ExportTable:
    """A table to export: `notes` stand below the title (filters, time, source); `name` is the sheet's."""

    title: str
    headings: tuple[str, ...]
    rows: Sequence[Sequence[ExportValue]]
    notes: tuple[str, ...] = ()
    name: str = "数据"


def to_csv(headings: Iterable[str], rows: Iterable[Sequence[ExportValue]]) -> bytes:
    """Return CSV in UTF-8 with byte order mark."""
    return csv_text(headings, rows).encode()


def to_xlsx(table: ExportTable) -> bytes:
    """Return a workbook with title, notes, frozen headings, filter and a print layout for landscape A4."""
    target = BytesIO()
    book = new_workbook(target, table.title)
    sheet = book.add_worksheet(table.name)
    sheet.write_string(0, 0, table.title, book.add_format({**BASE, "font_size": 16, "bold": True}))
    quiet = book.add_format({**BASE, "font_color": INK_2})
    for number, note in enumerate(table.notes, start=1):
        sheet.write_string(number, 0, note, quiet)
    top = len(table.notes) + 2
    add_body(book, sheet, table, top)
    sheet.set_row(0, 32)
    sheet.freeze_panes(top + 1, 0)
    sheet.autofilter(top, 0, top + max(len(table.rows), 1), max(len(table.headings) - 1, 0))
    sheet.repeat_rows(top)
    print_wide(sheet, table.title)
    book.close()
    return target.getvalue()


def add_body(book: Workbook, sheet: Worksheet, table: ExportTable, top: int) -> None:
    """Write headings and rows, the headings at row `top` from 0."""
    head = book.add_format(
        {**BOXED, "bold": True, "text_wrap": True, "align": "center", "bg_color": BRAND_SOFT, "font_color": BRAND_DARK}
    )
    widths = [width_of(table, index) for index in range(len(table.headings))]
    styles = []
    for index, heading in enumerate(table.headings):
        sheet.write_string(top, index, heading, head)
        sheet.set_column(index, index, widths[index])
        styles.append(book.add_format({**BOXED, "indent": 1, **column_style(table, index)}))
    sheet.set_row(top, 36)
    for number, row in enumerate(table.rows, start=top + 1):
        for index, value in enumerate(row):
            write_value(sheet, number, index, value, styles[index])
        texts = [(value, width) for value, width in zip(row, widths, strict=True) if isinstance(value, str)]
        lines = max([lines_of(text, width - 1) for text, width in texts], default=1)
        sheet.set_row(number, 8 + LINE_HEIGHT * min(lines, MAX_LINES))


def column_style(table: ExportTable, index: int) -> dict[str, object]:
    """Return the style of a column: figures to the right with as many decimals as the longest, texts wrapped."""
    figures = [Decimal(value) for value in (row[index] for row in table.rows) if isinstance(value, Decimal | int)]
    if not figures:
        return {"text_wrap": True, "num_format": "@"}
    places = max(decimals_of(figure) for figure in figures)
    return {"num_format": number_format(min(places, 6)), "align": "right"}


def width_of(table: ExportTable, index: int) -> int:
    """Return a column width that fits the heading on two lines and most cells on one."""
    cells = [len(str(row[index] or "")) for row in table.rows[:200]]
    wide = max([lines_of(table.headings[index], 3) + 2, *(length * 2 for length in cells)])
    return max(WIDTH_LIMITS[0], min(wide, WIDTH_LIMITS[1]))
