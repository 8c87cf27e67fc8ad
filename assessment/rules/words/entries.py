"""A rulebook as a list a person can read."""

from collections.abc import Iterator

from assessment.rules.citation import Citation, Dated
from assessment.rules.criteria import Criterion, Threshold
from assessment.rules.enums import Role
from assessment.rules.measures import Measure
from assessment.rules.numbers import ZERO, grouped
from assessment.rules.ruleset import RulebookEntry, Ruleset, Target, YearRules
from assessment.rules.words.terms import OP_WORDS, rule_text, scale_terms, test_terms

_SECTIONS = ("算式", "标准", "全市目标", "数据检查")


def entries(ruleset: Ruleset) -> tuple[RulebookEntry, ...]:
    """Return everything the rulebook says, section by section."""
    span = f"{ruleset.first_year}—{ruleset.last_year or ''} 数据年度"
    years = RulebookEntry("施行", "years", "施行年度", (Dated(ruleset.first_year, span, ruleset.cite),))
    parameters = [
        RulebookEntry(
            "标准线与参数",
            parameter.code,
            parameter.label,
            tuple(Dated(one.since, f"{grouped(one.value)} {parameter.unit}", one.cite) for one in parameter.values),
        )
        for parameter in ruleset.parameters.values()
    ]
    return (years, *parameters, *ruleset.policies, *_steps(ruleset))


def _steps(ruleset: Ruleset) -> list[RulebookEntry]:
    """Return measures, criteria, targets and checks; a value is listed again only where its words change."""
    found: dict[tuple[str, str], RulebookEntry] = {}
    for since, rules in ruleset.steps:
        for section, code, label, text, cite in _worded(rules):
            values = found[section, code].values if (section, code) in found else ()
            if not values or (values[-1].value, values[-1].cite) != (text, cite):
                values = (*values, Dated(since, text, cite))
                found[section, code] = RulebookEntry(section, code, label, values)
    return sorted(found.values(), key=lambda entry: _SECTIONS.index(entry.section))


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
