"""Reading a filled-in template: bytes in, exact figures by cluster out, or every reason why not."""

import hashlib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from assessment.workbooks.codes import Code, Fault, Place, WorkbookRefused, fault, refuse, shorten
from assessment.workbooks.identity import (
    IDENTITY_SHEET,
    Identity,
    RowIdentity,
    compare_identity,
    read_identity,
)
from assessment.workbooks.load import load_book
from assessment.workbooks.numbers import BadCell, figure_of
from assessment.workbooks.raw import Cell, RawBook, written
from assessment.workbooks.spec import CODE_HEADING, NAME_HEADING, Column, TemplateRow, TemplateSpec, Value, Values
from assessment.workbooks.table import MAX_FAULTS, Table, table_of
from assessment.workbooks.texts import code_of, is_footer, same_name, text_of

CODE: Final = "#code"
NAME: Final = "#name"
LAST: Final = "#last:"
NO_BASE: Final = RowIdentity("", "", {})


@dataclass(frozen=True, slots=True)
class Row:
    """One cluster's row: `values` by indicator code in the unit of the column, None for blank.

    `base` and `version` are what the template held when it was downloaded; `year` is set where the file says it.
    """

    number: int
    code: str
    name: str
    values: dict[str, Value]
    letters: Mapping[str, str]
    version: str = ""
    base: Values | None = None
    year: int | None = None

    @property
    def cells(self) -> dict[str, str]:
        """The A1 address of each value by indicator code."""
        return {code: f"{letters}{self.number}" for code, letters in self.letters.items()}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A workbook read without fault: rows in the order of the file, and the SHA-256 of the bytes as uploaded."""

    name: str
    rows: tuple[Row, ...]
    sha256: str
    meta: Identity | None = None
    remarks: tuple[str, ...] = ()


def read_template(data: bytes, spec: TemplateSpec) -> Sheet:
    """Read a filled-in template of the district and year of `spec`. Raises WorkbookRefused with every fault found.

    Nothing is judged against stored data but the identity and the clusters named in `spec.rows`.
    """
    book = load_book(data)
    found = read_identity(book.named(IDENTITY_SHEET), spec.columns)
    identity, wrong = (found, compare_identity(found, spec)) if isinstance(found, Identity) else (None, found)
    table = template_table(book, spec, wrong)
    if wrong is not None:
        raise WorkbookRefused(wrong)
    rows = TemplateRows(table, spec, identity.rows if identity else {}).read()
    return Sheet(table.sheet.name, rows, hashlib.sha256(data).hexdigest(), identity)


def template_table(book: RawBook, spec: TemplateSpec, wrong: Fault | None) -> Table:
    """Return the data sheet of a template. Raises WorkbookRefused, with a wrong identity before foreign headings."""
    required = {CODE_HEADING: CODE, NAME_HEADING: NAME} | {column.heading: column.code for column in spec.columns}
    optional = {column.last_heading: LAST + column.code for column in spec.columns}
    try:
        return table_of(book, (CODE_HEADING,), required, optional)
    except WorkbookRefused as refusal:
        if wrong is not None and Code.HEADER_MISMATCH in refusal.codes:
            raise WorkbookRefused(wrong, *refusal.faults) from refusal
        raise


def reader_of(column: Column) -> Callable[[Cell, Column], Value]:
    """Return the function that reads the cells of a column."""
    return figure_of if column.is_figure else text_of


def read_cells(
    table: Table, number: int, cells: list[Cell], columns: tuple[Column, ...]
) -> tuple[dict[str, Value], list[Fault]]:
    """Return the values of a row by code and the faults of the cells that hold none."""
    values: dict[str, Value] = {}
    faults: list[Fault] = []
    where = table.heading.columns
    for column in columns:
        cell = cells[where[column.code]]
        if cell == "" or (table.blamed and table.place(number, column.code).cell in table.blamed):
            values[column.code] = None
            continue
        try:
            values[column.code] = reader_of(column)(cell, column)
        except BadCell as bad:
            place = table.place(number, column.code)
            faults.append(fault(bad.code, bad.what, place=place, value=written(cell), example=column.example))
    return values, faults


class TemplateRows:
    """The rows of a template, checked against the clusters it was made for."""

    def __init__(self, table: Table, spec: TemplateSpec, held: Mapping[str, RowIdentity]) -> None:
        self.table = table
        self.spec = spec
        self.held = held
        self.known = {row.code: row for row in spec.rows}
        self.letters = {column.code: table.heading.letters(column.code) for column in spec.columns}
        self.seen: dict[str, int] = {}
        self.faults = table.faults

    def read(self) -> tuple[Row, ...]:
        """Return all rows. Raises WorkbookRefused."""
        rows = []
        for number, cells in self.table.data_rows():
            row = self._read_row(number, cells)
            if row is not None:
                rows.append(row)
            if len(self.faults) >= MAX_FAULTS:
                break
        self.table.refuse_if_faulty()
        if not any(self._says_something(row) for row in rows):
            raise refuse(Code.NO_DATA_ROWS, "所有集聚区的数据都是空白", place=Place(self.table.sheet.name))
        return tuple(rows)

    def _read_row(self, number: int, cells: list[Cell]) -> Row | None:
        code, name = self._key(number, cells)
        if code is None:
            return None
        values, faults = read_cells(self.table, number, cells, self.spec.columns)
        self.faults += faults
        held = self.held.get(code, NO_BASE)
        return Row(number, code, name, values, self.letters, held.version, held.base)

    def _key(self, number: int, cells: list[Cell]) -> tuple[str | None, str]:
        """Return code and stored name of the row's cluster, or None after noting why the row has none."""
        place = self.table.place(number, CODE)
        cell = cells[self.table.heading.columns[CODE]]
        code = code_of(cell)
        cluster = self.known.get(code)
        if cluster is None:
            self.faults.append(unknown_row(place, cell, cells))
            return None, ""
        if code in self.seen:
            what = f"{code} 同时在第 {self.seen[code]} 行和第 {number} 行"
            self.faults.append(fault(Code.DUPLICATE_KEY, what, place=place, value=code))
            return None, ""
        self.seen[code] = number
        self._check_name(number, cells, cluster)
        return code, cluster.name

    def _check_name(self, number: int, cells: list[Cell], cluster: TemplateRow) -> None:
        name = cells[self.table.heading.columns[NAME]]
        if not same_name(name, cluster.name):
            what = f"{cluster.code} 的名称应为“{shorten(cluster.name)}”"
            self.faults.append(
                fault(
                    Code.CLUSTER_NOT_FOUND, what, place=self.table.place(number, NAME), value=name, example=cluster.name
                )
            )

    def _says_something(self, row: Row) -> bool:
        return any(value is not None for value in row.values.values()) or any(
            value is not None for value in (row.base or {}).values()
        )


def unknown_row(place: Place, key: Cell, cells: list[Cell]) -> Fault:
    """Return the fault of a row whose code names no cluster of the template."""
    shown = next((written(cell) for cell in cells if cell != ""), "")
    code = unicodedata.normalize("NFKC", written(key)).strip()
    if not code or is_footer(code):
        return fault(Code.NOT_A_DATA_ROW, f"第 {place.row} 行以“{shorten(shown, 20)}”开头", place=place, value=shown)
    return fault(Code.CLUSTER_NOT_FOUND, f"代码“{shorten(code)}”", place=place, value=code)
