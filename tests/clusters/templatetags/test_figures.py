"""Tests of how figures and dates are written."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django.template import Context, Engine

from clusters.templatetags import figures


@pytest.mark.parametrize(
    ("value", "text"),
    (
        (Decimal("1250000000"), "1,250,000,000.00"),
        (Decimal("999999999999.999"), "999,999,999,999.99"),
        (Decimal("599.99999996"), "599.99"),
        (Decimal("600"), "600.00"),
        (Decimal("0"), "0.00"),
        (Decimal("-0.001"), "-0.01"),
        (Decimal("1E+3"), "1,000.00"),
        ("125300.5", "125,300.50"),
        (7, "7.00"),
        (None, "—"),
        ("", "—"),
        (Decimal("NaN"), "—"),
    ),
)
def test_money_has_separators_two_decimals_and_is_cut(value: figures.Figure, text: str) -> None:
    assert figures.money(value) == text


def test_money_keeps_what_was_typed_when_it_is_no_number() -> None:
    assert [figures.money(text) for text in ("12a", "1_000", "٣٤٥", "1e5")] == ["12a", "1_000", "٣٤٥", "1e5"]


def test_money_refuses_a_float() -> None:
    with pytest.raises(TypeError):
        figures.money(0.1)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "places", "text"),
    (
        (Decimal("1234567.80"), None, "1,234,567.8"),
        (Decimal("1200"), None, "1,200"),
        (Decimal("0.999"), None, "0.99"),
        (Decimal("0"), None, "0"),
        (Decimal("1200.456"), 0, "1,200"),
        (Decimal("1200"), 2, "1,200.00"),
        (Fraction(2, 3), None, "0.66"),
        (None, None, "—"),
    ),
)
def test_number_drops_empty_decimals_unless_told(value: figures.Figure, places: int | None, text: str) -> None:
    assert figures.number(value, places) == text


@pytest.mark.parametrize(
    ("value", "places", "text"),
    (
        (Decimal("0.69995"), None, "69.99 %"),
        (Decimal("0.7"), None, "70 %"),
        (Decimal("11.62") / Decimal("16.6"), 2, "70.00 %"),
        (Decimal("1.5"), None, "150 %"),
        (None, 2, "—"),
    ),
)
def test_percent_never_rounds_up_to_the_line(value: figures.Figure, places: int | None, text: str) -> None:
    assert figures.percent(value, places) == text


def test_shortfall_is_rounded_up_so_that_it_never_shows_as_nothing() -> None:
    assert figures.shortfall(Decimal("0.00000004")) == "0.01"
    assert figures.shortfall(Decimal("1234567.891")) == "1,234,567.90"
    assert figures.shortfall(None) == "—"


@pytest.mark.parametrize(
    ("value", "text"),
    (
        (Decimal("599.99999996"), "599.99999996"),
        (Decimal("1250000000.00"), "1,250,000,000"),
        (Decimal("-12345.60"), "-12,345.6"),
        (Decimal("0.12345678901234567"), "0.12345678901234567"),
        (Fraction(2, 3), "0.666666666666…"),
        (None, "—"),
    ),
)
def test_full_precision_shows_every_digit(value: figures.Figure, text: str) -> None:
    assert figures.full_precision(value) == text


def test_blank_is_a_dash_with_its_reason_and_zero_is_not_blank() -> None:
    assert figures.blank(None) == "—"
    assert figures.blank("", "未填报") == "— 未填报"
    assert figures.blank(0, "未填报") == "0"


def test_zh_date_writes_the_day_in_the_portals_time_zone() -> None:
    assert figures.zh_date(date(2026, 11, 2)) == "2026年11月2日"
    assert figures.zh_date(datetime(2026, 11, 21, 16, 30, tzinfo=UTC)) == "2026年11月22日"
    assert figures.zh_date(None) == "—"


def test_zh_time_adds_the_minute() -> None:
    assert figures.zh_time(datetime(2026, 11, 22, 1, 5, tzinfo=UTC)) == "2026年11月22日 09:05"
    assert figures.zh_time(None) == "—"


@pytest.mark.parametrize(
    ("value", "last", "sign", "words"),
    (
        (Decimal("1123"), Decimal("1000"), "▲ 12.3 %", "比上年增长 12.3 %"),
        (Decimal("96"), Decimal("100"), "▼ 4.0 %", "比上年下降 4.0 %"),
        (Decimal("100"), Decimal("100.00"), "持平", "与上年持平"),
        (Decimal("100000.01"), Decimal("100000"), "▲ 不足 0.1 %", "比上年增长不足 0.1 %"),
        (Decimal("0"), Decimal("100"), "▼ 100.0 %", "比上年下降 100.0 %"),
        (None, Decimal("100"), "—", "本年未填报"),
        (Decimal("100"), None, "—", "上年未填报"),
        (Decimal("100"), Decimal("0"), "—", "上年不大于 0，不计算增幅"),
        (Decimal("100"), Decimal("-5"), "—", "上年不大于 0，不计算增幅"),
    ),
)
def test_change_says_direction_and_size(value: figures.Figure, last: figures.Figure, sign: str, words: str) -> None:
    assert (figures.change(value, last), figures.change_words(value, last)) == (sign, words)


@pytest.mark.parametrize(
    ("value", "target", "width"),
    (
        (Decimal("600"), Decimal("600"), "80"),
        (Decimal("599.9999"), Decimal("600"), "79.9"),
        (Decimal("300"), Decimal("600"), "40"),
        (Decimal("9000"), Decimal("600"), "100"),
        (Decimal("-3"), Decimal("600"), "0"),
        (None, Decimal("600"), "0"),
        (Decimal("5"), Decimal("0"), "0"),
    ),
)
def test_bar_width_puts_the_target_at_four_fifths(value: figures.Figure, target: figures.Figure, width: str) -> None:
    assert figures.bar_width(value, target) == width


def test_filters_are_registered_under_the_names_templates_use() -> None:
    engine = Engine(libraries={"figures": "clusters.templatetags.figures"})
    text = "{% load figures %}{{ v|money }}|{{ v|percent:0 }}|{{ v|change:last }}|{{ none|blank:'未填报' }}"
    context = Context({"v": Decimal("1.25"), "last": Decimal("1"), "none": None})
    assert engine.from_string(text).render(context) == "1.25|125 %|▲ 25.0 %|— 未填报"
