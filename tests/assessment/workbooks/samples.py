"""A small template with every kind of column, for the tests of this folder; all figures are invented."""

from decimal import Decimal
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from assessment.workbooks.reader import look_through
from assessment.workbooks.spec import TemplateRow, TemplateSpec
from assessment.workbooks.template import render_template
from clusters.workbooks.codes import WorkbookRefused
from clusters.workbooks.table.columns import Column, Kind
from clusters.workbooks.table.rows import Sheet

ISSUED = "2023-01-05T09:00:00+08:00"
ZERO = Decimal(0)

REVENUE = Column("revenue", "营业收入", "万元", min=ZERO, help="不含增值税。", required=True, group="产出")
TAX = Column("tax", "税收", "万元", help="扣除退库，可为负数。", required=True, group="税收")
AREA = Column("floor_area", "建筑面积", "平方米", min=Decimal("0.01"), required=True, group="面积")
# The bounds as the database gives them, with the decimals of its columns.
JOBS = Column("jobs", "期末从业人员", "人", Kind.WHOLE, min=Decimal("0.00"), max=Decimal("9999999.00"), group="就业")
MOVED = Column("moved", "主导产业是否调整", kind=Kind.CHOICE, choices=("否", "是，已备案", "是，未备案"), group="说明")
NOTE = Column("note", "情况说明", kind=Kind.TEXT, help="变动较大时请说明。", group="说明")
COLUMNS = (REVENUE, TAX, AREA, JOBS, MOVED, NOTE)

FIGURES = {
    "revenue": Decimal("125300.5"),
    "tax": Decimal("-12.25"),
    "floor_area": Decimal(88_000),
    "jobs": Decimal(310),
}
LAST = {"revenue": Decimal("110000.07"), "tax": Decimal("900.1"), "floor_area": Decimal(88_000), "jobs": Decimal(300)}

ROWS = (
    TemplateRow("370202-001", "演示集聚区甲", {**FIGURES, "moved": "否", "note": "续建"}, LAST, "7"),
    TemplateRow("370202-002", "演示集聚区乙（含太平角片区）", {"revenue": ZERO}, LAST, "8"),
    TemplateRow("370202-003", "演示集聚区丙", {}, {}, "9"),
)
SPEC = TemplateSpec("370202", "市南区", 2022, COLUMNS, ROWS, deadline="2023年3月31日", note="演示数据")


def template(spec: TemplateSpec = SPEC) -> bytes:
    """Return the template's bytes."""
    return render_template(spec, issued=ISSUED)


def opened(data: bytes) -> Workbook:
    """Return the workbook as openpyxl sees it."""
    return load_workbook(BytesIO(data))


def saved(book: Workbook) -> bytes:
    """Return the bytes of a workbook."""
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def filled(cells: dict[str, object], spec: TemplateSpec = SPEC) -> bytes:
    """Return the template with cells of its data sheet set, as a person would with a spreadsheet program."""
    book = opened(template(spec))
    for address, value in cells.items():
        book.worksheets[0][address] = value
    return saved(book)


def read_template(data: bytes, spec: TemplateSpec = SPEC) -> Sheet:
    """Return the template read. Raises WorkbookRefused with every fault found."""
    sheet = look_through(data, spec)
    if sheet.faults:
        raise WorkbookRefused(*sheet.faults)
    return sheet


def refusal_of(data: bytes, spec: TemplateSpec = SPEC) -> WorkbookRefused:
    """Return the refusal of a workbook that must not be taken over."""
    try:
        sheet = read_template(data, spec)
    except WorkbookRefused as refusal:
        return refusal
    raise AssertionError(f"accepted: {sheet.rows}")


def values_of(sheet: Sheet) -> dict[str, dict[str, object]]:
    """Return the values by cluster code, blanks left out."""
    return {row.code: {code: value for code, value in row.values.items() if value is not None} for row in sheet.rows}
