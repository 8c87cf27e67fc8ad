"""The one door for uploaded bytes: guard first, then the fast way or the separate process."""

from clusters.workbooks.codes import WorkbookRefused
from clusters.workbooks.guard.inspection import inspect
from clusters.workbooks.read.extract import read_values
from clusters.workbooks.read.raw import RawBook
from clusters.workbooks.read.sandbox import read_apart


def load_book(data: bytes) -> RawBook:
    """Return the values and facts of an uploaded workbook. Raises WorkbookRefused.

    The web process reads the file itself only when the guard has proven it small and harmless (see `guard.Pass`);
    if the fast reader stumbles all the same, the separate process finds out at which cell.
    """
    inspection = inspect(data)
    if inspection.harmless:
        try:
            return read_values(data, inspection.sheets, inspection.facts)
        except WorkbookRefused:
            return read_apart(data)
    return read_apart(data)
