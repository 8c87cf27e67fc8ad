"""Whichever way a table comes, a number that does not fit its column and an unknown word are faults with the cell."""

from collections.abc import Callable

import pytest
from openpyxl import Workbook

from assessment.workbooks.mapping import heading_map, read_mapped
from assessment.workbooks.reader import look_through
from clusters.workbooks.codes import Code
from clusters.workbooks.table.rows import Sheet
from tests.assessment.workbooks.samples import COLUMNS, SPEC, filled, saved


def by_template(jobs: object, moved: object) -> Sheet:
    return look_through(filled({"I7": jobs, "K7": moved}), SPEC)


def by_mapping(jobs: object, moved: object) -> Sheet:
    book = Workbook()
    for row in (("名称", "期末从业人员（人）", "主导产业是否调整"), ("演示集聚区丙", jobs, moved)):
        book.active.append(row)
    columns = {"期末从业人员（人）": "jobs", "主导产业是否调整": "moved"}
    return read_mapped(saved(book), heading_map(columns, COLUMNS, keys={"name": "名称"}, year=2022))


@pytest.mark.parametrize("door", (by_template, by_mapping))
@pytest.mark.parametrize(
    ("jobs", "moved", "codes"),
    (
        (3.7, "否", [Code.OUT_OF_RANGE]),
        ("3.7", "否", [Code.OUT_OF_RANGE]),
        (3, "可能", [Code.OUT_OF_RANGE]),
        (3, "Y", [Code.OUT_OF_RANGE]),
        (3, 1, [Code.OUT_OF_RANGE]),
        (3, True, [Code.BAD_TYPE]),
        (True, "是", [Code.BAD_TYPE, Code.OUT_OF_RANGE]),
        (3, "否", []),
    ),
)
def test_what_does_not_fit_its_column_is_a_fault_with_its_cell(
    door: Callable[[object, object], Sheet], jobs: object, moved: object, codes: list[Code]
) -> None:
    """(8.B22) A library stores 3.7 in a column of whole numbers as 3, and 是 in one of yes and no as no, unasked."""
    sheet = door(jobs, moved)
    assert [item.code for item in sheet.faults] == codes
    assert all(item.cell and item.value for item in sheet.faults)
    held = sheet.rows[-1].values
    assert (held["jobs"], held["moved"]) == (3, "否") or codes
