"""Year-end projections: exact, each with its method in words and a range that is never narrower than it claims."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.models import Indicator, QuarterlyIndicator
from assessment.selectors.projection import Past, estimate, quarter_name
from assessment.selectors.quarterly import Saved

NOW = datetime(2021, 10, 1, tzinfo=UTC)


def asked(nature="cumulative", bands=("20", "12", "6"), decimals=2):
    indicator = Indicator(code="revenue", label="营业收入", unit="万元", decimals=decimals)
    return QuarterlyIndicator(indicator=indicator, nature=nature, bands=list(bands))


def series(**quarters):
    """q1="10" and so on; None is a blank."""
    return {
        int(name[1]): Saved({"revenue": None if value is None else Decimal(value)}, 1, "张三", NOW)
        for name, value in quarters.items()
    }


def past(year, whole, **quarters):
    return Past(
        year,
        {int(name[1]): Decimal(value) for name, value in quarters.items()},
        None if whole is None else Decimal(whole),
    )


def test_share_of_last_year_scales_the_figure():
    found = estimate(asked(), series(q1="20", q2="60"), [past(2020, "100", q2="40")])
    assert found.value == Decimal("150.00")
    assert (found.low, found.high) == (Decimal("132.00"), Decimal("168.00"))
    assert found.method == (
        "营业收入：截至第二季度累计 60 万元；2020年同期占全年的 40.00%，据此推算全年 150 万元；区间按 ±12%（部门口径）。"
    )


def test_several_years_give_the_range_by_their_spread():
    years = [past(2020, "100", q2="40"), past(2019, "100", q2="50"), past(2018, "100", q2="30")]
    found = estimate(asked(), series(q2="60"), years)
    assert (found.low, found.value, found.high) == (Decimal("120.00"), Decimal("150.00"), Decimal("200.00"))
    assert "区间按2018、2019、2020年同期占全年的比重（30.00%—50.00%）" in found.method


def test_newest_year_that_can_say_so_is_the_pattern():
    years = [past(2020, None, q2="40"), past(2019, "100", q2="50")]
    assert estimate(asked(), series(q2="60"), years).value == Decimal("120.00")


def test_without_a_past_the_year_is_taken_as_even():
    found = estimate(asked(), series(q3="60"), [past(2020, "100"), past(2019, "0", q3="5"), past(2018, "10", q3="11")])
    assert (found.low, found.value, found.high) == (Decimal("75.20"), Decimal("80.00"), Decimal("84.80"))
    assert "没有往年同期数，按时间进度（×4÷3）推算全年 80 万元；区间按 ±6%（部门口径）。" in found.method


def test_whole_year_is_not_extrapolated():
    found = estimate(asked(), series(q3="60", q4="70"), [past(2020, "100", q4="90")])
    assert (found.low, found.value, found.high) == (Decimal(70),) * 3
    assert not found.is_open
    assert "即为全年数" in found.method


def test_balance_is_taken_as_it_stands():
    found = estimate(asked("balance", bands=(), decimals=0), series(q1="300"), [past(2020, "100", q1="50")])
    assert (found.low, found.value, found.high) == (Decimal(300),) * 3
    assert "不作外推" in found.method


@pytest.mark.parametrize("figure", ("0", "-12.5"))
def test_figure_that_is_not_above_zero_is_not_extrapolated(figure):
    found = estimate(asked(), series(q1=figure), [past(2020, "100", q1="20")])
    assert (found.low, found.value, found.high) == (None, None, None)
    assert "不大于零" in found.method


def test_blank_quarters_are_no_zero():
    found = estimate(asked(), series(q1="25", q2=None), [])
    assert found.value == Decimal("100.00")
    assert estimate(asked(), series(q1=None), []).value is None
    assert "尚无季度数据" in estimate(asked(), {}, []).method


def test_missing_band_means_no_range_and_says_so():
    found = estimate(asked(bands=()), series(q1="25"), [])
    assert (found.low, found.high) == (Decimal("100.00"), Decimal("100.00"))
    assert "未设区间" in found.method


def test_projection_is_rounded_to_the_decimals_of_the_indicator_only():
    assert estimate(asked(), series(q2="10"), [past(2020, "3", q2="1")]).value == Decimal("30.00")
    assert estimate(asked(decimals=0), series(q2="10"), [past(2020, "4", q2="3")]).value == Decimal(13)


def test_quarters_are_named_in_chinese():
    assert [quarter_name(number) for number in (1, 2, 3, 4)] == ["第一季度", "第二季度", "第三季度", "第四季度"]


money = st.decimals(min_value="0.01", max_value="999999999", places=2)


@pytest.mark.properties
@given(figure=money, wholes=st.lists(st.tuples(money, money), max_size=5), quarter=st.integers(1, 4))
def test_range_always_holds_the_value(figure, wholes, quarter):
    years = [Past(2020 - number, {quarter: min(pair)}, max(pair)) for number, pair in enumerate(wholes)]
    found = estimate(asked(), series(**{f"q{quarter}": figure}), years)
    assert found.low <= found.value <= found.high
    assert found.value >= figure
