"""Template filters that write figures and dates the Chinese way, cut so that they never contradict a verdict."""

import re
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from django import template
from django.utils import timezone

register = template.Library()

BLANK = "—"
MAX_PLACES = 2
# On a target bar the target stands at this per cent of the width, so that bars below each other compare.
TARGET_AT = 80

_PLAIN_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)

Figure = Decimal | Fraction | int | str | None


def _exact(value: Figure) -> Fraction | None:
    """The exact number behind a value, None where there is none; TypeError for a float, which is never exact."""
    if value is None or value == "":
        return None
    if isinstance(value, float):
        raise TypeError("figures are Decimal, never float")
    if isinstance(value, str):
        return Fraction(value) if _PLAIN_NUMBER.fullmatch(value) else None
    if isinstance(value, Decimal) and not value.is_finite():
        return None
    return Fraction(value)


def _written(scaled: int, places: int) -> str:
    """An integer count of 10**-places with point and thousands separators."""
    digits = f"{abs(scaled):0{places + 1}d}"
    whole, decimals = (digits[:-places], digits[-places:]) if places else (digits, "")
    sign = "-" if scaled < 0 else ""
    return f"{sign}{int(whole):,}" + (f".{decimals}" if decimals else "")


def _short(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _cut(number: Fraction, places: int) -> str:
    """Cut downwards: a value below a line stays below it on paper, one on the line stays on it."""
    return _written(floor(number * 10**places), places)


def _shown(value: Figure, factor: int, places: int | None, unit: str = "") -> str:
    number = _exact(value)
    if number is None:
        return blank(value)
    text = _short(_cut(number * factor, MAX_PLACES)) if places is None else _cut(number * factor, places)
    return text + unit


@register.filter
def money(value: Figure, places: int = MAX_PLACES) -> str:
    """An amount in the unit it is stored in (万元), always with the same number of decimals: 1,250.00."""
    return _shown(value, 1, places)


@register.filter
def number(value: Figure, places: int | None = None) -> str:
    """A figure with thousands separators and at most two decimals, or exactly ``places`` of them."""
    return _shown(value, 1, places)


@register.filter
def percent(value: Figure, places: int | None = None) -> str:
    """A ratio (0.69995) as per cent (69.99 %)."""
    return _shown(value, 100, places, " %")


@register.filter
def shortfall(value: Figure, places: int = MAX_PLACES) -> str:
    """A distance still to go, rounded up: what is missing never shows as nothing."""
    distance = _exact(value)
    return blank(value) if distance is None else _written(ceil(distance * 10**places), places)


@register.filter
def full_precision(value: Figure) -> str:
    """Every digit there is, with thousands separators; a value without an end is cut after twelve decimals."""
    number_ = _exact(value)
    if number_ is None:
        return blank(value)
    for places in range(13):
        if (number_ * 10**places).denominator == 1:
            return _written(int(number_ * 10**places), places)
    if isinstance(value, Decimal):
        return _short(f"{value:,f}")
    return f"{_cut(number_, 12)}…"


@register.filter
def blank(value: object, reason: str = "") -> str:
    """What is not there is a dash, with its reason where one is given; it is never a zero."""
    if value is None or value == "" or (isinstance(value, Decimal) and not value.is_finite()):
        return f"{BLANK} {reason}" if reason else BLANK
    return str(value)


@register.filter
def zh_date(value: date | None) -> str:
    """2026年11月22日; a moment is taken in the portal's time zone."""
    if not value:
        return BLANK
    day = timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
    return f"{day.year}年{day.month}月{day.day}日"


@register.filter
def zh_time(value: datetime | None) -> str:
    """2026年11月22日 09:05 in the portal's time zone."""
    if not value:
        return BLANK
    moment = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{zh_date(moment)} {moment:%H:%M}"


def _grown(value: Figure, last: Figure) -> Fraction | None:
    """Growth on last year in per cent, None where it has no meaning (a blank, a base that is not above 0)."""
    now, before = _exact(value), _exact(last)
    if now is None or before is None or before <= 0:
        return None
    return (now - before) / before * 100


def _size(growth: Fraction) -> str:
    size = abs(growth)
    return f" {_cut(size, 1)} %" if size >= Fraction(1, 10) else "不足 0.1 %"


@register.filter
def change(value: Figure, last: Figure) -> str:
    """Change against last year as a sign and a share: ▲ 12.3 %, ▼ 4.0 %, 持平, or a dash."""
    growth = _grown(value, last)
    if growth is None:
        return BLANK
    if growth == 0:
        return "持平"
    return f"{'▲' if growth > 0 else '▼'} {_size(growth).lstrip()}"


@register.filter
def change_words(value: Figure, last: Figure) -> str:
    """The same change as a sentence for readers who do not see the sign, with the reason where there is none."""
    growth = _grown(value, last)
    if growth is not None:
        return "与上年持平" if growth == 0 else f"比上年{'增长' if growth > 0 else '下降'}{_size(growth)}"
    if _exact(value) is None:
        return "本年未填报"
    return "上年未填报" if _exact(last) is None else "上年不大于 0，不计算增幅"


@register.filter
def bar_width(value: Figure, target: Figure) -> str:
    """Per cent of a bar's width (0 to 100, one decimal) on a scale where the target stands at ``TARGET_AT``."""
    now, goal = _exact(value), _exact(target)
    if now is None or goal is None or goal <= 0:
        return "0"
    return _short(_cut(min(max(now / goal * TARGET_AT, Fraction(0)), Fraction(100)), 1))
