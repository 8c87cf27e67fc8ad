"""Whether what the policies name exists: criteria that limit a grade or lead to a promotion, cards within reach."""

from collections.abc import Mapping, Sequence

from assessment.rules.criteria import Criterion, Levels
from assessment.rules.enums import Kind
from assessment.rules.parse.reading import Table
from assessment.rules.policy import Policy, Promotion


def check_policy(file: str, policy: Policy, criteria: Sequence[Criterion]) -> None:
    """Refuse policies that do not agree with each other or with the criteria of the year."""
    found = {criterion.code: criterion for criterion in criteria}
    _check_due(file, policy)
    for limit in policy.grading.limits if policy.grading else ():
        _check_decides(Table({}, file, "policy.grading"), limit.criterion, found)
    for promotion in policy.promotion or ():
        _check_promotion(Table({}, file, "policy.promotion"), promotion, policy, found)


def _check_due(file: str, policy: Policy) -> None:
    """Refuse a rule of exit that the years between the assessments put out of reach."""
    every = policy.due.every if policy.due and not policy.due.skips else 1
    for streak in policy.streak:
        least = (streak.cards - 1) * every + 1
        if streak.within < least:
            problem = f"每 {every} 年考核一次，{streak.within} 年内不可能有 {streak.cards} 张黄牌"
            hint = f"within 至少 {least}，或 due 的 between 写 skip（按考核次数计）"
            Table({}, file, "policy.streak").refuse(f"{problem}：{hint}", "within")


def _check_decides(table: Table, code: str, criteria: Mapping[str, Criterion]) -> None:
    """Refuse a criterion that is neither met nor missed."""
    criterion = table.pick(criteria, code, "标准", "criterion")
    if criterion.spec.kind not in (Kind.THRESHOLD, Kind.COMPOUND) and criterion.pass_at is None:
        table.refuse(f"标准“{code}”只计分：须写 pass_at（达到多少分为达标）", "criterion")


def _check_promotion(table: Table, promotion: Promotion, policy: Policy, criteria: Mapping[str, Criterion]) -> None:
    if promotion.held not in policy.titles.assessed:
        table.refuse(f"“{promotion.held}”不参加考核（titles 的 assessed）", "from")
    if not promotion.levels:
        _check_decides(table, promotion.criterion, criteria)
        return
    rule = table.pick(criteria, promotion.criterion, "标准", "criterion").rule
    names = [level.name for level in rule.levels] if isinstance(rule, Levels) else []
    unknown = [name for name in promotion.levels if name not in names]
    if unknown:
        table.refuse(
            f"标准“{promotion.criterion}”没有等级“{unknown[0]}”（现有：{'、'.join(names) or '不是 levels'}）", "levels"
        )
