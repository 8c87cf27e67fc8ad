"""The workbook a refused upload comes back as: the person's own file with the errors marked, or the bare list."""

import json
from collections.abc import Sequence
from typing import Final

from clusters.workbooks.codes import Fault, WorkbookRefused
from clusters.workbooks.read.sandbox import run_apart

ANNOTATING: Final = "clusters.workbooks.write.child_annotate"


def error_workbook(data: bytes, faults: Sequence[Fault]) -> bytes:
    """Return the .xlsx bytes of the error workbook.

    The person's own file comes back with red cells and comments when the guard lets it pass; a file that must not be
    opened is never given out again, its errors come as a list alone (as they do without `data`).
    """
    listed = json.dumps([item.as_dict() for item in faults]).encode() + b"\n"
    try:
        with run_apart(ANNOTATING, listed + data) as answer:
            return answer.read()
    except WorkbookRefused:
        with run_apart(ANNOTATING, listed) as answer:
            return answer.read()
