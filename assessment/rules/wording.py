"""The scales of scored criteria in Chinese words."""

from decimal import Decimal

from assessment.rules.criteria import Bands, Compound, Growth, Levels, Linear, RankClass, Rule, Test, Threshold
from assessment.rules.logic import Combine
from assessment.rules.numbers import ZERO, grouped

OP_WORDS = {">=": "不低于", ">": "高于", "<=": "不高于", "<": "低于"}


def scale_terms(rule: Rule, unit: str) -> str:
    """Return the rule in one line, as it is shown beside the result."""
    if isinstance(rule, Threshold):
        return test_terms(rule.test)
    if isinstance(rule, Compound):
        return f"{combine_terms(rule.how)}：" + "；".join(test_terms(test) for test in rule.tests)
    if isinstance(rule, Levels):
        return "；".join(_level(level.name, level.points, level.tests) for level in rule.levels)
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


def _level(name: str, points: Decimal, tests: tuple[Test, ...]) -> str:
    return f"{name}（{grouped(points)} 分）：" + "、".join(test_terms(test) for test in tests)


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
