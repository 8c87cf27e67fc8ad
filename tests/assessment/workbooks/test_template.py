"""The template as a district sees it: what may be changed, what is shown beside, how it prints."""

from dataclasses import replace
from decimal import Decimal

from clusters.workbooks.read.child_read import read
from clusters.workbooks.table.columns import Column, Kind
from tests.assessment.workbooks.samples import COLUMNS, MOVED, ROWS, SPEC, opened, read_template, template

BOOK = opened(template())
SHEET = BOOK["填报"]


def test_headings_carry_units_and_last_year_stands_beside_each_figure() -> None:
    assert [cell.value for cell in SHEET[4]] == [
        "集聚区代码", "集聚区名称", "营业收入（万元）", "上年营业收入（万元）", "税收（万元）", "上年税收（万元）",
        "建筑面积（平方米）", "上年建筑面积（平方米）", "期末从业人员（人）", "上年期末从业人员（人）", "主导产业是否调整", "情况说明",
    ]  # fmt: skip
    assert [SHEET.cell(5, column).value for column in (3, 4, 9, 10)] == [125300.5, 110000.07, 310, 300]


def test_only_entry_cells_are_open() -> None:
    assert SHEET.protection.sheet
    open_cells = {
        cell.coordinate for row in SHEET.iter_rows(min_row=1, max_row=7) for cell in row if not cell.protection.locked
    }
    assert open_cells == {f"{letters}{row}" for letters in "CEGIKL" for row in (5, 6, 7)}


def test_last_year_is_grey_and_figures_have_their_format() -> None:
    assert SHEET["D5"].font.color.rgb == "FF7B8896"
    assert SHEET["C5"].number_format == "#,##0.00"
    assert SHEET["I5"].number_format == "#,##0"
    assert SHEET["L5"].number_format == "@"


def test_definition_is_a_comment_at_the_heading() -> None:
    assert SHEET["C4"].comment.text == "口径：不含增值税。"
    assert SHEET["I4"].comment is None


def rules() -> dict[str, object]:
    return {str(rule.sqref): rule for rule in SHEET.data_validations.dataValidation}


def test_every_entry_cell_has_a_rule_with_a_hint() -> None:
    found = rules()
    assert set(found) == {f"{letters}5:{letters}7" for letters in "CEGIKL"}
    revenue, jobs, moved = found["C5:C7"], found["I5:I7"], found["K5:K7"]
    assert (revenue.type, float(revenue.formula1)) == ("decimal", 0.0)
    assert (jobs.type, float(jobs.formula2)) == ("whole", 9_999_999)
    assert (moved.type, moved.formula1) == ("list", "choices_moved")
    assert revenue.promptTitle == "营业收入（万元）"
    assert revenue.prompt == "单位：万元。最多 2 位小数。不含增值税。"
    assert jobs.error == "请填整数，不小于 0、不大于 9,999,999。单位：人。"


def test_choices_of_any_length_reach_the_drop_down() -> None:
    """A list of more than 255 characters in the rule itself would be dropped without a word."""
    choices = tuple(f"第{number}种情形：主导产业按发展规划调整" for number in range(40))
    spec = replace(SPEC, columns=(*COLUMNS[:4], replace(MOVED, choices=choices), COLUMNS[5]))
    book = opened(template(spec))
    source = book.defined_names["choices_moved"].attr_text
    assert source == "'选项'!$A$2:$A$41"
    assert [cell.value for (cell,) in book["选项"]["A2:A41"]] == list(choices)
    assert len(book["填报"].data_validations.dataValidation) == 6


def test_long_hints_do_not_lose_the_rule() -> None:
    column = Column("x", "很长的指标名称" * 6, "万元", help="口径" * 400)
    book = opened(template(replace(SPEC, columns=(column,))))
    (rule,) = book["填报"].data_validations.dataValidation
    assert len(rule.prompt) == 255
    assert len(rule.promptTitle) == 32


def test_helping_sheets_are_hidden_as_they_should_be() -> None:
    assert {sheet.title: sheet.sheet_state for sheet in BOOK} == {
        "填报": "visible", "填报说明": "visible", "选项": "hidden", "标识": "veryHidden",
    }  # fmt: skip


def test_sheet_prints_on_landscape_a4_with_its_headings() -> None:
    assert (SHEET.page_setup.orientation, SHEET.page_setup.paperSize) == ("landscape", 9)
    assert (SHEET.print_title_rows, SHEET.print_title_cols) == ("$3:$4", "$A:$B")
    assert SHEET.freeze_panes == "C5"
    assert "第 &P 页，共 &N 页" in SHEET.oddFooter.right.text


def test_title_and_legend_say_what_whom_and_until_when() -> None:
    assert SHEET["A1"].value == "市南区现代服务业集聚区 2022 年度数据填报表"
    for part in ("截止 2023年3月31日", "灰色为上年（2021 年）数据", "演示数据"):
        assert part in SHEET["A2"].value


def test_instructions_list_every_indicator() -> None:
    texts = [[cell.value for cell in row] for row in BOOK["填报说明"].iter_rows(min_row=12)]
    assert [row[0] for row in texts if row[0]] == [column.label for column in COLUMNS]
    assert texts[0] == ["营业收入", "万元", "最多 2 位小数，不小于 0", "是", "不含增值税。"]
    assert texts[3][2] == "整数，不小于 0，不大于 9,999,999"


def test_text_that_looks_like_a_formula_stays_text() -> None:
    rows = (replace(ROWS[0], name="=1+1", values={"note": "=none|'none'!A0"}),)
    spec = replace(SPEC, rows=rows)
    sheet = opened(template(spec))["填报"]
    assert [(sheet[address].value, sheet[address].data_type) for address in ("B5", "L5")] == [
        ("=1+1", "s"),
        ("=none|'none'!A0", "s"),
    ]
    assert read_template(template(spec), spec).rows[0].values["note"] == "=none|'none'!A0"


def test_template_without_last_year_has_no_grey_columns() -> None:
    spec = replace(SPEC, rows=tuple(replace(row, last={}) for row in ROWS))
    assert [cell.value for cell in opened(template(spec))["填报"][4]][2:] == [column.heading for column in COLUMNS]


def test_template_without_families_and_choices_passes_the_guard_too() -> None:
    spec = replace(SPEC, columns=(Column("tax", "税收", "万元"), Column("jobs", "从业人员", "人", Kind.WHOLE)))
    assert read(template(spec)).sheets


def test_figure_of_many_digits_is_not_rounded() -> None:
    figure = Decimal("123456789012.1234")
    column = Column("x", "长数", "元", decimals=4)
    spec = replace(SPEC, columns=(column,), rows=(replace(ROWS[0], values={"x": figure}, last={}),))
    assert read_template(template(spec), spec).rows[0].values["x"] == figure
