"""The sentences of the data checks."""

from decimal import Decimal

from assessment.rules.checklist import Check
from assessment.rules.display import shown
from assessment.rules.measures import Indicator, Measure, Ratio
from assessment.rules.numbers import ZERO, cut, grouped, plain


def amount(value: Decimal, unit: str) -> str:
    """Return a figure with its unit."""
    return f"{grouped(value)} {unit}"


def missing(indicator: Indicator) -> str:
    return f"{indicator.label}未填写"


def out_of_bounds(one: Check, indicator: Indicator, value: Decimal) -> str:
    return f"{indicator.label}填报为 {amount(value, indicator.unit)}，{_limits(one, indicator.unit)}"


def ratio_out_of_bounds(one: Check, measure: Measure, value: Ratio) -> str:
    return f"{measure.label}为 {shown(value, measure.decimals)} {measure.unit}，{_limits(one, measure.unit)}"


def rule_text(one: Check) -> str:
    """Return what the check demands, for the rulebook page."""
    first, quantity = one.fields[0], one.measure or one.fields[0]
    times, percent = plain(one.high or ZERO), plain(one.low or ZERO)
    texts = {
        "required": f"{first.label}须填写",
        "bounds": f"{first.label}{_limits(one, first.unit)}",
        "compare": f"{first.label}不应大于{one.fields[-1].label}",
        "ratio": f"{quantity.label}{_limits(one, quantity.unit)}",
        "factor": f"{first.label}与上年相差不应超过 {times} 倍",
        "median": f"{quantity.label}与同类中位数相差不应超过 {times} 倍",
        "sum": f"{first.label}应等于{'、'.join(field.label for field in one.fields[1:])}之和",
        "base": f"{first.label}较上年变动超过 {percent}%，且按上年数计算即不达标的",
    }
    return texts[one.form]


def _limits(one: Check, unit: str) -> str:
    words = []
    if one.low is not None:
        words.append(f"应{'不小于' if one.takes_low else '大于'} {amount(one.low, unit)}")
    if one.high is not None:
        words.append(f"应{'不大于' if one.takes_high else '小于'} {amount(one.high, unit)}")
    return "，".join(words)


def too_large(left: Indicator, small: Decimal, right: Indicator, large: Decimal) -> str:
    return f"{left.label}（{amount(small, left.unit)}）大于{right.label}（{amount(large, right.unit)}）"


def jump(indicator: Indicator, now: Decimal, before: Decimal) -> str:
    """Return how far a figure is from last year's (which is positive)."""
    start = f"{indicator.label}填报为 {amount(now, indicator.unit)}，上年为 {amount(before, indicator.unit)}"
    if now == 0:
        return f"{start}，降为零"
    if now > before:
        return f"{start}，是上年的 {grouped(cut(now, before, 1))} 倍"
    return f"{start}，约为上年的 {grouped(cut(before, now, 0))} 分之一"


def off_median(measure: Measure, value: Ratio, median: Decimal) -> str:
    return (
        f"{measure.label}为 {shown(value, measure.decimals)} {measure.unit}，"
        f"同类集聚区中位数为 {amount(median, measure.unit)}"
    )


def unequal(total: Indicator, value: Decimal, parts: Decimal) -> str:
    return f"{total.label}（{amount(value, total.unit)}）不等于各项之和（{amount(parts, total.unit)}）"


def only_by(label: str, indicator: Indicator, value: Ratio, unit: str, decimals: int) -> str:
    return f"{label}本年达标，按上年{indicator.label}计算为 {shown(value, decimals)} {unit}，不达标"
