"""Rows of a case table as they are read, before anything is judged."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assessment.rules.cases.decisions import Case, CaseResult, read_case, run_row
from assessment.rules.cases.years import CaseError, read_year
from assessment.rules.enums import Filing
from assessment.rules.facts import Facts
from assessment.rules.judge.timeline import YearFile
from tests.assessment.rules.samples import notice

D = Decimal
CODES = frozenset({"revenue", "leading_revenue", "tax", "floor_area"})


def read(**entry: Any) -> YearFile:
    return read_year({"y": 2021, **entry}, CODES, [])


def test_row_with_its_needed_columns_only_is_read() -> None:
    row = {"case_id": " T-1 ", "level": "municipal", "recognised_on": "2019-01-01", "history": "[]"}
    found = read_case(row | {"expected_decisions": "{}"}, CODES)
    assert (found.case_id, found.text, found.rules, found.final, found.criteria) == ("T-1", "", "", "", None)
    assert (found.files, found.decisions, found.notes) == ((), {}, ())


def test_row_is_read_with_everything_in_it() -> None:
    row = {
        "case_id": "T-1",
        "title": " 甲 ",
        "level": "municipal",
        "recognised_on": "2019-01-01",
        "rules": " 2019+ ",
        "history": '[{"y": 2021, "tax": 59999999.999999999999, "x": 1, "issued": "2022-05-01"}]',
        "expected_criteria": '{"2021": "P P F"}',
        "expected_decisions": '{"2021": "YELLOW"}',
        "expected_final": " active ",
    }
    found = read_case(row, CODES)
    assert isinstance(found, Case)
    assert (found.text, found.rules, found.final) == ("甲", "2019+", "active")
    assert (found.criteria, found.decisions) == ({2021: "PPF"}, {2021: "YELLOW"})
    assert found.notes == ("2021年：不认识的键“x”已忽略",)
    assert found.files == (YearFile(Facts(2021, values={"tax": D("59999999.999999999999")}), issued=date(2022, 5, 1)),)


def test_a_row_that_cannot_be_read_needs_no_title_to_be_named() -> None:
    found = run_row({"history": "["}, (notice(),))
    assert (found.case_id, found.text, found.criteria, found.decisions, found.final) == ("", "", {}, {}, "")
    assert found.differences[0].startswith("用例无法读取：history：")
    assert not found.is_as_expected


def test_figures_are_kept_by_indicator_and_what_is_none_with_its_reason() -> None:
    found = read(rev="120000", tax=None, lead=" ", area="十万", other="5").facts
    assert found.values == {"revenue": D(120000), "tax": None, "leading_revenue": None, "floor_area": None}
    assert found.invalid == {"floor_area": "“十万”不是数字：只用半角数字、小数点和负号"}
    assert (found.filing, found.ruled_failed, found.exempt) == (Filing.VERIFIED, False, False)


def test_own_code_of_an_indicator_comes_before_the_short_name() -> None:
    found = read_year({"y": 2021, "area": "5", "rev": "7"}, frozenset({"area", "revenue"}), []).facts
    assert found.values == {"area": D(5), "revenue": D(7)}


def test_year_without_figures_counts_as_not_reported() -> None:
    assert read().facts == Facts(2021, Filing.MISSING)
    assert read(draft=1).facts.filing is Filing.DRAFT
    assert read(tax=None).facts.filing is Filing.VERIFIED


def test_confirmed_names_are_kept_one_by_one() -> None:
    assert read(confirmed=["tax", "area", "other"]).facts.confirmed == {"tax", "floor_area", "other"}
    assert read(confirmed="tax").facts.confirmed == {"tax"}
    assert read(confirmed=True).facts.confirmed == CODES
    assert read().facts.confirmed == frozenset()


def test_either_side_of_a_merger_marks_the_year() -> None:
    marked = [read(**entry).merged for entry in ({"merged_into": "乙"}, {"merged_from": "丙"}, {}, {"tax": "1"})]
    assert marked == [True, True, False, False]


def test_new_recognition_is_a_day_a_year_or_the_first_day_of_this_year() -> None:
    found = [read(rerecognised=raw).recognised_again for raw in (True, 1, 2022, "2021-07-01", 0, None)]
    assert found == [date(2021, 1, 1), date(2021, 1, 1), date(2022, 1, 1), date(2021, 7, 1), None, None]


def test_year_of_a_new_recognition_is_written_in_plain_digits() -> None:
    with pytest.raises(CaseError, match="^2021年 rerecognised：“2０22”不是日期（YYYY-MM-DD）$"):
        read(rerecognised="2０22")


def test_appeal_that_was_taken_back_counts_as_rejected() -> None:
    found = [read(appeal=raw).appeal for raw in ("withdrawn", "Pending > Upheld", "upheld", "", None)]
    assert found == ["rejected", "pending>upheld", "upheld", "", ""]


def test_levels_kept_are_joined_in_the_final_state() -> None:
    history = [{"y": year, "area": "100000", "rev": "90000", "lead": "67500", "tax": "7000"} for year in (2020, 2021)]
    row = {
        "case_id": "T-1",
        "level": "national+municipal+provincial",
        "recognised_on": "2019-01-01",
        "history": json.dumps(history),
        "expected_decisions": '{"2020": "YELLOW", "2021": "DELIST"}',
    }
    found = run_row(row, (notice(),))
    assert isinstance(found, CaseResult)
    assert (found.differences, found.final) == ((), "municipal title revoked; provincial and national title untouched")
