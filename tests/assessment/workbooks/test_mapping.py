"""The bureau's old workbooks: every heading, unit and row accounted for, or refused."""

from decimal import Decimal

import pytest
from openpyxl import Workbook

from assessment.workbooks.mapping import HeadingMap, heading_map, read_mapped
from clusters.workbooks.codes import Code, WorkbookRefused
from clusters.workbooks.table.columns import Column
from clusters.workbooks.table.rows import Sheet
from tests.assessment.workbooks.samples import COLUMNS, saved

HEADINGS = ("序号", "园区名称", "年份", "营业总收入（元）", "纳税额（亿元）", "用地（亩）", "从业人数（人）", "备注")
MAPPING = {
    "营业总收入（元）": "revenue",
    "纳税额（亿元）": "tax",
    "用地（亩）": "floor_area",
    "从业人数（人）": "jobs",
    "备注": "note",
}
KEYS = {"name": "园区名称", "year": "年份"}
ROWS = (
    (1, "演示园区甲", 2019, 1_253_000_123, 1.25, 3, 310, "续建"),
    (2, "演示园区甲", "2020年", 5, "0.5", 1, None, None),
    (3, "演示园区乙", "2020年度", None, None, None, 0, None),
)


def workbook(rows: tuple = ROWS, headings: tuple[str, ...] = HEADINGS) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.append(["2019—2020年度汇总表（演示数据）"])
    sheet.append(headings)
    for row in rows:
        sheet.append(row)
    return saved(book)


def default_map(**changes: object) -> HeadingMap:
    options: dict = {"keys": KEYS, "ignored": ("序号",)} | changes
    return heading_map(MAPPING, COLUMNS, **options)


def codes_of(data: bytes, mapping: HeadingMap) -> tuple[Code, ...]:
    try:
        return tuple(dict.fromkeys(item.code for item in read_mapped(data, mapping).faults))
    except WorkbookRefused as refusal:
        return refusal.codes


def read() -> Sheet:
    return read_mapped(workbook(), default_map())


def test_figures_are_converted_exactly_and_blank_stays_blank() -> None:
    rows = read().rows
    assert [(row.name, row.year) for row in rows] == [("演示园区甲", 2019), ("演示园区甲", 2020), ("演示园区乙", 2020)]
    assert rows[0].values["revenue"] == Decimal("125300.0123")
    assert rows[0].values["tax"] == Decimal(12_500)
    assert rows[0].values["floor_area"] == Decimal(2_000)
    assert rows[1].values["revenue"] == Decimal("0.0005")
    assert rows[1].values["tax"] == Decimal(5_000)
    assert rows[1].values["jobs"] is None
    assert rows[2].values["jobs"] == 0
    assert rows[2].values["revenue"] is None
    assert rows[0].cells["revenue"] == "D3"


def test_endless_conversion_is_rounded_and_said() -> None:
    sheet = read()
    assert sheet.rows[1].values["floor_area"] == Decimal("666.67")
    assert sheet.remarks == ("F4 用地（亩） 1 换算后四舍六入为 666.67平方米",)


def test_mapping_is_stated_in_words() -> None:
    assert default_map().statement == (
        "营业总收入（元） → 营业收入：元 → 万元（÷10000）",
        "纳税额（亿元） → 税收：亿元 → 万元（×10000）",
        "用地（亩） → 建筑面积：亩 → 平方米（×2000/3）",
        "从业人数（人） → 期末从业人员：人 → 人（不换算）",
        "备注 → 情况说明",
    )


def test_heading_that_is_not_accounted_for_refuses_the_file() -> None:
    assert codes_of(workbook(), default_map(ignored=())) == (Code.HEADER_MISMATCH,)
    assert codes_of(workbook(headings=(*HEADINGS[:3], "营业总收入", *HEADINGS[4:])), default_map()) == (
        Code.HEADER_MISMATCH,
    )


def test_unit_may_be_stated_where_the_heading_has_none() -> None:
    mapping = heading_map({"收入": "revenue"}, COLUMNS, keys=KEYS, units={"收入": "千元"})
    data = workbook(((("甲"), 2020, 12_345),), ("园区名称", "年份", "收入"))
    assert read_mapped(data, mapping).rows[0].values["revenue"] == Decimal("1234.5")


@pytest.mark.parametrize(
    ("mapping", "options"),
    (
        ({"收入": "revenue"}, {}),
        ({"收入（平方米）": "revenue"}, {}),
        ({"收入（美元）": "revenue"}, {}),
        ({"收入（元）": "no_such_code"}, {}),
        ({"收入（元）": "revenue"}, {"keys": {"year": "年份"}}),
        ({"收入（元）": "revenue"}, {"keys": {"name": "园区名称"}}),
        ({"收入（元）": "revenue"}, {"keys": {"name": "园区名称", "colour": "颜色"}, "year": 2020}),
    ),
)
def test_map_that_leaves_something_open_is_refused(mapping: dict[str, str], options: dict) -> None:
    with pytest.raises(WorkbookRefused) as refusal:
        heading_map(mapping, COLUMNS, **({"keys": KEYS} | options))
    assert refusal.value.codes == (Code.HEADER_MISMATCH,)


def test_two_headings_for_one_indicator_are_refused() -> None:
    with pytest.raises(WorkbookRefused) as refusal:
        heading_map({"收入（元）": "revenue", "营收（元）": "revenue"}, COLUMNS, keys=KEYS)
    assert refusal.value.codes == (Code.HEADER_DUPLICATE,)


def test_whole_file_may_be_of_one_year() -> None:
    mapping = heading_map({"收入（万元）": "revenue"}, COLUMNS, keys={"code": "代码"}, year=2019)
    rows = read_mapped(workbook((("qd-1", 5),), ("代码", "收入（万元）")), mapping).rows
    assert [(row.code, row.year, row.values["revenue"]) for row in rows] == [("QD-1", 2019, Decimal(5))]


def test_all_faults_of_the_rows_come_at_once() -> None:
    rows = (
        (1, "甲", 2019, "一亿", 1, 3, 310, ""),
        (2, "甲", 2019, 5, 1, 3, 310, ""),
        (3, "乙", "去年", 5, 1, -3, 310, ""),
        (None, "合计", None, 5, 1, 3, 620, ""),
        (5, "丙", 2019, 5, 1, 3, 310.5, ""),
    )
    assert codes_of(workbook(rows), default_map()) == (
        Code.NOT_A_NUMBER,
        Code.DUPLICATE_KEY,
        Code.OUT_OF_RANGE,
        Code.NOT_A_DATA_ROW,
    )


def test_table_without_rows_is_refused() -> None:
    assert codes_of(workbook(()), default_map()) == (Code.NO_DATA_ROWS,)


def test_conversion_of_a_figure_without_unit_is_none() -> None:
    assert heading_map({"比重": "x"}, (Column("x", "比重"),), keys=KEYS).columns[0].is_converted is False
