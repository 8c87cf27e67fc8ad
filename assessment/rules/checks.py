"""Data checks: what is missing, invalid, odd or worth a second look, in words that say what to do."""

from assessment.rules.citation import Citation
from assessment.rules.enums import Basis, Severity
from assessment.rules.facts import Facts
from assessment.rules.findings import Found
from assessment.rules.outcome import Finding
from assessment.rules.ruleset import Ruleset, YearRules
from assessment.rules.view import View

UNREADABLE = Citation("考核口径说明", "第7条", Basis.DEPARTMENT)


def check(facts: Facts, ruleset: Ruleset) -> tuple[Finding, ...]:
    """Return what the checks in force for the data year find; nothing when no rules are in force."""
    rules = ruleset.at(facts.year)
    return () if rules is None else tuple(examine(View(facts), rules).findings)


def examine(view: View, rules: YearRules) -> Found:
    """Run all checks in the rulebook's order, and tell the view which measures cannot be told."""
    found = Found()
    if view.causes:
        _unreadable(view, rules, found)
    for holds, probe in rules.probes:
        finding = probe(view, found)
        if finding is not None:
            found.add(finding, holds)
    view.held = found.held
    return found


def _unreadable(view: View, rules: YearRules, found: Found) -> None:
    for code in sorted(view.causes):
        holds = rules.users_of.get(code, frozenset())
        reason = view.facts.invalid.get(code, "不是有效的数值")
        finding = Finding(
            code=f"not_a_number:{code}",
            severity=Severity.INVALID,
            fields=(code,),
            label="不是有效的数值",
            message=f"{rules.labels.get(code, code)}：{reason}。",
            instruction="请按指标单位填写数字。",
            entered=None,
            previous=view.last_year(code),
            slips=(),
            touches=rules.touched_by(holds),
            confirmed=False,
            cite=UNREADABLE,
        )
        found.add(finding, holds)
