"""Data checks: what is missing, invalid, odd or worth a second look, in words that say what to do."""

from assessment.rules.check_forms import FORMS
from assessment.rules.citation import Citation
from assessment.rules.enums import Basis, Severity
from assessment.rules.facts import Facts
from assessment.rules.findings import Found
from assessment.rules.outcome import Finding
from assessment.rules.ruleset import Ruleset, YearRules

UNREADABLE = Citation("考核口径说明", "第7条", Basis.DEPARTMENT)


def check(facts: Facts, ruleset: Ruleset) -> tuple[Finding, ...]:
    """Return what the checks in force for the data year find; nothing when no rules are in force."""
    rules = ruleset.at(facts.year)
    return () if rules is None else tuple(examine(facts, rules).findings)


def examine(facts: Facts, rules: YearRules) -> Found:
    """Run all checks in the rulebook's order; a check does not look at fields already found invalid."""
    found = Found()
    if facts.invalid:
        _unreadable(facts, rules, found)
    for one in rules.checks:
        finding = FORMS[one.form](one, facts, rules, found)
        if finding is not None:
            found.add(finding, one.holds)
    return found


def _unreadable(facts: Facts, rules: YearRules, found: Found) -> None:
    for code in sorted(facts.invalid):
        holds = rules.users_of.get(code, frozenset())
        finding = Finding(
            code=f"not_a_number:{code}",
            severity=Severity.INVALID,
            fields=(code,),
            label="不是有效的数值",
            message=f"{rules.labels.get(code, code)}：{facts.invalid[code]}。",
            instruction="请按指标单位填写数字。",
            entered=None,
            previous=(facts.previous or {}).get(code),
            slips=(),
            touches=rules.touched_by(holds),
            confirmed=False,
            cite=UNREADABLE,
        )
        found.add(finding, holds)
