"""Exports open safely in a spreadsheet program and read back as they were."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusters.workbooks.read.child_read import read as read_book
from clusters.workbooks.write.export import ExportTable, to_csv, to_xlsx
from tests.assessment.workbooks.samples import opened
from tests.clusters.test_csvfile import ATTACKS

STARTS = st.sampled_from(("", "=", "+", "-", "@", "'", "''", '"', " =", "\t", "＝", "　＠"))


@pytest.mark.parametrize("text", ATTACKS)
def test_dangerous_text_is_a_text_cell_in_xlsx(text: str) -> None:
    sheet = opened(to_xlsx(ExportTable("表", ("名称",), ((text,),)))).worksheets[0]
    assert sheet["A4"].data_type == "s"


def test_figures_stay_figures() -> None:
    rows = ((Decimal("-1250.50"), 3, None, date(2022, 12, 31), True, Decimal("1E+3"), Decimal(0)),)
    assert to_csv(tuple("abcdefg"), rows).decode("utf-8-sig").splitlines()[1] == "-1250.50,3,,2022-12-31,是,1000,0"
    sheet = opened(to_xlsx(ExportTable("表", tuple("abcdefg"), rows))).worksheets[0]
    assert [cell.value for cell in sheet[4]] == [-1250.5, 3, None, "2022-12-31", "是", 1000, 0]
    assert sheet["A4"].number_format == "#,##0.00"


def test_csv_begins_with_the_mark_that_excel_needs() -> None:
    assert to_csv(("集聚区",), ()).startswith(b"\xef\xbb\xbf")


CELL_TEXTS = st.builds(
    str.__add__,
    STARTS,
    st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\ufffe\uffff"), max_size=40),
)
FIGURES = st.decimals("-999999999999.99", "999999999999.99", places=2).map(lambda value: value + 0)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELL_TEXTS, FIGURES), min_size=1, max_size=5))
def test_xlsx_round_trip_is_the_original(rows: list[tuple[str, Decimal]]) -> None:
    table = ExportTable("表", ("名称", "税收"), rows)
    read = read_book(to_xlsx(table)).sheets[0].rows[3:]
    assert [(name, Decimal(repr(figure)) if figure != "" else None) for name, figure in read] == rows


def test_workbook_has_title_notes_filter_and_print_layout() -> None:
    table = ExportTable(
        "评分结果", ("集聚区", "税收"), (("甲", Decimal(5)),), notes=("数据年度 2022", "演示数据"), name="结果"
    )
    sheet = opened(to_xlsx(table))["结果"]
    assert [sheet.cell(row, 1).value for row in (1, 2, 3, 5)] == ["评分结果", "数据年度 2022", "演示数据", "集聚区"]
    assert sheet.auto_filter.ref == "A5:B6"
    assert sheet.freeze_panes == "A6"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)


def test_empty_table_can_be_exported() -> None:
    assert opened(to_xlsx(ExportTable("空表", ("甲", "乙"), ()))).worksheets[0]["A3"].value == "甲"


def test_text_too_long_for_a_cell_is_not_cut_off_in_silence() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        to_xlsx(ExportTable("表", ("文",), (("x" * 32_768,),)))
