"""What a letter says, taken from the decision's own record: no slot is typed by hand."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings

from assessment.enums import DecisionKind, LetterKind
from assessment.models import Decision, Grading, Letter, RulesetVersion
from assessment.rules.engine import assess
from assessment.rules.enums import Basis, State
from assessment.rules.numbers import grouped
from assessment.rules.outcome import Line, Outcome
from assessment.rules.policy import ByPoints, Policy
from assessment.rules.ruleset import Authority, Ruleset
from assessment.rules.wire import facts as wire
from assessment.rules.words.distance import distance
from assessment.rules.words.policies import points_terms
from assessment.selectors import rulebook
from clusters.letters.colophon import chinese_date
from clusters.letters.envelope import Envelope

Slots = dict[str, Any]

RULING = "逾期未报送年度数据，经市级认定按不达标处理。"
_PENDING = {
    DecisionKind.YELLOW_CARD: "复核期间不停止原决定的执行，但以该黄牌为依据的摘牌在复核结论作出前暂缓。",
    DecisionKind.DELISTING: "复核期间不停止原决定的执行。",
}
_NUMERALS = {1: "一", 2: "两", 3: "三", 4: "四", 5: "五"}


@dataclass(frozen=True, slots=True)
class Judged:
    """A decision, the stored ruleset it was made under and the engine's answer to its recorded input."""

    decision: Decision
    version: RulesetVersion
    outcome: Outcome

    @property
    def ruleset(self) -> Ruleset:
        return rulebook.parsed(self.version)

    @property
    def policy(self) -> Policy:
        rules = self.ruleset.at(self.decision.year)
        assert rules is not None, "a decision is made under rules in force"
        return rules.policy


def version_of(decision: Decision) -> RulesetVersion:
    """Return the stored ruleset the decision was made under."""
    return RulesetVersion.objects.get(sha256=decision.record["ruleset_sha256"])


def judged(decision: Decision) -> Judged:
    """Return the decision with what it rests on, recomputed from its own record."""
    version = version_of(decision)
    inputs = wire.read_input(wire.canonical(decision.record["inputs"]))
    return Judged(decision, version, assess(*inputs, rulebook.parsed(version)))


def quoted(authority: Authority) -> Slots:
    """Return what the rulebook says letters quote."""
    return {**asdict(authority), "cited": authority.cited, "named": authority.named}


# ---- Who and what ----------------------------------------------------------------------------------------------------


def common(of: Judged, around: Envelope) -> Slots:
    """Return the slots that every letter of a decision has."""
    decision = of.decision
    return {
        "envelope": around.as_json(),
        "year": decision.year,
        "cluster": cluster(decision),
        "authority": quoted(of.ruleset.authority),
        "exit_rule": exit_rule(of.policy),
        "ruleset": of.ruleset.title,
        "legal_basis": of.version.legal_basis,
        "found": found(of),
        "past": past_cards(decision),
        "remedy": remedy(of),
    }


def cluster(decision: Decision) -> Slots:
    """Return who was judged, under the name of then; `described` says all that is known of it as one phrase."""
    row, recognition, name = decision.cluster, decision.recognition, decision.record["cluster"]["name"]
    district = row.district.name if row.district else "（区市未载明）"
    known = [f"位于{district}"]
    if recognition is not None and recognition.recognised_on is not None:
        known.append(f"{chinese_date(recognition.recognised_on)}依据{recognition.document}认定")
    return {"name": name, "district": district, "described": f"{name}（{'，'.join(known)}）"}


def found(of: Judged) -> Slots:
    """Return the judgement of the year: a row for each carding line, how far the missed ones are, the conclusion."""
    lines = () if of.decision.record["inputs"]["facts"]["ruled_failed"] else of.outcome.carding
    return {
        "ruling": "" if lines else RULING,
        "rows": [row for line in lines for row in _rows(line)],
        "sources": _sources(lines),
        "denominators": _denominators(lines),
        "conclusion": conclusion(of, lines),
    }


def _rows(line: Line) -> list[Slots]:
    """Return the row of a line; of a missed one that consists of several comparisons, theirs below it."""
    inner = line.leaves if line.parts and line.state is State.FAIL else ()
    return [_row(line), *({**_row(leaf), "label": f"其中：{leaf.label}"} for leaf in inner)]


def _row(line: Line) -> Slots:
    spec = line.spec
    sign = {">=": "≥", ">": "＞", "<=": "≤", "<": "＜"}.get(spec.op, "")
    return {
        "label": spec.label,
        "unit": spec.unit,
        "value": line.display,
        "line": f"{sign}{spec.line:,f}" if spec.line is not None else spec.terms,
        "verdict": line.state.label,
        "gap": _gap(line),
    }


def _gap(line: Line) -> str:
    """Return what a missed line lacks, everything else unchanged; empty where no single figure can tell."""
    missed = distance(line)
    if missed is None or missed.above is None:
        return ""
    return f"{missed.above.indicator.label}{'差' if missed.above.rises else '超出'} {missed.above.gap}"


def _sources(lines: Sequence[Line]) -> list[Slots]:
    """Return where the lines are laid down, those of one clause together."""
    return [
        {
            "labels": "、".join(line.spec.label for line in lines if _place(line) == place),
            "clause": f"{place[0]}{place[1]}",
            "basis": place[2].value,
        }
        for place in dict.fromkeys(map(_place, lines))
    ]


def _denominators(lines: Sequence[Line]) -> str:
    """Return what each ratio is divided by, as the ruleset has it, those of one denominator together."""
    ratios = [line.spec for line in lines if len(line.spec.sources) == 2 and line.spec.up is not None]
    below = dict.fromkeys(spec.sources[1].label for spec in ratios)
    told = (
        "、".join(spec.label for spec in ratios if spec.sources[1].label == label) + f"以{label}为分母"
        for label in below
    )
    return "，".join(told)


def _place(line: Line) -> tuple[str, str, Basis]:
    cite = line.spec.cite
    return cite.document, cite.clause, cite.basis


def conclusion(of: Judged, lines: Sequence[Line]) -> str:
    """Return how the lines combine, which were missed, and what follows for the year."""
    ended = f"{of.decision.year}年度考核结论为"
    if not lines:
        return f"{ended}不达标。"
    failed = [line.label for line in lines if line.state is State.FAIL]
    passed = of.decision.kind == DecisionKind.PASSED
    told = f"{joined(failed)}不达标，" if failed else "各项指标均达标，" if passed else ""
    by_points = isinstance(of.policy.combine, ByPoints) and of.outcome.score is not None
    score = f"综合得分{grouped(of.outcome.score)}分，" if by_points and of.outcome.score is not None else ""
    if of.outcome.mean is not None:
        score += f"与{of.outcome.mean.year}年度的得分平均{grouped(of.outcome.mean.value)}分，"
    return f"{combination(of.policy)}。{score}{told}{ended}{'达标' if passed else '不达标'}。"


def combination(policy: Policy) -> str:
    """Return how the lines combine, as the ruleset has it."""
    how = policy.combine
    if isinstance(how, ByPoints):
        return f"须{points_terms(how)}".replace(" ", "")
    if how == "all":
        return "各项标准须同时达到"
    return "各项标准达到任何一项即可" if how == "any" else f"各项标准须至少达到{how}项"


def exit_rule(policy: Policy) -> str:
    """Return what ends the title, as the ruleset has it: 连续两年领取黄牌."""
    unit, words = "次考核" if policy.due and policy.due.skips else "年", []
    for streak in policy.streak:
        cards, years = (_NUMERALS.get(number, str(number)) for number in (streak.cards, streak.within))
        words.append(f"连续{years}{unit}领取黄牌" if cards == years else f"{years}{unit}内领取{cards}张黄牌")
    return "，或".join(words)


def exit_terms(version: RulesetVersion, year: int) -> str:
    """Return on what and by which clause the title goes: 连续两年领取黄牌的，依据…四、（二）撤销其市级称号."""
    ruleset = rulebook.parsed(version)
    rules, authority = ruleset.at(year), ruleset.authority
    assert rules is not None, "a year is judged under rules in force"
    return f"{exit_rule(rules.policy)}的，依据{authority.number}{authority.clause}，{authority.exit}"


def joined(words: Sequence[str]) -> str:
    """甲、乙和丙."""
    return "和".join(filter(None, ("、".join(words[:-1]), *words[-1:])))


def remedy(of: Judged) -> Slots:
    """Return where and how long an appeal may be filed, from the ruleset."""
    return {
        "days": of.policy.appeal_working_days,
        "authority": settings.PORTAL_OWNER,
        "basis": of.policy.cites["appeal_working_days"].basis.label,
        "note": _PENDING.get(DecisionKind(of.decision.kind), ""),
    }


# ---- What came before and after --------------------------------------------------------------------------------------


def earlier_years(of: Judged) -> dict[int, str]:
    """Return the failed years before this one that the decision rests on, each with its missed lines and its card."""
    cards = _standing_cards(of.decision).filter(year__in=of.outcome.rests_on).order_by("year")
    return {card.year: _earlier(judged(card)) for card in cards}


def _earlier(of: Judged) -> str:
    slots, letter = found(of), of.decision.letters.filter(kind=LetterKind.YELLOW_CARD).first()
    failed = [
        f"{row['label']}{row['value']}{row['unit']}（标准{row['line']}）"
        for row in slots["rows"]
        if row["verdict"] == State.FAIL.label
    ]
    missed = f"{joined(failed)}不达标" if failed else slots["ruling"].rstrip("。")
    carded = f"，已以{letter.document_number}给予黄牌警告" if letter else "，已给予黄牌警告"
    return f"{of.decision.year}年度：{missed}{carded}。"


def past_cards(decision: Decision) -> list[str]:
    """Return the earlier cards of the recognition that stand, each by the number of its own letter."""
    cards = _standing_cards(decision)
    rows = Letter.objects.filter(decision__in=cards, kind=LetterKind.YELLOW_CARD).select_related("series", "decision")
    return [
        f"{row.document_number}（{chinese_date(row.issued_on)}，{row.decision.year}年度）"
        for row in rows.defer("slots", "decision__record").order_by("decision__year")
        if row.decision is not None
    ]


def _standing_cards(decision: Decision) -> Any:
    cards = Decision.objects.in_effect().filter(kind=DecisionKind.YELLOW_CARD, year__lt=decision.year)
    return cards.filter(recognition=decision.recognition_id)


def grade_of(decision: Decision) -> str:
    """Return the grade a reviewer set for the year, in words; nothing while none is set."""
    grading = Grading.objects.filter(assessment=decision.assessment_id).first()
    return grading.get_grade_display() if grading else ""


def cited(letter: Letter | None) -> str:
    """Return an issued letter as a later one cites it: 《title》（number，date）."""
    return f"《{letter.title}》（{letter.document_number}，{chinese_date(letter.issued_on)}）" if letter else ""


def fallen_with(card: Decision, kind: LetterKind) -> Letter | None:
    """Return the letter of the delisting or report upwards that fell when the card it rested on was annulled."""
    annulment = Decision.objects.filter(supersedes=card.pk).first()
    if annulment is None or card.kind != DecisionKind.YELLOW_CARD:
        return None
    fallen = Letter.objects.filter(
        kind=kind,
        decision__recognition=card.recognition_id,
        decision__superseded_by__pk__gt=annulment.pk,
    )
    return fallen.select_related("series").order_by("-pk").first()
