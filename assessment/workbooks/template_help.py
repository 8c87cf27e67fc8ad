"""The instructions sheet of the template: how to fill it in, and the definition of every indicator."""

from typing import Final

from xlsxwriter.workbook import Workbook

from assessment.workbooks.spec import INSTRUCTIONS_SHEET, TemplateSpec
from clusters.workbooks.table.columns import Column, Kind
from clusters.workbooks.table.decimals import plain, shown
from clusters.workbooks.table.numbers import CEILING
from clusters.workbooks.write.sheetwriter import BASE, BOXED, BRAND_DARK, BRAND_SOFT, INK_2, lines_of

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


def add_instructions(book: Workbook, spec: TemplateSpec) -> None:
    """Add the sheet 填报说明."""
    sheet = book.add_worksheet(INSTRUCTIONS_SHEET)
    title = book.add_format({**BASE, "font_size": 16, "bold": True})
    step = book.add_format({**BASE, "text_wrap": False})
    quiet = book.add_format({**BASE, "font_color": INK_2})
    head = book.add_format({**BOXED, "bold": True, "bg_color": BRAND_SOFT, "font_color": BRAND_DARK, "indent": 1})
    cell = book.add_format({**BOXED, "text_wrap": True, "indent": 1})
    sheet.write_string(0, 0, "填报说明", title)
    sheet.write_string(1, 0, f"{spec.title}{f'　截止 {spec.deadline}' if spec.deadline else ''}", quiet)
    for number, text in enumerate(STEPS, start=1):
        sheet.write_string(number + 1, 0, f"{number}. {text}", step)
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
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def demand_of(column: Column) -> str:
    """Say in words what may be entered."""
    if column.kind is Kind.CHOICE:
        return "从下拉列表选择"
    if column.kind is Kind.TEXT:
        return "文字，最多 500 字"
    parts = ["整数" if column.kind is Kind.WHOLE else f"最多 {column.places} 位小数"]
    if column.min is not None:
        parts.append(f"不小于 {shown(plain(column.min))}")
    if column.max is not None and column.max < CEILING - 1:
        parts.append(f"不大于 {shown(plain(column.max))}")
    return "，".join(parts)
