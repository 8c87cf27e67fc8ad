"""The identity of a template is verified, whoever saved the file."""

from dataclasses import replace
from typing import Any

import pytest

from assessment.workbooks import identity
from assessment.workbooks.identity import bases_of
from assessment.workbooks.spec import IDENTITY_SHEET, TemplateSpec
from clusters.workbooks.codes import Code, Fault
from clusters.workbooks.read.sandbox import load_book
from clusters.workbooks.table.columns import Values
from tests.assessment.workbooks.samples import COLUMNS, ISSUED, SPEC, opened, saved, template


def held(data: bytes, spec: TemplateSpec = SPEC) -> dict[str, Values] | Fault:
    return bases_of(load_book(data).named(IDENTITY_SHEET), spec)


def test_identity_holds_what_the_template_was_made_of() -> None:
    assert held(template()) == {row.code: dict(row.values) for row in SPEC.rows}
    cells = list(opened(template())[IDENTITY_SHEET].values)
    assert [cell[1] for cell in cells[1:5]] == ["1", "370202", "2022", ISSUED]
    assert [cell[1] for cell in cells[7:]] == [row.version for row in SPEC.rows]


def test_indicators_no_longer_asked_for_are_left_out_of_the_base() -> None:
    found = held(template(), replace(SPEC, columns=COLUMNS[:1]))
    assert isinstance(found, dict)
    assert set(found["370202-001"]) == {"revenue"}


@pytest.mark.parametrize(
    ("row", "column", "value"),
    ((2, 2, "2"), (3, 2, "370203"), (4, 2, "2021"), (5, 2, "x"), (6, 2, "0"), (8, 1, "370202-009"), (8, 2, "99"),
     (8, 3, '{"revenue": "1"}'), (8, 4, "0"), (9, 1, "370202-001"), (4, 2, "二〇二二"), (1, 1, "x")),
)  # fmt: skip
def test_any_change_is_noticed(row: int, column: int, value: object) -> None:
    book = opened(template())
    book[IDENTITY_SHEET].cell(row, column, value)
    found = held(saved(book))
    assert isinstance(found, Fault)
    assert found.code is Code.HEADER_MISMATCH


def test_missing_row_is_noticed() -> None:
    book = opened(template())
    book[IDENTITY_SHEET].delete_rows(9)
    assert isinstance(held(saved(book)), Fault)


@pytest.mark.parametrize(
    ("spec", "words"),
    (
        ({"district": "370203", "district_name": "市北区"}, "文件是区市代码 370202 的模板，当前为市北区（370203）"),
        ({"year": 2021}, "文件是 2022 年度的模板，当前填报 2021 年度"),
    ),
)
def test_template_of_another_district_or_year_says_which(spec: dict[str, Any], words: str) -> None:
    found = held(template(), replace(SPEC, **spec))
    assert isinstance(found, Fault)
    assert words in found.message


def test_another_kind_of_template_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "TEMPLATE_ID", "x")
    other = template()
    monkeypatch.undo()
    found = held(other)
    assert isinstance(found, Fault)
    assert "模板“x”不是年度填报模板" in found.message
