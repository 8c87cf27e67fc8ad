"""A1 addresses: letters, numbers and ranges."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

ADDRESS: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")


class Range(NamedTuple):
    """A block of cells, all bounds from 1 and inclusive."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def name(self) -> str:
        """The A1 name of the block."""
        return f"{letters_of(self.left)}{self.top}:{letters_of(self.right)}{self.bottom}"

    def overlaps(self, other: "Range") -> bool:
        """Say whether two blocks share a cell."""
        is_beside = self.right < other.left or self.left > other.right
        return not is_beside and self.top <= other.bottom and self.bottom >= other.top


@lru_cache(maxsize=1024)
def letters_of(column: int) -> str:
    """Return the letters of a column counted from 1: 1 is A, 27 is AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=1024)
def column_of(letters: str) -> int:
    """Return the number, from 1, of a column given by letters in either case."""
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column


def position_of(address: str) -> tuple[int, int] | None:
    """Return (row, column) from 1 of an A1 address, or None when it is none."""
    match = ADDRESS.fullmatch(address)
    return (int(match[2]), column_of(match[1])) if match else None


def range_of(reference: str) -> Range | None:
    """Return the block that `A1` or `A1:C3` names, or None when it names none."""
    first, _, last = reference.partition(":")
    start, end = position_of(first), position_of(last or first)
    if start is None or end is None:
        return None
    rows, columns = sorted((start[0], end[0])), sorted((start[1], end[1]))
    return Range(rows[0], columns[0], rows[1], columns[1])
