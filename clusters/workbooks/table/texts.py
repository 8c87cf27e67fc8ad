"""Reading codes, names, choices and notes from cells."""

import re
import unicodedata
from typing import Final

from clusters.workbooks.codes import Code, shorten
from clusters.workbooks.read.raw import Cell, Odd, written
from clusters.workbooks.table.columns import Column, Kind
from clusters.workbooks.table.numbers import BadCell, describe

# C0 and C1 control characters but for tab and line feed, the byte order mark, and half of a pair.
FORBIDDEN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
FOOTER: Final = re.compile(
    r"(?:合\s*计|总\s*计|小\s*计|汇\s*总|平\s*均|备\s*注|注\b|注[:：]|说\s*明|填表|填报|制表|审核|复核|负责人|联系|单位|日期|以上)"
)


def code_of(cell: Cell) -> str:
    """Return a cluster code in the form in which codes are compared: NFKC, without outer blanks, upper case."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return unicodedata.normalize("NFKC", str(cell)).strip().upper()


def same_name(cell: Cell, name: str) -> bool:
    """Say whether a cell holds the name, whatever the width of its letters and blanks."""
    return cell == name or squeezed(str(cell)) == squeezed(name)


def squeezed(text: str) -> str:
    """Return the text in NFKC without any blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def is_footer(text: str) -> bool:
    """Say whether the text begins like a total, a remark or a signature."""
    return FOOTER.match(text) is not None


def text_of(cell: Cell, column: Column) -> str | None:
    """Return the text of a note or a choice, or None for a blank cell. Raises BadCell."""
    if isinstance(cell, Odd):
        raise BadCell(Code.BAD_TYPE, describe(cell).replace("数值", "文字"))
    text = written(cell).replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text:
        return None
    if FORBIDDEN.search(text):
        raise BadCell(Code.CORRUPT_CELL, "含有控制字符")
    if column.kind is Kind.CHOICE:
        return choice_of(text, column)
    return text


def choice_of(text: str, column: Column) -> str:
    """Return the choice that the text names. Raises BadCell."""
    for choice in column.choices:
        if squeezed(choice) == squeezed(text):
            return choice
    raise BadCell(Code.OUT_OF_RANGE, f"“{shorten(text)}”不在可选值之内（{shorten('、'.join(column.choices))}）")
