"""Digits that never contradict the verdict."""

from decimal import Decimal

import pytest

from assessment.rules.numbers import fixed, shown

D = Decimal


@pytest.mark.parametrize(
    ("top", "bottom", "op", "line", "text"),
    (
        ("599.99999996", "1", ">=", "600", "599.99"), ("600.00000004", "1", ">=", "600", "600.00"),
        ("600", "1", ">=", "600", "600.00"), ("600.004", "1", ">", "600", "600.01"), ("600", "1", ">", "600", "600.00"),
        ("5.001", "1", "<=", "5", "5.01"), ("5", "1", "<=", "5", "5.00"), ("4.999", "1", "<", "5", "4.99"),
        ("5.001", "1", "<", "5", "5.00"), ("7.019", "1", ">", "5", "7.01"), ("1", "3", ">=", "0.3335", "0.3333"),
        ("0.33349", "1", ">=", "0.3335", "0.3334"), ("6.009", "1", "<=", "5", "6.00"),
        ("10000.0033", "1", ">=", "10000", "10,000.00"), ("-0.001", "1", ">=", "0", "-0.01"),
    ),
)  # fmt: skip
def test_shown_stays_on_the_same_side_of_the_line(top: str, bottom: str, op: str, line: str, text: str) -> None:
    assert shown((D(top), D(bottom)), 2, op, D(line)) == text


def test_shown_without_a_line_is_cut() -> None:
    assert shown((D(2), D(3)), 2) == "0.66"
    assert shown((D(2999), D(1)), 0) == "2,999"


@pytest.mark.parametrize(
    ("value", "places", "text"), (("5", 2, "5.00"), ("5.1", 2, "5.10"), ("1234.5", 1, "1,234.5"), ("7", 0, "7"))
)
def test_fixed_fills_up_with_zeros(value: str, places: int, text: str) -> None:
    assert fixed(D(value), places) == text
