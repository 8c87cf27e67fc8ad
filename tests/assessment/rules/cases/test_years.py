"""One data year of a decision case, written as people and programs write it."""

import json
from typing import Any

import pytest

from assessment.rules.cases.decisions import CaseResult, run_row
from tests.assessment.rules.samples import notice

FAILING = {"area": "100000", "rev": "90000", "lead": "67500", "tax": "7000"}
ROW = {
    "case_id": "T-1",
    "title": "两年不达标",
    "level": "municipal",
    "recognised_on": "2019-01-01",
    "rules": "",
    "history": json.dumps([{"y": year, **FAILING} for year in (2020, 2021)]),
    "expected_criteria": '{"2020": "PFP", "2021": "PFP"}',
    "expected_decisions": '{"2020": "YELLOW", "2021": "DELIST"}',
    "expected_final": "delisted",
}


def run(**changed: Any) -> CaseResult:
    text = {key: value if isinstance(value, str) else json.dumps(value) for key, value in changed.items()}
    return run_row(ROW | text, (notice(),))


def single(**more: Any) -> str:
    """Letters and decision of one year that would pass, with other figures and flags."""
    year = {"y": 2021, "area": "100000", "rev": "120000", "lead": "90000", "tax": "7000"} | more
    result = run(history=[year], expected_criteria="{}", expected_decisions="{}", expected_final="")
    return f"{result.criteria[2021]} {result.decisions[2021]}"


@pytest.mark.parametrize(
    ("more", "expected"),
    (
        ({"tax": "7.5e3"}, "PPU HOLD"), ({"tax": "6E+3"}, "PPU HOLD"), ({"tax": "+6000"}, "PPU HOLD"), ({"tax": "6000."}, "PPU HOLD"),
        ({"tax": "-.5"}, "PPU HOLD"), ({"tax": True}, "PPU HOLD"), ({"tax": 6000}, "PPP NONE"), ({"tax": "6000"}, "PPP NONE"),
        ({"tax": "5999." + "9" * 12}, "PPF YELLOW"), ({"lead": "83999." + "9" * 12}, "FPP YELLOW"), ({"tax": "1." + "9" * 12}, "PPF YELLOW"),
        ({"tax": "5999." + "9" * 13}, "PPU HOLD"), ({"tax": "1" + "0" * 20}, "PPU HOLD"), ({"tax": "7e003"}, "PPU HOLD"),
        ({"tax": "."}, "PPU HOLD"), ({"tax": "1,000"}, "PPU HOLD"), ({"tax": "７０００"}, "PPU HOLD"), ({"tax": "7000万"}, "PPU HOLD"),
    ),
)  # fmt: skip
def test_figures_are_written_as_tables_have_them(more: dict[str, Any], expected: str) -> None:
    """(8.E37) Text that a table of figures refuses (exponents, signs, a bare point) is no figure of a case either."""
    assert single(**more) == expected


def test_a_bare_number_keeps_all_its_digits() -> None:
    history = '[{"y": 2021, "area": 1E+5, "rev": 99999.99999999999999999999, "lead": 90000, "tax": 7000}]'
    lines = {"expected_criteria": {"2021": "PFP"}, "expected_decisions": {"2021": "YELLOW"}, "expected_final": "active"}
    assert run(history=history, **lines).differences == ()


@pytest.mark.parametrize(
    ("more", "expected"),
    (
        ({"confirmed": "1"}, "PPF YELLOW"), ({"confirmed": "留抵退税，已核实"}, "PPF YELLOW"), ({"confirmed": "tax refund"}, "PPF YELLOW"),
        ({"confirmed": "rev、tax"}, "PPF YELLOW"), ({"confirmed": "area; rev"}, "PPU HOLD"), ({"confirmed": {"tax": "属实"}}, "PPF YELLOW"),
        ({"confirmed": {"area": "属实"}}, "PPU HOLD"), ({"confirmed": []}, "PPU HOLD"), ({"confirmed": " "}, "PPU HOLD"),
        ({"confirmed": "0"}, "PPU HOLD"), ({"confirmed": "False"}, "PPU HOLD"), ({"confirmed": "no"}, "PPU HOLD"), ({"confirmed": "否"}, "PPU HOLD"),
        ({"confirmed": 1, "missing": "0"}, "PPF YELLOW"), ({"confirmed": 1, "draft": "false"}, "PPF YELLOW"), ({"draft": "1"}, "--- HOLD"),
        ({"exempt": "0"}, "PPU HOLD"), ({"exempt": "疫情"}, "PPU NOT_ASSESSED"), ({"ruled": "0"}, "PPU HOLD"), ({"ruled": "Fail "}, "PPU YELLOW"),
        ({"ruled": "1"}, "PPU YELLOW"), ({"confirmed": 1, "withdrawn": "0"}, "PPF YELLOW"), ({"confirmed": 1, "withdrawn": "1"}, "PPF YELLOW>ANNULLED"),
        ({"confirmed": 1, "appeal": "Upheld"}, "PPF YELLOW>ANNULLED"), ({"confirmed": 1, "appeal": "withdrawn"}, "PPF YELLOW"),
        ({"confirmed": 1, "rerecognised": "1"}, "PPF YELLOW"), ({"confirmed": 1, "rerecognised": "True"}, "PPF YELLOW"),
        ({"confirmed": 1, "rerecognised": "2022"}, "PPF NOT_ASSESSED"), ({"confirmed": 1, "rerecognised": "2021/1/2"}, "PPF NOT_ASSESSED"),
        ({"confirmed": 1, "rerecognised": "0"}, "PPF YELLOW"),
    ),
)  # fmt: skip
def test_flags_may_be_written_as_text_or_as_their_reason(more: dict[str, Any], expected: str) -> None:
    assert single(**{"tax": "-1", **more}) == expected


def test_an_appeal_taken_back_by_the_district_leaves_the_card() -> None:
    history = [{"y": 2020, **FAILING, "appeal": "withdrawn"}, {"y": 2021, **FAILING}]
    assert run(history=history).differences == ()


@pytest.mark.parametrize(
    ("day", "first"),
    (
        ("2020/1/1", 2020), ("2020-1-1", 2020), ("2020.01.02", 2021), ("2020年1月1日", 2020), ("2020-01-01 00:00:00", 2020),
        ("2020-01-02T00:00", 2021), (" 2020-01-02 ", 2021), ("20200101", 2020),
    ),
)  # fmt: skip
def test_a_day_may_be_written_as_a_spreadsheet_shows_it(day: str, first: int) -> None:
    result = run(recognised_on=day)
    assert [year for year, code in result.decisions.items() if code != "NOT_ASSESSED"][0] == first


@pytest.mark.parametrize("day", ("2020/13/1", "2020/1", "2020-01-01 12:00:00", "x2020/1/1"))
def test_what_is_no_day_is_refused(day: str) -> None:
    assert run(recognised_on=day).differences[0].startswith("用例无法读取：recognised_on：")


def test_a_level_may_be_written_with_capitals_and_full_width_signs() -> None:
    assert run(level=" Municipal").differences == ()
    final = "municipal title revoked; provincial title untouched"
    assert run(level="Provincial ＋ municipal", expected_final=final).differences == ()
