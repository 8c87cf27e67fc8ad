"""CSV tables, read as people save them."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessment.rules.numbers import figure

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_SEPARATORS = (",", "\t", ";")
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
# Only the full-width forms of ASCII are folded. Full NFKC would also turn 10² into 102.
HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


class TableError(ValueError):
    """A file that is no such table; the message (Chinese) names the row and says what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not blank: its line in the file (the header is line 1) and its cells by column, trimmed."""

    number: int
    cells: Mapping[str, str]


def decoded(content: bytes, name: str) -> str:
    """Return the text of a file as UTF-8, as UTF-16 with its mark or, as Chinese editions of Excel save it, GB 18030.

    Raises TableError for a workbook, for anything that is no text, and for text with zero characters.
    """
    if content.startswith(_WORKBOOKS):
        raise TableError(f"{name}：这是 Excel 工作簿，不是 CSV；请在 Excel 里另存为“CSV UTF-8（逗号分隔）”")
    encodings = ("utf-16",) if content.startswith(_UTF16) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise TableError(f"{name}：第 {text[: text.index(chr(0))].count(chr(10)) + 1} 行含有空字符，不是文本文件")
        return text
    raise TableError(f"{name}：不是文本文件：编码既不是 UTF-8 也不是 GBK，请另存为 CSV UTF-8")


def read_table(text: str, needed: Sequence[str]) -> tuple[list[str], list[Row]]:
    """Return the columns and the rows of a CSV text. Raises TableError: a column is missing or there twice, a row has
    more cells than the header, quotes do not match."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=_separator(text), strict=True)
    try:
        columns = [name.strip() for name in next(reader, [])]
        _check_columns(columns, needed)
        # zip leaves out what a short row lacks: it is blank.
        lines = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    except csv.Error as error:
        raise TableError(f"第 {reader.line_num} 行不是规范的 CSV：引号不成对，或单元格过长") from error
    return columns, [_row(number, cells, columns) for number, cells in lines if any(cells)]


def _separator(text: str) -> str:
    """Return what separates the columns of the header: a comma, unless only a tab or a semicolon does."""
    header = next(iter(text.splitlines()), "")
    return next((sign for sign in _SEPARATORS if sign in header), ",")


def _check_columns(columns: Sequence[str], needed: Sequence[str]) -> None:
    absent = [name for name in needed if name not in columns]
    if absent:
        found = f"（表头是：{'、'.join(filter(None, columns))[:200]}）" if any(columns) else "（第 1 行是空的）"
        raise TableError(f"缺少列：{'、'.join(absent)}{found}")
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    if twice:
        raise TableError(f"第 1 行：列“{twice[0]}”出现了不止一次")


def _row(number: int, cells: Sequence[str], columns: Sequence[str]) -> Row:
    if any(cells[len(columns) :]):
        raise TableError(
            f"第 {number} 行：有 {len(cells)} 格，表头只有 {len(columns)} 列；数字里的逗号要连同数字加引号"
        )
    return Row(number, dict(zip(columns, [*cells, *[""] * (len(columns) - len(cells))], strict=False)))


def read_figure(cell: str) -> Decimal:
    """Return a figure as spreadsheets show it: full-width digits and thousands separators are understood."""
    typed = cell.translate(HALF_WIDTH)
    try:
        return figure(typed.replace(",", "") if _GROUPED.fullmatch(typed) else typed)
    except ValueError as error:
        raise ValueError(f"“{cell[:40]}”不是数字：只写数字，不带单位、百分号和文字") from error
