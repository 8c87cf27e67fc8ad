"""The entry rules of the template's cells: bounds, whole numbers, drop-downs, and a hint when a cell is entered."""

from typing import Any, Final

from xlsxwriter.worksheet import Worksheet

from clusters.workbooks.guard.limits import MAX_TEXT
from clusters.workbooks.table.columns import Column, Kind
from clusters.workbooks.table.decimals import plain, shown
from clusters.workbooks.table.numbers import CEILING

# Excel's limits; a longer text makes it drop the whole rule.
MAX_TITLE: Final = 32
MAX_MESSAGE: Final = 255


def add_rule(sheet: Worksheet, column: Column, index: int, rows: tuple[int, int], source: str) -> None:
    """Add the entry rule of a column to its data rows; `source` is the defined name of its choices."""
    rule = criteria_of(column, source) | {
        "ignore_blank": True,
        "input_title": column.heading[:MAX_TITLE],
        "input_message": hint_of(column)[:MAX_MESSAGE],
        "error_title": "请核对",
        "error_message": refusal_of(column)[:MAX_MESSAGE],
    }
    sheet.data_validation(rows[0], index, rows[1], index, rule)


def criteria_of(column: Column, source: str) -> dict[str, Any]:
    """Return the condition of the rule."""
    if column.kind is Kind.CHOICE and source:
        return {"validate": "list", "source": source}
    if not column.is_figure:
        return {"validate": "length", "criteria": "<=", "value": MAX_TEXT}
    lowest = float(column.min if column.min is not None else -CEILING)
    highest = float(column.max if column.max is not None else CEILING)
    kind = "integer" if column.kind is Kind.WHOLE else "decimal"
    return {"validate": kind, "criteria": "between", "minimum": lowest, "maximum": highest}


def hint_of(column: Column) -> str:
    """Return what is shown when the cell is entered."""
    parts = [f"单位：{column.unit}。" if column.unit else ""]
    if column.is_figure:
        parts.append(f"最多 {column.places} 位小数。" if column.places else "填整数。")
    parts.append(column.help)
    return "".join(parts) or column.label


def refusal_of(column: Column) -> str:
    """Return what is shown when the entry breaks the rule."""
    if column.kind is Kind.CHOICE:
        return "请从下拉列表中选择。"
    if not column.is_figure:
        return f"最多 {MAX_TEXT} 字。"
    bounds = [
        f"不小于 {shown(plain(column.min))}" if column.min is not None else "",
        f"不大于 {shown(plain(column.max))}" if column.max is not None and column.max < CEILING - 1 else "",
    ]
    range_text = "、".join(part for part in bounds if part)
    return f"请填{'整数' if column.kind is Kind.WHOLE else '数字'}{'，' + range_text if range_text else ''}。单位：{column.unit}。"
