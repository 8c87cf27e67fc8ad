"""What a letter says, taken from the decision's own record: no slot is typed by hand."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings

from assessment.enums import DecisionKind
from assessment.letters import slots
from assessment.models import Decision, RulesetVersion
from assessment.rules import wire
from assessment.rules.distance import distance
from assessment.rules.engine import assess
from assessment.rules.explain import explain
from assessment.rules.outcome import Line, Outcome
from assessment.rules.ruleset import Ruleset
from assessment.rules.sentences import distance_sentence
from assessment.selectors import rulebook

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


def issuer() -> slots.Issuer:
    """Return the issuing organ from the settings."""
    return slots.Issuer(
        name=settings.PORTAL_OWNER, code=settings.LETTER_PREFIX, office=f"{settings.PORTAL_OWNER}办公室"
    )


def envelope(number: int | None, on: date, *, to: Iterable[str], code: str) -> slots.Envelope:
    """Return what stands around the text; without a number it is a draft."""
    verification = slots.Verification(code, f"{settings.PORTAL_PUBLIC_URL}/verify/{code}/") if code else None
    return slots.Envelope(
        issuer=issuer(),
        year=on.year,
        number=number,
        dated=on,
        addressees=tuple(to),
        verification=verification,
        draft=number is None,
        demo=settings.PORTAL_DEMO,
    )


def ruleset_of(decision: Decision) -> Ruleset:
    """Return the ruleset the decision was made under."""
    return rulebook.parsed(RulesetVersion.objects.get(sha256=decision.record["ruleset_sha256"]))


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
        combination="各项标准须同时达到",
        joint_distance=explain(outcome, ruleset_of(decision)).joint.rstrip("。"),
        ruling=RULING if ruled else "",
    )


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
    readings = []
    for entry in ruleset.policies:
        held = [dated for dated in entry.values if dated.since <= decision.year]
        if held and held[-1].cite.basis.value != "notice" and held[-1].cite.note:
            cite = held[-1].cite
            readings.append(slots.Reading(f"{entry.label}：{cite.note}", slots.Basis(cite.basis.value), cite.clause))
    trace = slots.Trace(
        ruleset=ruleset.title,
        ruleset_hash=ruleset.sha256[:16],
        data_version=f"第{record['version']}版报送数据" if record["version"] else "市级认定事项",
        engine_version=record["engine_version"],
    )
    return slots.Grounds(
        authority=AUTHORITY, clause=EXIT_CLAUSE, quotation=EXIT_WORDS, readings=tuple(readings[:6]), trace=trace
    )


def remedy(decision: Decision) -> slots.Remedy:
    """Return where and how long an appeal may be filed, from the ruleset."""
    rules = ruleset_of(decision).at(decision.year)
    assert rules is not None, "a decision is made under rules in force"
    cite = rules.policy.cites["appeal_working_days"]
    return slots.Remedy(
        days=rules.policy.appeal_working_days,
        authority=settings.PORTAL_OWNER,
        basis=slots.Basis(cite.basis.value),
        note="复核期间不停止原决定的执行，但以该黄牌为依据的摘牌在复核结论作出前暂缓。",
    )


def past_cards(decision: Decision) -> tuple[slots.PastCard, ...]:
    """Return the earlier cards of the recognition that stand, with the number of their letter."""
    rows = (
        Decision.objects.in_effect()
        .filter(recognition=decision.recognition_id, kind=DecisionKind.YELLOW_CARD, year__lt=decision.year)
        .prefetch_related("letters__series")
        .order_by("year")
    )
    return tuple(
        slots.PastCard(row.year, letter.document_number, letter.issued_on)
        for row in rows
        for letter in row.letters.all()
    )
