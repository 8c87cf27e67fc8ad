"""The data sheet is found by its key heading, its rows by what they hold; everything else is named."""

import pytest

from clusters.workbooks.codes import Code, WorkbookRefused
from clusters.workbooks.read.raw import RawBook, RawSheet
from clusters.workbooks.table.table import Table, table_of

REQUIRED = {"代码": "code", "营业收入（万元）": "revenue"}
ROWS = [["填报表", "", ""], ["代码", "营业收入(万元)", ""], ["A1", 5.0, ""], ["", " ", ""], ["A2", "", ""]]


def table(rows: list | None = None, *others: RawSheet, **facts: object) -> Table:
    sheet = RawSheet("数据", "visible", [list(row) for row in rows or ROWS], **facts)
    return table_of(RawBook((sheet, *others)), ("代码",), REQUIRED, {}, ("说明",))


def test_rows_below_the_headings_that_hold_something_are_the_data() -> None:
    assert [number for number, _ in table().rows] == [3, 5]


def test_own_sheets_are_passed_over_and_any_other_sheet_is_named() -> None:
    table(None, RawSheet("说明", "visible", [["如何填写"]]))
    for state, words in (("visible", "另一张工作表"), ("hidden", "隐藏的工作表")):
        with pytest.raises(WorkbookRefused) as refusal:
            table(None, RawSheet("附", state, [["x"]]))
        assert refusal.value.codes == (Code.HIDDEN_CONTENT,)
        assert words in refusal.value.message


def test_missing_and_foreign_headings_are_faults_at_their_places() -> None:
    with pytest.raises(WorkbookRefused) as refusal:
        table([["代码", "营业收入(元)"], ["A1", 5.0]])
    assert [item.cell for item in refusal.value.faults] == ["B1", ""]
    assert "单位" in refusal.value.faults[0].message


def test_hidden_rows_with_data_and_cells_without_heading_are_faults() -> None:
    found = table([*ROWS[:3], ["A2", "", "备注"]], hidden_rows=[(3, 3)])
    assert [(item.code, item.row, item.cell) for item in found.faults] == [
        (Code.HIDDEN_CONTENT, 3, ""),
        (Code.HEADER_MISMATCH, 4, "C4"),
    ]
