"""A filled-in template becomes exact figures, or comes back with every fault at its place."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from openpyxl.styles import PatternFill
from openpyxl.workbook import Workbook

from assessment.workbooks.spec import TemplateRow, TemplateSpec
from clusters.workbooks.codes import Code
from clusters.workbooks.table.columns import Column, Kind
from tests.assessment.workbooks.samples import (
    COLUMNS,
    FIGURES,
    LAST,
    REVENUE,
    SPEC,
    filled,
    opened,
    read_template,
    refusal_of,
    saved,
    template,
    values_of,
)
from tests.support.hostile_archives import SHEET, part_of, with_parts
from tests.support.hostile_workbooks import CELLS, Hostile

TEMPLATE = template()
YELLOW = PatternFill("solid", fgColor="FFFFFF00")
STORED = {row.code: dict(row.values) for row in SPEC.rows}


@pytest.mark.parametrize("case", CELLS, ids=lambda case: case.name)
def test_messy_workbook_is_refused_by_its_code(case: Hostile) -> None:
    refusal = refusal_of(case.build(TEMPLATE))
    assert refusal.codes[0] is Code(case.code)


def test_untouched_template_reads_as_it_was_made() -> None:
    sheet = read_template(TEMPLATE, SPEC)
    assert values_of(sheet) == STORED
    assert [dict(row.base) for row in sheet.rows] == list(STORED.values())


def test_figures_of_five_cells_are_exact_and_know_their_address() -> None:
    changed = filled(
        {"C7": 125300.1, "E7": "１，２３４．５", "G7": 0.07, "I7": 12, "K7": " 是，未备案 ", "L7": "两行\n文字"}
    )
    sheet = read_template(changed, SPEC)
    assert sheet.rows[2].values == {
        "revenue": Decimal("125300.1"),
        "tax": Decimal("1234.5"),
        "floor_area": Decimal("0.07"),
        "jobs": Decimal(12),
        "moved": "是，未备案",
        "note": "两行\n文字",
    }
    assert sheet.rows[2].cells["revenue"] == "C7"
    assert sheet.rows[2].cells["jobs"] == "I7"
    assert sheet.rows[2].number == 7


def test_blank_stays_blank_and_zero_stays_zero() -> None:
    rows = read_template(TEMPLATE, SPEC).rows
    assert rows[1].values["revenue"] == 0
    assert rows[1].values["tax"] is None
    assert rows[2].values["revenue"] is None


def test_all_faults_come_at_once_in_reading_order() -> None:
    refusal = refusal_of(
        filled({"C5": "1_000", "E5": "=C5*2", "G6": True, "I6": -5, "K7": "可能", "A8": "合计", "L5": "x" * 501})
    )
    assert [(item.cell, item.code) for item in refusal.faults] == [
        ("C5", Code.NOT_A_NUMBER),
        ("E5", Code.FORMULA_WITHOUT_VALUE),
        ("L5", Code.CELL_TOO_LONG),
        ("G6", Code.BAD_TYPE),
        ("I6", Code.OUT_OF_RANGE),
        ("K7", Code.OUT_OF_RANGE),
        ("A8", Code.NOT_A_DATA_ROW),
    ]
    first = refusal.faults[0]
    assert (first.sheet, first.row, first.column, first.value, first.example) == (
        "填报", 5, "营业收入（万元）", "1_000", "1250.50",
    )  # fmt: skip


def test_columns_may_stand_in_any_order() -> None:
    book = opened(TEMPLATE)
    sheet = book.worksheets[0]
    for row in range(4, 8):
        left, right = sheet.cell(row, 3), sheet.cell(row, 9)
        left.value, right.value = right.value, left.value
        left.number_format, right.number_format = right.number_format, left.number_format
    assert values_of(read_template(saved(book), SPEC)) == STORED


def test_headings_match_whatever_their_width_and_line_breaks() -> None:
    changed = filled({"C4": " 营业收入 \n(万元) ", "A4": "集聚区　代码\u3000", "I4": "期末\xa0从业人员\u200b（人）"})
    assert values_of(read_template(changed, SPEC)) == STORED


def styled_sheet(book: Workbook) -> None:
    extra = book.create_sheet("Sheet1")
    extra["A1"].fill = extra["C9"].fill = YELLOW
    extra["B2"] = " "


def styled_far_away(book: Workbook) -> None:
    for address in ("XFD6", "ZZ600", "D1048576"):
        book.worksheets[0][address].fill = YELLOW


def styled_below(book: Workbook) -> None:
    for row in range(20, 5_400):
        book.worksheets[0].cell(row, 3).fill = YELLOW


def blanks_beside_and_below(book: Workbook) -> None:
    book.worksheets[0]["AM6"] = book.worksheets[0]["C40"] = "  "


def hidden_blanks(book: Workbook) -> None:
    sheet = book.worksheets[0]
    sheet["P6"] = " "
    sheet.column_dimensions["P"].hidden = sheet.row_dimensions[30].hidden = True


def percent_elsewhere(book: Workbook) -> None:
    sheet = book.worksheets[0]
    sheet["D5"], sheet["D5"].number_format = 0.5, "0%"
    accounting = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '
    sheet["C5"].number_format, sheet["E5"].number_format = '[Red]#,##0.00;"100%"', accounting


@pytest.mark.parametrize(
    "change",
    (styled_sheet, styled_far_away, styled_below, blanks_beside_and_below, hidden_blanks, percent_elsewhere),
    ids=lambda change: change.__name__,
)
def test_traces_of_ordinary_work_do_no_harm(change: Callable[[Workbook], None]) -> None:
    book = opened(TEMPLATE)
    change(book)
    assert values_of(read_template(saved(book), SPEC)) == STORED


def test_figure_shown_as_percent_is_named_as_it_is_seen() -> None:
    book = opened(TEMPLATE)
    cell = book.worksheets[0]["C5"]
    cell.value, cell.number_format = 0.125, "0.0%"
    (found,) = refusal_of(saved(book)).faults
    assert (found.cell, found.message) == ("C5", "单元格类型不对：是百分数（12.5%），不是数值")


def test_every_figure_shown_as_percent_is_named() -> None:
    book = opened(TEMPLATE)
    for row in range(5, 8):
        cell = book.worksheets[0].cell(row, 3)
        cell.value, cell.number_format = 0.125, "0.0%"
    assert [(item.cell, item.code) for item in refusal_of(saved(book)).faults] == [
        (f"C{row}", Code.BAD_TYPE) for row in range(5, 8)
    ]


def test_figure_shown_in_another_unit_is_refused_at_its_cell_and_in_the_own_unit_taken() -> None:
    """(8.B14) A cell that shows 9.15亿元 in a 万元 column was taken as 9.15 万元."""
    book = opened(TEMPLATE)
    sheet = book.worksheets[0]
    sheet["C5"], sheet["C5"].number_format = 9.15, '0.00"亿元"'
    sheet["C6"], sheet["C6"].number_format = 9.15, '0.00"万元"'
    (found,) = refusal_of(saved(book)).faults
    assert (found.cell, found.code) == ("C5", Code.BAD_TYPE)
    assert "9.15亿元" in found.message
    sheet["C5"].number_format = "General"
    assert values_of(read_template(saved(book), SPEC))["370202-002"]["revenue"] == Decimal("9.15")


def test_figure_that_shows_fewer_decimals_than_it_has_is_refused_at_its_cell() -> None:
    """(8.B14) What a cell shows is what counts: 9.15 under the format 0 shows 9."""
    book = opened(TEMPLATE)
    book.worksheets[0]["C5"], book.worksheets[0]["C5"].number_format = 9.15, "0"
    (found,) = refusal_of(saved(book)).faults
    assert (found.cell, found.code) == ("C5", Code.BAD_TYPE)
    assert "显示为 9，实际为 9.15" in found.message


def test_stored_figure_passes_unchanged_whatever_the_limits_are_now() -> None:
    """(8.B17) A figure of history has four decimals, shown as two; the template gave it out and takes it back."""
    stored = {"revenue": Decimal("125300.0123"), "jobs": Decimal("-3")}
    spec = replace(SPEC, rows=(replace(SPEC.rows[0], values=stored), *SPEC.rows[1:]))
    assert values_of(read_template(template(spec), spec))["370202-001"] == stored
    (found,) = refusal_of(filled({"C5": 125300.0124}, spec), spec).faults
    assert (found.cell, found.code) == ("C5", Code.OUT_OF_RANGE)


def test_some_clusters_may_be_left_out() -> None:
    book = opened(TEMPLATE)
    book.worksheets[0].delete_rows(6, 1)
    assert set(values_of(read_template(saved(book), SPEC))) == {"370202-001", "370202-003"}


def test_code_is_compared_without_width_case_and_blanks() -> None:
    spec = replace(SPEC, rows=(TemplateRow("QD-01A", "甲", FIGURES, LAST),))
    book = opened(template(spec))
    book.worksheets[0]["A5"] = " ｑｄ－０１ａ "
    assert values_of(read_template(saved(book), spec)) == {"QD-01A": FIGURES}


def test_wrong_dimension_hides_no_data() -> None:
    """Streaming readers believe the sheet's dimension; A1 would make them drop everything."""
    xml = part_of(TEMPLATE, SHEET)
    start = xml.index(b"<dimension")
    end = xml.index(b"/>", start) + 2
    changed = with_parts(TEMPLATE, {SHEET: xml[:start] + b'<dimension ref="A1"/>' + xml[end:]})
    assert values_of(read_template(changed, SPEC)) == STORED


def test_template_of_another_year_or_district_is_named() -> None:
    other_year = refusal_of(template(replace(SPEC, year=2021)))
    assert other_year.codes == (Code.HEADER_MISMATCH,)
    assert "2021 年度的模板，当前填报 2022 年度" in other_year.message
    other_district = refusal_of(template(replace(SPEC, district="370203", district_name="市北区")))
    assert "区市代码 370203" in other_district.message
    columns = (replace(REVENUE, label="主营业务收入"), *COLUMNS[1:])
    assert "2021 年度" in refusal_of(template(replace(SPEC, year=2021, columns=columns))).message


def test_changed_unit_is_named_before_anything_else() -> None:
    refusal = refusal_of(filled({"C4": "营业收入（元）"}))
    assert refusal.faults[0].message == "表格与模板不符：表头“营业收入(元)”的单位与模板“营业收入(万元)”不一致"


def test_unknown_and_foreign_clusters_look_the_same() -> None:
    unknown = refusal_of(filled({"A5": "370202-999"})).faults[0]
    foreign = refusal_of(filled({"A5": "370203-001"})).faults[0]
    assert unknown.message.replace("370202-999", "") == foreign.message.replace("370203-001", "")


def test_emptied_template_may_clear_what_was_stored() -> None:
    cells: dict[str, object] = dict.fromkeys(("C5", "E5", "G5", "I5", "K5", "L5", "C6"))
    assert values_of(read_template(filled(cells), SPEC)) == {row.code: {} for row in SPEC.rows}


def test_blank_template_holds_nothing_to_import() -> None:
    spec = replace(SPEC, rows=tuple(replace(row, values={}) for row in SPEC.rows))
    assert refusal_of(template(spec), spec).codes == (Code.NO_DATA_ROWS,)


def test_faults_stop_at_five_hundred() -> None:
    rows = tuple(TemplateRow(f"C-{number:04d}", f"集聚区{number}", {"note": "x"}) for number in range(700))
    spec = TemplateSpec("370202", "市南区", 2022, (REVENUE, Column("note", "说明", kind=Kind.TEXT)), rows)
    book = opened(template(spec))
    for number in range(700):
        book.worksheets[0].cell(5 + number, 3, "不详")
    assert len(refusal_of(saved(book), spec).faults) == 500
