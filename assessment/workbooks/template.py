"""The template workbook a district downloads: one row per cluster, only the figures open to entry."""

from io import BytesIO
from itertools import groupby
from typing import Any, Final, NamedTuple

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from assessment.workbooks.identity import FIELDS, head_cells, row_cells
from assessment.workbooks.spec import (
    CHOICES_SHEET,
    CODE_HEADING,
    DATA_SHEET,
    IDENTITY_SHEET,
    NAME_HEADING,
    TemplateSpec,
    last_heading,
)
from assessment.workbooks.template_help import add_instructions, add_rule
from clusters.workbooks.places import letters_of
from clusters.workbooks.table.columns import Column, Kind
from clusters.workbooks.write.sheetwriter import (
    BASE,
    BOXED,
    BRAND,
    BRAND_DARK,
    BRAND_SOFT,
    INK_2,
    INK_3,
    PAPER_2,
    lines_of,
    new_workbook,
    number_format,
    print_wide,
    write_value,
)

GROUP_ROW: Final = 2
HEADING_ROW: Final = 3
FIRST_ROW: Final = HEADING_ROW + 1
KEY_COLUMNS: Final = 2
WIDTHS: Final = {Kind.NUMBER: 18, Kind.WHOLE: 16, Kind.CHOICE: 18, Kind.TEXT: 36}
LAST_WIDTH: Final = 16
NAME_WIDTH: Final = 40
CODE_WIDTH: Final = 18
# Character widths that stay readable beside the keys on a landscape A4 page; wider tables go on over several pages.
PAGE_WIDTH: Final = 150
LINE_HEIGHT: Final = 16


class Slot(NamedTuple):
    """One column of the sheet: this year's entry or, with `is_last`, last year's figure beside it."""

    at: int
    column: Column
    is_last: bool


def render_template(spec: TemplateSpec, *, issued: str) -> bytes:
    """Return the .xlsx bytes of a template; `issued` is the time of download as text, kept in its identity."""
    target = BytesIO()
    book = new_workbook(target, spec.title)
    sheet = book.add_worksheet(DATA_SHEET)
    add_instructions(book, spec)
    sources = add_choices(book, spec)
    add_identity(book, spec, issued)
    slots = slots_of(spec)
    add_head(book, sheet, spec, slots)
    add_rows(book, sheet, spec, slots)
    rows = (FIRST_ROW, FIRST_ROW + max(len(spec.rows), 1) - 1)
    for slot in slots:
        if not slot.is_last:
            add_rule(sheet, slot.column, slot.at, rows, sources.get(slot.column.code, ""))
    arrange(sheet, spec, slots)
    book.close()
    return target.getvalue()


def slots_of(spec: TemplateSpec) -> tuple[Slot, ...]:
    """Return the columns after the keys; figures are followed by last year's when there are any."""
    slots: list[Slot] = []
    for column in spec.columns:
        slots.append(Slot(KEY_COLUMNS + len(slots), column, is_last=False))
        if column.is_figure and spec.has_last_year:
            slots.append(Slot(KEY_COLUMNS + len(slots), column, is_last=True))
    return tuple(slots)


def add_head(book: Workbook, sheet: Worksheet, spec: TemplateSpec, slots: tuple[Slot, ...]) -> None:
    """Write title, legend, family bands and headings; the definition of each indicator is a comment."""
    sheet.write_string(0, 0, spec.title, book.add_format({**BASE, "font_size": 16, "bold": True}))
    sheet.write_string(1, 0, legend(spec), book.add_format({**BASE, "font_color": INK_2}))
    add_bands(book, sheet, slots)
    head = {**BOXED, "bold": True, "text_wrap": True, "align": "center"}
    needed = book.add_format({**head, "bg_color": BRAND, "font_color": "#FFFFFF"})
    plain = book.add_format({**head, "bg_color": BRAND_SOFT, "font_color": BRAND_DARK})
    last = book.add_format({**head, "bg_color": PAPER_2, "font_color": INK_3, "bold": False})
    for index, heading in enumerate((CODE_HEADING, NAME_HEADING)):
        sheet.write_string(HEADING_ROW, index, heading, plain)
    for slot in slots:
        if slot.is_last:
            sheet.write_string(HEADING_ROW, slot.at, last_heading(slot.column), last)
            continue
        sheet.write_string(HEADING_ROW, slot.at, slot.column.heading, needed if slot.column.required else plain)
        if slot.column.help:
            options = {"author": "填报口径", "font_name": BASE["font_name"], "x_scale": 2, "y_scale": 1.2}
            sheet.write_comment(HEADING_ROW, slot.at, f"口径：{slot.column.help}", options)


def legend(spec: TemplateSpec) -> str:
    """Return the line under the title."""
    parts = [f"{spec.year} 年度"]
    if spec.deadline:
        parts.append(f"截止 {spec.deadline}")
    parts += ["白色单元格可填", "深蓝表头为考核必需", "没有数据请留空，零请填 0"]
    if spec.has_last_year:
        parts.append(f"灰色为上年（{spec.year - 1} 年）数据，仅供对照")
    if spec.note:
        parts.append(spec.note)
    return "　·　".join(parts)


def add_bands(book: Workbook, sheet: Worksheet, slots: tuple[Slot, ...]) -> None:
    """Write the name of each family over its columns."""
    style = book.add_format({**BASE, "bold": True, "font_color": BRAND, "bottom": 2, "bottom_color": BRAND})
    for name, family in groupby(slots, key=lambda slot: slot.column.group):
        places = [slot.at for slot in family]
        if name and len(places) > 1:
            sheet.merge_range(GROUP_ROW, places[0], GROUP_ROW, places[-1], name, style)
        elif name:
            sheet.write_string(GROUP_ROW, places[0], name, style)


def add_rows(book: Workbook, sheet: Worksheet, spec: TemplateSpec, slots: tuple[Slot, ...]) -> None:
    """Write one row per cluster: locked keys, open cells with what is stored, last year's figures locked."""
    key = book.add_format({**BOXED, "bg_color": PAPER_2, "indent": 1})
    name = book.add_format({**BOXED, "bg_color": PAPER_2, "indent": 1, "text_wrap": True})
    styles = {slot.at: style_of(book, slot) for slot in slots}
    for number, row in enumerate(spec.rows, start=FIRST_ROW):
        write_value(sheet, number, 0, row.code, key)
        write_value(sheet, number, 1, row.name, name)
        for slot in slots:
            values = row.last if slot.is_last else row.values
            write_value(sheet, number, slot.at, values.get(slot.column.code), styles[slot.at])


def style_of(book: Workbook, slot: Slot) -> Format:
    """Return the cell style of a column."""
    style: dict[str, Any] = {**BOXED, "indent": 1}
    if slot.is_last:
        style |= {"bg_color": PAPER_2, "font_color": INK_3}
    else:
        style["locked"] = False
    if slot.column.is_figure:
        style |= {"num_format": number_format(slot.column.places), "align": "right"}
    else:
        # Text format keeps a code such as 00123, and keeps "=" and "-" at the beginning of a note as typed.
        style |= {"num_format": "@", "text_wrap": slot.column.kind is Kind.TEXT}
    return book.add_format(style)


def add_choices(book: Workbook, spec: TemplateSpec) -> dict[str, str]:
    """Write the choices to a hidden sheet; return the defined name of each list.

    Excel drops a list of more than 255 characters without a word, a defined name has no such limit.
    """
    sheet = book.add_worksheet(CHOICES_SHEET)
    sheet.hide()
    sources: dict[str, str] = {}
    for index, column in enumerate(item for item in spec.columns if item.kind is Kind.CHOICE and item.choices):
        sheet.write_string(0, index, column.label)
        for number, choice in enumerate(column.choices, start=1):
            sheet.write_string(number, index, choice)
        letters = letters_of(index + 1)
        name = f"choices_{column.code}"
        book.define_name(name, f"='{CHOICES_SHEET}'!${letters}$2:${letters}${len(column.choices) + 1}")
        sources[column.code] = f"={name}"
    return sources


def add_identity(book: Workbook, spec: TemplateSpec, issued: str) -> None:
    """Write the identity to a sheet that the menus of a spreadsheet program do not show."""
    sheet = book.add_worksheet(IDENTITY_SHEET)
    sheet.very_hidden()
    rows = [row_cells(row, spec) for row in spec.rows]
    for number, pair in enumerate(head_cells(spec, issued, (row[-1] for row in rows))):
        for index, cell in enumerate(pair):
            sheet.write_string(number, index, cell)
    sheet.write_row(len(FIELDS), 0, ("code", "version", "values", "checksum"))
    for number, row in enumerate(rows, start=len(FIELDS) + 1):
        for index, cell in enumerate(row):
            sheet.write_string(number, index, cell)


def arrange(sheet: Worksheet, spec: TemplateSpec, slots: tuple[Slot, ...]) -> None:
    """Set widths, heights, frozen headings, protection and print layout."""
    widths = [LAST_WIDTH if slot.is_last else WIDTHS[slot.column.kind] for slot in slots]
    for index, width in enumerate([CODE_WIDTH, NAME_WIDTH, *widths]):
        sheet.set_column(index, index, width)
    for row, height in ((0, 32), (1, 22), (GROUP_ROW, 24), (HEADING_ROW, 48)):
        sheet.set_row(row, height)
    for number, cluster in enumerate(spec.rows, start=FIRST_ROW):
        sheet.set_row(number, 10 + LINE_HEIGHT * lines_of(cluster.name, NAME_WIDTH))
    sheet.freeze_panes(FIRST_ROW, KEY_COLUMNS)
    sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
    sheet.set_selection(FIRST_ROW, KEY_COLUMNS, FIRST_ROW, KEY_COLUMNS)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.repeat_rows(GROUP_ROW, HEADING_ROW)
    sheet.repeat_columns(0, KEY_COLUMNS - 1)
    print_wide(sheet, spec.title, pages=max(1, round(sum(widths) / PAGE_WIDTH)))
