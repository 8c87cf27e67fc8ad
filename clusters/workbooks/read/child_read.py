"""The parsing process: a workbook on standard input, its values and facts as JSON on standard output."""

import sys
from collections.abc import Iterable
from typing import Final

from clusters.workbooks.codes import Code, WorkbookRefused, fault
from clusters.workbooks.guard.inspection import Inspection
from clusters.workbooks.read.cells import CellScan, TextsScan
from clusters.workbooks.read.confine import confine
from clusters.workbooks.read.formats import FormatScan
from clusters.workbooks.read.raw import RawBook, RawSheet, dump, line

MAX_ANSWER: Final = 16 * 1024 * 1024


def read(data: bytes) -> RawBook:
    """Return the sheets of an uploaded workbook, every part of which was looked at. Raises WorkbookRefused."""
    inspection = Inspection(data)
    contents = inspection.contents
    texts, formats = TextsScan(contents.texts), FormatScan(contents.styles)
    for name, scan in ((contents.texts, texts), (contents.styles, formats)):
        if name:
            inspection.scan(name, scan)
    sheets = []
    for part in contents.sheets:
        sheet = RawSheet(part.name, part.state)
        inspection.scan(part.path, CellScan(part.path, sheet, texts.texts, formats.formats))
        sheets.append(sheet)
    inspection.finish()
    return RawBook(tuple(sheets))


def answer_to(data: bytes) -> Iterable[bytes]:
    """Return the lines of the book, or one line with the faults for which it is refused."""
    try:
        return dump(read(data))
    except WorkbookRefused as refusal:
        return [line({"faults": [item.as_dict() for item in refusal.faults]})]
    except MemoryError:
        return [line({"faults": [fault(Code.SHEET_TOO_LARGE, "读取所需内存超过限额").as_dict()]})]


def main() -> None:
    """Give up rights, then answer."""
    confine(answer=MAX_ANSWER)
    for piece in answer_to(sys.stdin.buffer.read()):
        sys.stdout.buffer.write(piece)


if __name__ == "__main__":
    main()
