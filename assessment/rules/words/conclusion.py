"""The conclusion in words: the verdict, what it rests on, and what an officer must know besides."""

from collections.abc import Callable, Sequence

from assessment.rules.citation import in_force
from assessment.rules.enums import Flag, State, Verdict, Why
from assessment.rules.judge.points import joined
from assessment.rules.judge.verdicts import leads_up
from assessment.rules.numbers import grouped
from assessment.rules.outcome import Line, Outcome
from assessment.rules.policy import ByPoints
from assessment.rules.ruleset import Ruleset, YearRules
from assessment.rules.words.policies import exit_terms, level_text
from assessment.rules.words.sentences import criterion_sentence, mean_terms

_READINGS = ("combine", "complete_before_card", "streak", "gap", "not_reported", "first_year", "due", "area")
_ADVICE = (
    ("，建议现场核实后再确认", ""),
    ("，建议现场核实", ""),
    ("，建议等次：", "，评分得出的等次："),
    ("，建议推荐申报", "，可以推荐申报"),
    ("，建议结论为", "，结论为"),
    ("，建议给予", "，给予"),
    ("，建议报上级", "，报上级"),
)
_CARDS = frozenset({Verdict.YELLOW_CARD, Verdict.DELIST})


def verdict_sentence(outcome: Outcome, rules: YearRules | None) -> str:
    """Return the conclusion as one sentence."""
    if rules is None:
        return f"{outcome.year} 数据年度没有施行的规则集，不能作出判断。须先由主管部门发布并启用该年度的规则集。"
    return f"{outcome.year} 数据年度：{_VERDICTS[outcome.verdict](outcome, rules)}"


def as_decided(sentence: str) -> str:
    """Return a sentence or a flag of a proposal as it reads once the decision has taken effect: nothing is advised any
    more. Only the engine's own words change; what a rulebook, a file or a person says stays as it is."""
    for advised, decided in _ADVICE:
        sentence = sentence.replace(advised, decided)
    return sentence


def _passed(outcome: Outcome, rules: YearRules) -> str:
    if isinstance(rules.policy.combine, ByPoints):
        return f"{_points(outcome, rules.policy.combine)}，建议结论为达标。"
    if not outcome.carding:
        return "没有适用的黄牌标准，不产生黄牌。"
    unclear = [line for line in outcome.carding if line.state is State.UNDETERMINED]
    but = [f"{_names(lines)}{word}" for lines, word in ((outcome.missed, "未达到"), (unclear, "无法判定")) if lines]
    if but:
        return f"按组合规则达标（{'，'.join(but)}），建议结论为达标。"
    return f"{_names([line for line in outcome.carding if line.state is State.PASS])}均达到标准，建议结论为达标。"


def _points(outcome: Outcome, rule: ByPoints) -> str:
    """Return how each part of the rule came out. The place is told where it alone decides."""
    words = ["综合得分无法计算" if outcome.score is None else f"综合得分 {grouped(outcome.score)} 分"]
    score = outcome.score if outcome.mean is None else outcome.mean.value
    words.extend(mean_terms(outcome))
    is_enough = rule.mark is None or (score is not None and score >= rule.mark)
    if rule.mark is not None and score is not None:
        words.append(f"{'达到' if is_enough else '未达到'} {grouped(rule.mark)} 分")
    is_joined = rule.also is None or joined(outcome.carding, rule.also) is State.PASS
    if not is_joined:
        words.append(f"{_names(outcome.missed)}未达到标准")
    if rule.last is not None and is_enough and is_joined:
        words.append(f"{'不在' if outcome.result is State.PASS else '列'}最后 {rule.last} 名")
    return "，".join(words)


def _card(outcome: Outcome, rules: YearRules) -> str:
    return f"{_failure(outcome, rules)}，建议给予黄牌警告。依据：{rules.policy.cites['streak'].text}。"


def _delisted(outcome: Outcome, rules: YearRules) -> str:
    title = level_text(frozenset({rules.policy.titles.revocable}))
    return (
        f"{_failure(outcome, rules)}，与此前黄牌合计已满退出条件（{exit_terms(rules.policy)}），"
        f"建议给予本年黄牌，撤销其{title}称号（摘牌）。"
        f"依据：{rules.policy.cites['streak'].text}。"
    )


def _escalated(outcome: Outcome, rules: YearRules) -> str:
    title = level_text(frozenset({rules.policy.titles.revocable}))
    return (
        f"{_failure(outcome, rules)}，已满退出条件（{exit_terms(rules.policy)}），"
        f"但未持有{title}称号，建议报上级主管部门处理。依据：{rules.policy.cites['titles'].text}。"
    )


def _held(outcome: Outcome, _rules: YearRules) -> str:
    return f"待核，暂不作出达标或黄牌结论（{_reasons(outcome)}）。"


def _unassessed(outcome: Outcome, _rules: YearRules) -> str:
    return f"不参加考核（{_reasons(outcome)}）。"


_VERDICTS: dict[Verdict, Callable[[Outcome, YearRules], str]] = {
    Verdict.PASS: _passed,
    Verdict.YELLOW_CARD: _card,
    Verdict.DELIST: _delisted,
    Verdict.ESCALATE: _escalated,
    Verdict.HOLD: _held,
    Verdict.NOT_ASSESSED: _unassessed,
}


def _failure(outcome: Outcome, rules: YearRules) -> str:
    if outcome.has(Flag.RULED_FAILED) or not outcome.lines:
        return "未按规定报送，按不达标处理"
    if isinstance(rules.policy.combine, ByPoints):
        return _points(outcome, rules.policy.combine)
    return f"{_names(outcome.missed)}未达到标准"


def _names(lines: Sequence[Line]) -> str:
    return "、".join(line.label for line in lines)


def _reasons(outcome: Outcome) -> str:
    words = [why.label for why in outcome.why]
    if Why.BAD_FIGURES in outcome.why:
        unclear = [inner for line in outcome.carding for inner in line.unclear]
        words.append(f"无法判定：{_names(unclear)}")
    return "；".join(words)


def history_sentence(outcome: Outcome, rules: YearRules) -> str:
    """Return what the conclusion rests on in earlier years, or an empty string."""
    earlier = [year for year in outcome.rests_on if year != outcome.year]
    if outcome.verdict is Verdict.HOLD and outcome.open_years:
        return f"{_years(outcome.open_years)} 数据年度尚未结案，平均得分待其结案后计算。"
    if outcome.verdict is Verdict.DELIST:
        return f"本结论以 {_years(outcome.rests_on)} 数据年度的黄牌为依据。"
    if outcome.has(Flag.DELIST_SUSPENDED):
        return f"{_years(earlier)} 数据年度的黄牌仍在复核中，复核有结果前暂缓摘牌。"
    if outcome.open_years:
        open_years = f"{_years(outcome.open_years)} 数据年度尚未结案"
        if outcome.verdict is Verdict.PASS or outcome.has(Flag.TITLE_OPEN):
            return f"{open_years}，结案后如构成退出条件，本年结论须重新确定。"
        return f"{open_years}，本年黄牌是否构成退出条件，待其结案后确定。"
    if outcome.waits_for and outcome.verdict is Verdict.YELLOW_CARD:
        return f"{_years(outcome.waits_for)} 数据年度结论尚未确定，本年结论待其确定后再作。"
    if outcome.verdict is Verdict.YELLOW_CARD and not earlier:
        streak = exit_terms(rules.policy)
        return f"此前没有计入的黄牌；如再次不达标并满退出条件（{streak}），将按规定撤销称号或报上级处理。"
    return f"此前计入的黄牌：{_years(earlier)} 数据年度。" if earlier else ""


def _years(years: Sequence[int]) -> str:
    return "、".join(str(year) for year in years)


def remark_sentences(outcome: Outcome, rules: YearRules) -> tuple[str, ...]:
    """Return the flags in words, and how to ask for a review."""
    flags = [f"{flag.label}。" for flag in outcome.flags if flag is not Flag.NEAR_LINE]
    flags.extend(_promotion(outcome, rules))
    if outcome.verdict in _CARDS:
        days, cite = rules.policy.appeal_working_days, rules.policy.cites["appeal_working_days"]
        flags.append(f"对结论有异议的，可自收到通知之日起 {days} 个工作日内申请复核。依据：{cite.text}。")
    return tuple(flags)


def _promotion(outcome: Outcome, rules: YearRules) -> tuple[str, ...]:
    """Return by which criterion the year leads further up, and where to."""
    rows = {one.criterion: one for one in rules.policy.promotion or () if outcome.promotion == one.to}
    lines = [line for line in outcome.lines if line.code in rows and leads_up(rows[line.code], line)]
    level, cites = level_text(frozenset({outcome.promotion})), rules.policy.cites
    return tuple(
        f"{criterion_sentence(line)}符合晋升条件，建议推荐申报{level}称号。依据：{cites['promotion'].text}。"
        for line in lines[:1]
    )


def reading_sentences(outcome: Outcome, ruleset: Ruleset, rules: YearRules) -> tuple[str, ...]:
    """Return which rulebook and which readings were used, each with its basis."""
    words = [f"适用规则：{ruleset.title}（{ruleset.cite.text}），规则文本校验值 {ruleset.sha256[:12]}。"]
    entries = {entry.code: entry for entry in ruleset.policies}
    for code in _READINGS:
        told = in_force(entries[code].values, outcome.year) if code in entries else None
        if told is not None:
            text = ruleset.indicators[rules.policy.area].label if code == "area" else told.value
            words.append(f"{entries[code].label}：{text}。依据：{told.cite.text}。")
    words.append(f"判断程序版本 {outcome.engine_version}。")
    return tuple(words)
