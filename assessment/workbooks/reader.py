"""Reading a filled-in template: bytes in, exact figures by cluster out, or every reason why not."""

import hashlib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Final

from assessment.workbooks.identity import (
    Identity,
    RowIdentity,
    compare_identity,
    read_identity,
)
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
from clusters.workbooks.read.raw import Cell, Odd, RawBook, written
from clusters.workbooks.read.sandbox import load_book
from clusters.workbooks.table.columns import Column, Value, Values
from clusters.workbooks.table.numbers import BadCell, figure_reader
from clusters.workbooks.table.table import MAX_FAULTS, Table, in_order, table_of
from clusters.workbooks.table.texts import code_of, is_footer, same_name, text_of

CODE: Final = "#code"
NAME: Final = "#name"
LAST: Final = "#last:"
NO_BASE: Final = RowIdentity("", "", "{}", {})


@dataclass(frozen=True, slots=True)
class Row:
    """One cluster's row: `values` by indicator code in the unit of the column, None for blank.

    `held` is what the template held when it was downloaded; `year` is set where the file says it.
    """

    number: int
    code: str
    name: str
    values: dict[str, Value]
    letters: Mapping[str, str]
    held: RowIdentity = NO_BASE
    year: int | None = None

    @property
    def cells(self) -> dict[str, str]:
        """The A1 address of each value by indicator code."""
        return {code: f"{letters}{self.number}" for code, letters in self.letters.items()}

    @property
    def version(self) -> str:
        """The stored state the template's values were taken from."""
        return self.held.version

    @property
    def base(self) -> Values:
        """The values at download, for the three-way merge."""
        return self.held.base


@dataclass(frozen=True, slots=True)
class Sheet:
    """A workbook that was read: rows in the order of the file, and the SHA-256 of the bytes as uploaded.

    `faults` are those of single cells and rows, in reading order; a cell with one counts as blank in its row.
    """

    name: str
    rows: tuple[Row, ...]
    sha256: str
    meta: Identity | None = None
    remarks: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


def read_template(data: bytes, spec: TemplateSpec) -> Sheet:
    """Read a filled-in template of the district and year of `spec`. Raises WorkbookRefused with every fault found.

    Nothing is judged against stored data but the identity and the clusters named in `spec.rows`.
    """
    sheet = look_through(data, spec)
    if sheet.faults:
        raise WorkbookRefused(*sheet.faults)
    return sheet


def look_through(data: bytes, spec: TemplateSpec) -> Sheet:
    """Read a filled-in template as far as it can be read; what is wrong with cells and rows is in `Sheet.faults`.

    Raises WorkbookRefused when it is no template of the district and year, or holds nothing at all.
    """
    return interpret(load_book(data), spec, hashlib.sha256(data).hexdigest())


def interpret(book: RawBook, spec: TemplateSpec, sha256: str = "") -> Sheet:
    """Return what a workbook says whose cells were read, as `look_through` does."""
    found = read_identity(book.named(IDENTITY_SHEET), spec.columns)
    identity, wrong = (found, compare_identity(found, spec)) if isinstance(found, Identity) else (None, found)
    table = template_table(book, spec, wrong)
    if wrong is not None:
        raise WorkbookRefused(wrong)
    rows = TemplateRows(table, spec, identity.rows if identity else {}).read()
    return Sheet(table.sheet.name, rows, sha256, identity, faults=in_order(table.faults))


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


@dataclass(frozen=True, slots=True)
class CellReader:
    """How one column is read: where it stands, and the function for its cells."""

    column: Column
    index: int
    read: Callable[[Cell], Value]


def readers_of(table: Table, columns: tuple[Column, ...]) -> tuple[CellReader, ...]:
    """Return the readers of the columns of a table."""
    return tuple(
        CellReader(
            column,
            table.heading.columns[column.code],
            figure_reader(column) if column.is_figure else partial(text_of, column=column),
        )
        for column in columns
    )


def read_cells(
    table: Table, number: int, cells: list[Cell], readers: tuple[CellReader, ...], stored: Values
) -> dict[str, Value]:
    """Return the values of a row by indicator code; the faults of cells without a usable value go to the table.

    A cell that holds the `stored` value passes whatever the limits are now: nobody touched it.
    """
    values: dict[str, Value] = {}
    for reader in readers:
        cell, code = cells[reader.index], reader.column.code
        values[code] = None
        if cell == "" or (table.blamed and table.place(number, code).cell in table.blamed):
            continue
        try:
            values[code] = reader.read(cell)
        except BadCell as bad:
            if is_stored(cell, stored.get(code)):
                values[code] = stored[code]
                continue
            place = table.place(number, code)
            example = reader.column.example
            table.faults.append(fault(bad.code, bad.what, place=place, value=written(cell), example=example))
    return values


def is_stored(cell: Cell, value: Value) -> bool:
    """Say whether a cell holds just the stored value, as the template gave it out."""
    number = cell.figure if isinstance(cell, Odd) and not cell.unit else cell
    if isinstance(value, Decimal) and isinstance(number, float):
        return number == float(value)
    return value is not None and cell == (format(value, "f") if isinstance(value, Decimal) else value)


class TemplateRows:
    """The rows of a template, checked against the clusters it was made for."""

    def __init__(self, table: Table, spec: TemplateSpec, held: Mapping[str, RowIdentity]) -> None:
        self.table = table
        self.spec = spec
        self.held = held
        self.known = {row.code: row for row in spec.rows}
        self.readers = readers_of(table, spec.columns)
        self.letters = {column.code: table.heading.letters(column.code) for column in spec.columns}
        self.seen: dict[str, int] = {}
        self.faults = table.faults

    def read(self) -> tuple[Row, ...]:
        """Return all rows that name a cluster; faults go to the table. Raises WorkbookRefused when nothing is there."""
        rows = []
        for number, cells in self.table.rows:
            row = self._read_row(number, cells)
            if row is not None:
                rows.append(row)
            if len(self.faults) >= MAX_FAULTS:
                break
        if not self.faults and not any(self._says_something(row) for row in rows):
            raise refuse(Code.NO_DATA_ROWS, "所有集聚区的数据都是空白", place=Place(self.table.sheet.name))
        return tuple(rows)

    def _read_row(self, number: int, cells: list[Cell]) -> Row | None:
        code, name = self._key(number, cells)
        if code is None:
            return None
        values = read_cells(self.table, number, cells, self.readers, self.known[code].values)
        return Row(number, code, name, values, self.letters, self.held.get(code, NO_BASE))

    def _key(self, number: int, cells: list[Cell]) -> tuple[str | None, str]:
        """Return code and stored name of the row's cluster, or None after noting why the row has none."""
        cell = cells[self.table.heading.columns[CODE]]
        code = cell if isinstance(cell, str) and cell in self.known else code_of(cell)
        cluster = self.known.get(code)
        if cluster is None:
            self.faults.append(unknown_row(self.table.place(number, CODE), cell, cells))
            return None, ""
        if code in self.seen:
            what = f"{code} 同时在第 {self.seen[code]} 行和第 {number} 行"
            self.faults.append(fault(Code.DUPLICATE_KEY, what, place=self.table.place(number, CODE), value=code))
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
        return any(value is not None for value in row.values.values()) or bool(row.held.base)


def unknown_row(place: Place, key: Cell, cells: list[Cell]) -> Fault:
    """Return the fault of a row whose code names no cluster of the template."""
    shown = next((written(cell) for cell in cells if cell != ""), "")
    code = unicodedata.normalize("NFKC", written(key)).strip()
    if not code or is_footer(code):
        return fault(Code.NOT_A_DATA_ROW, f"第 {place.row} 行以“{shorten(shown, 20)}”开头", place=place, value=shown)
    return fault(Code.CLUSTER_NOT_FOUND, f"代码“{shorten(code)}”", place=place, value=code)
