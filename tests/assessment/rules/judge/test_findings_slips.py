"""Naming the likely slip of the unit."""

from decimal import Decimal

import pytest

from assessment.rules.enums import Cause
from assessment.rules.facts import Facts
from assessment.rules.judge.computed import evaluate, usable
from assessment.rules.judge.findings import by_last_year, fitting_slips, nearest_slip, ratio_slips, slip_text
from assessment.rules.measures import Indicator
from assessment.rules.outcome import Slip
from tests.assessment.rules.mini import CITE, mini
from tests.assessment.rules.samples import figures

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
        (TAX, "0.0001", "1", "亿元", "1"), (TAX, "5000", "0.5", "元", "0.5"),
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
    assert [slip.corrected for slip in fitting_slips(AREA, D(1), lambda value: value > 10000)] == [D(1000000)]
    assert fitting_slips(Indicator("firms", "企业", "家"), D(10), lambda value: True) == ()
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
    tiny = fitting_slips(TAX, D(5000), lambda value: value < 1000)
    assert [slip.unit for slip in by_last_year(tiny, {"tax": D("0.5")})] == ["元"]
    nine = fitting_slips(AREA, D(9), lambda value: value > 9)
    assert [slip.unit for slip in by_last_year(nine, {"floor_area": D(30000)})] == ["万平方米"]


def test_by_last_year_prefers_the_figure_that_was_reported_last_year() -> None:
    slips = (*fitting_slips(TAX, D(5000), lambda value: value < 100), *fitting_slips(AREA, D(10), lambda value: True))
    assert [slip.unit for slip in slips] == ["元", "亩", "万平方米", "平方公里"]
    assert [slip.unit for slip in by_last_year(slips, {"tax": D("0.4")})] == ["元"]


MORE = f"""
[measures.both]
label = "合计"
sum = ["money", "part"]
unit = "万元"
{CITE}
[measures.all_over_area]
label = "合计强度"
ratio = ["both", "area"]
unit = "元/平方米"
{CITE}
[measures.again]
label = "再述"
value = "money"
unit = "万元"
{CITE}
[measures.again_over_area]
label = "再述强度"
ratio = ["again", "area"]
unit = "元/平方米"
{CITE}
"""


def over(code: str, limit: str, **values: str) -> list[tuple[str, str]]:
    """The slips that would bring a measure inside its limit."""
    measure = mini(more=MORE).steps[0][1].measures[code]
    facts = Facts(2020, values=figures(values))
    value = evaluate(measure, facts)
    assert not isinstance(value, Cause)
    return [(slip.field, slip.unit) for slip in ratio_slips(measure, value, usable(facts.values), D(limit))]


def test_ratio_slips_are_those_that_bring_it_to_a_tenth_of_its_limit() -> None:
    found = over("density", "1000", money="10000", area="100")
    assert found == [("money", "元"), ("area", "万平方米"), ("area", "平方公里")]
    assert over("density", "999.9", money="10000", area="100") == [("area", "平方公里")]


def test_ratio_slips_are_named_for_plain_ratios_only() -> None:
    assert over("all_over_area", "1000", money="10000", part="1", area="100") == []
    assert over("again_over_area", "1000", money="10000", area="100") == []
    assert over("staff", "1", people="10000") == []
    assert over("density", "1000", money="0", area="100") == []


def test_slip_text_names_unit_and_corrected_value() -> None:
    assert slip_text(Slip("tax", "税收", "元", "万元", D("7000.5"))) == "税收可能按元填写，折合 7,000.5 万元"
