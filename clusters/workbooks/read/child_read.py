"""The parsing process: a workbook on standard input, its values and facts as JSON on standard output."""

import sys
from collections.abc import Iterable
from typing import Final

from clusters.workbooks.codes import Code, WorkbookRefused, fault, refuse
from clusters.workbooks.guard.inspection import inspect
from clusters.workbooks.read.confine import confine
from clusters.workbooks.read.extract import read_values, scan_exactly, unreadable
from clusters.workbooks.read.raw import RawBook, dump, line

MAX_ANSWER: Final = 16 * 1024 * 1024
# A character takes up to four bytes in the web process.
MAX_CHARACTERS: Final = 4 * 1024 * 1024
TOO_MUCH_TEXT: Final = refuse(Code.SHEET_TOO_LARGE, "文字总量超过限额")


def read(data: bytes) -> RawBook:
    """Scan exactly, then read. Raises WorkbookRefused."""
    inspection = inspect(data)
    sheets, facts = inspection.sheets, scan_exactly(data, inspection)
    # A long text can stand in a hundred thousand cells; reading it each time would only fill memory.
    if sum(item.characters for item in facts.values()) > MAX_CHARACTERS:
        return unreadable(facts, sheets, TOO_MUCH_TEXT)
    try:
        book = read_values(data, sheets, facts)
    except WorkbookRefused as reason:
        return unreadable(scan_exactly(data, inspection, trusting=False), sheets, reason)
    if sum(len(cell) for sheet in book.sheets for row in sheet.rows for cell in row if isinstance(cell, str)) > (
        MAX_CHARACTERS
    ):
        raise TOO_MUCH_TEXT
    return book


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
