"""Reading [policy]: a closed list of readings that every rulebook must choose, each dated and cited."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from assessment.rules.enums import Combine, Missing, State
from assessment.rules.numbers import ZERO, grouped
from assessment.rules.parse.reading import Table
from assessment.rules.parse.scales import read_rounding
from assessment.rules.policy import ByPoints, Due, Grade, Grading, Limit, Promotion, Scoring, Streak, Titles
from assessment.rules.words import policies as words

MAX_SPAN = 50
MAX_DAYS = 366
"""No period of a rule is longer than this: years in which cards count, days (a warning period: twice as many)."""


def _combine(entry: Table) -> Combine | ByPoints:
    raw = entry.take("value")
    if raw in ("all", "any"):
        return "all" if raw == "all" else "any"
    if not isinstance(raw, dict):
        entry.refuse("应为 all、any、{ at_least = n } 或 { points_at_least = 分数 }", "value")
    with Table({"value": raw}, entry.file, entry.place).inner("value") as value:
        return value.count("at_least") if value.has("at_least") else _by_points(value)


def _by_points(value: Table) -> ByPoints:
    """Read points_at_least, above_last (with the group in which places are counted), or both, and what must hold
    besides."""
    last = value.optional("above_last", value.count)
    mark = value.positive_or_zero("points_at_least") if last is None or value.has("points_at_least") else None
    if last is None and value.has("group"):
        value.refuse("只与 above_last 同用", "group")
    group, also = value.phrase("group"), value.optional("and", value.combine)
    return ByPoints(mark, last, group, also, is_averaged=_is_averaged(value, last))


def _is_averaged(value: Table, last: int | None) -> bool:
    if not value.has("average_of"):
        return False
    if value.whole("average_of") != 2:
        value.refuse("只能写 2（本次与上一次考核的平均）；只看本次的不写", "average_of")
    if last is not None:
        value.refuse("不与 above_last 同用：名次按当年得分", "average_of")
    return True


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
    with entry.inner("value") as value:
        return value.whole("after_full_years", most=MAX_SPAN)


def _due(entry: Table) -> Due:
    with entry.inner("value") as value:
        every, first = value.whole("every", most=MAX_SPAN), value.optional("first", value.year)
        if every == 0:
            value.refuse("至少为 1（每年）", "every")
        return Due(every, first, skips=value.choice("between", {"skip": True, "count": False}))


def _titles(entry: Table) -> Titles:
    with entry.inner("value") as value:
        titles = Titles(frozenset(value.words("assessed")), value.text("revocable"))
        if titles.revocable not in titles.assessed:
            value.refuse("可撤销的称号须在参加考核的称号之内", "revocable")
        return titles


def _scoring(entry: Table) -> Scoring:
    with entry.inner("value") as value:
        scoring = Scoring(
            mode=value.word("mode", "sum", "weighted"),
            full=value.number("full"),
            decimals=value.whole("decimals"),
            bonus_cap=value.positive_or_zero("bonus_cap", ZERO),
            deduction_cap=value.positive_or_zero("deduction_cap", ZERO),
        )
        if scoring.full <= 0 or scoring.decimals > 6:
            value.refuse("满分须大于零，小数位数不超过 6")
        return scoring


def _grading(entry: Table) -> Grading:
    with entry.inner("value") as value:
        grading = Grading(
            by=value.word("by", "points", "rank"),
            group=value.phrase("group"),
            rounding=read_rounding(value),
            on_failure=value.phrase("on_failure"),
            grades=tuple(map(_grade, value.tables("grades"))),
            ungraded=_grade(value.table("ungraded")) if value.has("ungraded") else None,
            limits=tuple(map(_limit, value.tables("limits"))) if value.has("limits") else (),
        )
    _check_grades(value, grading)
    _check_limits(value, grading)
    return grading


def _grade(row: Table) -> Grade:
    grade = Grade(row.text("code"), row.text("label"), row.optional("mark", row.number))
    row.done()
    return grade


def _limit(row: Table) -> Limit:
    limit = Limit(row.text("criterion"), row.choice("when", {"pass": State.PASS, "fail": State.FAIL}), row.text("best"))
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
    held, to = (row.word(key, *words.LEVEL_LABELS) for key in ("from", "to"))
    promotion = Promotion(held, to, row.text("criterion"), row.words("levels") if row.has("levels") else ())
    row.done()
    if held == to:
        row.refuse("与 from 相同", "to")
    return promotion


def _check_grades(value: Table, grading: Grading) -> None:
    grades, is_ranked = grading.grades, grading.by == "rank"
    marks = [grade.mark for grade in grades[:-1]]
    if grades[-1].mark is not None or any(mark is None for mark in marks):
        value.refuse("除最后一等外，每一等都要有 mark；最后一等不写 mark", "grades")
    falling = [mark for mark in marks if mark is not None]
    order = sorted(falling, reverse=not is_ranked)
    if falling != order or len(set(falling)) != len(falling):
        value.refuse("等次应由高到低排列，分数递减（按排位时比例递增），不得重复", "grades")
    if is_ranked and any(not 0 < mark <= 100 for mark in falling):
        value.refuse("按排位的 mark 为累计百分比，应大于 0、不超过 100", "grades")
    codes = [grade.code for grade in grades]
    if len(set(codes)) != len(codes):
        value.refuse("等次代码重复", "grades")
    if grading.on_failure and grading.on_failure not in codes:
        value.refuse(f"没有代码为“{grading.on_failure}”的等次（现有：{'、'.join(codes)}）", "on_failure")


@dataclass(frozen=True, slots=True)
class Reading:
    """How one policy is called, read and told."""

    label: str
    read: Callable[[Table], Any]
    text: Callable[[Any], str]
    required: bool = True


def _choice(label: str, told: Mapping[str, str]) -> Reading:
    return Reading(label, lambda entry: entry.word("value", *told), told.__getitem__)


def _flag(label: str, yes: str, no: str) -> Reading:
    return Reading(label, lambda entry: entry.flag("value"), lambda value: yes if value else no)


def _days(label: str, most: int, unit: str) -> Reading:
    return Reading(label, lambda entry: entry.whole("value", most=most), lambda value: f"{value} {unit}")


READINGS: dict[str, Reading] = {
    "combine": Reading("各项标准如何组合", _combine, words.combine),
    "complete_before_card": _flag(
        "全部考核数据齐备后才可给予黄牌",
        yes="任一考核数据缺失、无效或存疑时待核，不给予黄牌",
        no="已有数据足以判定不达标时即可给予黄牌",
    ),
    "streak": Reading("多少年内几张黄牌即退出", _streaks, words.streaks),
    "pass_clears": _flag("其间达标即清零", yes="其间达标的，此前黄牌不再计入", no="其间达标不影响此前黄牌计入"),
    "gap": _choice("免考年度对连续的影响", {"break": "免考年度中断连续", "skip": "免考年度跳过，前后年度视为相邻"}),
    "missing": Reading("考核数据空缺如何处理", lambda entry: entry.member("value", Missing), lambda value: value.label),
    "not_reported": _choice("逾期未报如何处理", {"hold": "待核，不视为不达标，也不中断连续", "fail": "视为不达标"}),
    "first_year": Reading("首个考核年度", _first_year, words.first_year),
    "titles": Reading("参加考核的称号与可撤销的称号", _titles, words.titles),
    "area": Reading("单位面积指标的分母", lambda entry: entry.text("value"), lambda value: f"以“{value}”为分母"),
    "near_line_percent": Reading(
        "接近标准线的幅度",
        lambda entry: entry.positive_or_zero("value"),
        lambda value: f"与标准线相差不超过 {grouped(value)}%",
    ),
    "appeal_working_days": _days("复核申请期限", MAX_DAYS, "个工作日"),
    "warning_days": _days("警示期：首张黄牌作出至次一数据年度结束至少间隔", 2 * MAX_DAYS, "天"),
    "scoring": Reading("综合得分的计算", _scoring, words.scoring, required=False),
    "grading": Reading("等次的划分", _grading, words.grading, required=False),
    "due": Reading("几年考核一次", _due, words.due, required=False),
    "promotion": Reading("晋升的条件", _promotions, words.promotions, required=False),
}
