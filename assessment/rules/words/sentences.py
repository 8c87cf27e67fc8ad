"""The single sentences of an explanation."""

from collections.abc import Collection, Sequence

from assessment.rules.enums import Cause, Role, Severity, State, Why
from assessment.rules.numbers import grouped
from assessment.rules.outcome import Finding, Line, Outcome
from assessment.rules.policy import ByPoints, Grading
from assessment.rules.ruleset import YearRules
from assessment.rules.words.distance import Change, Distance
from assessment.rules.words.policies import limit_terms
from assessment.rules.words.terms import OP_WORDS

_STRUCTURAL = frozenset({Cause.NO_BASE, Cause.NO_FIELD, Cause.NO_GROUP})


def input_sentences(lines: Sequence[Line], findings: Sequence[Finding]) -> tuple[str, ...]:
    """Return every figure that a carding criterion used, once; a blank is told from what is no number."""
    written = {code for finding in findings if finding.severity is Severity.INVALID for code in finding.fields}
    found: dict[str, str] = {}
    for line in lines:
        for source, value in line.figures:
            blank = "填写的不是数字" if source.code in written else "未填写"
            text = blank if value is None else f"{grouped(value)} {source.unit}"
            found.setdefault(source.code, f"{source.label}：{text}")
    return tuple(found.values())


def criterion_sentence(line: Line) -> str:
    """Return inputs, exact value, line, state and citation of a criterion."""
    spec = line.spec
    rule = f"标准：{OP_WORDS[spec.op]} {grouped(spec.line)} {spec.unit}" if spec.line is not None else spec.terms
    cause = f"（{line.cause.label}）" if line.cause is not None else ""
    note = f"，{line.note}" if line.note else ""
    return f"{spec.label}{_value(line)}。{rule}。{_state(line)}{cause}{note}。依据：{spec.cite.text}。"


def _state(line: Line) -> str:
    if line.spec.role is Role.DEDUCTION and line.state in (State.PASS, State.FAIL):
        return "符合扣分条件" if line.state is State.PASS else "不符合扣分条件"
    return line.state.label


def _value(line: Line) -> str:
    if line.value is None:
        return "：" + "；".join(_part(part) for part in line.parts) if line.parts else "：没有可比较的数值"
    figures = [f"{source.label} {grouped(value)} {source.unit}" for source, value in line.figures if value is not None]
    shown = f"{line.display} {line.spec.unit}"
    is_quotient = line.spec.up is not None and len(figures) > 1
    return f" = {' ÷ '.join(figures)} = {shown}" if is_quotient else f" = {shown}"


def _part(part: Line) -> str:
    value = f"{part.display} {part.spec.unit}，" if part.value is not None else ""
    inner = f"（{'；'.join(map(_part, part.parts))}）" if part.parts else " "
    return f"{part.label}{inner}{value}{part.state.label}"


def distance_sentence(found: Distance) -> str:
    """Return what is lacking to one line, the others unchanged."""
    ways = []
    if found.above is not None:
        ways.append(_way(found.above))
    if found.together is not None:
        whole = found.line.spec.sources[1].label
        ways.append(f"新增部分同时计入{whole}时，须新增 {found.together.gap}")
    if found.below is not None:
        limit = "达到" if found.below.rises else "不超过"
        ways.append(f"{found.below.indicator.label}{limit} {found.below.target}")
    return (
        f"{found.line.label}：" + "，或".join(ways) + "（其他数据不变）。"
        if ways
        else f"{found.line.label}：无法通过单项数据达到。"
    )


def _way(change: Change) -> str:
    word = "差" if change.rises else "超出"
    limit = "须达到" if change.rises else "须降至"
    return f"{change.indicator.label}{word} {change.gap}（{limit} {change.target}）"


def joint_sentence(changes: Sequence[Change]) -> str:
    """Return what is lacking to all lines together, areas unchanged."""
    words = [
        f"{change.indicator.label}{'增加' if change.rises else '减少'} {change.gap}（至 {change.target}）"
        for change in changes
    ]
    return "同时达到全部标准：" + "，".join(words) + "（面积不变）。"


def near_sentence(line: Line, rules: YearRules) -> str:
    """Return that a line is so close that a site check is advised; of a compound one, which of its parts."""
    percent = grouped(rules.policy.near_line_percent)
    parts = "、".join(leaf.label for leaf in line.leaves if leaf.near and leaf is not line)
    return f"{line.label}{f'（{parts}）' if parts else ''}与标准线相差不超过 {percent}%，建议现场核实后再确认。"


_FILING = (Why.NOT_VERIFIED, Why.NOT_REPORTED, Why.NOT_DUE)


def open_sentences(outcome: Outcome, rules: YearRules) -> tuple[str, ...]:
    """Return what stands in the way of a verdict."""
    filing = [why.label + "。" for why in outcome.why if why in _FILING]
    findings = [finding.text for finding in outcome.findings if finding.is_open or finding.severity is Severity.MISSING]
    waits = [f"{year} 数据年度结论尚未确定。" for year in outcome.waits_for]
    return (*filing, *findings, *_unclear(outcome), *_unplaced(outcome, rules), *waits)


def _unplaced(outcome: Outcome, rules: YearRules) -> tuple[str, ...]:
    """Return that the total waits for its place in the field, where passing depends on it."""
    how = rules.policy.combine
    is_placed = isinstance(how, ByPoints) and how.last is not None
    if not is_placed or outcome.score is None or Why.NOT_DECIDABLE not in outcome.why:
        return ()
    return (f"综合得分：{Cause.NO_FIELD.label}。",)


def _unclear(outcome: Outcome) -> tuple[str, ...]:
    """Return why lines that the verdict needs cannot be told, where no data check has said so already."""
    is_undecided = Why.NOT_DECIDABLE in outcome.why
    told = {code for finding in outcome.findings for code in finding.fields}
    found: dict[str, None] = {}
    for line in outcome.lines:
        if line.spec.card or (is_undecided and line.spec.role is not Role.NONE):
            for inner in line.unclear:
                found.update(dict.fromkeys(_why_unclear(inner, told, is_undecided=is_undecided)))
        if line.spec.card and line.state is State.EXCLUDED and is_undecided and line.cause is not None:
            found[f"{line.label}：{line.cause.label}，不计入；余下的标准不足以得出结论。"] = None
    return tuple(found)


def _why_unclear(line: Line, told: Collection[str], *, is_undecided: bool) -> list[str]:
    if line.cause is Cause.MISSING:
        blank = (source for source, value in line.figures if value is None and source.code not in told)
        return [f"{source.label}未填写。" for source in blank]
    is_told = line.cause in _STRUCTURAL or (is_undecided and line.cause is Cause.UNDEFINED)
    return [f"{line.label}：{line.cause.label}。"] if is_told and line.cause is not None else []


def mean_terms(outcome: Outcome) -> tuple[str, ...]:
    """Return the mean with the last assessment, where the rulebook takes one."""
    mean = outcome.mean
    return () if mean is None else (f"与 {mean.year} 数据年度的得分平均 {grouped(mean.value)} 分",)


def _limits(outcome: Outcome, grading: Grading | None) -> tuple[str, ...]:
    """Return what holds the grade down."""
    found = {line.code: line for line in outcome.lines}
    limits = [(one, found[one.criterion]) for one in (grading.limits if grading else ()) if one.criterion in found]
    held = [(one, line) for one, line in limits if line.state in (one.state, State.UNDETERMINED)]
    return tuple(
        f"{line.label}：{_state(line)}，{limit_terms(grading, one) if line.state is one.state else '等次待其确定'}。"
        for one, line in held
        if grading is not None
    )


def score_sentences(outcome: Outcome, grading: Grading | None) -> tuple[str, ...]:
    """Return points by criterion and the total with the proposed grade."""
    lines = [line for line in outcome.lines if line.spec.role is not Role.NONE]
    if not lines:
        return ()
    words = tuple(_points(line) for line in lines)
    if outcome.score is None:
        return (*words, "数据不全，暂不能得出综合得分。")
    grade = f"，建议等次：{outcome.grade_label}" if outcome.grade_label else ""
    full = grouped(outcome.full or outcome.score)
    mean = "".join(f"，{words}" for words in mean_terms(outcome))
    total = f"综合得分 {grouped(outcome.score)} 分（满分 {full} 分）{mean}{grade}。"
    return (*words, *_limits(outcome, grading), total)


def _points(line: Line) -> str:
    value = "" if line.value is None else f"{line.display} {line.spec.unit}，"
    if line.points is None:
        return f"{line.label}：{(line.cause or Cause.MISSING).label}，未计分。"
    full = f"（满分 {grouped(line.spec.full or line.points)} 分）"
    note = f"，{line.note}" if line.note else ""
    return f"{line.label}：{value}{grouped(line.points)} 分{full}{note}。"
