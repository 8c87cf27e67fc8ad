"""Reading what was typed into a section: which answers are wrong, which are missing. Nothing typed is ever dropped."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from clusters import credit_code
from clusters.applications.form import Field, Section
from clusters.workbooks.table.decimals import decimals_of, plain
from clusters.workbooks.table.numbers import MAX_DIGITS, TEXT_NUMBER, narrow

Answers = Mapping[str, Any]
"""Answers by key: text, or for a table a list of rows (mappings from column to text)."""
MAX_ROWS: Final = 2000
SURPLUS: Final = "_surplus"
"""Where a row keeps what was pasted beyond its last column, so that nothing is dropped without a word."""
MAX_TEXT: Final = 20_000
_DATE: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


@dataclass(frozen=True, slots=True)
class Fault:
    """One answer that has to be mended: its key, its name as the page shows it, and what to do."""

    key: str
    label: str
    message: str


def stored(section: Section, typed: Answers) -> dict[str, Any]:
    """Return the answers of the section as they are kept: known keys only, trimmed, blank rows of tables left out."""
    kept: dict[str, Any] = {}
    for key, field, _ in section.entries():
        value = typed.get(key)
        if field.kind == "table":
            kept[key] = _rows(field, value if isinstance(value, list) else [])
        elif isinstance(value, str) and value.strip():
            kept[key] = value.strip()[:MAX_TEXT]
    return {key: value for key, value in kept.items() if value}


def _rows(field: Field, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    found = []
    for row in rows:
        names = [*(one.code for one in field.columns), SURPLUS]
        cells = {name: str(row[name]).strip()[:MAX_TEXT] for name in names if name in row}
        if any(cells.values()):
            found.append(cells)
    return found[:MAX_ROWS]


def rows_of(field: Field, text: str) -> list[dict[str, str]]:
    """Return the rows of a table typed or pasted as lines, the cells apart by tabs, in the order of the columns."""
    names = [one.code for one in field.columns]
    rows = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.split("\t")]
        row = dict(zip(names, cells, strict=False))
        if surplus := [cell for cell in cells[len(names) :] if cell]:
            row[SURPLUS] = "、".join(surplus)
        rows.append(row)
    return rows


def text_of(field: Field, rows: Iterable[Mapping[str, str]]) -> str:
    """Return the rows of a table as lines, as `rows_of` reads them."""
    return "\n".join("\t".join(row.get(one.code, "") for one in field.columns).rstrip("\t") for row in rows)


def faults(section: Section, answers: Answers, periods: tuple[str, ...] = ()) -> list[Fault]:
    """Return what stands in the way of filing: required answers that are blank, and answers that cannot be read.

    `periods` are the names of the three periods, for the sections that ask by period.
    """
    found: list[Fault] = []
    for key, field, period in section.entries():
        label = field.label if period is None else f"{field.label}（{periods[period]}）"
        found += _table_faults(key, field, answers.get(key, [])) if field.kind == "table" else []
        if field.kind != "table" and (words := _fault(field, answers.get(key, ""))):
            found.append(Fault(key, label, words))
    return found


def _table_faults(key: str, field: Field, rows: list[Mapping[str, str]]) -> list[Fault]:
    if field.is_required and not rows:
        return [Fault(key, field.label, "请至少填写一行。")]
    found = []
    for number, row in enumerate(rows, 1):
        where = f"{field.label}第 {number} 行"
        if SURPLUS in row:
            found.append(
                Fault(key, where, f"多出“{row[SURPLUS][:20]}”：每行最多 {len(field.columns)} 格，请核对各列的次序。")
            )
        found += [
            Fault(key, f"{where}“{column.label}”", words)
            for column in field.columns
            if (words := _fault(column, row.get(column.code, "")))
        ]
    return found


def _fault(field: Field, text: str) -> str:
    """Return what is wrong with one answer, "" when it can be filed."""
    if not text:
        return "请填写。" if field.is_required else ""
    if len(text) > field.max_length and field.kind in ("text", "long"):
        return f"最多 {field.max_length} 字，现为 {len(text)} 字，请精简。"
    if field.code == "credit_code":
        return credit_code.fault(text)
    if field.kind == "number":
        return _number_fault(field, text)
    if field.kind == "date" and date_of(text) is None:
        return f"“{text[:20]}”不是日期，请写成 2024-05-31。"
    if field.kind == "choice" and text not in field.options:
        return f"请从{'、'.join(field.options)}中选择。"
    return ""


def _number_fault(field: Field, text: str) -> str:
    number = number_of(text)
    if number is None:
        return f"“{text[:20]}”不是有效的数字，只填数字，单位为{field.unit}。"
    if number < 0:
        return "不能为负数。"
    if number.adjusted() >= MAX_DIGITS:
        return f"整数部分最多 {MAX_DIGITS} 位，请核对数字和单位（{field.unit}）。"
    if decimals_of(plain(number)) > field.decimals:
        return f"最多填 {field.decimals} 位小数。" if field.decimals else "只能填整数。"
    return ""


def number_of(text: str) -> Decimal | None:
    """Return the number that a text plainly denotes, None for a blank or anything else."""
    typed = narrow(text)
    return Decimal(typed.replace(",", "")) if TEXT_NUMBER.fullmatch(typed) else None


def date_of(text: str) -> date | None:
    """Return the day that a text denotes, None for a blank or anything else."""
    found = _DATE.fullmatch(narrow(text))
    try:
        return date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None
