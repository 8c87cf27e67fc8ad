"""Reading a filled-in template: bytes in, exact figures by cluster out, or every reason why not."""

import unicodedata
from collections.abc import Mapping
from functools import partial
from typing import Final

from assessment.workbooks.identity import bases_of
from assessment.workbooks.spec import (
    CODE_HEADING,
    IDENTITY_SHEET,
    NAME_HEADING,
    OWN_SHEETS,
    TemplateRow,
    TemplateSpec,
    last_heading,
)
from clusters.workbooks.codes import Code, Fault, Place, WorkbookRefused, fault, refuse, shorten
from clusters.workbooks.read.raw import Cell, RawBook, written
from clusters.workbooks.read.sandbox import load_book
from clusters.workbooks.table.rows import CODE, NAME, Key, Sheet, no_data_row, read_rows, reader_of
from clusters.workbooks.table.table import Table, in_order, table_of
from clusters.workbooks.table.texts import code_of, is_footer, same_name

LAST: Final = "#last:"


def look_through(data: bytes, spec: TemplateSpec) -> Sheet:
    """Read a filled-in template as far as it can be read; what is wrong with cells and rows is in `Sheet.faults`.

    Nothing is judged against stored data but the identity and the clusters named in `spec.rows`. Raises WorkbookRefused
    when it is no template of the district and year, or holds nothing at all.
    """
    return interpret(load_book(data), spec)


def interpret(book: RawBook, spec: TemplateSpec) -> Sheet:
    """Return what a workbook says whose cells were read, as `look_through` does."""
    bases = bases_of(book.named(IDENTITY_SHEET), spec)
    table = template_table(book, spec, bases if isinstance(bases, Fault) else None)
    if isinstance(bases, Fault):
        raise WorkbookRefused(bases)
    known = {row.code: row for row in spec.rows}
    readers = [reader_of(table, column) for column in spec.columns]
    stored = {row.code: row.values for row in spec.rows}
    rows = read_rows(table, readers, partial(key_of, table, known), stored=stored, bases=bases)
    if not table.faults and not any(row.base or set(row.values.values()) != {None} for row in rows):
        raise refuse(Code.NO_DATA_ROWS, "所有集聚区的数据都是空白", place=Place(table.sheet.name))
    return Sheet(table.sheet.name, rows, in_order(table.faults))


def template_table(book: RawBook, spec: TemplateSpec, wrong: Fault | None) -> Table:
    """Return the data sheet of a template. Raises WorkbookRefused, with a wrong identity before foreign headings."""
    required = {CODE_HEADING: CODE, NAME_HEADING: NAME} | {column.heading: column.code for column in spec.columns}
    optional = {last_heading(column): LAST + column.code for column in spec.columns}
    try:
        return table_of(book, (CODE_HEADING,), required, optional, OWN_SHEETS)
    except WorkbookRefused as refusal:
        if wrong is not None and Code.HEADER_MISMATCH in refusal.codes:
            raise WorkbookRefused(wrong, *refusal.faults) from refusal
        raise


def key_of(table: Table, known: Mapping[str, TemplateRow], number: int, cells: list[Cell]) -> Key | None:
    """Return code and stored name of the row's cluster; another name and a row without a known code are faults."""
    cell = cells[table.columns[CODE]]
    code = cell if isinstance(cell, str) and cell in known else code_of(cell)
    if code not in known:
        table.faults.append(unknown_row(table, number, cells))
        return None
    name, written_name = known[code].name, cells[table.columns[NAME]]
    if not same_name(written_name, name):
        place, what = table.place(number, NAME), f"{code} 的名称应为“{shorten(name)}”"
        table.faults.append(fault(Code.CLUSTER_NOT_FOUND, what, place=place, value=written_name, example=name))
    return Key(code, name)


def unknown_row(table: Table, number: int, cells: list[Cell]) -> Fault:
    """Return the fault of a row whose code names no cluster of the template."""
    code = unicodedata.normalize("NFKC", written(cells[table.columns[CODE]])).strip()
    if not code or is_footer(code):
        return no_data_row(table, number, cells)
    return fault(Code.CLUSTER_NOT_FOUND, f"代码“{shorten(code)}”", place=table.place(number, CODE), value=code)
