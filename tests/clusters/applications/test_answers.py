"""Answers: nothing typed is dropped, nothing unreadable is filed."""

from datetime import date
from decimal import Decimal

import pytest

from clusters.applications.answers import date_of, faults, number_of, stored
from clusters.applications.form import Field, Section
from tests.clusters.test_credit_code import made

COLUMNS = (Field("name", "企业名称", "text", is_required=True), Field("credit_code", "代码", "text", is_required=True))


def section(*fields: Field, by_period: bool = False) -> Section:
    return Section("s", "部分", "", fields, by_period)


def said(field: Field, text: str) -> str:
    return "".join(one.message for one in faults(section(field), {field.code: text}))


NUMBER = Field("n", "面积", "number", unit="平方米", decimals=2)


@pytest.mark.parametrize("text", ("", "0", "12", "1,234.50", "１２３", "999999999999.99"))
def test_plain_number_is_taken(text):
    assert said(NUMBER, text) == ""


@pytest.mark.parametrize(
    ("text", "words"),
    (
        ("12,34", "不是有效的数字"),
        ("约10", "不是有效的数字"),
        ("1e5", "不是有效的数字"),
        ("-1", "负数"),
        ("1.234", "最多填 2 位小数"),
        ("1234567890123", "最多 12 位"),
    ),
)
def test_other_number_is_refused_with_the_reason(text, words):
    assert words in said(NUMBER, text)


@pytest.mark.parametrize(
    ("field", "text", "words"),
    (
        (Field("t", "名称", "text", is_required=True), "", "请填写"),
        (Field("t", "名称", "text", max_length=3), "四个字啊", "最多 3 字"),
        (Field("d", "日期", "date"), "2024年2月30日", "不是日期"),
        (Field("c", "方式", "choice", options=("甲", "乙")), "丙", "请从甲、乙中选择"),
    ),
)
def test_wrong_answer_says_what_to_do(field, text, words):
    assert words in said(field, text)


def test_readings():
    assert date_of("2024年5月31日") == date_of("2024-5-31") == date(2024, 5, 31)
    assert number_of("1,234.50") == Decimal("1234.50")
    assert number_of("") is None


def test_period_is_named():
    found = faults(
        section(Field("r", "收入", "number", is_required=True), by_period=True), {"r_0": "1"}, ("甲", "乙", "丙")
    )
    assert [one.label for one in found] == ["收入（乙）", "收入（丙）"]


def test_table_keeps_its_rows_and_names_the_wrong_cell():
    table = Field("list", "名单", "table", columns=COLUMNS)
    typed = {
        "list": [
            {"name": "甲公司", "credit_code": made(1)},
            {"name": " ", "credit_code": ""},
            {"name": "乙公司", "credit_code": "123", "x": "y"},
        ],
        "other": "z",
    }
    kept = stored(section(table), typed)
    assert kept == {"list": [{"name": "甲公司", "credit_code": made(1)}, {"name": "乙公司", "credit_code": "123"}]}
    (found,) = faults(section(table), kept)
    assert found.label == "名单第 2 行“代码”"
    assert "18 位" in found.message


def test_required_table_asks_for_a_row():
    table = Field("list", "名单", "table", is_required=True, columns=COLUMNS)
    assert [one.message for one in faults(section(table), {})] == ["请至少填写一行。"]
