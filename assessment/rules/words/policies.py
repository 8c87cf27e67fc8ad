"""Policy values in Chinese words, for the rulebook page and the explanation."""

from collections.abc import Callable
from typing import Any

from assessment.rules.numbers import grouped
from assessment.rules.policy import ByPoints, Due, Grading, Limit, Policy, Promotion, Scoring, Streak, Titles
from assessment.rules.words.terms import combine_terms

LEVEL_LABELS = {
    "municipal": "市级",
    "provincial": "省级",
    "national": "国家级",
    "reserve": "储备",
    "applicant": "申报中",
}
_WORDS: dict[str, dict[Any, str]] = {
    "complete_before_card": {
        True: "任一考核数据缺失、无效或存疑时待核，不给予黄牌",
        False: "已有数据足以判定不达标时即可给予黄牌",
    },
    "pass_clears": {True: "其间达标的，此前黄牌不再计入", False: "其间达标不影响此前黄牌计入"},
    "gap": {"break": "免考年度中断连续", "skip": "免考年度跳过，前后年度视为相邻"},
    "missing": {"hold": "待核", "fail": "按不达标（零分）", "exclude": "不计入"},
    "not_reported": {"hold": "待核，不视为不达标，也不中断连续", "fail": "视为不达标"},
}


def level_text(levels: frozenset[str]) -> str:
    """Return the titles in words, highest first."""
    order = ("national", "provincial", "municipal", "reserve", "applicant")
    known = [LEVEL_LABELS[level] for level in order if level in levels]
    return "、".join([*known, *sorted(levels - set(order))])


def _combine(value: Any) -> str:
    return points_terms(value) if isinstance(value, ByPoints) else combine_terms(value)


def points_terms(rule: ByPoints) -> str:
    """Return what passing by points takes."""
    words = []
    if rule.mark is not None:
        averaged = "与上一次考核平均的" if rule.is_averaged else ""
        words.append(f"{averaged}综合得分不低于 {grouped(rule.mark)} 分")
    if rule.last is not None:
        words.append(f"综合得分不在{'本组' if rule.group else '全体'}最后 {rule.last} 名")
    if rule.also is not None:
        words.append(f"用于黄牌的标准{combine_terms(rule.also)}")
    return "，且".join(words)


def exit_terms(policy: Policy) -> str:
    """Return what ends the title, counted in assessments where the years between are skipped."""
    return _streaks(policy.streak, "次考核" if policy.due and policy.due.skips else "年")


def _streaks(value: tuple[Streak, ...], unit: str = "年") -> str:
    return "，或 ".join(
        f"连续 {one.cards} {unit}黄牌" if one.cards == one.within else f"{one.within} {unit}内 {one.cards} 张黄牌"
        for one in value
    )


def _first_year(value: str | int) -> str:
    known = {"first_full_year": "认定后的首个完整自然年度", "year_of_recognition": "认定当年"}
    return known[value] if isinstance(value, str) else f"认定满 {value} 个完整自然年度后的首个年度"


def _due(value: Due) -> str:
    since = "各自的首个考核年度" if value.first is None else f" {value.first} 数据年度"
    between = "不计，前后两次考核视为相邻，退出条件的年数按考核次数计" if value.skips else "照常计入退出条件的年数"
    return f"每 {value.every} 年一次，自{since}起算；其间的年度不考核，{between}"


def _titles(value: Titles) -> str:
    return f"{level_text(value.assessed)}参加考核；可撤销{level_text(frozenset({value.revocable}))}称号"


def _scoring(value: Scoring) -> str:
    mode = "各项得分相加" if value.mode == "sum" else "各项得分率乘以权重后相加"
    text = f"{mode}，满分 {grouped(value.full)} 分，每项四舍五入到小数点后 {value.decimals} 位"
    if value.bonus_cap:
        text += f"，加分最高 {grouped(value.bonus_cap)} 分"
    return text + (f"，扣分最高 {grouped(value.deduction_cap)} 分" if value.deduction_cap else "")


def _grading(value: Grading) -> str:
    words = []
    for grade in value.grades:
        if grade.mark is None:
            words.append(f"其余{grade.label}")
        elif value.by == "points":
            words.append(f"{grouped(grade.mark)} 分及以上{grade.label}")
        else:
            words.append(f"前 {grouped(grade.mark)}%{grade.label}")
    limits = [f"“{one.criterion}”{one.state.label}的{limit_terms(value, one)}" for one in value.limits]
    return "；".join(["，".join(words), *limits])


def limit_terms(grading: Grading, limit: Limit) -> str:
    """Return what a limit leaves: 等次不高于良好."""
    if grading.ungraded is not None and limit.best == grading.ungraded.code:
        return grading.ungraded.label
    return f"等次不高于{grading.label_of(limit.best)}"


def _promotions(value: tuple[Promotion, ...]) -> str:
    words = []
    for one in value:
        how = f"评为{'、'.join(one.levels)}" if one.levels else "达标"
        words.append(f"{LEVEL_LABELS[one.held]}：“{one.criterion}”{how}的，推荐申报{LEVEL_LABELS[one.to]}")
    return "；".join(words)


_TEXTS: dict[str, Callable[[Any], str]] = {
    "combine": _combine,
    "streak": _streaks,
    "first_year": _first_year,
    "due": _due,
    "promotion": _promotions,
    "titles": _titles,
    "scoring": _scoring,
    "grading": _grading,
    "area": lambda value: f"以“{value}”为分母",
    "near_line_percent": lambda value: f"与标准线相差不超过 {grouped(value)}%",
    "appeal_working_days": lambda value: f"{value} 个工作日",
    "warning_days": lambda value: f"{value} 天",
}


def policy_text(code: str, value: Any) -> str:
    """Return a policy value in words."""
    return _TEXTS[code](value) if code in _TEXTS else _WORDS[code][value]
