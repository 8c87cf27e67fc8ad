"""A table of figures in, a table of results out."""

import csv
import io

import pytest

from assessment.rules.cases.trial_table import FiguresError, group_kinds, judge_figures, table_of
from assessment.rules.enums import Verdict
from assessment.rules.parse.rulebook import parse_ruleset
from assessment.rules.ruleset import Ruleset
from tests.assessment.rules.mini import LINE, criterion, mini
from tests.assessment.rules.samples import golden, notice, ruleset


def amended_to_2023() -> Ruleset:
    """The notice's rulebook with a year more."""
    return parse_ruleset(notice().text.replace("to = 2022", "to = 2023"), "延长.toml")


HEAD = "cluster,group,year,revenue,leading_revenue,tax,floor_area\n"


def verdicts(rows: str, head: str = HEAD) -> list[tuple[str, int, str]]:
    judged, _ = judge_figures(head + rows, notice())
    return [(one.cluster, one.outcome.year, one.outcome.verdict.value) for one in judged]


def test_rows_are_judged_with_their_own_history() -> None:
    rows = "甲,金融,2021,90000,67500,7000,100000\n乙,金融,2020,120000,90000,7000,100000\n甲,金融,2020,90000,67500,7000,100000\n甲,金融,2022,1,1,1,1\n"
    assert verdicts(rows) == [
        ("乙", 2020, "pass"), ("甲", 2020, "yellow_card"), ("甲", 2021, "delist"), ("甲", 2022, "not_assessed"),
    ]  # fmt: skip


def test_last_years_row_is_the_base() -> None:
    rows = "甲,,2020,120000,90000,60,100000\n甲,,2021,120000,90000,7000,100000\n"
    assert verdicts(rows)[1] == ("甲", 2021, "hold")


def test_blank_is_missing_and_text_is_invalid() -> None:
    rows = "甲,,2021,120000,90000,,100000\n乙,,2021,120000,90000,七千,100000\n丙,,2021, 120000 ,90000,7000,100000\n丁,,2021\n"
    judged, _ = judge_figures(HEAD + rows, notice())
    lines = [{line.code: line.cause for line in one.outcome.carding} for one in judged]
    assert [one["tax_per_area"] for one in lines] == ["missing", "invalid", None, "missing"]
    assert judged[1].outcome.findings[0].message == "税收：“七千”不是数字：只写数字，不带单位、百分号和文字。"


def test_figures_are_read_as_spreadsheets_show_them() -> None:
    rows = '甲,,２０２１年,"１２０，０００","90,000.5","-1,000",100000\n'
    judged, notes = judge_figures(HEAD + rows, notice())
    inputs = {source.code: value for line in judged[0].outcome.carding for source, value in line.figures}
    expected = {"revenue": "120000", "leading_revenue": "90000.5", "tax": "-1000", "floor_area": "100000"}
    assert ({code: str(value) for code, value in inputs.items()}, notes) == (expected, ())
    assert judged[0].outcome.year == 2021


@pytest.mark.parametrize(
    "cell", ("8%", "7000万元", "3E3", "1,00", "12,3456", "1,2345", "10²", "七千", "—", "1 000", ",100")
)
def test_what_is_no_number_is_noted_with_row_and_column(cell: str) -> None:
    judged, notes = judge_figures(HEAD + f'\n甲,,2021,120000,90000,"{cell}",100000\n', notice())
    assert notes == (f"第 3 行“tax”：“{cell}”不是数字：只写数字，不带单位、百分号和文字；按无效数据处理",)
    assert [line.state.value for line in judged[0].outcome.carding] == ["pass", "pass", "undetermined"]


def test_long_text_is_shortened_in_a_note() -> None:
    _, notes = judge_figures(HEAD + f"甲,,2021,1,1,{'x' * 41},1\n", notice())
    assert notes[0].startswith(f"第 2 行“tax”：“{'x' * 40}”不是数字")


def test_years_of_one_cluster_add_up_over_more_than_one_row() -> None:
    rows = "甲,金融,2020,90000,67500,7000,100000\n甲,金融,2021,90000,67500,7000,100000\n甲,金融,2022,90000,67500,7000,100000\n"
    assert verdicts(rows)[2] == ("甲", 2022, "not_assessed")
    points = "cluster,group,year,money,area\n甲,,2020,1,100000\n甲,,2021,1000,100000\n甲,,2022,1,100000\n"
    book = mini(streak="{ cards = 2, within = 3 }", pass_clears="false")
    judged, _ = judge_figures(points, book)
    assert [one.outcome.verdict for one in judged] == [Verdict.YELLOW_CARD, Verdict.PASS, Verdict.DELIST]


def test_criteria_that_do_not_apply_leave_their_cells_blank() -> None:
    judged, _ = judge_figures("cluster,group,year,region,people\n甲,,2021,北,7\n乙,,2021,南,7\n", mini(GROUPS))
    rows = list(csv.DictReader(io.StringIO(table_of(judged).removeprefix("\ufeff"))))
    assert [rows[1][f"one_{part}"] for part in ("value", "points", "state")] == ["", "", ""]


def test_group_of_the_grading_is_a_kind() -> None:
    grading = '{ by = "rank", group = "size", grades = [{ code = "a", label = "甲" }] }'
    assert group_kinds(mini(grading=grading)) == ("size",)


def test_year_outside_the_rulebook_has_no_rule() -> None:
    assert verdicts("甲,,2019,1,1,1,1\n甲,,2023,1,1,1,1\n") == [("甲", 2019, "no_rule"), ("甲", 2023, "no_rule")]


@pytest.mark.parametrize(
    ("text", "message"),
    (
        ("cluster,year\n", "数据表：缺少列：group（表头是：cluster、year）"),
        ("", "数据表：缺少列：cluster、group、year（第 1 行是空的）"),
        (HEAD, "数据表：表头之下没有数据"),
        (HEAD + ",,,\n", "数据表：表头之下没有数据"),
        (HEAD + "甲,,20x1,1,1,1,1\n", "第 2 行“year”：“20x1”不是数据年度，请写四位数字，如 2021"),
        (HEAD + "甲,,20210,1,1,1,1\n", "第 2 行“year”：“20210”不是数据年度，请写四位数字，如 2021"),
        (HEAD + "甲,,2021/12/31,1,1,1,1\n", "第 2 行“year”：“2021/12/31”不是数据年度，请写四位数字，如 2021"),
        (HEAD + "甲,,2021,1,1,1,1\n,,2021,1,1,1,1\n", "第 3 行“cluster”：集聚区名称不能为空"),
        (HEAD + "甲,,,1,1,1,1\n", "第 2 行“year”：“”不是数据年度，请写四位数字，如 2021"),
        (HEAD + "甲,,2021,1,1,1,1\n\n甲,,2021,1,1,1,1\n", "第 4 行：甲 2021 年与第 2 行重复"),
    ),
)
def test_tables_that_cannot_be_read_are_refused(text: str, message: str) -> None:
    with pytest.raises(FiguresError) as caught:
        judge_figures(text, notice())
    assert str(caught.value) == message


def test_columns_that_are_no_indicators_are_noted() -> None:
    _, notes = judge_figures("\ufeffcluster,group,year,tax,memo\n甲,金融,2021,1,x\n", notice())
    assert notes == ("列“memo”不是规则集的指标代码，未使用",)


def test_column_with_the_name_of_an_indicator_is_told_its_code() -> None:
    _, notes = judge_figures("cluster,group,year,税收\n甲,金融,2021,1\n", notice())
    assert notes == ("列“税收”不是规则集的指标代码，未使用；“税收”的代码是 tax",)


def test_points_table_comes_out_as_agreed() -> None:
    judged, notes = judge_figures(golden("points_figures.csv"), ruleset("example_points"))
    assert notes == ()
    assert table_of(judged) == golden("points_results.csv").replace("\n", "\r\n")


def test_values_in_the_table_never_contradict_the_state() -> None:
    judged, _ = judge_figures(HEAD + "甲,,2021,99999.99,69999.99,5999.999999,100000\n", notice())
    row = next(csv.DictReader(io.StringIO(table_of(judged).removeprefix("\ufeff"))))
    assert (row["revenue_per_area_value"], row["revenue_per_area_points"], row["revenue_per_area_state"]) == (
        "9999.99",
        "",
        "fail",
    )
    assert (row["concentration_value"], row["tax_per_area_value"]) == ("69.99", "599.99")
    assert (row["score_investment_value"], row["score_investment_state"], row["total"]) == ("", "undetermined", "")
    assert (row["grade"], row["verdict"]) == ("fail", "yellow_card")
    assert row["open"].startswith("投资强度：数据缺失；")


GROUPS = LINE + criterion(
    "threshold",
    'op = ">"\nline = 5\nonly = { region = ["北"] }\nlines_by = { group = "size", lines = { "大" = 9 } }',
    measure="staff",
)


def test_group_column_stands_for_every_kind_unless_named() -> None:
    book = mini(GROUPS)
    assert group_kinds(book) == ("region", "size")
    judged, notes = judge_figures(
        "cluster,group,year,region,size,people\n甲,大,2021,北,,7\n乙,北,2021,,大,7\n丙,,2021,南,大,7\n", book
    )
    assert notes == ()
    found = {one.cluster: {line.code: line.state.value for line in one.outcome.lines} for one in judged}
    assert [found[key].get("one") for key in ("甲", "乙", "丙")] == ["fail", "fail", None]


def test_group_kinds_come_from_every_part_of_the_rulebook() -> None:
    assert group_kinds(ruleset("example_points")) == ("category",)
    assert group_kinds(notice()) == ("category",)
    assert group_kinds(mini()) == ()
    ranked = 'order = "high_first"\nties = "best"\nclasses = [{ rest = true, points = 1 }]\n'
    assert group_kinds(mini(LINE + criterion("rank", ranked, measure="staff"))) == ()
    grouped = criterion("rank", ranked + 'group = "region"', measure="staff")
    assert group_kinds(mini(LINE + grouped)) == ("region",)


def test_who_is_judged_holds_the_title_that_can_be_lost() -> None:
    book = mini(titles='{ assessed = ["provincial"], revocable = "provincial" }')
    judged, _ = judge_figures("cluster,group,year,money,area\n甲,,2020,1,100000\n甲,,2021,1,100000\n", book)
    assert [one.outcome.verdict for one in judged] == [Verdict.YELLOW_CARD, Verdict.DELIST]


def test_open_earlier_years_are_told() -> None:
    rows = "甲,,2020,,,,\n甲,,2021,90000,67500,7000,100000\n乙,,2020,90000,67500,7000,100000\n乙,,2021,120000,90000,7000,100000\n"
    judged, _ = judge_figures(HEAD + rows, notice())
    told = {row["cluster"]: row["open"] for row in csv.DictReader(io.StringIO(table_of(judged).removeprefix("\ufeff")))}
    assert told["甲"].startswith("以前年度待核，结案后本年结论可能改变；投资强度：数据缺失；")
    assert told["乙"].startswith("投资强度：数据缺失；")


def test_a_title_that_may_have_ended_is_told() -> None:
    rows = "甲,,2020,90000,67500,7000,100000\n甲,,2021,,,,\n甲,,2022,120000,90000,7000,100000\n甲,,2023,90000,67500,7000,100000\n"
    judged, _ = judge_figures(HEAD + rows, amended_to_2023())
    last = list(csv.DictReader(io.StringIO(table_of(judged).removeprefix("\ufeff"))))[-1]
    assert (last["verdict"], last["open"].split("；")[0]) == (
        "yellow_card",
        "更早年度待核，结案后如已构成退出条件，本年结论须重新确定",
    )


def test_names_that_begin_like_formulas_are_safe_to_open_and_figures_stay_figures() -> None:
    judged, _ = judge_figures("cluster,group,year,money,area\n=1+1,-x,2021,-1,1\n", mini())
    row = next(csv.DictReader(io.StringIO(table_of(judged).removeprefix("\ufeff"))))
    assert (row["cluster"], row["group"]) == ("'=1+1", "'-x")
    assert [cell for name, cell in row.items() if name.endswith("_value")][0].startswith("-1")
