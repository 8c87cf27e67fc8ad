"""Reading [policy]: a closed list of readings that every rulebook must choose, each dated and cited."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from assessment.rules.enums import Combine, Missing, State
from assessment.rules.numbers import ZERO
from assessment.rules.parse.reading import Table
from assessment.rules.policy import (
    ByPoints,
    Due,
    Grade,
    Grading,
    Limit,
    Promotion,
    Scoring,
    Streak,
    Titles,
)
from assessment.rules.words.policies import LEVEL_LABELS

MISSING = {member.value: member for member in Missing}

_STATES = {"pass": State.PASS, "fail": State.FAIL}

MAX_SPAN = 50
MAX_DAYS = 366
"""No period of a rule is longer than this: years in which cards count, days (a warning period: twice as many)."""


def _combine(entry: Table) -> Combine | ByPoints:
    raw = entry.take("value")
    if raw in ("all", "any"):
        return "all" if raw == "all" else "any"
    if not isinstance(raw, dict):
        entry.refuse("应为 all、any、{ at_least = n } 或 { points_at_least = 分数 }", "value")
    value = Table(raw, entry.file, f"{entry.place}.value")
    how = _at_least(value) if value.has("at_least") else _by_points(value)
    value.done()
    return how


def _at_least(value: Table) -> int:
    how = value.whole("at_least")
    if how == 0:
        value.refuse("至少为 1", "at_least")
    return how


def _by_points(value: Table) -> ByPoints:
    """Read points_at_least, above_last (with the group in which places are counted), or both, and what must hold
    besides."""
    last = _places(value) if value.has("above_last") else None
    mark = value.positive_or_zero("points_at_least") if last is None or value.has("points_at_least") else None
    if last is None and value.has("group"):
        value.refuse("只与 above_last 同用", "group")
    group, also = value.text("group", " ").strip(), _also(value) if value.has("and") else None
    return ByPoints(mark, last, group, also, is_averaged=_is_averaged(value, last))


def _is_averaged(value: Table, last: int | None) -> bool:
    if not value.has("average_of"):
        return False
    if value.whole("average_of") != 2:
        value.refuse("只能写 2（本次与上一次考核的平均）；只看本次的不写", "average_of")
    if last is not None:
        value.refuse("不与 above_last 同用：名次按当年得分", "average_of")
    return True


def _places(value: Table) -> int:
    last = value.whole("above_last")
    if last == 0:
        value.refuse("至少为 1", "above_last")
    return last


def _also(value: Table) -> Combine:
    raw = value.take("and")
    if raw in ("all", "any"):
        return "all" if raw == "all" else "any"
    if isinstance(raw, bool) or not isinstance(raw, int) or raw < 1:
        value.refuse("应为 all、any 或至少几项的个数", "and")
    return int(raw)


def _streaks(entry: Table) -> tuple[Streak, ...]:
    """Read one rule of exit, or a list of them of which any one is enough."""
    rows = entry.tables("value") if entry.is_list("value") else [entry.table("value")]
    found = tuple(map(_streak, rows))
    if len(set(found)) < len(found):
        entry.refuse("同一个退出条件写了两次", "value")
    return found


def _streak(value: Table) -> Streak:
    streak = Streak(value.whole("cards"), value.whole("within", most=MAX_SPAN))
    value.done()
    if not 1 <= streak.cards <= streak.within:
        value.refuse("须满足 1 ≤ cards ≤ within")
    return streak


def _first_year(entry: Table) -> str | int:
    word = entry.peek("value")
    if word in ("first_full_year", "year_of_recognition"):
        return entry.text("value")
    if word:
        known = "first_full_year、year_of_recognition，或 { after_full_years = 年数 }"
        entry.refuse(f"“{word}”不在可选范围：{known}", "value")
    value = entry.table("value")
    years = value.whole("after_full_years", most=MAX_SPAN)
    value.done()
    return years


def _due(entry: Table) -> Due:
    value = entry.table("value")
    due = Due(
        every=value.whole("every", most=MAX_SPAN),
        first=value.year("first") if value.has("first") else None,
        skips=value.choice("between", {"skip": True, "count": False}),
    )
    value.done()
    if due.every == 0:
        value.refuse("至少为 1（每年）", "every")
    return due


def _titles(entry: Table) -> Titles:
    value = entry.table("value")
    titles = Titles(frozenset(value.words("assessed")), value.text("revocable"))
    value.done()
    if titles.revocable not in titles.assessed:
        value.refuse("可撤销的称号须在参加考核的称号之内", "revocable")
    return titles


def _scoring(entry: Table) -> Scoring:
    value = entry.table("value")
    scoring = Scoring(
        mode=value.choice("mode", {"sum": "sum", "weighted": "weighted"}),
        full=value.number("full"),
        decimals=value.whole("decimals"),
        bonus_cap=value.positive_or_zero("bonus_cap", ZERO),
        deduction_cap=value.positive_or_zero("deduction_cap", ZERO),
    )
    value.done()
    if scoring.full <= 0 or scoring.decimals > 6:
        value.refuse("满分须大于零，小数位数不超过 6")
    return scoring


def _grading(entry: Table) -> Grading:
    value = entry.table("value")
    by = value.choice("by", {"points": "points", "rank": "rank"})
    group = value.text("group", " ").strip()
    rounding = value.choice("rounding", {name: name for name in ("down", "nearest", "up")}, "down")
    on_failure = value.text("on_failure", " ").strip()
    grades = tuple(_grade(row) for row in value.tables("grades"))
    ungraded = _grade(value.table("ungraded")) if value.has("ungraded") else None
    limits = tuple(_limit(row) for row in value.tables("limits")) if value.has("limits") else ()
    value.done()
    _check_grades(value, by, grades, on_failure)
    grading = Grading(by, group, rounding, grades, on_failure, limits, ungraded)
    _check_limits(value, grading)
    return grading


def _grade(row: Table) -> Grade:
    mark = row.number("mark") if row.has("mark") else None
    grade = Grade(row.text("code"), row.text("label"), mark)
    row.done()
    return grade


def _limit(row: Table) -> Limit:
    limit = Limit(row.text("criterion"), row.choice("when", _STATES), row.text("best"))
    row.done()
    return limit


def _check_limits(value: Table, grading: Grading) -> None:
    codes = [grade.code for grade in grading.order]
    if grading.ungraded is not None and (grading.ungraded.mark is not None or codes.count(codes[-1]) > 1):
        value.refuse("代码不与各等次相同，也不写 mark", "ungraded")
    unknown = [limit.best for limit in grading.limits if limit.best not in codes]
    if unknown:
        value.refuse(f"没有代码为“{unknown[0]}”的等次（现有：{'、'.join(codes)}；不评等次的写进 ungraded）", "limits")


def _promotions(entry: Table) -> tuple[Promotion, ...]:
    return tuple(map(_promotion, entry.tables("value")))


def _promotion(row: Table) -> Promotion:
    held, to = (row.choice(key, {level: level for level in LEVEL_LABELS}) for key in ("from", "to"))
    promotion = Promotion(held, to, row.text("criterion"), row.words("levels") if row.has("levels") else ())
    row.done()
    if held == to:
        row.refuse("与 from 相同", "to")
    return promotion


def _check_grades(value: Table, by: str, grades: tuple[Grade, ...], on_failure: str) -> None:
    marks = [grade.mark for grade in grades[:-1]]
    if grades[-1].mark is not None or any(mark is None for mark in marks):
        value.refuse("除最后一等外，每一等都要有 mark；最后一等不写 mark", "grades")
    falling = [mark for mark in marks if mark is not None]
    order = sorted(falling, reverse=by == "points")
    if falling != order or len(set(falling)) != len(falling):
        value.refuse("等次应由高到低排列，分数递减（按排位时比例递增），不得重复", "grades")
    if by == "rank" and any(not 0 < mark <= 100 for mark in falling):
        value.refuse("按排位的 mark 为累计百分比，应大于 0、不超过 100", "grades")
    codes = [grade.code for grade in grades]
    if len(set(codes)) != len(codes):
        value.refuse("等次代码重复", "grades")
    if on_failure and on_failure not in codes:
        value.refuse(f"没有代码为“{on_failure}”的等次", "on_failure")


def _word(entry: Table, *options: str) -> str:
    return entry.choice("value", {option: option for option in options})


@dataclass(frozen=True, slots=True)
class Reading:
    """How one policy is called and read."""

    label: str
    read: Callable[[Table], Any]
    required: bool = True


READINGS: dict[str, Reading] = {
    "combine": Reading("各项标准如何组合", _combine),
    "complete_before_card": Reading("全部考核数据齐备后才可给予黄牌", lambda entry: entry.flag("value")),
    "streak": Reading("多少年内几张黄牌即退出", _streaks),
    "pass_clears": Reading("其间达标即清零", lambda entry: entry.flag("value")),
    "gap": Reading("免考年度对连续的影响", lambda entry: _word(entry, "break", "skip")),
    "missing": Reading("考核数据空缺如何处理", lambda entry: entry.choice("value", MISSING)),
    "not_reported": Reading("逾期未报如何处理", lambda entry: _word(entry, "hold", "fail")),
    "first_year": Reading("首个考核年度", _first_year),
    "titles": Reading("参加考核的称号与可撤销的称号", _titles),
    "area": Reading("单位面积指标的分母", lambda entry: entry.text("value")),
    "near_line_percent": Reading("接近标准线的幅度", lambda entry: entry.positive_or_zero("value")),
    "appeal_working_days": Reading("复核申请期限", lambda entry: entry.whole("value", most=MAX_DAYS)),
    "warning_days": Reading(
        "警示期：首张黄牌作出至次一数据年度结束至少间隔", lambda entry: entry.whole("value", most=2 * MAX_DAYS)
    ),
    "scoring": Reading("综合得分的计算", _scoring, required=False),
    "grading": Reading("等次的划分", _grading, required=False),
    "due": Reading("几年考核一次", _due, required=False),
    "promotion": Reading("晋升的条件", _promotions, required=False),
}
