"""A year's end seen from its quarters: each figure with the method, the range and the sentence that says so.

Everything is exact (Fraction) until the projected figure is cut to the decimals of its indicator.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from assessment.models import Indicator, QuarterlyIndicator
from assessment.models.quarter import LAST_QUARTER, QUARTERS
from assessment.rules.numbers import grouped, nearest, shown
from assessment.selectors.quarterly import Series

PAST_YEARS: Final = 3
"""How many earlier years the range of a projection looks back."""

_Found = tuple[Decimal | None, Decimal | None, Decimal | None, str]
_NUMERALS: Final = ("", "一", "二", "三", "四")
_WHOLE: Final = Fraction(1)
_PERCENT: Final = 100


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier year of the same cluster: one figure at the end of each quarter, and of the whole year."""

    year: int
    quarters: Mapping[int, Decimal | None]
    whole: Decimal | None

    def share(self, quarter: int) -> Fraction | None:
        """Return which part of the year had come in by then; None where that cannot be said."""
        part = self.quarters.get(quarter)
        if part is None or self.whole is None or part <= 0 or self.whole <= 0:
            return None
        share = Fraction(part) / Fraction(self.whole)
        return share if share <= _WHOLE else None


@dataclass(frozen=True, slots=True)
class Estimate:
    """One figure at the year's end, in the indicator's unit: `value` with its range `low` to `high`, None where it
    cannot be said. `quarters` are the reported figures; `last` is the year before; `method` says how it was done."""

    indicator: Indicator
    is_cumulative: bool
    quarters: Mapping[int, Decimal | None]
    last: Past | None
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    method: str

    @property
    def is_open(self) -> bool:
        """Whether there is a range at all: full years and balances are taken as they are."""
        return self.low != self.high


@dataclass(frozen=True, slots=True)
class _Reported:
    """The latest figure of an indicator and the quarter it stands at."""

    asked: QuarterlyIndicator
    quarter: int
    figure: Decimal

    @property
    def label(self) -> str:
        return self.asked.indicator.label

    def words(self, number: Decimal) -> str:
        return f"{grouped(number)} {self.asked.indicator.unit}"

    def scaled(self, factor: Fraction) -> Decimal:
        """Return the figure times a factor, rounded to the decimals of the indicator."""
        exact = Fraction(self.figure) * factor
        return nearest(Decimal(exact.numerator), Decimal(exact.denominator), self.asked.indicator.decimals)


def quarter_name(quarter: int) -> str:
    """Return 第二季度."""
    return f"第{_NUMERALS[quarter]}季度"


def _share(share: Fraction) -> str:
    """Return 47.83%, cut."""
    return f"{shown((Decimal(share.numerator * _PERCENT), Decimal(share.denominator)), 2)}%"


def estimate(asked: QuarterlyIndicator, series: Series, past: Sequence[Past]) -> Estimate:
    """Project one figure to the end of the year; `past` are earlier years of the cluster, the newest first.

    By the share that had come in at the same quarter of the newest year that says so, else evenly (by quarters).
    The range comes from the shares of up to three years, else from the band that the year states.
    """
    code = asked.indicator_id
    quarters = {quarter: series[quarter].values.get(code) for quarter in QUARTERS if quarter in series}
    known = {quarter: value for quarter, value in quarters.items() if value is not None}
    if not known:
        found: _Found = (None, None, None, f"{asked.indicator.label}：尚无季度数据，不能推算。")
    else:
        quarter = max(known)
        found = _projected(_Reported(asked, quarter, known[quarter]), past)
    last = past[0] if past else None
    return Estimate(asked.indicator, asked.is_cumulative, quarters, last, *found)


def _projected(reported: _Reported, past: Sequence[Past]) -> _Found:
    asked, quarter, figure = reported.asked, reported.quarter, reported.figure
    at = f"{reported.label}：截至{quarter_name(quarter)}"
    if not asked.is_cumulative:
        return figure, figure, figure, f"{at}为 {reported.words(figure)}，季末数不作外推。"
    if quarter == LAST_QUARTER:
        return figure, figure, figure, f"{at}累计 {reported.words(figure)}，即为全年数，不作外推。"
    if figure <= 0:
        return None, None, None, f"{at}累计 {reported.words(figure)}，不大于零，不作外推。"
    shares = {one.year: share for one in past[:PAST_YEARS] if (share := one.share(quarter)) is not None}
    if not shares:
        return _evenly(reported, at)
    return _by_pattern(reported, at, shares)


def _evenly(reported: _Reported, at: str) -> _Found:
    value = reported.scaled(Fraction(LAST_QUARTER, reported.quarter))
    low, high, words = _banded(reported, Fraction(LAST_QUARTER, reported.quarter))
    method = (
        f"{at}累计 {reported.words(reported.figure)}；没有往年同期数，按时间进度（×4÷{reported.quarter}）"
        f"推算全年 {reported.words(value)}；{words}。"
    )
    return value, low, high, method


def _by_pattern(reported: _Reported, at: str, shares: Mapping[int, Fraction]) -> _Found:
    """Project by the share of the newest year; two years or more also give the range."""
    newest = max(shares)
    factor = 1 / shares[newest]
    value = reported.scaled(factor)
    if len(shares) > 1:
        low, high = reported.scaled(1 / max(shares.values())), reported.scaled(1 / min(shares.values()))
        years = "、".join(str(year) for year in sorted(shares))
        span = f"{_share(min(shares.values()))}—{_share(max(shares.values()))}"
        words = f"区间按{years}年同期占全年的比重（{span}）"
    else:
        low, high, words = _banded(reported, factor)
    method = (
        f"{at}累计 {reported.words(reported.figure)}；{newest}年同期占全年的 {_share(shares[newest])}，"
        f"据此推算全年 {reported.words(value)}；{words}。"
    )
    return value, low, high, method


def _banded(reported: _Reported, factor: Fraction) -> tuple[Decimal, Decimal, str]:
    """Return the range by the stated band, with the words that say so."""
    band = reported.asked.band(reported.quarter)
    if band is None:
        value = reported.scaled(factor)
        return value, value, "未设区间"
    margin = Fraction(band) / _PERCENT
    low, high = reported.scaled(factor * (1 - margin)), reported.scaled(factor * (1 + margin))
    return low, high, f"区间按 ±{grouped(band)}%（部门口径）"
