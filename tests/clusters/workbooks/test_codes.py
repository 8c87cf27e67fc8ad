"""Codes, messages and the one line in which a refusal speaks."""

import json

import pytest

from clusters.errors import DomainError
from clusters.workbooks.codes import (
    MESSAGES,
    Code,
    Place,
    WorkbookRefused,
    fault,
    fault_from,
    refuse,
    shorten,
)

WANTED = [
    "archive_too_large", "archive_too_many_members", "archive_corrupt", "archive_bad_member_name",
    "archive_duplicate_member", "xml_dtd_forbidden", "xml_too_deep", "macro_forbidden", "external_content_forbidden",
    "formula_forbidden", "formula_without_value", "sheet_too_large", "too_many_rows", "cell_too_long",
    "merged_data_cell", "header_mismatch", "header_duplicate", "hidden_content", "no_data_rows", "not_a_number",
    "corrupt_cell", "out_of_range", "bad_type", "implausible_ratio", "unit_suspect", "duplicate_key", "year_not_open",
    "cluster_not_found", "not_a_data_row", "not_xlsx",
]  # fmt: skip


def test_codes_are_the_agreed_ones() -> None:
    assert [str(code) for code in Code] == WANTED


@pytest.mark.parametrize("code", Code)
def test_every_code_says_what_happened_and_what_to_do(code: Code) -> None:
    message, advice = MESSAGES[code]
    assert "{what}" in message
    assert advice.endswith("。")


def test_fault_names_its_place_in_words() -> None:
    place = Place("填报", 12, "F", "营业收入（万元）")
    assert fault(Code.NOT_A_NUMBER, "“一千”", place=place).place == "填报!F12 营业收入（万元）"
    assert fault(Code.HIDDEN_CONTENT, "隐藏的第 9 行", place=Place("填报", 9)).place == "填报 第 9 行"
    assert fault(Code.NOT_XLSX, "x").place == ""


def test_fault_survives_the_way_between_processes() -> None:
    before = fault(Code.OUT_OF_RANGE, "-5", place=Place("填报", 12, "F", "税收"), value="-5", example="5")
    assert fault_from(json.loads(json.dumps(before.as_dict()))) == before


def test_values_are_shown_short_and_without_invisible_characters() -> None:
    assert shorten("a\u202eb\x00c\u200b") == "a�b�c�"
    assert shorten("长" * 61) == "长" * 60 + "…"
    assert shorten("长" * 60) == "长" * 60


def test_braces_in_a_value_are_no_template() -> None:
    assert fault(Code.NOT_A_NUMBER, "{what} {0}").message == "不是数值：{what} {0}"


def test_refusal_is_a_domain_error_with_place_advice_and_count() -> None:
    first = fault(Code.NOT_A_NUMBER, "“一千”", place=Place("填报", 5, "C", "税收（万元）"))
    refusal = WorkbookRefused(first, fault(Code.BAD_TYPE, "日期"), fault(Code.BAD_TYPE, "日期"))
    assert isinstance(refusal, DomainError)
    assert refusal.message == (
        "不是数值：“一千”（填报!C5 税收（万元））。请只填数字，不带单位和文字；没有数据请留空。 另有 2 处问题，详见错误清单。"
    )
    assert refusal.codes == (Code.NOT_A_NUMBER, Code.BAD_TYPE)
    assert refuse(Code.NOT_XLSX, "空文件").faults[0].code is Code.NOT_XLSX
