"""Policy values in Chinese words, for the rulebook page and the explanation."""

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


def level_text(levels: frozenset[str]) -> str:
    """Return the titles in words, highest first."""
    order = ("national", "provincial", "municipal", "reserve", "applicant")
    known = [LEVEL_LABELS[level] for level in order if level in levels]
    return "、".join([*known, *sorted(levels - set(order))])


def combine(value: Any) -> str:
    """Return how the criteria that decide about a card join, or what passing by points takes."""
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
    return streaks(policy.streak, "次考核" if policy.due and policy.due.skips else "年")


def streaks(value: tuple[Streak, ...], unit: str = "年") -> str:
    """Return the rules of exit, any of which is enough."""
    return "，或 ".join(
        f"连续 {one.cards} {unit}黄牌" if one.cards == one.within else f"{one.within} {unit}内 {one.cards} 张黄牌"
        for one in value
    )


def first_year(value: str | int) -> str:
    """Return from when on a recognition is assessed."""
    known = {"first_full_year": "认定后的首个完整自然年度", "year_of_recognition": "认定当年"}
    return known[value] if isinstance(value, str) else f"认定满 {value} 个完整自然年度后的首个年度"


def due(value: Due) -> str:
    """Return every how many years an assessment is due."""
    since = "各自的首个考核年度" if value.first is None else f" {value.first} 数据年度"
    between = "不计，前后两次考核视为相邻，退出条件的年数按考核次数计" if value.skips else "照常计入退出条件的年数"
    return f"每 {value.every} 年一次，自{since}起算；其间的年度不考核，{between}"


def titles(value: Titles) -> str:
    """Return who is assessed and what can be withdrawn."""
    return f"{level_text(value.assessed)}参加考核；可撤销{level_text(frozenset({value.revocable}))}称号"


def scoring(value: Scoring) -> str:
    """Return how points become a total."""
    mode = "各项得分相加" if value.mode == "sum" else "各项得分率乘以权重后相加"
    text = f"{mode}，满分 {grouped(value.full)} 分，每项四舍五入到小数点后 {value.decimals} 位"
    if value.bonus_cap:
        text += f"，加分最高 {grouped(value.bonus_cap)} 分"
    return text + (f"，扣分最高 {grouped(value.deduction_cap)} 分" if value.deduction_cap else "")


def grading(value: Grading) -> str:
    """Return the grades from the best down, and what holds them down."""
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


def promotions(value: tuple[Promotion, ...]) -> str:
    """Return what leads to a higher title."""
    words = []
    for one in value:
        how = f"评为{'、'.join(one.levels)}" if one.levels else "达标"
        words.append(f"{LEVEL_LABELS[one.held]}：“{one.criterion}”{how}的，推荐申报{LEVEL_LABELS[one.to]}")
    return "；".join(words)
