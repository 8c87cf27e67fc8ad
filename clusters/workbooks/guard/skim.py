"""The proof that a worksheet is plain: its rows match a strict grammar, the little around them is read exactly.

A sheet that passes has rows in ascending order, only cells within BH9999 that hold a value or nothing, each once and
with the row number of its row, no formula, no error, nothing hidden, no comment, no prefix. For such a sheet every reader
sees the same values, and the room they take is bounded by its size.
"""

import re
from typing import Final

from clusters.workbooks.read.cells import CellScan
from clusters.workbooks.read.facts import SheetFacts

MAX_ENVELOPE: Final = 512 * 1024

# Possessive quantifiers (*+) keep the match linear in the size of the part.
CELL: Final = (
    rb'<c r="(?:[A-Z]|A[A-Z]|B[A-H])\1"(?: s="[0-9]++")?(?: t="(?:s|n|b|str|inlineStr)")?'
    rb'(?:/>|>(?:<v>[^<]*+</v>|<is><t(?: xml:space="preserve")?>[^<]*+</t></is>)?</c>)'
)
ROW: Final = re.compile(rb'<row r="([1-9][0-9]{0,3})"(?: [^<>/\']*+)?(?:/>|>(?:' + CELL + rb")*+</row>)")
ADDRESS: Final = re.compile(rb'<c r="([A-Z]+[0-9]+)"')
NOT_SHOWN: Final = re.compile(rb'hidden(?!="(?:0|false)")')
TEXT_CELL: Final = re.compile(rb't="s"><v>([0-9]{1,7})</v>')
INLINE: Final = re.compile(rb"<t(?: xml:space=\"preserve\")?>([^<]*+)")
EMPTY: Final = b"<sheetData/>"
OPENING: Final = b"<sheetData>"
ENDING: Final = b"</sheetData>"


def skim(part: bytes | bytearray, name: str) -> SheetFacts | None:
    """Return the facts of a plain sheet (merges and counts), or None when the part is not plainly regular."""
    if part.count(b"sheetData") == 1 and EMPTY in part:
        return skim_envelope(bytes(part), name)
    start, end = part.find(OPENING) + len(OPENING), part.find(ENDING)
    if start < len(OPENING) or end < start or part.count(b"sheetData") != 2 or NOT_SHOWN.search(part, start, end):
        return None
    rows = count_rows(part, start, end)
    facts = skim_envelope(bytes(part[:start] + part[end:]), name) if rows else None
    if rows is None or facts is None:
        return None
    facts.value_rows, facts.last_row = rows
    facts.cells = part.count(b"<c ")
    return facts if len(set(ADDRESS.findall(part, start, end))) == facts.cells else None


def skim_envelope(envelope: bytes, name: str) -> SheetFacts | None:
    """Read exactly what stands around the rows: merges; None when cells stand there or columns are hidden."""
    if len(envelope) > MAX_ENVELOPE:
        return None
    scan = CellScan(name)
    scan.feed(envelope)
    scan.close()
    return None if scan.cells or scan.facts.hidden_columns or scan.facts.hidden_rows else scan.facts


def count_rows(part: bytes | bytearray, start: int, end: int) -> tuple[int, int] | None:
    """Return how many rows hold content and the last row's number, or None when a row does not match the grammar."""
    position, last, value_rows = start, 0, 0
    for row in ROW.finditer(part, start, end):
        number = int(row[1])
        if row.start() != position or number <= last:
            return None
        position, last = row.end(), number
        # A cell that was only formatted may be written as <c …></c>.
        value_rows += b"</v>" in row[0] or b"</is>" in row[0]
    return (value_rows, last) if position == end else None


def inline_bytes(part: bytes | bytearray) -> int:
    """Return the bytes of the texts that stand in the cells of a plain sheet themselves."""
    return sum(map(len, INLINE.findall(part))) if b"inlineStr" in part else 0


def text_indexes(part: bytes | bytearray) -> list[int] | None:
    """Return, for each text cell of a plain sheet, the number of its shared text; None when one has no number."""
    indexes = TEXT_CELL.findall(part)
    return list(map(int, indexes)) if len(indexes) == part.count(b't="s">') else None
