"""What the template says and demands: the instructions sheet, and for each entry cell its rule, hint and refusal."""

from typing import Any, Final

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from assessment.workbooks.spec import INSTRUCTIONS_SHEET, TemplateSpec
from clusters.workbooks.guard.limits import MAX_TEXT
from clusters.workbooks.table.columns import Column, Kind
from clusters.workbooks.table.decimals import plain, shown
from clusters.workbooks.table.numbers import CEILING
from clusters.workbooks.write.sheetwriter import BASE, BOXED, BRAND_DARK, BRAND_SOFT, INK_2, lines_of, print_wide

STEPS: Final = (
    "只在“填报”表的白色单元格中填写；每行一个集聚区，不要增删行列，不要改动代码、名称和表头。",
    "数字按表头括号内的计量单位填写，不带单位和文字，不使用公式；可以带千分位逗号。",
    "没有数据请留空，确实为零请填 0：留空表示“未报”，会被列为待核，不等于零。",
    "填好后保存为 .xlsx，在平台“表格导入”中上传；上传后先预览新旧对照和问题，确认后才会入库。",
    "有一处错误则整份不入库，平台会返回标注了错误单元格的工作簿，改正后重新上传即可。",
    "下载后若有人在网页上改过同一数据，平台会逐格合并，冲突处由您选择，不会互相覆盖。",
)
HEADINGS: Final = ("指标", "计量单位", "填写要求", "考核必需", "口径")
WIDTHS: Final = (24, 12, 30, 10, 90)
TABLE_ROW: Final = len(STEPS) + 4
# Excel's limits; a longer text makes it drop the whole rule.
MAX_TITLE: Final = 32
MAX_MESSAGE: Final = 255


def add_instructions(book: Workbook, spec: TemplateSpec) -> None:
    """Add the sheet 填报说明: how to fill the template in, and the definition of every indicator."""
    sheet = book.add_worksheet(INSTRUCTIONS_SHEET)
    head = book.add_format({**BOXED, "bold": True, "bg_color": BRAND_SOFT, "font_color": BRAND_DARK, "indent": 1})
    cell = book.add_format({**BOXED, "text_wrap": True, "indent": 1})
    sheet.write_string(0, 0, "填报说明", book.add_format({**BASE, "font_size": 16, "bold": True}))
    lead = f"{spec.title}{f'　截止 {spec.deadline}' if spec.deadline else ''}"
    sheet.write_string(1, 0, lead, book.add_format({**BASE, "font_color": INK_2}))
    for number, text in enumerate(STEPS, start=1):
        sheet.write_string(number + 1, 0, f"{number}. {text}", book.add_format(BASE))
        sheet.set_row(number + 1, 20)
    for index, (heading, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
        sheet.set_column(index, index, width)
        sheet.write_string(TABLE_ROW, index, heading, head)
    for number, column in enumerate(spec.columns, start=TABLE_ROW + 1):
        entry = (column.label, column.unit, demand_of(column), "是" if column.required else "", column.help)
        for index, text in enumerate(entry):
            sheet.write_string(number, index, text, cell)
        sheet.set_row(number, 6 + 15 * max(lines_of(text, width) for text, width in zip(entry, WIDTHS, strict=True)))
    sheet.set_row(0, 30)
    sheet.set_row(TABLE_ROW, 22)
    print_wide(sheet)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def demand_of(column: Column) -> str:
    """Say in words what may be entered."""
    if column.kind is Kind.CHOICE:
        return "从下拉列表选择"
    if column.kind is Kind.TEXT:
        return f"文字，最多 {MAX_TEXT} 字"
    return "，".join(["整数" if column.kind is Kind.WHOLE else f"最多 {column.places} 位小数", *bounds_of(column)])


def bounds_of(column: Column) -> list[str]:
    """Say between which figures one must lie; the largest figure there can be is no bound."""
    low = [f"不小于 {shown(plain(column.min))}"] if column.min is not None else []
    is_bound = column.max is not None and column.max < CEILING - 1
    return low + ([f"不大于 {shown(plain(column.max))}"] if column.max is not None and is_bound else [])


def add_rule(sheet: Worksheet, column: Column, index: int, rows: tuple[int, int], source: str) -> None:
    """Add the entry rule of a column to its data rows; `source` is the defined name of its choices."""
    rule = criteria_of(column, source) | {
        "ignore_blank": True,
        "input_title": column.heading[:MAX_TITLE],
        "input_message": hint_of(column)[:MAX_MESSAGE],
        "error_title": "请核对",
        "error_message": refusal_of(column)[:MAX_MESSAGE],
    }
    sheet.data_validation(rows[0], index, rows[1], index, rule)


def criteria_of(column: Column, source: str) -> dict[str, Any]:
    """Return the condition of the rule."""
    if column.kind is Kind.CHOICE and source:
        return {"validate": "list", "source": source}
    if not column.is_figure:
        return {"validate": "length", "criteria": "<=", "value": MAX_TEXT}
    lowest = float(column.min if column.min is not None else -CEILING)
    highest = float(column.max if column.max is not None else CEILING)
    kind = "integer" if column.kind is Kind.WHOLE else "decimal"
    return {"validate": kind, "criteria": "between", "minimum": lowest, "maximum": highest}


def hint_of(column: Column) -> str:
    """Return what is shown when the cell is entered."""
    unit = f"单位：{column.unit}。" if column.unit else ""
    places = (f"最多 {column.places} 位小数。" if column.places else "填整数。") if column.is_figure else ""
    return f"{unit}{places}{column.help}" or column.label


def refusal_of(column: Column) -> str:
    """Return what is shown when the entry breaks the rule."""
    if column.kind is Kind.CHOICE:
        return "请从下拉列表中选择。"
    if not column.is_figure:
        return f"最多 {MAX_TEXT} 字。"
    bounds = "、".join(bounds_of(column))
    kind = "整数" if column.kind is Kind.WHOLE else "数字"
    return f"请填{kind}{'，' + bounds if bounds else ''}。单位：{column.unit}。"
