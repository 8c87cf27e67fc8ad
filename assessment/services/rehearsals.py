"""Rehearsing a ruleset over the whole history before anybody may activate it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from assessment.enums import RulesetState
from assessment.models import Rehearsal, RulesetVersion
from assessment.rules.citation import Citation
from assessment.rules.enums import Basis, Verdict
from assessment.rules.judge.timeline import History, timelines
from assessment.rules.parse.amend import amended
from assessment.rules.parse.reading import RulesetError
from assessment.rules.parse.rulebook import parse_ruleset
from assessment.rules.ruleset import Rulebook, Ruleset
from assessment.selectors import record, rulebook
from clusters.errors import DomainError
from clusters.models import User
from clusters.services import acts, audit

OTHER_CAUSE = "与规则无关"
_CARDS = frozenset({"yellow_card", "delist", "escalate"})


CITE = Citation("规则推演", "拟调整标准线", Basis.DEPARTMENT)


def with_lines(base: RulesetVersion, lines: Mapping[str, Decimal]) -> str:
    """Return the base text with other values for some lines from its first data year on.

    Raises DomainError for a line the ruleset does not have.
    """
    try:
        return amended(rulebook.parsed(base), lines, base.first_year, CITE).text
    except RulesetError as error:
        raise DomainError(str(error), field="lines") from error


@audit.act()
def rehearse(text: str, *, name: str, by: User, ruleset: RulesetVersion | None = None) -> Rehearsal:
    """Run the text over every stored year as if it had been in force, and keep what would differ from what stands.

    Raises DomainError naming the place when the text is no rulebook.
    """
    acts.require(by, "assessment.rehearse_ruleset", "只有市级审核员和审批人可以推演规则。")
    try:
        rules = parse_ruleset(text, name)
    except RulesetError as error:
        raise DomainError(str(error), field="text") from error
    years = record.years()
    total, changes = _compared(Rulebook([_for_all(rules, years)]), _rules_in_force())
    row = Rehearsal.objects.create(
        ruleset=ruleset,
        title=rules.title,
        text=text,
        sha256=rules.sha256,
        years=years,
        total=total,
        changes=changes,
        summary=dict(Counter(change["effect"] for change in changes)),
        rehearsed_by=by,
    )
    audit.record("规则集.推演", row, by=by, sha256=rules.sha256, changes=len(changes))
    return row


def _compared(book: Rulebook, today: Rulebook) -> tuple[int, list[dict[str, Any]]]:
    """Return how many years were judged, and each whose verdict under `book` is not what stands.

    All clusters are judged together, year by year, so that medians and places are those of each year's field.
    """
    pasts = {str(past.cluster.pk): past for past in record.pasts()}
    histories = {key: History(past.title, past.files) for key, past in pasts.items()}
    same_rules, others = timelines(histories, today), timelines(histories, book)
    total, changes = 0, []
    for key, past in pasts.items():
        for same, other in zip(same_rules[key], others[key], strict=True):
            total += 1
            now, after = same.outcome.verdict.value, other.outcome.verdict.value
            before = past.decided.get(other.year, now)
            if before != after:
                changes.append(_change(past, other.year, (before, after), by_rule=now != after))
    return total, changes


def _for_all(rules: Ruleset, years: list[int]) -> Ruleset:
    """Return the rules as if they had governed every stored year: the first values reach back to the first year."""
    if not years:
        return rules
    steps = ((min(years[0], rules.steps[0][0]), rules.steps[0][1]), *rules.steps[1:])
    return replace(rules, first_year=min(years[0], rules.first_year), last_year=None, steps=steps)


def _rules_in_force() -> Rulebook:
    """Return the rulesets in force: what they say today is what the rehearsed text is compared with."""
    return Rulebook([rulebook.parsed(row) for row in RulesetVersion.objects.filter(state=RulesetState.ACTIVE)])


def _change(past: record.Past, year: int, verdicts: tuple[str, str], *, by_rule: bool) -> dict[str, Any]:
    """Return one row of the result; `by_rule` is False where the rules in force would say the same today, so that
    the difference comes from figures or history that changed after the decision."""
    before, after = verdicts
    district, category = past.cluster.district, past.cluster.category
    return {
        "code": past.cluster.code,
        "name": past.cluster.name,
        "district": district.name if district else "",
        "category": category.name if category else "",
        "year": year,
        "before": before,
        "after": after,
        "before_label": Verdict(before).label,
        "after_label": Verdict(after).label,
        "effect": _effect(before, after) if by_rule else OTHER_CAUSE,
    }


def _effect(before: str, after: str) -> str:
    """Return the change in words: the title first, then the card, then anything else."""
    if after == "delist":
        return "将被摘牌"
    if before == "delist":
        return "将保留称号"
    if after in _CARDS and before not in _CARDS:
        return "将新增黄牌"
    if before in _CARDS and after not in _CARDS:
        return "将不再有黄牌"
    return "结论变化"
