"""Units of one kind are converted exactly; those of different kinds never."""

from decimal import Decimal

import pytest

from clusters.workbooks.table.units import conversion


@pytest.mark.parametrize(
    ("source", "target", "figure", "expected", "exact"),
    (
        ("亿元", "万元", "9.15", "91500", True),
        ("元", "万元", "1", "0.0001", True),
        ("百万元", "万元", "3", "300", True),
        ("亩", "平方米", "1", "666.67", False),
        ("万平方米", "平方米", "8.67", "86700", True),
        ("户", "家", "12", "12", True),
        ("公顷", "平方米", "1.5", "15000", True),
        ("亩", "平方米", "3", "2000", True),
        ("万人", "人", "0.031", "310", True),
    ),
)
def test_conversion_is_exact_or_says_that_it_is_not(
    source: str, target: str, figure: str, expected: str, exact: bool
) -> None:
    found = conversion(source, target)
    assert found is not None
    assert found.apply(Decimal(figure), 2) == (Decimal(expected), exact)


@pytest.mark.parametrize(("source", "target"), (("万元", "平方米"), ("人", "家"), ("美元", "万元"), ("", "万元")))
def test_there_is_no_conversion_between_kinds(source: str, target: str) -> None:
    assert conversion(source, target) is None
