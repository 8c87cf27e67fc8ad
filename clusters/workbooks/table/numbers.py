"""Turning a cell into an exact figure, or saying why it is none; Python's own parsers accept far too much (R-062)."""

import re
from collections.abc import Callable
from decimal import Decimal
from math import isfinite
from typing import Final

from clusters.workbooks.codes import Code, shorten
from clusters.workbooks.read.raw import Cell, Odd
from clusters.workbooks.table.columns import Column
from clusters.workbooks.table.decimals import decimals_of, plain, shown
from clusters.workbooks.table.units import same_unit

MAX_DIGITS: Final = 12
CEILING: Final = Decimal(10) ** MAX_DIGITS
LARGEST: Final = CEILING - Decimal("1e-10")
# Only the full-width forms of ASCII, the fixed blank and the printed minus are folded. Full NFKC would turn 1² into 12 and ½ into 1⁄2.
WIDE: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20, 0x2212: 0x2D}
TEXT_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")


class BadCell(Exception):
    """A cell cannot be taken over; `code` and `what` make the fault once its place is known."""

    def __init__(self, code: Code, what: str) -> None:
        super().__init__(what)
        self.code = code
        self.what = what


def narrow(text: str) -> str:
    """Return the text with full-width ASCII forms made narrow, without surrounding blanks."""
    return text.translate(WIDE).strip()


def figure_reader(column: Column) -> Callable[[Cell], Decimal | None]:
    """Return the function that reads the cells of a column of figures, the common case first.

    It returns the exact figure in the column's unit, or None for a blank cell, and raises BadCell. A float counts as
    the shortest decimal that denotes it; digits beyond Excel's fifteen are calculation noise (0.30000000000000004 is
    0.3). Text counts only when it is plainly a number: 1,234.50 does, 12,34 and 1e5 do not.
    """
    places = column.places
    low = -LARGEST if column.min is None else column.min
    high = LARGEST if column.max is None else min(column.max, LARGEST)

    def read(cell: Cell) -> Decimal | None:
        if cell.__class__ is float:
            text = repr(cell)
            whole, _, fraction = text.partition(".")
            # "nan", "inf" and "1e+16" have no fraction, "1.5e-07" is not all digits, "-0" is left to the slow way.
            if fraction.isdecimal() and whole != "-0":
                figure = Decimal(whole) if fraction == "0" else Decimal(text)
                if (fraction == "0" or len(fraction) <= places) and low <= figure <= high:
                    return figure
        return figure_of(cell, column)

    return read


def figure_of(cell: Cell, column: Column) -> Decimal | None:
    """Return the figure of a cell with all checks, None for a blank one. Raises BadCell."""
    if isinstance(cell, float):
        figure = figure_of_float(cell, column.places)
    elif isinstance(cell, str):
        text = narrow(cell)
        if not text:
            return None
        figure = figure_of_text(text, column.places)
    elif cell.figure is not None:
        figure = figure_of_float(cell.figure, column.places)
        if not cell.unit:
            raise BadCell(Code.BAD_TYPE, describe(cell))
        if not same_unit(cell.unit, column.unit):
            what = f"显示为 {shorten(cell.text)}，本列{'单位为' + column.unit if column.unit else '没有计量单位'}"
            raise BadCell(Code.BAD_TYPE, what)
    else:
        raise BadCell(Code.BAD_TYPE, describe(cell))
    check_bounds(figure, column)
    return figure


def figure_of_float(value: float, places: int) -> Decimal:
    """Return the figure of a numeric cell with at most `places` decimals. Raises BadCell."""
    text = repr(value)
    if text.endswith(".0"):
        if text == "-0.0":
            raise BadCell(Code.CORRUPT_CELL, "负零")
        return Decimal(text[:-2])
    if not isfinite(value):
        raise BadCell(Code.CORRUPT_CELL, "不是有限的数值")
    figure = Decimal(text)
    if decimals_of(figure) > places:
        figure = plain(Decimal(f"{value:.15g}"))
    if decimals_of(figure) > places:
        raise too_precise(text, places)
    return plain(figure)


def figure_of_text(text: str, places: int) -> Decimal:
    """Return the figure a narrow text plainly denotes. Raises BadCell."""
    if not TEXT_NUMBER.fullmatch(text):
        raise BadCell(Code.NOT_A_NUMBER, f"“{shorten(text)}”")
    figure = plain(Decimal(text.replace(",", "")))
    if figure.is_zero() and figure.is_signed():
        raise BadCell(Code.CORRUPT_CELL, "负零")
    if decimals_of(figure) > places:
        raise too_precise(text, places)
    return figure


def check_bounds(figure: Decimal, column: Column) -> None:
    """Refuse a figure outside the column's bounds or of more than twelve digits. Raises BadCell."""
    if column.min is not None and figure < column.min:
        raise BadCell(Code.OUT_OF_RANGE, f"{shown(figure)} 小于下限 {shown(column.min)} {column.unit}".strip())
    if column.max is not None and figure > column.max:
        raise BadCell(Code.OUT_OF_RANGE, f"{shown(figure)} 大于上限 {shown(column.max)} {column.unit}".strip())
    if not -CEILING < figure < CEILING:
        raise BadCell(Code.OUT_OF_RANGE, f"{shown(figure)} 的整数部分超过 {MAX_DIGITS} 位")


def describe(cell: Cell) -> str:
    """Say what an odd cell is, for the message."""
    return f"是{cell.kind}（{shorten(cell.text)}），不是数值" if isinstance(cell, Odd) else shorten(cell)


def too_precise(text: str, places: int) -> BadCell:
    """Return the refusal of a figure with too many decimals."""
    allowed = f"最多保留 {places} 位小数" if places else "只能填整数"
    return BadCell(Code.OUT_OF_RANGE, f"{shorten(text)}，{allowed}")
