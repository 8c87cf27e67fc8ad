"""Exact arithmetic and digits."""

from decimal import Decimal, Inexact

import pytest

from assessment.rules.numbers import (
    EXACT,
    add,
    cut,
    divide_int,
    figure,
    grouped,
    is_usable,
    multiply,
    nearest,
    plain,
    scaleb,
    subtract,
)

D = Decimal


@pytest.mark.parametrize("text", ("0", "-5", "100000", "0.000000000001", "12345678901234567890.12", "007"))
def test_figure_takes_plain_digits(text: str) -> None:
    assert figure(text) == D(text)


@pytest.mark.parametrize(
    "text",
    ("", " ", "1_000", "1,000", "1e5", "NaN", "Infinity", "٣٤٥", "１２", "+5", "5.", ".5", "--5", "1.2.3", "5\n",
     "123456789012345678901", "0.0000000000001", "五", "0x10", "5 "),
)  # fmt: skip
def test_figure_refuses_everything_else(text: str) -> None:
    with pytest.raises(ValueError, match="不是数字：只用半角数字、小数点和负号") as caught:
        figure(text)
    assert str(caught.value) == f"“{text}”不是数字：只用半角数字、小数点和负号"


def test_arithmetic_is_exact_far_beyond_the_default_precision() -> None:
    big = D("12345678901234567890.123456789012")
    assert multiply(big, big) == EXACT.power(big, 2)
    assert len(multiply(big, big).as_tuple().digits) > 28
    assert add(D("1e24"), D("1e-12")) - D("1e24") != 0 or plain(add(D("1e24"), D("1e-12"))).endswith("000000000001")
    assert plain(subtract(D("1e24"), D("1e-12"))) == "999999999999999999999999.999999999999"
    assert divide_int(D("1e60"), D(7)) == 10**60 // 7
    assert scaleb(D("1.5"), -3) == D("0.0015")


def test_arithmetic_raises_instead_of_rounding() -> None:
    with pytest.raises(Inexact):
        EXACT.divide(D(1), D(3))


@pytest.mark.parametrize(
    ("value", "expected"),
    (("1", True), ("-1e23", True), ("1e24", False), ("-1e24", False), ("999999999999999999999999", True),
     ("NaN", False), ("sNaN", False), ("Infinity", False), ("-Infinity", False)),
)  # fmt: skip
def test_is_usable_knows_what_no_real_figure_is(value: str, expected: bool) -> None:
    assert is_usable(D(value)) is expected


@pytest.mark.parametrize(
    ("value", "text"),
    (("1E+3", "1000"), ("1.500", "1.5"), ("-0", "0"), ("-0.00", "0"), ("0E+5", "0"), ("100", "100"), ("-2.50", "-2.5"),
     ("1200", "1200"), ("0.10", "0.1")),
)  # fmt: skip
def test_plain_is_canonical(value: str, text: str) -> None:
    assert plain(D(value)) == text


@pytest.mark.parametrize(
    ("value", "text"), (("1234567.890", "1,234,567.89"), ("1E+6", "1,000,000"), ("-1000", "-1,000"))
)
def test_grouped_separates_thousands(value: str, text: str) -> None:
    assert grouped(D(value)) == text


@pytest.mark.parametrize(
    ("top", "bottom", "places", "up", "expected"),
    (
        ("2", "3", 2, False, "0.66"), ("2", "3", 2, True, "0.67"), ("-2", "3", 2, False, "-0.67"),
        ("-2", "3", 2, True, "-0.66"), ("6", "3", 2, False, "2"), ("6", "3", 2, True, "2"),
        ("59.999999996", "0.1", 2, False, "599.99"), ("0.1", "0.3", 0, True, "1"), ("1", "8", 3, False, "0.125"),
    ),
)  # fmt: skip
def test_cut_goes_one_way(top: str, bottom: str, places: int, up: bool, expected: str) -> None:
    assert cut(D(top), D(bottom), places, up=up) == D(expected)


@pytest.mark.parametrize(
    ("top", "bottom", "places", "expected"),
    (("1", "8", 2, "0.13"), ("1", "3", 2, "0.33"), ("2", "3", 2, "0.67"), ("5", "10", 0, "1"), ("49", "100", 0, "0"),
     ("-5", "10", 0, "0"), ("-51", "100", 0, "-1"), ("-1", "8", 2, "-0.12"), ("7", "1", 3, "7")),
)  # fmt: skip
def test_nearest_rounds_half_up(top: str, bottom: str, places: int, expected: str) -> None:
    assert nearest(D(top), D(bottom), places) == D(expected)
