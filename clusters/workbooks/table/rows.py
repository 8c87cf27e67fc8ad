"""The rows of a table of clusters, read by its columns; what is wrong with a cell or row goes to the table's faults."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Final, NamedTuple

from clusters.workbooks.codes import Code, Fault, Place, fault, shorten
from clusters.workbooks.places import letters_of
from clusters.workbooks.read.raw import Cell, Odd, written
from clusters.workbooks.table.columns import Column, Value, Values
from clusters.workbooks.table.numbers import BadCell, figure_reader
from clusters.workbooks.table.table import MAX_FAULTS, Table
from clusters.workbooks.table.texts import text_of

# The names under which the heading row knows where codes and names stand.
CODE: Final = "#code"
NAME: Final = "#name"
NOTHING: Final[Values] = {}


class Key(NamedTuple):
    """Whom a row is about; `year` where the table is about several."""

    code: str
    name: str
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One cluster's row: `values` by column code in the unit of the column, None for blank.

    `base` is what the file held when it was given out, without blanks; `letters` are the letters of each column.
    """

    number: int
    code: str
    name: str
    year: int | None
    values: dict[str, Value]
    letters: Mapping[str, str]
    base: Values = field(default_factory=dict)

    @property
    def cells(self) -> dict[str, str]:
        """The A1 address of each value by column code."""
        return {code: f"{letters}{self.number}" for code, letters in self.letters.items()}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table that was read, its rows in the order of the file.

    `faults` are those of single cells and rows, in reading order; a cell with one counts as blank in its row.
    """

    name: str
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...] = ()
    remarks: tuple[str, ...] = ()


class CellReader(NamedTuple):
    """How a column is read: where it stands, from 0, and the function for its cells (raises BadCell)."""

    column: Column
    at: int
    read: Callable[[Cell], Value]


def reader_of(table: Table, column: Column, read: Callable[[Cell], Value] | None = None) -> CellReader:
    """Return the reader of a column of the table: by its kind, or the given one."""
    usual = figure_reader(column) if column.is_figure else partial(text_of, column=column)
    return CellReader(column, table.columns[column.code], read or usual)


def read_rows(
    table: Table,
    readers: Sequence[CellReader],
    key_of: Callable[[int, list[Cell]], Key | None],
    *,
    stored: Mapping[str, Values] = {},
    bases: Mapping[str, Values] = {},
) -> tuple[Row, ...]:
    """Return the rows that `key_of` can tell (it notes why it cannot), each cluster and year once.

    `stored` and `bases` are, by cluster code, what is stored and what the file held when it was given out.
    """
    letters = {reader.column.code: letters_of(reader.at + 1) for reader in readers}
    seen: dict[tuple[str, int | None], int] = {}
    rows = []
    for number, cells in table.rows:
        if len(table.faults) >= MAX_FAULTS:
            break
        key = key_of(number, cells)
        if key is None:
            continue
        who = key.code or key.name
        first = seen.setdefault((who, key.year), number)
        if first != number:
            what = f"{who} 同时在第 {first} 行和第 {number} 行"
            table.faults.append(fault(Code.DUPLICATE_KEY, what, place=key_place(table, number), value=who))
            continue
        values = read_cells(table, number, cells, readers, stored.get(key.code, NOTHING))
        rows.append(Row(number, *key, values, letters, bases.get(key.code, NOTHING)))
    return tuple(rows)


def read_cells(
    table: Table, number: int, cells: list[Cell], readers: Iterable[CellReader], stored: Values
) -> dict[str, Value]:
    """Return the values of a row by column code; the faults of cells without a usable value go to the table.

    A cell that holds the `stored` value passes whatever the limits are now: nobody touched it.
    """
    values: dict[str, Value] = {}
    for column, at, read in readers:
        cell, code = cells[at], column.code
        values[code] = None
        if cell == "" or (table.blamed and table.place(number, code).cell in table.blamed):
            continue
        try:
            values[code] = read(cell)
        except BadCell as bad:
            if is_stored(cell, stored.get(code)):
                values[code] = stored[code]
                continue
            place, value = table.place(number, code), written(cell)
            table.faults.append(fault(bad.code, bad.what, place=place, value=value, example=column.example))
    return values


def is_stored(cell: Cell, value: Value) -> bool:
    """Say whether a cell holds just the stored value, as the template gave it out."""
    number = cell.figure if isinstance(cell, Odd) and not cell.unit else cell
    if isinstance(value, Decimal) and isinstance(number, float):
        return number == float(value)
    return value is not None and cell == (format(value, "f") if isinstance(value, Decimal) else value)


def key_place(table: Table, number: int) -> Place:
    """Return the place of the cell that says whom a row is about."""
    return table.place(number, CODE if CODE in table.columns else NAME)


def no_data_row(table: Table, number: int, cells: list[Cell]) -> Fault:
    """Return the fault of a row that is about no cluster: a total, a remark, a signature."""
    shown = next((written(cell) for cell in cells if cell != ""), "")
    what = f"第 {number} 行以“{shorten(shown, 20)}”开头"
    return fault(Code.NOT_A_DATA_ROW, what, place=key_place(table, number), value=shown)
