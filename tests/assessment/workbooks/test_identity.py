"""The identity of a template is verified, whoever saved the file."""

from dataclasses import replace

import pytest

from assessment.workbooks.identity import Identity, compare_identity, read_identity
from assessment.workbooks.spec import IDENTITY_SHEET
from clusters.workbooks.codes import Code, Fault
from clusters.workbooks.read.sandbox import load_book
from tests.assessment.workbooks.samples import COLUMNS, ISSUED, SPEC, opened, saved, template


def identity_after(row: int, column: int, value: object) -> Identity | Fault:
    book = opened(template())
    book[IDENTITY_SHEET].cell(row, column, value)
    return read_identity(load_book(saved(book)).named(IDENTITY_SHEET), COLUMNS)


def test_identity_holds_what_the_template_was_made_of() -> None:
    found = read_identity(load_book(template()).named(IDENTITY_SHEET), COLUMNS)
    assert isinstance(found, Identity)
    assert (found.district, found.year, found.issued, found.version) == ("370202", 2022, ISSUED, "1")
    assert {code: row.version for code, row in found.rows.items()} == {row.code: row.version for row in SPEC.rows}
    assert {code: row.base for code, row in found.rows.items()} == {row.code: dict(row.values) for row in SPEC.rows}


def test_indicators_no_longer_asked_for_are_left_out_of_the_base() -> None:
    found = read_identity(load_book(template()).named(IDENTITY_SHEET), COLUMNS[:1])
    assert isinstance(found, Identity)
    assert set(found.rows["370202-001"].base) == {"revenue"}


@pytest.mark.parametrize(
    ("row", "column", "value"),
    ((2, 2, "2"), (3, 2, "370203"), (4, 2, "2021"), (5, 2, "x"), (6, 2, "0"), (8, 1, "370202-009"), (8, 2, "99"),
     (8, 3, '{"revenue": "1"}'), (8, 4, "0"), (9, 1, "370202-001"), (4, 2, "二〇二二"), (1, 1, "x")),
)  # fmt: skip
def test_any_change_is_noticed(row: int, column: int, value: object) -> None:
    found = identity_after(row, column, value)
    assert isinstance(found, Fault)
    assert found.code is Code.HEADER_MISMATCH


def test_missing_row_is_noticed() -> None:
    book = opened(template())
    book[IDENTITY_SHEET].delete_rows(9)
    assert isinstance(read_identity(load_book(saved(book)).named(IDENTITY_SHEET), COLUMNS), Fault)


def test_comparison_names_what_differs() -> None:
    found = read_identity(load_book(template()).named(IDENTITY_SHEET), COLUMNS)
    assert isinstance(found, Identity)
    assert compare_identity(found, SPEC) is None
    other = compare_identity(replace(found, template="x"), SPEC)
    assert other is not None
    assert "不是年度填报模板" in other.message
