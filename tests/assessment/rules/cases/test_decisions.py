"""Decision cases: every one of the tables comes out as written, and every difference is named."""

import csv
import io
import json
from typing import Any

import pytest

from assessment.rules.cases.decisions import CaseResult, run_cases, run_row, table_of
from assessment.rules.cases.years import CaseError
from tests.assessment.rules.samples import DATA, golden, notice
from tests.support.limits import shallow

TABLES = ("given_cases.csv", "more_cases.csv")


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(golden(name).removeprefix("\ufeff"))))


@pytest.mark.parametrize("row", [row for name in TABLES for row in rows(name)], ids=lambda row: row["case_id"])
def test_case_comes_out_as_expected(row: dict[str, str]) -> None:
    result = run_row(row, (notice(),))
    assert (result.differences, result.notes) == ((), ())


def test_run_cases_reads_a_whole_table() -> None:
    results = run_cases((DATA / "given_cases.csv").read_text(encoding="utf-8"), (notice(),))
    assert len(results) == 39
    assert all(result.is_as_expected for result in results)


ROW = {
    "case_id": "T-1",
    "title": "两年不达标",
    "level": "municipal",
    "recognised_on": "2019-01-01",
    "rules": "",
    "history": json.dumps(
        [{"y": year, "area": "100000", "rev": "90000", "lead": "67500", "tax": "7000"} for year in (2020, 2021)]
    ),
    "expected_criteria": '{"2020": "PFP", "2021": "PFP"}',
    "expected_decisions": '{"2020": "YELLOW", "2021": "DELIST"}',
    "expected_final": "delisted",
}


def run(**changed: Any) -> CaseResult:
    text = {key: value if isinstance(value, str) else json.dumps(value) for key, value in changed.items()}
    return run_row(ROW | text, (notice(),))


def test_result_repeats_what_was_decided() -> None:
    result = run()
    assert (result.case_id, result.text, result.is_as_expected) == ("T-1", "两年不达标", True)
    assert result.criteria == {2020: "PFP", 2021: "PFP"}
    assert result.decisions == {2020: "YELLOW", 2021: "DELIST"}
    assert result.final == "delisted"


@pytest.mark.parametrize(
    ("changed", "differences"),
    (
        ({"expected_decisions": {"2020": "YELLOW", "2021": "YELLOW"}}, ("2021年结论：应为 YELLOW，得到 DELIST",)),
        ({"expected_decisions": {"2020": "YELLOW"}}, ("2021年结论：应为 （无），得到 DELIST",)),
        (
            {"expected_decisions": {"2019": "NO_RULE", "2020": "YELLOW", "2021": "DELIST"}},
            ("2019年结论：应为 NO_RULE，得到 （无）",),
        ),
        ({"expected_criteria": {"2020": "PFP", "2021": "PPP"}}, ("2021年标准：应为 PPP，得到 PFP",)),
        ({"expected_criteria": {"2021": "PFP"}}, ("2020年标准：应为 （无），得到 PFP",)),
        (
            {"expected_criteria": {"2020": "PFP", "2021": "PFP", "2022": "PFP"}},
            ("2022年标准：应为 PFP，得到 （无）",),
        ),
        ({"expected_final": "active"}, ("最终状态：应为 active，得到 delisted",)),
        ({"expected_final": "", "expected_criteria": ""}, ()),
        (
            {"expected_final": "active", "expected_decisions": {}, "expected_criteria": {}},
            (
                "2020年结论：应为 （无），得到 YELLOW", "2021年结论：应为 （无），得到 DELIST",
                "2020年标准：应为 （无），得到 PFP", "2021年标准：应为 （无），得到 PFP",
                "最终状态：应为 active，得到 delisted",
            ),
        ),
    ),
)  # fmt: skip
def test_every_difference_is_named(changed: dict[str, Any], differences: tuple[str, ...]) -> None:
    result = run(**changed)
    assert result.differences == differences
    assert result.is_as_expected is (not differences)


def test_letters_of_a_year_not_judged_are_compared_only_when_expected() -> None:
    reserve = {"level": "reserve", "expected_final": "reserve"}
    decisions = {"expected_decisions": {"2020": "NOT_ASSESSED", "2021": "NOT_ASSESSED"}}
    assert run(**reserve, **decisions, expected_criteria={}).is_as_expected
    assert run(**reserve, **decisions, expected_criteria={"2020": "PFP"}).is_as_expected
    assert run(**reserve, **decisions, expected_criteria={"2020": "PPP"}).differences == (
        "2020年标准：应为 PPP，得到 PFP",
    )


def test_spaces_in_expectations_do_not_matter() -> None:
    assert run(expected_decisions={"2020": " YELLOW", "2021": "DELIST "}, expected_final=" delisted ").is_as_expected


def test_json_nested_deeper_than_the_stack_allows_is_refused() -> None:
    """The stack is made shallow for the test; two hundred levels trouble no reader of JSON."""
    rulesets = (notice(),)
    nested = ROW | {"history": "[" * 200 + "]" * 200}
    with shallow(60):
        result = run_row(nested, rulesets)
    assert "history：不是有效的 JSON：数值的位数或嵌套的层数过多" in result.differences[0]


def entry(**more: Any) -> list[dict[str, Any]]:
    return [{"y": 2021, "area": "100000", "rev": "120000", "lead": "90000", "tax": "7000"} | more]


@pytest.mark.parametrize(
    ("changed", "problem"),
    (
        ({"history": "[{y: 1, xxxxxxxxxx}"}, "history：不是有效的 JSON：第 3 个字符起（“y: 1, xxxxxx”）看不懂；键和文字用半角双引号，各项用半角逗号隔开"),
        ({"history": "[" + "1" * 5000 + "]"}, "history：不是有效的 JSON：数值的位数或嵌套的层数过多"),
        ({"history": {}}, "history：应为列表"),
        ({"history": [5]}, "history：每项应为对象，并有整数年度 y"),
        ({"history": [{"y": "20x1"}]}, "history：每项应为对象，并有整数年度 y"),
        ({"history": [{"year": 2021}]}, "history：每项应为对象，并有整数年度 y"),
        ({"rules": "C2=5"}, "rules：看不懂“C2=5”"),
        ({"history": entry() * 2}, "2021年有两条记录"),
        ({"history": entry(appeal="maybe")}, "2021年：appeal 只能为 pending、pending>rejected、pending>upheld、rejected、upheld"),
        ({"history": entry(ruled="pass")}, "2021年：ruled 只能为 fail"),
        ({"history": entry(corr=5)}, "2021年：corr 应为对象"),
        ({"history": entry(late="x")}, "2021年：late 应为对象"),
        ({"history": entry(late_annul="x")}, "2021年：late_annul 应为年度"),
        ({"history": entry(rerecognised="soon")}, "2021年 rerecognised：“soon”不是日期（YYYY-MM-DD）"),
        ({"history": entry(level="city")}, "level：不认识的级别“city”，可写 applicant、municipal、national、provincial、reserve，几个称号用 + 相连"),
        ({"level": "municipal+x+a"}, "level：不认识的级别“a、x”"),
        ({"recognised_on": "2019"}, "recognised_on：“2019”不是日期（YYYY-MM-DD）"),
        ({"expected_criteria": "[]"}, "expected_criteria：应为对象"),
        ({"expected_decisions": " "}, "expected_decisions：不能为空"),
        ({"expected_decisions": {"x": "NONE"}}, "年度应为数字："),
        ({"rules": "2021"}, "rules：看不懂“2021”"),
        ({"rules": "2021: C2"}, "rules：看不懂“C2”"),
        ({"rules": "2021: C2=x"}, "rules：看不懂“C2=x”"),
        ({"rules": "2021: C9=5"}, "rules：没有名为“C9”、可改标准线的考核标准"),
        ({"rules": "2021: jobs=5"}, "rules：没有名为“jobs”、可改标准线的考核标准"),
        ({"rules": "2024: C2=5"}, "rules：2024年没有施行的规则集，无从修改"),
    ),
)  # fmt: skip
def test_a_case_that_cannot_be_read_is_a_difference(changed: dict[str, Any], problem: str) -> None:
    result = run(**changed)
    assert len(result.differences) == 1
    assert result.differences[0].startswith(f"用例无法读取：{problem}")
    assert (result.case_id, result.text, result.criteria, result.decisions, result.final) == (
        "T-1",
        "两年不达标",
        {},
        {},
        "",
    )


def test_a_table_without_its_columns_is_refused() -> None:
    with pytest.raises(
        CaseError,
        match="^用例文件：缺少列：level、recognised_on、history、expected_decisions（表头是：case_id、title）$",
    ):
        run_cases("case_id,title\nT-1,x\n", (notice(),))


def test_a_table_without_rows_is_refused() -> None:
    with pytest.raises(CaseError, match="^用例文件：表头之下没有用例$"):
        run_cases("case_id,level,recognised_on,history,expected_decisions\n\n,,\n", (notice(),))


def test_a_short_row_reads_as_blank() -> None:
    header = "case_id,level,recognised_on,history,expected_decisions,expected_final\n"
    result = run_cases(header + "T-1,municipal,2019-01-01,[],{}\n", (notice(),))[0]
    assert (result.differences, result.final, result.text) == ((), "active", "")


def test_unknown_keys_are_noted_once_and_known_information_is_not() -> None:
    history = entry(
        taxx="1", issued="2022-05-01", order=3, rerun=1, district="市南", name="新名", jobs="3", fai="0", note="x"
    )
    result = run(
        history=history + [{**history[0], "y": 2022, "taxx": "2"}], expected_criteria="", expected_decisions="{}"
    )
    assert result.notes == ("2021年：不认识的键“taxx”已忽略", "2022年：不认识的键“taxx”已忽略")


def single(**more: Any) -> str:
    """Letters and decision of one year with flags."""
    result = run(history=entry(**more), expected_criteria="{}", expected_decisions="{}", expected_final="")
    return f"{result.criteria[2021]} {result.decisions[2021]}"


@pytest.mark.parametrize(
    ("more", "expected"),
    (
        ({"tax": None}, "PPU HOLD"), ({"tax": " "}, "PPU HOLD"), ({"tax": 7000}, "PPP NONE"), ({"tax": " 7000 "}, "PPP NONE"),
        ({"tax": True}, "PPU HOLD"), ({"floor_area": "0"}, "PUU HOLD"), ({"land": "5"}, "PPP NONE"),
        ({"ruled": 1, "missing": 1}, "--- YELLOW"), ({"ruled": True, "missing": 1}, "--- YELLOW"), ({"ruled": ""}, "PPP NONE"),
        ({"missing": 0}, "PPP NONE"), ({"missing": 1}, "--- HOLD"), ({"missing": 1, "late": {"tax": "1"}}, "PPF YELLOW"),
        ({"missing": 1, "late": {"confirmed": 1}}, "--- HOLD"), ({"draft": 1, "late": {"tax": "1", "draft": 1}}, "--- HOLD"),
        ({"draft": 1, "corr": {"tax": "7000"}}, "PPP HOLD>NONE"), ({"returned": 1, "corr": {"rev": "120000"}}, "PPP HOLD>NONE"),
        ({"in_review": 1, "corr": {"rev": "90000"}}, "PFP HOLD>YELLOW"), ({"corr": {"confirmed": 1}, "tax": "-1"}, "PPF HOLD>YELLOW"),
        ({"confirmed": "tax", "tax": "-1"}, "PPF YELLOW"), ({"confirmed": ["area"], "tax": "-1"}, "PPU HOLD"),
        ({"confirmed": 0, "tax": "-1"}, "PPU HOLD"), ({"withdrawn": 0, "tax": "1"}, "PPF YELLOW"),
        ({"withdrawn": 1, "tax": "1"}, "PPF YELLOW>ANNULLED"), ({"appeal": "", "tax": "1"}, "PPF YELLOW"),
        ({"appeal": "pending > upheld", "tax": "1"}, "PPF YELLOW>ANNULLED"), ({"late_annul": 2021, "tax": "1"}, "PPF YELLOW>ANNULLED"),
        ({"late_annul": ["2021"], "tax": "1"}, "PPF YELLOW>ANNULLED"), ({"late_annul": 2015, "tax": "1"}, "PPF YELLOW"),
        ({"level": "reserve"}, "PPP NOT_ASSESSED"), ({"rerecognised": "2021-01-01", "tax": "1"}, "PPF YELLOW"),
        ({"rerecognised": "2021-01-02", "tax": "1"}, "PPF NOT_ASSESSED"), ({"rerecognised": 2022, "tax": "1"}, "PPF NOT_ASSESSED"),
        ({"rerecognised": 0, "tax": "1"}, "PPF YELLOW"),
    ),
)  # fmt: skip
def test_flags_do_what_they_say(more: dict[str, Any], expected: str) -> None:
    assert single(**more) == expected


def test_a_day_of_issue_that_is_no_date_is_noted() -> None:
    result = run(
        history=entry(issued="5月"), expected_criteria="", expected_decisions={"2021": "NONE"}, expected_final=""
    )
    assert (result.differences, result.notes) == ((), ("2021年 issued：“5月”不是日期（YYYY-MM-DD），已忽略",))


def test_years_may_be_written_as_text_and_numbers_as_json() -> None:
    history = '[{"y": "2021", "area": 1e5, "rev": 120000.0, "lead": 90000, "tax": 5999.999999}]'
    assert run(
        history=history, expected_criteria={"2021": "PPF"}, expected_decisions={"2021": "YELLOW"}, expected_final=""
    ).is_as_expected


def test_an_applicant_needs_no_day_and_a_level_may_carry_a_remark() -> None:
    nobody = run(
        level="applicant",
        recognised_on=" ",
        expected_criteria="",
        expected_decisions={"2020": "NOT_ASSESSED", "2021": "NOT_ASSESSED"},
        expected_final="applicant",
    )
    assert nobody.differences == ()
    remark = {"expected_decisions": {"2020": "YELLOW", "2021": "ESCALATE"}, "expected_final": "active"}
    assert run(level="national (no municipal title)", **remark).differences == ()
    assert run(level="national（无市级称号）", **remark).differences == ()


def test_a_year_without_any_figures_is_missing() -> None:
    result = run(
        history=[{"y": 2021}], expected_criteria="{}", expected_decisions={"2021": "HOLD"}, expected_final="active"
    )
    assert result.differences == ()


def test_table_of_results_can_be_opened_in_a_spreadsheet() -> None:
    text = table_of((run(), run(expected_final="active", title="=1+1")))
    assert text.startswith("\ufeffcase_id,title,result,criteria,decisions,final,differences\r\n")
    first, second = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert first == {
        "case_id": "T-1", "title": "两年不达标", "result": "一致", "criteria": "2020:PFP 2021:PFP",
        "decisions": "2020:YELLOW 2021:DELIST", "final": "delisted", "differences": "",
    }  # fmt: skip
    assert (second["result"], second["title"]) == ("不一致", "'=1+1")
    assert second["differences"] == "最终状态：应为 active，得到 delisted"
    twice = table_of((run(expected_final="active", expected_decisions={}),))
    assert "2020年结论：应为 （无），得到 YELLOW；2021年结论：应为 （无），得到 DELIST；最终状态：" in twice
