"""Tables as CSV text that a spreadsheet opens: Chinese intact, names never taken for formulas."""

import csv
import io
from collections.abc import Iterable, Sequence


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return the rows as CSV with BOM and CRLF."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([[_safe(cell) for cell in row] for row in rows])
    return "\ufeff" + out.getvalue()


def _safe(cell: object) -> str:
    """Return the cell as text; text that begins like a formula gets an apostrophe, a negative number does not."""
    text = str(cell)
    if text[:1] in ("=", "+", "@", "\t", "\r") or (text[:1] == "-" and not text[1:2].isdigit() and len(text) > 1):
        return f"'{text}"
    return text
