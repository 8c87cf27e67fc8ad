"""A rulebook as a list a person can read, and the difference between two of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from assessment.rules.citation import Citation
from assessment.rules.criteria import Criterion, Threshold
from assessment.rules.enums import Role
from assessment.rules.measures import Measure
from assessment.rules.numbers import ZERO, grouped
from assessment.rules.ruleset import Ruleset, Target, YearRules
from assessment.rules.words.terms import OP_WORDS, rule_text, scale_terms, test_terms

_SECTIONS = ("算式", "标准", "全市目标", "数据检查")


@dataclass(frozen=True, slots=True)
class Value:
    """What an entry says from data year `since` on, with its citation."""

    since: int
    text: str
    cite: Citation


@dataclass(frozen=True, slots=True)
class RulebookEntry:
    """One entry of the rulebook with its history."""

    section: str
    code: str
    label: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """An entry that two rulebooks word differently; an empty side means it is not there."""

    section: str
    code: str
    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def entries(ruleset: Ruleset) -> tuple[RulebookEntry, ...]:
    """Return everything the rulebook says, section by section."""
    span = f"{ruleset.first_year}—{ruleset.last_year or ''} 数据年度"
    years = RulebookEntry("施行", "years", "施行年度", (Value(ruleset.first_year, span, ruleset.cite),))
    parameters = [
        RulebookEntry(
            "标准线与参数",
            parameter.code,
            parameter.label,
            tuple(Value(one.since, f"{grouped(one.value)} {parameter.unit}", one.cite) for one in parameter.values),
        )
        for parameter in ruleset.parameters.values()
    ]
    policies = [
        RulebookEntry(
            "口径", entry.code, entry.label, tuple(Value(one.since, one.value, one.cite) for one in entry.values)
        )
        for entry in ruleset.policies
    ]
    return (years, *parameters, *policies, *_steps(ruleset))


def difference(before: Ruleset, after: Ruleset) -> tuple[Difference, ...]:
    """Return what the two rulebooks word or cite differently, in the order of the later one."""
    old = {(entry.section, entry.code): entry for entry in entries(before)}
    new = {(entry.section, entry.code): entry for entry in entries(after)}
    found = []
    for key in (*new, *(key for key in old if key not in new)):
        left, right = _texts(old.get(key)), _texts(new.get(key))
        if left != right:
            found.append(Difference(key[0], key[1], (new.get(key) or old[key]).label, left, right))
    return tuple(found)


def _texts(entry: RulebookEntry | None) -> tuple[str, ...]:
    values = () if entry is None else entry.values
    return tuple(f"{value.since}年起：{value.text}（{value.cite.document} {value.cite.clause}）" for value in values)


def _steps(ruleset: Ruleset) -> list[RulebookEntry]:
    """Return measures, criteria, targets and checks; a value is listed again only where its words change."""
    histories: dict[tuple[str, str], list[tuple[str, Value]]] = {}
    for since, rules in ruleset.steps:
        for section, code, label, text, cite in _worded(rules):
            history = histories.setdefault((section, code), [])
            if not history or (history[-1][1].text, history[-1][1].cite) != (text, cite):
                history.append((label, Value(since, text, cite)))
    ordered = sorted(histories, key=lambda key: _SECTIONS.index(key[0]))
    return [
        RulebookEntry(key[0], key[1], histories[key][-1][0], tuple(value for _, value in histories[key]))
        for key in ordered
    ]


def _worded(rules: YearRules) -> Iterator[tuple[str, str, str, str, Citation]]:
    for measure in rules.measures.values():
        yield "算式", measure.code, measure.label, measure_text(measure), measure.cite
    for criterion in rules.criteria:
        yield "标准", criterion.code, criterion.spec.label, _criterion(criterion), criterion.spec.cite
    for target in rules.targets:
        text = f"{target_text(target)}{OP_WORDS[target.op]} {grouped(target.line)} {target.unit}"
        yield "全市目标", target.code, target.label, text, target.cite
    for check in rules.checks:
        text = f"{check.severity.label}：{rule_text(check)}。{check.instruction}"
        yield "数据检查", check.code, check.label, text, check.cite


def measure_text(measure: Measure) -> str:
    """Return the formula in words: 税收 ÷ 建筑面积（元/平方米）."""
    labels = {source.code: source.label for source in measure.sources}
    words = [term.measure.label if term.measure else labels[term.code] for term in measure.terms]
    joined = {"ratio": " ÷ "}.get(measure.form, " + ").join(words)
    growth = {"growth": "比上年增长", "change": "比上年增加"}.get(measure.form, "")
    return f"{joined}{growth}（{measure.unit}）"


_OVER = {"pooled": "合计", "each": "每个集聚区", "added": "历年累计"}


def target_text(target: Target) -> str:
    """Return what is held against the target's line: 合计单位面积税收, 名录中登记的数量."""
    return f"{_OVER[target.over]}{target.measure.label}" if target.measure else "名录中登记的数量"


def _criterion(criterion: Criterion) -> str:
    spec, rule = criterion.spec, criterion.rule
    words = [scale_terms(rule, spec.unit)]
    if isinstance(rule, Threshold):
        words.extend(f"{group}：{test_terms(test)}" for group, test in rule.tests.items())
    for how, groups in (("仅适用于", criterion.only), ("不适用于", criterion.barred)):
        if groups:
            words.append(how + "、".join(sorted(name for names in groups.values() for name in names)))
    if spec.card:
        words.append("决定黄牌")
    if spec.role is not Role.NONE:
        words.append(f"{spec.role.label}，满分 {grouped(spec.full or ZERO)} 分")
    return "；".join(words)
