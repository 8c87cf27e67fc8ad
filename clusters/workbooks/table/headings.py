"""Finding the heading row and matching its cells to what is asked: exact after normalisation, in any order (R-061)."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

from clusters.workbooks.codes import Code, Fault, Place, fault, shorten
from clusters.workbooks.places import letters_of
from clusters.workbooks.read.raw import Cell, RawSheet

SEARCHED_ROWS: Final = 30
UNIT: Final = re.compile(r"\(([^()]*)\)$")
# Line breaks, blanks of any width, and what takes no room at all: nobody sees a difference in a heading.
UNSEEN: Final = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060\ufeff]+")


def normalise(text: Cell) -> str:
    """Return a heading in the form in which headings are compared: NFKC, without line breaks and blanks."""
    return UNSEEN.sub("", unicodedata.normalize("NFKC", str(text)))


def heading_row_of(sheet: RawSheet, keys: Iterable[str]) -> int | None:
    """Return the number, from 1, of the first row that holds one of the key headings, or None."""
    wanted = {normalise(key) for key in keys}
    for number, row in enumerate(sheet.rows[:SEARCHED_ROWS], start=1):
        if any(isinstance(cell, str) and cell and normalise(cell) in wanted for cell in row):
            return number
    return None


def match_headings(
    sheet: RawSheet, row: int, required: Mapping[str, str], optional: Mapping[str, str]
) -> tuple[dict[str, int], list[Fault]]:
    """Match the headings of a row. `required` and `optional` map headings to field names.

    Returns the column index, from 0, of each field found, and a fault for each duplicate, unknown and missing heading.
    """
    known = {normalise(heading): name for heading, name in {**optional, **required}.items()}
    columns: dict[str, int] = {}
    faults: list[Fault] = []
    for index, cell in enumerate(sheet.rows[row - 1]):
        heading = normalise(cell)
        if not heading:
            continue
        place = Place(sheet.name, row, letters_of(index + 1), shorten(cell))
        name = known.get(heading)
        if name is None:
            faults.append(fault(Code.HEADER_MISMATCH, unknown(heading, known), place=place, value=cell))
        elif name in columns:
            first = letters_of(columns[name] + 1)
            what = f"“{shorten(heading)}”同时在第 {first} 列和第 {place.letters} 列"
            faults.append(fault(Code.HEADER_DUPLICATE, what, place=place, value=cell))
        else:
            columns[name] = index
    for heading, name in required.items():
        if name not in columns:
            faults.append(fault(Code.HEADER_MISMATCH, f"缺少表头“{shorten(heading)}”", place=Place(sheet.name, row)))
    return columns, faults


def unknown(heading: str, known: Mapping[str, str]) -> str:
    """Say what is wrong with a heading that is not asked for; a changed unit is the dangerous case."""
    label = UNIT.sub("", heading)
    for expected in known:
        if UNIT.sub("", expected) == label:
            return f"表头“{shorten(heading)}”的单位与模板“{expected}”不一致"
    return f"多出表头“{shorten(heading)}”"
