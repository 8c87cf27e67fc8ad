"""Rows are read by their columns; what is wrong is noted with its place and costs only its own cell or row."""

from decimal import Decimal

from clusters.workbooks.codes import Code
from clusters.workbooks.read.raw import Cell, RawBook, RawSheet
from clusters.workbooks.table.columns import Column, Kind
from clusters.workbooks.table.rows import CODE, Key, Row, read_rows, reader_of
from clusters.workbooks.table.table import Table, table_of

REVENUE, JOBS = Column("revenue", "营业收入", "万元"), Column("jobs", "人数", kind=Kind.WHOLE)


def table(*rows: list[Cell]) -> Table:
    sheet = RawSheet("数据", "visible", [["代码", "营业收入（万元）", "人数"], *rows])
    required = {"代码": CODE, REVENUE.heading: "revenue", JOBS.heading: "jobs"}
    return table_of(RawBook((sheet,)), ("代码",), required, {})


def rows_of(found: Table, **known: dict) -> tuple[Row, ...]:
    def key_of(_number: int, cells: list[Cell]) -> Key | None:
        return Key(str(cells[0]), "") if cells[0] else None

    return read_rows(found, [reader_of(found, REVENUE), reader_of(found, JOBS)], key_of, **known)


def test_rows_hold_exact_figures_and_know_their_cells() -> None:
    found = table(["A1", 5.25, "7"], ["", 1.0, ""], ["A2", "", ""])
    first, second = rows_of(found, bases={"A1": {"revenue": Decimal(4)}})
    assert (first.number, first.code, first.values) == (2, "A1", {"revenue": Decimal("5.25"), "jobs": 7})
    assert (first.base, second.base) == ({"revenue": Decimal(4)}, {})
    assert second.values == {"revenue": None, "jobs": None}
    assert (second.cells, found.faults) == ({"revenue": "B4", "jobs": "C4"}, [])


def test_bad_cell_is_a_fault_and_blank_in_its_row() -> None:
    found = table(["A1", "约三千", 3.7])
    (row,) = rows_of(found)
    assert row.values == {"revenue": None, "jobs": None}
    assert [(item.code, item.cell) for item in found.faults] == [(Code.NOT_A_NUMBER, "B2"), (Code.OUT_OF_RANGE, "C2")]


def test_untouched_cell_passes_whatever_the_limits_are_now() -> None:
    """(8.B17)"""
    found = table(["A1", 5.1234, 3.0], ["A2", 5.1234, 3.0])
    first, second = rows_of(found, stored={"A1": {"revenue": Decimal("5.1234")}})
    assert (first.values["revenue"], second.values["revenue"]) == (Decimal("5.1234"), None)
    assert [item.cell for item in found.faults] == ["B3"]


def test_second_row_of_a_cluster_is_named_with_both_rows() -> None:
    found = table(["A1", 1.0, 1.0], ["A2", 1.0, 1.0], ["A1", 2.0, 2.0])
    assert [row.number for row in rows_of(found)] == [2, 3]
    (fault,) = found.faults
    assert (fault.code, fault.cell) == (Code.DUPLICATE_KEY, "A4")
    assert "第 2 行和第 4 行" in fault.message
