"""What a letter says, taken from the decision's own record: no slot is typed by hand."""

import re
from datetime import date

from django.conf import settings

from assessment.enums import DecisionKind, LetterKind
from assessment.letters import slots
from assessment.letters.appeal_ruling import IssuedLetter
from assessment.models import Decision, Grading, Letter, RulesetVersion
from assessment.rules.engine import assess
from assessment.rules.outcome import Line, Outcome
from assessment.rules.policy import ByPoints, Policy
from assessment.rules.ruleset import Ruleset
from assessment.rules.wire import facts as wire
from assessment.rules.words.distance import distance
from assessment.rules.words.explain import explain
from assessment.rules.words.policies import points_terms
from assessment.rules.words.sentences import distance_sentence
from assessment.selectors import rulebook
from clusters.enums import DistrictKind
from clusters.letters.envelope import Envelope, Issuer, Verification
from clusters.models import District

AUTHORITY = slots.Authority(
    title="青岛市加快现代服务业集聚区发展行动计划（2020—2022年）", number="青政字〔2020〕30号", short="行动计划"
)
EXIT_CLAUSE = "四、组织保障（二）"
EXIT_WORDS = (
    "建立服务业集聚区常态化考核与动态退出机制，每年对投入、产出、税收、就业及对地方经济的贡献度等指标进行考核，"
    "达不到标准的，第一年给予黄牌警告，连续两年领取黄牌的，撤销其市级现代服务业集聚区称号，予以摘牌，"
    "并停止享受有关优惠扶持政策。"
)
RULING = "逾期未报送年度数据，经市级认定按不达标处理。"
# What decides whether a year passes and what its card adds up to; the others only guide the work around it.
_ASIDE = frozenset({"near_line_percent", "appeal_working_days", "warning_days", "scoring", "grading"})
_NUMERALS = {1: "一", 2: "两", 3: "三", 4: "四", 5: "五"}


def issuer() -> Issuer:
    """Return the issuing organ from the settings."""
    return Issuer(name=settings.PORTAL_OWNER, code=settings.LETTER_PREFIX, office=f"{settings.PORTAL_OWNER}办公室")


def addressee(district: District | None) -> str:
    """Return to whom the letter goes. A functional zone has no people's government, and the sources do not say what
    its own organ is called."""
    if district is None:
        return "有关区市人民政府"
    if district.kind == DistrictKind.FUNCTIONAL_ZONE:
        return f"{district.name}管理机构"
    return f"{re.sub('（[^（）]*）$', '', district.name)}人民政府"


def envelope(number: int | None, on: date, *, to: District | None, code: str) -> Envelope:
    """Return what stands around the text; without a number it is a draft."""
    verification = Verification(code, f"{settings.PORTAL_PUBLIC_URL}/verify/{code}/") if code else None
    return Envelope(
        issuer=issuer(),
        year=on.year,
        number=number,
        dated=on,
        addressees=(addressee(to),),
        verification=verification,
        draft=number is None,
        demo=settings.PORTAL_DEMO,
    )


def version_of(decision: Decision) -> RulesetVersion:
    """Return the stored ruleset the decision was made under."""
    return RulesetVersion.objects.get(sha256=decision.record["ruleset_sha256"])


def ruleset_of(decision: Decision) -> Ruleset:
    """Return the ruleset the decision was made under."""
    return rulebook.parsed(version_of(decision))


def _policy(decision: Decision) -> Policy:
    rules = ruleset_of(decision).at(decision.year)
    assert rules is not None, "a decision is made under rules in force"
    return rules.policy


def outcome_of(decision: Decision) -> Outcome:
    """Return the engine's answer to the recorded input."""
    return assess(*wire.read_input(wire.canonical(decision.record["inputs"])), ruleset_of(decision))


def cluster_facts(decision: Decision) -> slots.ClusterFacts:
    cluster, recognition = decision.cluster, decision.recognition
    recognised = ""
    if recognition is not None and recognition.recognised_on is not None:
        on = recognition.recognised_on
        recognised = f"{on.year}年{on.month}月{on.day}日依据{recognition.document}认定"
    return slots.ClusterFacts(
        name=decision.record["cluster"]["name"],
        district=cluster.district.name if cluster.district else "（区市未载明）",
        category=cluster.category.name if cluster.category else "（类别未载明）",
        recognised=recognised,
        operator=cluster.operator,
    )


def findings(decision: Decision, outcome: Outcome) -> slots.Findings:
    """Return the criteria of the year with value, line, state, distance and clause."""
    ruled = decision.record["inputs"]["facts"]["ruled_failed"]
    return slots.Findings(
        data_year=decision.year,
        criteria=() if ruled else tuple(_criterion(line) for line in outcome.carding),
        combination=combination(_policy(decision)),
        joint_distance=explain(outcome, ruleset_of(decision)).joint.rstrip("。"),
        ruling=RULING if ruled else "",
    )


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
    cards, years = (_NUMERALS.get(number, str(number)) for number in (policy.streak.cards, policy.streak.within))
    return f"连续{years}年领取黄牌" if cards == years else f"{years}年内领取{cards}张黄牌"


def _criterion(line: Line) -> slots.Criterion:
    spec, gap = line.spec, distance(line)
    sign = {">=": "≥", ">": "＞", "<=": "≤", "<": "＜"}.get(spec.op, "")
    return slots.Criterion(
        label=spec.label,
        value=line.display,
        line=f"{sign}{spec.line:,f}" if spec.line is not None else spec.terms,
        unit=spec.unit,
        verdict=line.state.label,
        clause=f"{spec.cite.document} {spec.cite.clause}",
        basis=slots.Basis(spec.cite.basis.value),
        distance=distance_sentence(gap).removeprefix(f"{spec.label}：").rstrip("。") if gap else "",
        near_line=line.near,
    )


def grounds(decision: Decision) -> slots.Grounds:
    """Return the clause, the readings in force and what makes the result reproducible."""
    ruleset, record = ruleset_of(decision), decision.record
    trace = slots.Trace(
        ruleset=ruleset.title,
        ruleset_hash=ruleset.sha256[:16],
        data_version=f"第{record['version']}版报送数据" if record["version"] else "市级认定事项",
        engine_version=record["engine_version"],
    )
    return slots.Grounds(
        authority=AUTHORITY,
        clause=EXIT_CLAUSE,
        quotation=EXIT_WORDS,
        exit_rule=exit_rule(_policy(decision)),
        readings=_readings(version_of(decision), decision.year),
        trace=trace,
    )


def _readings(version: RulesetVersion, year: int) -> tuple[slots.Reading, ...]:
    """Return every reading that decided the year and is not the notice's own word, after the ruleset's legal basis."""
    readings = []
    if version.legal_basis:
        text = f"{year}年度适用该规则集，依据：{version.legal_basis}"
        readings.append(slots.Reading(text, slots.Basis(version.basis)))
    for entry in rulebook.parsed(version).policies:
        held = [dated for dated in entry.values if dated.since <= year]
        if entry.code in _ASIDE or not held:
            continue
        cite = held[-1].cite
        if cite.basis.value != "notice":
            text = f"{entry.label}：{cite.note or held[-1].value}"
            readings.append(slots.Reading(text, slots.Basis(cite.basis.value), cite.clause))
    return tuple(readings)


def remedy(decision: Decision) -> slots.Remedy:
    """Return where and how long an appeal may be filed, from the ruleset."""
    policy = _policy(decision)
    cite = policy.cites["appeal_working_days"]
    return slots.Remedy(
        days=policy.appeal_working_days,
        authority=settings.PORTAL_OWNER,
        basis=slots.Basis(cite.basis.value),
        note="复核期间不停止原决定的执行，但以该黄牌为依据的摘牌在复核结论作出前暂缓。",
    )


def past_cards(decision: Decision) -> tuple[slots.PastCard, ...]:
    """Return the earlier cards of the recognition that stand, each with the number of its own letter."""
    cards = Decision.objects.in_effect().filter(
        recognition=decision.recognition_id, kind=DecisionKind.YELLOW_CARD, year__lt=decision.year
    )
    rows = Letter.objects.filter(decision__in=cards, kind=LetterKind.YELLOW_CARD).select_related("series", "decision")
    return tuple(
        slots.PastCard(row.decision.year, row.document_number, row.issued_on)
        for row in rows.defer("slots", "decision__record").order_by("decision__year")
        if row.decision is not None
    )


def grade_of(decision: Decision) -> str:
    """Return the grade a reviewer set for the year, in words; nothing while none is set."""
    grading = Grading.objects.filter(assessment=decision.assessment_id).first()
    return grading.get_grade_display() if grading else ""


def cited(letter: Letter) -> IssuedLetter:
    """Return an issued letter as a later one cites it."""
    return IssuedLetter(letter.title, letter.document_number, letter.issued_on)


def fallen_with(card: Decision) -> Letter | None:
    """Return the letter of the delisting that fell when the card it rested on was annulled."""
    annulment = Decision.objects.filter(supersedes=card.pk).first()
    if annulment is None or card.kind != DecisionKind.YELLOW_CARD:
        return None
    fallen = Letter.objects.filter(
        kind=LetterKind.WITHDRAWAL,
        decision__recognition=card.recognition_id,
        decision__superseded_by__pk__gt=annulment.pk,
    )
    return fallen.select_related("series").order_by("-pk").first()
