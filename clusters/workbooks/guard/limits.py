"""How large a sheet may be, and the streaming check that holds it to that before anything reads it."""

import re
from array import array
from typing import Final

from clusters.workbooks.codes import Code, refuse, shorten
from clusters.workbooks.guard.xmlscan import XmlScan
from clusters.workbooks.places import position_of

MAX_DATA_ROWS: Final = 5_000
# Titles, notes and headings stand above the data.
MAX_VALUE_ROWS: Final = MAX_DATA_ROWS + 50
MAX_ROW: Final = 9_999
MAX_COLUMN: Final = 60
MAX_TEXT: Final = 500
MAX_CELLS: Final = 1_000_000
MAX_MERGES: Final = 10_000

# A cell with content (neither closed at once nor right after) to the right of column BH (60) or below row 9,999.
# The tag that follows may lie in the next window; whoever reads the sheet exactly looks there again.
FAR_CELL: Final = re.compile(
    rb' r="(?!(?:[A-Za-z]|[Aa][A-Za-z]|[Bb][A-Ha-h])[1-9][0-9]{0,3}"|[0-9]+")([^"<>]{0,20})"[^<>]*(?<!/)>(?!</(?:[A-Za-z0-9_]+:)?c>|\Z)'
)


class SheetScan(XmlScan):
    """The streaming check of a worksheet part: far cells, rows, cells and merges (R-060)."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.cells = 0
        self.rows = 0
        self.merges = 0

    def look(self, window: bytes) -> None:
        """Check one window. Raises WorkbookRefused (sheet_too_large, too_many_rows) besides the XML codes."""
        super().look(window)
        self.rows += window.count(b"<row ") + window.count(b":row ")
        if far := FAR_CELL.search(window):
            self.far_cell(far[1].decode(errors="replace"))
        self.merges += window.count(b"mergeCell ")
        self.cells += window.count(b"<c ") + window.count(b":c ")
        if self.cells > MAX_CELLS:
            raise refuse(Code.SHEET_TOO_LARGE, f"{shorten(self.part)} 超过 {MAX_CELLS:,} 个单元格")
        if self.merges > MAX_MERGES:
            raise refuse(Code.SHEET_TOO_LARGE, f"{shorten(self.part)} 有超过 {MAX_MERGES:,} 处合并单元格")

    def far_cell(self, address: str) -> None:
        """Refuse content far away: as too many rows when the rows up to there really exist."""
        position = position_of(address)
        if position is None:
            raise refuse(Code.ARCHIVE_CORRUPT, f"单元格地址 {shorten(address)}")
        if position[1] <= MAX_COLUMN and self.rows > MAX_VALUE_ROWS:
            raise refuse(Code.TOO_MANY_ROWS, f"超过 {MAX_DATA_ROWS:,} 行")
        raise refuse(Code.SHEET_TOO_LARGE, f"单元格 {shorten(address)} 处有内容，读取范围到第 {MAX_ROW:,} 行、BH 列")

    def giant_token(self) -> None:
        """Refuse a text of more than a mebibyte inside a cell."""
        raise refuse(Code.CELL_TOO_LONG, f"{shorten(self.part)} 中有超过一百万字节的内容")


class TextScan(XmlScan):
    """The streaming check of the shared texts; `sizes` holds the bytes of each, mark-up included."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.sizes = array("I")
        self._open = 0

    def look(self, window: bytes) -> None:
        """Check one window and measure the items that end in it."""
        super().look(window)
        pieces = window.split(b"</si>")
        # An item in another form (<si/>, a prefix) would shift the numbers of all that follow.
        if window.count(b"<si>") != window.count(b"<si") or b":si" in window:
            self.unusual = True
        pieces_sizes = list(map(len, pieces))
        pieces_sizes[0] += self._open
        self._open = pieces_sizes.pop()
        self.sizes.extend(pieces_sizes)

    def giant_token(self) -> None:
        """Refuse a text of more than a mebibyte."""
        raise refuse(Code.CELL_TOO_LONG, "有超过一百万字节的文字")
