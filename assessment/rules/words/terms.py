"""Criteria and data checks in words."""

from decimal import Decimal

from assessment.rules.criteria import (
    Bands,
    Check,
    Compound,
    Condition,
    Growth,
    Levels,
    Linear,
    RankClass,
    Rule,
    Test,
    Threshold,
)
from assessment.rules.enums import Combine
from assessment.rules.measures import Indicator, Measure
from assessment.rules.numbers import HUNDRED, ZERO, Ratio, cut, grouped, multiply, plain, shown

OP_WORDS = {">=": "不低于", ">": "高于", "<=": "不高于", "<": "低于"}


def scale_terms(rule: Rule, unit: str) -> str:
    """Return the rule in one line, as it is shown beside the result."""
    if isinstance(rule, Threshold):
        return test_terms(rule.test)
    if isinstance(rule, Compound):
        return f"{combine_terms(rule.how)}：" + "；".join(map(condition_terms, rule.parts))
    if isinstance(rule, Levels):
        return "；".join(_level(level.name, level.points, level.parts) for level in rule.levels)
    if isinstance(rule, Linear):
        return (
            f"{grouped(rule.start)}{unit} 得 {grouped(rule.start_points)} 分，"
            f"{grouped(rule.end)}{unit} 得 {grouped(rule.end_points)} 分，其间按比例"
        )
    if isinstance(rule, Bands):
        return _bands(rule, unit)
    if isinstance(rule, Growth):
        return _growth(rule, unit)
    return "；".join(_rank_class(one) for one in rule.classes)


def combine_terms(how: Combine) -> str:
    """Return how several conditions join."""
    if how == "all":
        return "同时满足"
    return "满足任一项" if how == "any" else f"至少满足 {how} 项"


def test_terms(test: Test) -> str:
    """Return a comparison in words: 单位面积税收不低于 600 元/平方米."""
    return f"{test.measure.label}{OP_WORDS[test.op]} {grouped(test.line)} {test.measure.unit}"


def condition_terms(one: Condition) -> str:
    """Return a part of a criterion in words; conditions inside a condition stand in brackets."""
    return test_terms(one) if isinstance(one, Test) else f"（{scale_terms(one, '')}）"


def _level(name: str, points: Decimal, parts: tuple[Condition, ...]) -> str:
    return f"{name}（{grouped(points)} 分）：" + "、".join(map(condition_terms, parts))


def _bands(rule: Bands, unit: str) -> str:
    words, low = [], ""
    for band in rule.bands[:-1]:
        end = f"{grouped(band.high or ZERO)}{unit}"
        words.append(f"{low}{'不超过' if band.takes_high else '低于'} {end} 得 {grouped(band.points)} 分")
        low = f"{'超过' if band.takes_high else '达到'} {end} "
    words.append(f"{low}得 {grouped(rule.bands[-1].points)} 分")
    return "；".join(words)


def _growth(rule: Growth, unit: str) -> str:
    is_last_year = rule.measure.looks_back and not rule.base
    is_change = rule.measure.form == "change"
    unit = " 个百分点" if is_change and unit == "%" else unit
    base = "上年" if is_last_year else f" {grouped(rule.base)}{unit} "
    more = "高" if not is_last_year else "增加" if is_change else "增长"
    up = f"每{more} {grouped(rule.step)}{unit} 加 {grouped(rule.per_step)} 分，最高 {grouped(rule.cap)} 分"
    down = ""
    if rule.per_step_down is not None:
        down = f"，每低 {grouped(rule.step)}{unit} 减 {grouped(rule.per_step_down)} 分，减完为止"
    return f"不低于{base}得 {grouped(rule.hold)} 分，{up}{down}"


def _rank_class(one: RankClass) -> str:
    place = {
        "first": f"前 {grouped(one.size)} 名",
        "last": f"后 {grouped(one.size)} 名",
        "share": f"前 {grouped(one.size)}%",
        "rest": "其余",
    }[one.by]
    name = f"{one.name}，" if one.name else ""
    return f"{place}：{name}{grouped(one.points)} 分"


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
        "factor": f"{first.label}与上年{'（上年无数据的与最近一年或同类中位数比，仅提示）' if one.group else ''}相差不应超过 {times} 倍",
        "median": f"{quantity.label}与同类中位数相差不应超过 {times} 倍",
        "sum": f"{first.label}应等于{'、'.join(field.label for field in one.fields[1:])}之和",
        "share": f"{first.label}须填写数额，不应在 0 与 1 之间",
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


def jump(indicator: Indicator, now: Decimal, known: tuple[str, Decimal]) -> str:
    """Return how far a figure is from what is known (last year's or the like, in words and as a positive number)."""
    named, before = known
    start = f"{indicator.label}填报为 {amount(now, indicator.unit)}，{named}为 {amount(before, indicator.unit)}"
    if now == 0:
        return f"{start}，降为零"
    if now > before:
        return f"{start}，是{named}的 {grouped(cut(now, before, 1))} 倍"
    return f"{start}，约为{named}的 {grouped(cut(before, now, 0))} 分之一"


def like_a_share(indicator: Indicator, value: Decimal) -> str:
    percent = plain(multiply(value, HUNDRED))
    return f"{indicator.label}填报为 {amount(value, indicator.unit)}，疑似填成了占比（{percent}%），应填数额"


def off_median(measure: Measure, value: Ratio, median: Decimal) -> str:
    return (
        f"{measure.label}为 {shown(value, measure.decimals)} {measure.unit}，"
        f"同类集聚区中位数为 {amount(median, measure.unit)}"
    )


def unequal(total: Indicator, value: Decimal, parts: Decimal) -> str:
    return f"{total.label}（{amount(value, total.unit)}）不等于各项之和（{amount(parts, total.unit)}）"


def only_by(label: str, indicator: Indicator, value: Ratio, unit: str, decimals: int) -> str:
    return f"{label}本年达标，按上年{indicator.label}计算为 {shown(value, decimals)} {unit}，不达标"
