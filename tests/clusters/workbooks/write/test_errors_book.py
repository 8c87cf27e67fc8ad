"""A refused workbook comes back with its faults marked, still the person's own, and can be sent again."""

from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from clusters.workbooks.codes import Code, Fault, Place, fault
from clusters.workbooks.read.child_read import read
from clusters.workbooks.table.table import MAX_FAULTS
from clusters.workbooks.write.child_annotate import annotate
from clusters.workbooks.write.errors_book import error_workbook
from tests.assessment.workbooks.samples import (
    SPEC,
    filled,
    opened,
    read_template,
    refusal_of,
    saved,
    template,
    values_of,
)
from tests.support.hostile_workbooks import ARCHIVES, CELLS, Hostile

BAD = filled({"C5": "1_000", "E6": "=C5*2", "G7": "@SUM(1+1)", "L7": "我的说明"})
FAULTS = refusal_of(BAD).faults
RED = "FFF4C7C3"


def test_own_file_comes_back_with_red_cells_and_comments() -> None:
    book = opened(error_workbook(BAD, FAULTS))
    sheet = book["填报"]
    for address, expected in (("C5", "1_000"), ("E6", "=C5*2"), ("G7", "@SUM(1+1)")):
        assert sheet[address].value == expected
        assert sheet[address].fill.fgColor.rgb == RED
    assert sheet["C5"].comment.text == (
        "不是数值：“1_000”。请只填数字，不带单位和文字；没有数据请留空。\n正确示例：1250.50"
    )
    assert sheet["C6"].comment is None
    assert sheet["L7"].value == "我的说明"
    assert sheet["C4"].comment.text.startswith("口径：")
    assert len(sheet.data_validations.dataValidation) == 6
    assert sheet.protection.sheet


def test_list_of_errors_is_the_first_sheet_and_leads_to_the_cells() -> None:
    book = opened(error_workbook(BAD, FAULTS))
    assert book.sheetnames[0] == "错误清单"
    rows = list(book["错误清单"].iter_rows(min_row=5, values_only=True))
    assert [(row[1], row[2], row[3], row[4]) for row in rows] == [
        ("填报", "C5", "营业收入（万元）", "1_000"),
        ("填报", "E6", "税收（万元）", "=C5*2"),
        ("填报", "G7", "建筑面积（平方米）", "@SUM(1+1)"),
    ]
    assert book["错误清单"]["C5"].hyperlink.location == "'填报'!C5"
    assert "没有任何数据入库" in book["错误清单"]["A2"].value


def test_no_cell_of_it_is_a_formula() -> None:
    book = opened(error_workbook(BAD, FAULTS))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


def test_mended_error_workbook_can_be_sent_again() -> None:
    returned = error_workbook(BAD, FAULTS)
    book = opened(returned)
    for address, value in (("C5", 1000), ("E6", 5), ("G7", 88)):
        book["填报"][address] = value
    sheet = read_template(saved(book), SPEC)
    assert values_of(sheet)["370202-001"]["revenue"] == Decimal(1000)
    assert values_of(sheet)["370202-003"] == {"floor_area": Decimal(88), "note": "我的说明"}


def mend(sheet: Worksheet, item: Fault) -> None:
    """Do at the named cell what the list says: unmerge, delete a row too many, or write what belongs there."""
    right = opened(template())["填报"]
    if item.code is Code.MERGED_DATA_CELL:
        block = next(block for block in sheet.merged_cells.ranges if item.cell in block)
        sheet.unmerge_cells(str(block))
        for row, column in block.cells:
            sheet.cell(row, column, right.cell(row, column).value)
    elif item.row and item.row > right.max_row:
        sheet.delete_rows(item.row)
    else:
        cell = sheet[item.cell]
        cell.value, cell.number_format = right[item.cell].value, right[item.cell].number_format


@pytest.mark.parametrize("case", CELLS, ids=lambda case: case.name)
def test_every_error_workbook_can_be_sent_back_as_it_says(case: Hostile) -> None:
    """(8.B23) Whatever was wrong with cells: what the list names is mended in the file that came back, no more."""
    data = case.build(template())
    returned, faults = opened(error_workbook(data, refusal_of(data).faults)), refusal_of(data).faults
    told = returned["错误清单"]["A2"].value
    if len(returned.sheetnames) == 1:
        assert "上传原文件" in told
        return
    assert "直接上传本文件" in told
    cells = [item for item in faults if item.cell and item.sheet == "填报"]
    if len(cells) != len(faults) or len(faults) >= MAX_FAULTS:
        return
    for item in reversed(cells):
        mend(returned["填报"], item)
    assert values_of(read_template(saved(returned), SPEC)) == values_of(read_template(template(), SPEC))


def test_marks_of_an_earlier_round_are_taken_off() -> None:
    book = opened(error_workbook(BAD, FAULTS))
    book["填报"]["C5"] = 1000
    second = saved(book)
    again = opened(error_workbook(second, refusal_of(second).faults))
    assert again["填报"]["C5"].comment is None
    assert again["填报"]["C5"].fill.fgColor.rgb != RED
    assert again["填报"]["G7"].comment is not None
    assert again.sheetnames.count("错误清单") == 1


def test_several_faults_of_a_cell_share_one_comment() -> None:
    place = Place("填报", 5, "C", "税收（万元）")
    faults = [fault(Code.NOT_A_NUMBER, "甲", place=place), fault(Code.OUT_OF_RANGE, "乙", place=place)]
    comment = opened(annotate(BAD, faults))["填报"]["C5"].comment
    assert [line[:6] for line in comment.text.split("\n")] == ["不是数值：甲", "数值超出允许"]


@pytest.mark.parametrize("name", ("vba_project", "entity_in_sheet", "old_xls", "far_cell", "trailing_bytes"))
def test_dangerous_file_is_never_given_out_again(name: str) -> None:
    data = next(case for case in ARCHIVES if case.name == name).build(template())
    book = opened(error_workbook(data, refusal_of(data).faults))
    assert book.sheetnames == ["错误清单"]
    assert book["错误清单"]["F5"].value == refusal_of(data).faults[0].message
    assert "上传原文件" in book["错误清单"]["A2"].value


def test_bare_list_is_safe_whatever_was_typed() -> None:
    faults = [fault(Code.NOT_A_NUMBER, text, value=text) for text in ("=1+1", "+1", "-1", "@x", "a\x00\u202eb")]
    sheet = opened(error_workbook(b"", faults))["错误清单"]
    assert "f" not in {cell.data_type for row in sheet.iter_rows(min_row=5) for cell in row}
    assert [sheet.cell(row, 5).value for row in range(5, 10)] == ["=1+1", "+1", "-1", "@x", "a��b"]


def test_annotating_does_not_touch_the_other_sheets() -> None:
    before, after = opened(BAD), opened(annotate(BAD, list(FAULTS)))
    for name in ("填报说明", "选项", "标识"):
        assert list(after[name].values) == list(before[name].values)
    assert after["标识"].sheet_state == "veryHidden"
    target = BytesIO()
    after.save(target)
    assert read(target.getvalue()).sheets[0].name == "错误清单"
