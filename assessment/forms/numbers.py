"""Reading a typed figure strictly: what is not plainly a number is refused with a hint, never guessed."""

import re
from decimal import Decimal
from typing import Final

from django.core.exceptions import ValidationError

from assessment.models import Indicator

MAX_INTEGER_DIGITS: Final = 12
MAX_TYPED: Final = 200

# Only the full-width forms of ASCII are folded. Full NFKC would also turn 10² into 102 and ½ into 1⁄2.
_HALF_WIDTH: Final[dict[int, int | str]] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    0x3000: " ",
    0x00A0: " ",
    0x2212: "-",
}
_NUMBER: Final = re.compile(r"([+-]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]+))?", re.ASCII)
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
    typed = text.translate(_HALF_WIDTH).strip()
    if not typed:
        return None
    number = _number(typed, text.strip())
    if stored is not None and number == stored:
        return stored
    number = _fitting(number, indicator)
    _check_bounds(number, indicator)
    return number


def _number(typed: str, shown: str) -> Decimal:
    found = _NUMBER.fullmatch(typed) if len(typed) <= MAX_TYPED else None
    if found is None:
        name = "".join(char if char.isprintable() else "�" for char in shown[:20]) + ("…" if len(shown) > 20 else "")
        hint = next(
            (words for pattern, words in _HINTS if pattern.fullmatch(typed[:MAX_TYPED])), "请用数字 0 至 9 填写"
        )
        raise ValidationError(f"“{name}”不是有效的数字：{hint}。", code="not_a_number")
    sign, whole, decimals = found.groups()
    whole = whole.replace(",", "").lstrip("0") or "0"
    if len(whole) > MAX_INTEGER_DIGITS:
        raise ValidationError(
            f"整数部分有 {len(whole)} 位，最多 {MAX_INTEGER_DIGITS} 位。请核对数字和单位。", code="too_long"
        )
    number = Decimal(f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}")
    return number if number else Decimal(0)


def _fitting(number: Decimal, indicator: Indicator) -> Decimal:
    """Return the number with at most the indicator's decimals; zeros beyond them are dropped, digits are refused."""
    step = Decimal(1).scaleb(-indicator.decimals)
    if -int(number.as_tuple().exponent) <= indicator.decimals:
        return number
    rounded = number.quantize(step)
    if rounded != number:
        allowed = f"最多填 {indicator.decimals} 位小数" if indicator.decimals else "只能填整数"
        raise ValidationError(f"{allowed}，单位为{indicator.unit}。", code="too_many_decimals")
    return rounded


def _check_bounds(number: Decimal, indicator: Indicator) -> None:
    low, high = indicator.minimum, indicator.maximum
    if low is not None and number < low:
        words = "不能为负数" if low == 0 else f"不能小于 {_plain(low)} {indicator.unit}"
        if low > 0 and number == 0:
            words = "应大于零；没有数据的请留空，并在备注中说明"
        raise ValidationError(f"{indicator.label}{words}。", code="out_of_range")
    if high is not None and number > high:
        raise ValidationError(
            f"{indicator.label}不能大于 {_plain(high)} {indicator.unit}。请核对数字和单位。", code="out_of_range"
        )


def _plain(number: Decimal) -> str:
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
