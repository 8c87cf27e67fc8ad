"""The workbook a refused upload comes back as: the person's own file with the errors marked, or the bare list."""

import json
from collections.abc import Sequence
from typing import Final

from clusters.workbooks.codes import Fault, WorkbookRefused
from clusters.workbooks.read.sandbox import run_apart
from clusters.workbooks.write.errors_list import HEADINGS, TITLE, entries_of, lead_of
from clusters.workbooks.write.export import ExportTable, to_xlsx

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
    return to_xlsx(ExportTable(TITLE, HEADINGS, entries_of(faults), (lead_of(len(faults)),), TITLE))
