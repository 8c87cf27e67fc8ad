"""Reading a typed figure strictly: what is not plainly a number is refused with a hint, never guessed."""

import re
from decimal import Decimal
from typing import Final

from django.core.exceptions import ValidationError

from assessment.models import Indicator
from clusters.workbooks.codes import shorten
from clusters.workbooks.table.decimals import decimals_of, plain, shown
from clusters.workbooks.table.numbers import MAX_DIGITS, TEXT_NUMBER, narrow

MAX_TYPED: Final = 200
_HINTS: Final = (
    (re.compile(r"[+-]?[0-9][0-9.,]*[eE][+-]?[0-9]+", re.ASCII), "不接受科学计数法，请写出全部数字，例如 120000"),
    (re.compile(r"[+-]?[0-9.,]+ *[%‰]"), "请填写数值，不要填百分数"),
    (re.compile(r"[+-]?[0-9.,]+ *[㐀-鿿/㎡]+.*"), "只填数字，单位已列在填报框右侧"),
    (re.compile(r"[+-]?[0-9.]*,[0-9.,]*"), "千分位逗号的位置不对，请去掉逗号，或写成 1,234.5 的形式"),
    (re.compile(r"[+-]?[0-9]+ +[0-9. ]+"), "数字中间不能有空格"),
    (re.compile(r"[+-]?\.[0-9]+"), "小数点前请写 0，例如 0.5"),
    (re.compile(r"[¥￥$€].*"), "不要填货币符号，单位已列在填报框右侧"),
)


def figure(text: str, indicator: Indicator, stored: Decimal | None = None) -> Decimal | None:
    """Return the figure that a person typed for the indicator, in its unit; None when the field is blank.

    A figure equal to the `stored` one passes whatever the limits are now: nobody touched it. Raises ValidationError (Chinese; code not_a_number, too_long, too_many_decimals or out_of_range).
    """
    typed = narrow(text)
    if not typed:
        return None
    number = _number(typed, text.strip())
    if stored is not None and number == stored:
        return stored
    _check_size(number, indicator)
    _check_bounds(number, indicator)
    return number


def _number(typed: str, shown_text: str) -> Decimal:
    if len(typed) <= MAX_TYPED and TEXT_NUMBER.fullmatch(typed):
        number = Decimal(typed.replace(",", ""))
        return number if number else Decimal(0)
    hint = next((words for pattern, words in _HINTS if pattern.fullmatch(typed[:MAX_TYPED])), "请用数字 0 至 9 填写")
    raise ValidationError(f"“{shorten(shown_text, 20)}”不是有效的数字：{hint}。", code="not_a_number")


def _check_size(number: Decimal, indicator: Indicator) -> None:
    """Refuse too many digits before the point, or more decimals than the indicator has; zeros at the end are none."""
    if number.adjusted() >= MAX_DIGITS:
        raise ValidationError(
            f"整数部分有 {number.adjusted() + 1} 位，最多 {MAX_DIGITS} 位。请核对数字和单位。", code="too_long"
        )
    if decimals_of(plain(number)) > indicator.decimals:
        allowed = f"最多填 {indicator.decimals} 位小数" if indicator.decimals else "只能填整数"
        raise ValidationError(f"{allowed}，单位为{indicator.unit}。", code="too_many_decimals")


def _check_bounds(number: Decimal, indicator: Indicator) -> None:
    low, high = indicator.minimum, indicator.maximum
    if low is not None and number < low:
        words = "不能为负数" if low == 0 else f"不能小于 {shown(plain(low))} {indicator.unit}"
        if low > 0 and number == 0:
            words = "应大于零；没有数据的请留空，并在备注中说明"
        raise ValidationError(f"{indicator.label}{words}。", code="out_of_range")
    if high is not None and number > high:
        raise ValidationError(
            f"{indicator.label}不能大于 {shown(plain(high))} {indicator.unit}。请核对数字和单位。", code="out_of_range"
        )
