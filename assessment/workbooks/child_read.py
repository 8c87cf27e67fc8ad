"""The parsing process: a workbook on standard input, its values and facts as JSON on standard output."""

import json
import sys
from typing import Final

from assessment.workbooks.codes import Code, WorkbookRefused, fault, refuse
from assessment.workbooks.confine import confine
from assessment.workbooks.extract import read_values, scan_exactly, unreadable
from assessment.workbooks.guard import inspect
from assessment.workbooks.raw import RawBook, dump

MAX_ANSWER: Final = 8 * 1024 * 1024


def read(data: bytes) -> RawBook:
    """Scan exactly, then read. Raises WorkbookRefused."""
    inspection = inspect(data)
    sheets, facts = inspection.sheets, scan_exactly(data, inspection)
    # A long text can stand in a hundred thousand cells; reading it each time would only fill memory.
    if sum(item.characters for item in facts.values()) > MAX_ANSWER:
        return unreadable(facts, sheets, refuse(Code.SHEET_TOO_LARGE, "文字总量超过限额"))
    try:
        return read_values(data, sheets, facts)
    except WorkbookRefused as reason:
        return unreadable(facts, sheets, reason)


def main() -> None:
    """Answer with the book, or with the faults for which it is refused."""
    confine(answer=MAX_ANSWER)
    try:
        answer = dump(read(sys.stdin.buffer.read()))
    except WorkbookRefused as refusal:
        answer = json.dumps({"faults": [item.as_dict() for item in refusal.faults]}).encode()
    except MemoryError:
        answer = json.dumps({"faults": [fault(Code.SHEET_TOO_LARGE, "读取所需内存超过限额").as_dict()]}).encode()
    sys.stdout.buffer.write(answer)


if __name__ == "__main__":
    main()
