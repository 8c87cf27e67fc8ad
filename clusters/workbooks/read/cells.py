"""The exact reading of one worksheet part: every fact about cells, rows and columns, with addresses."""

import re
from collections.abc import Mapping
from math import isinf
from types import MappingProxyType
from typing import Final

from clusters.workbooks.codes import Code, refuse, shorten
from clusters.workbooks.guard.limits import MAX_COLUMN, MAX_DATA_ROWS, MAX_MERGES, MAX_ROW, MAX_TEXT, MAX_VALUE_ROWS
from clusters.workbooks.places import letters_of, position_of, range_of
from clusters.workbooks.read.exact import KEPT, ExactScan, TextsScan
from clusters.workbooks.read.facts import MAX_NOTED, SheetFacts

NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
TRUE: Final = ("1", "true")
KNOWN_TYPES: Final = ("", "n", "s", "str", "inlineStr", "b", "d", "e")
GATHERED: Final = ("v", "f", "t")

Noted = list[tuple[int, int, str]]


class CellScan(ExactScan):
    """Read a worksheet part into `facts`; `texts` are the shared texts it refers to, when there are any.

    `disguising` names the styles whose cells show another figure than they hold (see `formats`).
    """

    def __init__(
        self, part: str, texts: TextsScan | None = None, disguising: Mapping[int, str] = MappingProxyType({})
    ) -> None:
        super().__init__(part, strict=True)
        self.facts = SheetFacts()
        self.cells = 0
        self._texts = texts
        self._disguising = disguising
        self._disguise = ""
        self._row = self._column = 0
        self._last = (0, 0)
        self._row_counted = False
        self._kind = ""
        self._gather = ""
        self._found: dict[str, str] = {}
        self.listen()

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """Follow rows, columns, cells and merges."""
        if name in GATHERED:
            self._gather = name
            self._found.setdefault(name, "")
        elif name == "c":
            self._open_cell(attributes)
        elif name == "row":
            self._open_row(attributes)
        elif name == "col":
            self._open_column(attributes)
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif name == "sheetFormatPr" and attributes.get("zeroHeight", "") in TRUE:
            self.facts.hidden_rows.append((1, MAX_ROW))

    def closed(self, name: str) -> None:
        """End a gathered text or a cell."""
        if name in GATHERED:
            self._gather = ""
        elif name == "c":
            self._close_cell()

    def heard(self, text: str) -> None:
        """Gather the text of a value, formula or inline text."""
        if self._gather and len(self._found[self._gather]) < KEPT:
            self._found[self._gather] += text[:KEPT]

    def _open_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        self._row = int(number) if number.isdecimal() and len(number) < 8 else self._row + 1
        self._column = 0
        self._row_counted = False
        if attributes.get("hidden", "") in TRUE and self._row <= MAX_ROW:
            add_to_runs(self.facts.hidden_rows, self._row)

    def _open_column(self, attributes: dict[str, str]) -> None:
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if attributes.get("hidden", "") in TRUE and first.isdecimal() and last.isdecimal():
            self.facts.hidden_columns.append((int(first[:7]), int(last[:7])))

    def _merge(self, reference: str) -> None:
        block = range_of(reference)
        if block is None or len(self.facts.merges) >= MAX_MERGES:
            raise refuse(Code.SHEET_TOO_LARGE, f"合并单元格过多或无效：{shorten(reference)}")
        self.facts.merges.append(block)

    def _open_cell(self, attributes: dict[str, str]) -> None:
        self.cells += 1
        reference = attributes.get("r")
        if reference is None:
            self._row, self._column = max(self._row, 1), self._column + 1
        else:
            position = position_of(reference)
            if position is None:
                raise refuse(Code.CORRUPT_CELL, f"单元格地址 {shorten(reference)}")
            self._row, self._column = position
        self._kind = attributes.get("t", "")
        self._disguise = self._disguising.get(whole(attributes.get("s", "")), "")
        self._found.clear()

    def _close_cell(self) -> None:
        if not any(self._found.values()) and "f" not in self._found:
            return
        if self._row > MAX_ROW or self._column > MAX_COLUMN:
            self._refuse_far()
        if not self._row_counted:
            self._row_counted = True
            self.facts.value_rows += 1
            if self.facts.value_rows > MAX_VALUE_ROWS:
                raise refuse(Code.TOO_MANY_ROWS, f"超过 {MAX_DATA_ROWS:,} 行")
        if (self._row, self._column) <= self._last:
            self._note(self.facts.corrupt, "同一单元格出现两次，或顺序错乱")
        self._last = (self._row, self._column)
        self._judge_cell()

    def _refuse_far(self) -> None:
        where = f"{letters_of(self._column)}{self._row}"
        raise refuse(Code.SHEET_TOO_LARGE, f"单元格 {where} 处有内容，读取范围到第 {MAX_ROW:,} 行、BH 列")

    def _judge_cell(self) -> None:
        value, facts = self._found.get("v", ""), self.facts
        if "f" in self._found:
            self._note(facts.formulas if value else facts.empty_formulas, "=" + self._found["f"])
        if self._kind == "e":
            self._note(facts.errors, value)
        elif self._kind not in KNOWN_TYPES or (self._kind in ("", "n") and value and not is_finite(value)):
            self._note(facts.corrupt, value)
        else:
            self._measure(value)
            if self._disguise and self._kind in ("", "n") and value:
                self._note_disguise()

    def _note_disguise(self) -> None:
        # Every one must be known, because the rest would be read as plain figures.
        if len(self.facts.disguised) >= MAX_NOTED:
            raise refuse(Code.BAD_TYPE, f"超过 {MAX_NOTED} 个单元格是{self._disguise}")
        self._note(self.facts.disguised, self._disguise)

    def _measure(self, value: str) -> None:
        length = max(len(value), len(self._found.get("t", "")))
        if self._kind == "s":
            sizes = self._texts.sizes if self._texts else ()
            if not value.isdecimal() or len(value) > 8 or int(value) >= len(sizes):
                self._note(self.facts.corrupt, value)
                return
            length = sizes[int(value)]
        self.facts.characters += length
        if length > MAX_TEXT:
            self._note(self.facts.long_cells, str(length))

    def _note(self, noted: Noted, text: str) -> None:
        if len(noted) < MAX_NOTED:
            noted.append((self._row, self._column, shorten(text)))


def whole(text: str) -> int:
    """Return the number of a style; the first one where there is none."""
    return int(text) if text.isdecimal() and len(text) < 8 else 0


def is_finite(text: str) -> bool:
    """Say whether the text of a numeric cell is a number a computer can hold."""
    return NUMBER.fullmatch(text.strip()) is not None and not isinf(float(text))


def add_to_runs(runs: list[tuple[int, int]], number: int) -> None:
    """Add a number to inclusive runs, lengthening the last run when it follows on."""
    if runs and runs[-1][1] == number - 1:
        runs[-1] = (runs[-1][0], number)
    else:
        runs.append((number, number))
