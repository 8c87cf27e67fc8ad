"""Naming the likely slip of the unit."""

from decimal import Decimal

import pytest

from assessment.rules.measures import Indicator
from assessment.rules.outcome import Slip
from assessment.rules.slips import by_last_year, fitting_slips, nearest_slip, slip_text

D = Decimal
TAX = Indicator("tax", "税收", "万元")
AREA = Indicator("floor_area", "建筑面积", "平方米")


@pytest.mark.parametrize(
    ("indicator", "entered", "reference", "unit", "corrected"),
    (
        (TAX, "70000000", "7000", "元", "7000"), (TAX, "0.7", "7000", "亿元", "7000"), (TAX, "70000", "7000", "千元", "7000"),
        (AREA, "10", "100000", "万平方米", "100000"), (AREA, "150", "100000", "亩", "100000"),
        (AREA, "0.1", "100000", "平方公里", "100000"), (AREA, "100", "66666.67", "亩", "66666.666666"),
        (TAX, "60000000", "7000", "元", "6000"), (TAX, "20999.99", "7000", "千元", None), (TAX, "210000000", "7000", None, None),
        (TAX, "0", "7000", None, None), (TAX, "5", "0", None, None), (TAX, "-5", "7000", None, None),
    ),
)  # fmt: skip
def test_nearest_slip_is_the_unit_that_explains_the_figure(
    indicator: Indicator, entered: str, reference: str, unit: str | None, corrected: str | None
) -> None:
    found = nearest_slip(indicator, D(entered), D(reference))
    if corrected is None:
        assert found is None or found.corrected == D("2099.999")
    else:
        assert found == Slip(indicator.code, indicator.label, unit or "", indicator.unit, D(corrected))


def test_nearest_slip_stays_within_its_tolerance() -> None:
    assert nearest_slip(TAX, D(20999), D(700)) is not None
    assert nearest_slip(TAX, D(21000), D(700)) is None
    assert nearest_slip(AREA, D(30), D(100000)) is None or nearest_slip(AREA, D(30), D(100000)).unit == "亩"  # type: ignore[union-attr]


def test_fitting_slips_come_by_the_size_of_the_change() -> None:
    found = fitting_slips(AREA, D(10), lambda value: value > 10)
    assert [slip.unit for slip in found] == ["亩", "万平方米", "平方公里"]
    assert fitting_slips(AREA, D(10), lambda value: value < 1) == ()
    assert fitting_slips(AREA, D(0), lambda value: True) == ()
    assert fitting_slips(Indicator("x", "比率", "元/平方米"), D(10), lambda value: True) == ()


def test_by_last_year_prefers_what_fits_and_keeps_all_otherwise() -> None:
    slips = fitting_slips(AREA, D(10), lambda value: value > 10)
    assert [slip.unit for slip in by_last_year(slips, {"floor_area": D(99000)})] == ["万平方米"]
    assert by_last_year(slips, {"floor_area": D(1)}) == slips
    assert by_last_year(slips, {"floor_area": D(0)}) == slips
    assert by_last_year(slips, {"floor_area": D(-4)}) == slips
    assert by_last_year(slips, None) == slips
    limits = [slip.unit for slip in by_last_year(slips, {"floor_area": D(300000)})]
    assert limits == ["万平方米"]
    assert [slip.unit for slip in by_last_year(slips, {"floor_area": D("33333.34")})] == ["万平方米"]
    assert by_last_year(slips, {"floor_area": D("33333.33")}) == slips


def test_slip_text_names_unit_and_corrected_value() -> None:
    assert slip_text(Slip("tax", "税收", "元", "万元", D("7000.5"))) == "税收可能按元填写，折合 7,000.5 万元"
