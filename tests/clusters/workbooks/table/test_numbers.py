"""What counts as a figure, to the last digit."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters.workbooks.codes import Code
from clusters.workbooks.read.raw import Odd
from clusters.workbooks.table.columns import Column, Kind
from clusters.workbooks.table.decimals import plain, shown
from clusters.workbooks.table.numbers import BadCell, figure_of, figure_reader
from tests.assessment.workbooks.samples import AREA, JOBS, TAX


def outcome(reading: Callable[[], Decimal | None]) -> Decimal | None | Code:
    try:
        return reading()
    except BadCell as bad:
        return bad.code


def read(cell: object, column: Column = TAX) -> Decimal | None:
    """Read by the fast way and the full one, which must agree."""
    fast = outcome(lambda: figure_reader(column)(cell))  # type: ignore[arg-type]
    assert fast == outcome(lambda: figure_of(cell, column))  # type: ignore[arg-type]
    return figure_reader(column)(cell)  # type: ignore[arg-type]


def code_for(cell: object, column: Column = TAX) -> Code:
    with pytest.raises(BadCell) as refusal:
        read(cell, column)
    return refusal.value.code


@pytest.mark.parametrize(
    ("text", "figure"),
    (
        ("1250", "1250"),
        (" 1250.50 ", "1250.5"),
        ("1,234.50", "1234.5"),
        ("1,234,567", "1234567"),
        ("１２３", "123"),
        ("－５", "-5"),
        ("−5", "-5"),
        ("＋１，２３４．５", "1234.5"),
        ("\u3000 7 \u00a0", "7"),
        ("+0.10", "0.1"),
        ("0", "0"),
        ("007", "7"),
        ("999999999999.99", "999999999999.99"),
    ),
)
def test_text_that_is_plainly_a_number_counts(text: str, figure: str) -> None:
    result = read(text)
    assert str(result) == figure


@pytest.mark.parametrize(
    "text",
    (
        "1_000", "٣٤٥", "१२३", "12,34", "1,23,456", ",123", "1e5", "1E5", "NaN", "inf", "-inf", "Infinity", "0x10",
        "1.2.3", "1.", ".5", "+-5", "--5", "5-", "12 345", "100万元", "12%", "￥100", "约三千", "1²", "½", "①",
        "𝟏", "1\n2", "1\u200b", "一百", "-", "+", ",", "=1", "'5", "1,234 ,567", "(5)",
    ),
)  # fmt: skip
def test_text_that_is_not_plainly_a_number_is_refused(text: str) -> None:
    assert code_for(text) is Code.NOT_A_NUMBER


@pytest.mark.parametrize("blank", ("", "  ", "\u3000", "\u00a0\n"))
def test_blank_is_not_zero(blank: str) -> None:
    assert read(blank) is None
    assert read("0") == 0
    assert read(0.0) == 0


@pytest.mark.parametrize("cell", (float("nan"), float("inf"), float("-inf"), -0.0, "-0", "－0.00"))
def test_what_is_no_finite_number_is_corrupt(cell: object) -> None:
    assert code_for(cell) is Code.CORRUPT_CELL


@pytest.mark.parametrize("cell", (Odd("逻辑值", "TRUE"), Odd("日期", "2022-01-01")))
def test_dates_and_truth_values_are_no_figures(cell: Odd) -> None:
    assert code_for(cell) is Code.BAD_TYPE


@pytest.mark.parametrize(
    ("cell", "figure"),
    (
        (0.1, "0.1"),
        (0.30000000000000004, "0.3"),
        (125300.10000000001, "125300.1"),
        (1e11, "100000000000"),
        (1.005e3, "1005"),
    ),
)
def test_float_is_the_decimal_that_a_person_sees(cell: float, figure: str) -> None:
    assert str(read(cell)) == figure


@pytest.mark.parametrize("cell", (1.234, "1.234", 1e-7, 5e-324, "0.001"))
def test_too_many_decimals_are_refused_not_rounded(cell: object) -> None:
    assert code_for(cell) is Code.OUT_OF_RANGE


@pytest.mark.parametrize("cell", (1e12, "1000000000000", -1e12, 1e300, "9" * 400))
def test_more_than_twelve_digits_are_refused(cell: object) -> None:
    assert code_for(cell) is Code.OUT_OF_RANGE


def test_bounds_are_inclusive() -> None:
    assert read(0.01, AREA) == Decimal("0.01")
    assert code_for(0.0, AREA) is Code.OUT_OF_RANGE
    assert read(9_999_999.0, JOBS) == 9_999_999
    assert code_for(10_000_000.0, JOBS) is Code.OUT_OF_RANGE
    assert code_for(1.5, JOBS) is Code.OUT_OF_RANGE


def test_trailing_zeros_are_no_decimals() -> None:
    assert str(read("5.00", JOBS)) == "5"
    assert str(read("5.500")) == "5.5"


@given(st.decimals(min_value="-999999999999.99", max_value="999999999999.99", places=2))
def test_any_figure_within_the_limits_comes_back_exactly(figure: Decimal) -> None:
    figure = figure + 0  # no negative zero
    assert read(float(figure)) == figure
    assert read(f"{figure:,f}") == figure


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_any_float_gives_its_exact_figure_or_a_refusal(value: float) -> None:
    column = Column("x", "x", kind=Kind.NUMBER, decimals=2)
    try:
        figure = read(value, column)
    except BadCell:
        return
    assert figure is not None
    assert abs(figure - Decimal(value)) <= abs(Decimal(value)) * Decimal("1e-14")


def test_figures_are_shown_as_people_write_them() -> None:
    assert shown(Decimal("1234567.5")) == "1,234,567.5"
    assert shown(plain(Decimal("1E+3"))) == "1,000"
    assert len(shown(Decimal("1e300"))) < 20
