"""Typed figures are read strictly: what is not plainly a number is refused, never guessed."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from assessment.forms import numbers
from assessment.models import Indicator


def indicator(**changes: object) -> Indicator:
    fields = {"code": "tax", "label": "税收", "unit": "万元", "decimals": 2, "minimum": Decimal(0), "maximum": None}
    return Indicator(**{**fields, **changes})


@pytest.mark.parametrize(
    ("text", "value"),
    (
        ("0", "0"),
        ("1234.5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("12,345,678", "12345678"),
        (" 12 ", "12"),
        ("　１，２３４．５０　", "1234.50"),
        ("＋５", "5"),
        ("0012", "12"),
        ("999999999999.99", "999999999999.99"),
        ("1.5000", "1.50"),
    ),
)
def test_figure_reads_plain_grouped_and_full_width_digits(text, value):
    assert numbers.figure(text, indicator()) == Decimal(value)


@pytest.mark.parametrize("text", ("", "   ", "　"))
def test_figure_takes_blank_for_blank_and_not_for_zero(text):
    assert numbers.figure(text, indicator()) is None


@pytest.mark.parametrize(
    "text",
    (
        *("1_000", "1e5", "1E+5", "NaN", "nan", "Infinity", "-inf", "٣٤٥", "０x１", "1,23", "1,2345", ",1", "1 000"),
        *("10²", "½", "①", "一百", "12万元", "12%", "1.", ".5", "--5", "1.2.3", "=1+1", "1\x002", "1" + " " * 30 + "2"),
    ),
)
def test_figure_refuses_what_is_not_plainly_a_number(text):
    with pytest.raises(ValidationError) as refused:
        numbers.figure(text, indicator(minimum=None))
    assert refused.value.code == "not_a_number"
    assert "不是有效的数字" in refused.value.messages[0]


@pytest.mark.parametrize(
    ("text", "hint"),
    (("1e5", "科学计数法"), ("12万元", "单位已列在"), ("1,23", "千分位"), ("1 000", "空格"), ("12%", "百分数")),
)
def test_figure_says_what_is_wrong(text, hint):
    with pytest.raises(ValidationError, match=hint):
        numbers.figure(text, indicator())


def test_figure_shortens_and_cleans_what_it_repeats():
    with pytest.raises(ValidationError) as refused:
        numbers.figure("坏\x07" * 500, indicator())
    assert "\x07" not in refused.value.messages[0]
    assert len(refused.value.messages[0]) < 60


@pytest.mark.parametrize(
    ("text", "fits"), (("999999999999", True), ("1000000000000", False), ("0000000000000001", True))
)
def test_figure_takes_at_most_twelve_integer_digits(text, fits):
    if fits:
        assert numbers.figure(text, indicator()) == int(text)
        return
    with pytest.raises(ValidationError) as refused:
        numbers.figure(text, indicator())
    assert refused.value.code == "too_long"


@pytest.mark.parametrize(("text", "decimals"), (("1.234", 2), ("1.5", 0)))
def test_figure_refuses_more_decimals_than_the_indicator_has(text, decimals):
    with pytest.raises(ValidationError) as refused:
        numbers.figure(text, indicator(decimals=decimals))
    assert refused.value.code == "too_many_decimals"


@pytest.mark.parametrize(
    ("text", "low", "high", "words"),
    (
        ("-0.01", "0", None, "不能为负数"),
        ("0", "0.01", None, "应大于零"),
        ("0.001", "0.01", None, "最多填"),
        ("4.99", "5", None, "不能小于 5 万元"),
        ("10000", None, "9999.00", "不能大于 9,999 万元"),
    ),
)
def test_figure_keeps_to_the_bounds_of_the_indicator(text, low, high, words):
    bounds = {"minimum": low and Decimal(low), "maximum": high and Decimal(high)}
    with pytest.raises(ValidationError, match=words):
        numbers.figure(text, indicator(**bounds))


def test_figure_admits_the_bounds_themselves_and_a_negative_where_there_is_none():
    assert numbers.figure("9999", indicator(maximum=Decimal(9999))) == 9999
    assert numbers.figure("0.01", indicator(minimum=Decimal("0.01"))) == Decimal("0.01")
    assert numbers.figure("−３", indicator(minimum=None)) == -3


def test_figure_knows_no_negative_zero():
    assert str(numbers.figure("-0.00", indicator())) == "0"


@given(st.decimals(min_value=0, max_value=999999999999, places=2, allow_nan=False))
def test_figure_reads_back_what_was_written_with_separators(value):
    assert numbers.figure(f"{value:,f}", indicator()) == value


@given(st.text(max_size=40))
def test_figure_answers_any_text_with_a_number_a_blank_or_a_refusal(text):
    try:
        value = numbers.figure(text, indicator(minimum=None))
    except ValidationError:
        return
    assert value is None or value.is_finite()
