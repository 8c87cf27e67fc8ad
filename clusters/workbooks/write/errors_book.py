"""The workbook a refused upload comes back as: the person's own file with the errors marked, or the bare list."""

import json
from collections.abc import Sequence
from io import BytesIO
from typing import Final

from clusters.workbooks.codes import Fault, WorkbookRefused
from clusters.workbooks.read.sandbox import run_apart
from clusters.workbooks.write.errors_list import HEADINGS, TITLE, WIDTHS, entries_of, height_of, lead_of
from clusters.workbooks.write.sheetwriter import BASE, BOXED, BRAND_DARK, BRAND_SOFT, INK_2, new_workbook

ANNOTATING: Final = "clusters.workbooks.write.child_annotate"


def error_workbook(data: bytes, faults: Sequence[Fault]) -> bytes:
    """Return the .xlsx bytes of the error workbook.

    The person's own file comes back with red cells and comments when the guard lets it pass; a file that must not be
    opened is never given out again, its errors come as a list alone.
    """
    try:
        question = json.dumps([item.as_dict() for item in faults]).encode() + b"\n" + data
        with run_apart(ANNOTATING, question) as answer:
            return answer.read()
    except WorkbookRefused:
        return error_list(faults)


def error_list(faults: Sequence[Fault]) -> bytes:
    """Return a workbook with nothing but the list of errors."""
    target = BytesIO()
    book = new_workbook(target, TITLE)
    sheet = book.add_worksheet(TITLE)
    sheet.write_string(0, 0, TITLE, book.add_format({**BASE, "font_size": 16, "bold": True}))
    sheet.write_string(1, 0, lead_of(len(faults)), book.add_format({**BASE, "font_color": INK_2}))
    head = book.add_format({**BOXED, "bold": True, "bg_color": BRAND_SOFT, "font_color": BRAND_DARK})
    cell = book.add_format({**BOXED, "text_wrap": True})
    for index, (heading, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
        sheet.write_string(3, index, heading, head)
        sheet.set_column(index, index, width)
    for number, entry in enumerate(entries_of(faults), start=4):
        for index, text in enumerate(entry):
            sheet.write_string(number, index, text, cell)
        sheet.set_row(number, height_of(entry))
    sheet.freeze_panes(4, 0)
    sheet.hide_gridlines(2)
    sheet.set_row(0, 32)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    book.close()
    return target.getvalue()
