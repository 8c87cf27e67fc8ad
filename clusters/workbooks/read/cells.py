"""Reading one worksheet part: its cells as they are shown, and what is merged or hidden."""

import re
from collections.abc import Mapping, Sequence
from math import isinf
from typing import Final

from clusters.workbooks.codes import Code, refuse, shorten
from clusters.workbooks.guard.limits import (
    MAX_CELLS,
    MAX_COLUMN,
    MAX_DATA_ROWS,
    MAX_MERGES,
    MAX_ROW,
    MAX_TEXT,
    MAX_VALUE_ROWS,
)
from clusters.workbooks.guard.xmlscan import XmlScan
from clusters.workbooks.places import letters_of, position_of, range_of
from clusters.workbooks.read.formats import DATE, Format
from clusters.workbooks.read.raw import CORRUPT, EMPTY_FORMULA, ERROR, FORMULA, LONG, Cell, Odd, RawSheet

NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
TRUE: Final = ("1", "true")
DIGITS: Final = "0123456789"
COLUMNS: Final = {letters_of(column): column for column in range(1, MAX_COLUMN + 1)}
# A character that XML cannot hold is written as _x0007_; a literal "_x0007_" as _x005F_x0007_.
ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
# Beyond this many characters in a sheet, texts that are too long anyway are no longer kept whole.
MAX_CHARACTERS: Final = 2 * 1024 * 1024


def unescaped(text: str) -> str:
    """Return the text with its escaped characters."""
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


class TextsScan(XmlScan):
    """Read the shared texts, to which cells refer by number, into `texts`."""

    def __init__(self, part: str) -> None:
        super().__init__(part, strict=True)
        self.texts: list[str] = []
        self.openings = {"si": lambda _: self.found.clear()}
        self.endings = {"si": lambda: self.texts.append(unescaped(self.text_in("t")))}
        self.gather("t")


class CellScan(XmlScan):
    """Read a worksheet part into `sheet`.

    `texts` are the shared texts that cells refer to, `formats` the number formats by style number (as text).
    """

    def __init__(
        self, part: str, sheet: RawSheet, texts: Sequence[str] = (), formats: Mapping[str, Format] | None = None
    ) -> None:
        super().__init__(part, strict=True)
        self.sheet = sheet
        self.rows = sheet.rows
        self._texts, self._formats = texts, formats or {}
        self._row = self._column = self._cells = self._characters = self._value_row = self._value_rows = 0
        self._kind = self._style = self._row_text = ""
        self.openings = {
            "row": self._open_row,
            "c": self._open_cell,
            "col": self._open_column,
            "mergeCell": self._merge,
            "sheetFormatPr": self._open_defaults,
        }
        self.endings = {"c": self._close_cell}
        self.gather("v", "f", "t")

    def close(self) -> None:
        """Finish the part and make all rows equally long."""
        super().close()
        width = max(map(len, self.rows), default=0)
        for row in self.rows:
            row.extend([""] * (width - len(row)))

    def _open_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        self._row = int(number) if number.isdecimal() and len(number) < 8 else self._row + 1
        self._row_text = str(self._row)
        self._column = 0
        if attributes.get("hidden", "") in TRUE and self._row <= MAX_ROW:
            add_to_runs(self.sheet.hidden_rows, self._row)

    def _open_column(self, attributes: dict[str, str]) -> None:
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if attributes.get("hidden", "") in TRUE and first.isdecimal() and last.isdecimal():
            self.sheet.hidden_columns.append((int(first[:7]), int(last[:7])))

    def _open_defaults(self, attributes: dict[str, str]) -> None:
        if attributes.get("zeroHeight", "") in TRUE:
            self.sheet.hidden_rows.append((1, MAX_ROW))

    def _merge(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("ref", "")
        block = range_of(reference)
        if block is None or len(self.sheet.merges) >= MAX_MERGES:
            raise refuse(Code.SHEET_TOO_LARGE, f"合并单元格过多或无效：{shorten(reference)}")
        self.sheet.merges.append(block)

    def _open_cell(self, attributes: dict[str, str]) -> None:
        self._cells += 1
        if self._cells > MAX_CELLS:
            raise refuse(Code.SHEET_TOO_LARGE, f"{shorten(self.part)} 超过 {MAX_CELLS:,} 个单元格")
        self._locate(attributes.get("r"))
        self._kind = attributes.get("t", "n")
        self._style = attributes.get("s", "0")
        if self.found:
            self.found = {}

    def _locate(self, reference: str | None) -> None:
        if reference is None:
            self._row, self._column = max(self._row, 1), self._column + 1
            return
        letters = reference.rstrip(DIGITS)
        if letters in COLUMNS and reference[len(letters) :] == self._row_text:
            self._column = COLUMNS[letters]
            return
        position = position_of(reference)
        if position is None:
            raise refuse(Code.CORRUPT_CELL, f"单元格地址 {shorten(reference)}")
        self._row, self._column = position

    def _close_cell(self) -> None:
        if not self.found:
            return
        value = self._value()
        if value == "":
            return
        if self._row > MAX_ROW or self._column > MAX_COLUMN:
            where = f"{letters_of(self._column)}{self._row}"
            raise refuse(Code.SHEET_TOO_LARGE, f"单元格 {where} 处有内容，读取范围到第 {MAX_ROW:,} 行、BH 列")
        if self._value_row != self._row:
            self._value_row = self._row
            self._value_rows += 1
            if self._value_rows > MAX_VALUE_ROWS:
                raise refuse(Code.TOO_MANY_ROWS, f"超过 {MAX_DATA_ROWS:,} 行")
        self._put(value)

    def _put(self, value: Cell) -> None:
        while len(self.rows) < self._row:
            self.rows.append([])
        row = self.rows[self._row - 1]
        if len(row) >= self._column or len(self.rows) > self._row:
            row.extend([""] * (self._column - len(row)))
            row[self._column - 1] = Odd(CORRUPT, "同一单元格出现两次，或顺序错乱")
            return
        if len(row) < self._column - 1:
            row.extend([""] * (self._column - 1 - len(row)))
        row.append(value)

    def _value(self) -> Cell:
        text = self.text_in("v")
        if "f" in self.found:
            return Odd(FORMULA if text else EMPTY_FORMULA, shorten("=" + self.text_in("f")))
        if self._kind == "n":
            return self._number(text) if text else ""
        if self._kind == "s":
            return self._shared(text)
        if self._kind == "inlineStr":
            return self._text(unescaped(self.text_in("t")))
        if self._kind == "str":
            return self._text(unescaped(text))
        return odd(self._kind, text)

    def _number(self, text: str) -> Cell:
        if NUMBER.fullmatch(text) is None or isinf(number := float(text)):
            return odd("", text)
        shown = self._formats.get(self._style)
        return shown.shown(number, text) if shown else number

    def _shared(self, text: str) -> Cell:
        if text.isdecimal() and len(text) < 8 and int(text) < len(self._texts):
            return self._text(self._texts[int(text)])
        return odd("", text) if text else ""

    def _text(self, text: str) -> Cell:
        self._characters += len(text)
        if len(text) > MAX_TEXT and self._characters > MAX_CHARACTERS:
            return Odd(LONG, f"{len(text)} 字")
        shown = self._formats.get(self._style)
        return Odd(shown.text, shorten(text)) if shown and shown.text and text else text


def odd(kind: str, text: str) -> Cell:
    """Return a cell of another type by its letter: b, d, e; anything else cannot be read."""
    if kind == "b" and text:
        return Odd("逻辑值", "TRUE" if text in TRUE else "FALSE")
    if kind == "d" and text:
        return Odd(DATE, shorten(text))
    return Odd(ERROR if kind == "e" else CORRUPT, shorten(text) or "无法读取")


def add_to_runs(runs: list[tuple[int, int]], number: int) -> None:
    """Add a number to inclusive runs, lengthening the last run when it follows on."""
    if runs and runs[-1][1] == number - 1:
        runs[-1] = (runs[-1][0], number)
    else:
        runs.append((number, number))
