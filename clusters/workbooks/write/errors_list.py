"""The list of errors as rows of text, the same in every form in which it is given out."""

from collections.abc import Iterable
from typing import Final

from clusters.workbooks.codes import Fault
from clusters.workbooks.write.sheetwriter import lines_of

HEADINGS: Final = ("序号", "工作表", "单元格", "列", "填写的内容", "问题", "怎么改", "正确示例")
WIDTHS: Final = (6, 14, 10, 24, 24, 44, 48, 14)
TITLE: Final = "错误清单"
AUTHOR: Final = "平台校验"


def lead_of(count: int) -> str:
    """Return the line under the title."""
    return f"共 {count} 处问题，本次没有任何数据入库。改正后可直接上传本文件，本表不会被读取。"


def entries_of(faults: Iterable[Fault]) -> list[tuple[str, ...]]:
    """Return one row of texts for each fault."""
    return [
        (
            str(number),
            item.sheet,
            item.cell or (f"第 {item.row} 行" if item.row else ""),
            item.column,
            item.value,
            item.message,
            item.advice,
            item.example,
        )
        for number, item in enumerate(faults, start=1)
    ]


def height_of(entry: tuple[str, ...]) -> float:
    """Return the row height in points that shows all texts of an entry."""
    return 8.0 + 15.0 * max(lines_of(text, width) for text, width in zip(entry, WIDTHS, strict=True))


def comments_of(faults: Iterable[Fault]) -> dict[tuple[str, str], str]:
    """Return the comment for each (sheet, cell); several faults of a cell stand one below the other."""
    comments: dict[tuple[str, str], str] = {}
    for item in faults:
        if item.sheet and item.cell:
            example = f"\n正确示例：{item.example}" if item.example else ""
            before = comments.get((item.sheet, item.cell), "")
            comments[item.sheet, item.cell] = f"{before}\n{item.message}。{item.advice}{example}".strip()
    return comments
