"""CSV for spreadsheets, safe to open: no text of ours starts a formula, no figure loses a digit (R-069)."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Final

CsvValue = str | int | Decimal | date | bool | None

BYTE_ORDER_MARK: Final = "\ufeff"
# What makes a spreadsheet program take a text for a formula, after blanks and quotes it may skip.
DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
SKIPPED: Final = " '\"\u3000\u00a0"
ESCAPE: Final = "'"


def csv_text(headings: Iterable[str], rows: Iterable[Sequence[CsvValue]]) -> str:
    """Return CSV with byte order mark, which Excel and WPS need to see Chinese; figures stay figures."""
    target = StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow([escape(heading) for heading in headings])
    writer.writerows([csv_cell(value) for value in row] for row in rows)
    return BYTE_ORDER_MARK + target.getvalue()


def csv_cell(value: CsvValue) -> str:
    """Return one value as CSV text. A negative figure keeps its sign: it is a number, not a text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal | int):
        return format(Decimal(value), "f")
    return escape(value.isoformat() if isinstance(value, date) else value)


def escape(text: str) -> str:
    """Return the text as it goes into a CSV file: dangerous ones get a leading quote."""
    return ESCAPE + text if is_dangerous(text) else text


def is_dangerous(text: str) -> bool:
    """Say whether a spreadsheet program might run the text as a formula."""
    return text.startswith(DANGEROUS) or text.lstrip(SKIPPED).startswith(DANGEROUS)
