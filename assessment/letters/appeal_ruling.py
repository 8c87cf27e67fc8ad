"""复核决定书: what became of an application for review."""

from dataclasses import dataclass
from datetime import date

from assessment.enums import AppealState
from assessment.letters import wording
from assessment.letters.slots import ClusterFacts, Findings, Grounds
from clusters.errors import DomainError
from clusters.letters.body import Body
from clusters.letters.colophon import chinese_date
from clusters.letters.compose import compose
from clusters.letters.envelope import Envelope


@dataclass(frozen=True, slots=True)
class IssuedLetter:
    """A letter issued before, as it is cited: 《title》（number，date）."""

    title: str
    number: str
    dated: date


@dataclass(frozen=True, slots=True)
class AppealRuling:
    """Slots of a ruling. ``restored``: the withdrawal of title that falls with an annulled card;
    ``effects``: further consequences, worded; ``further``: where else to turn, worded; ``findings``: figures, if judged anew.
    """

    envelope: Envelope
    cluster: ClusterFacts
    data_year: int
    outcome: AppealState
    contested: IssuedLetter
    applicant: str
    filed: date
    grounds_claimed: str
    found: str
    grounds: Grounds
    findings: Findings | None = None
    restored: IssuedLetter | None = None
    effects: tuple[str, ...] = ()
    further: str = ""
    remarks: tuple[str, ...] = ()


def title_of(slots: AppealRuling) -> tuple[str, ...]:
    """The title in phrases that stay whole."""
    return "关于", slots.cluster.name, f"{slots.data_year}年度考核决定的", "复核决定书"


def render_appeal_ruling(slots: AppealRuling) -> bytes:
    """The letter as .docx bytes. Raises DomainError while the appeal is pending."""
    if slots.outcome not in _DECISIONS:
        raise DomainError("复核申请尚未办结，不能制作复核决定书。")
    return compose(slots.envelope, title_of(slots), lambda body: _write(body, slots))


def _cited(letter: IssuedLetter) -> str:
    return f"《{letter.title}》（{letter.number}，{chinese_date(letter.dated)}）"


def _write(body: Body, slots: AppealRuling) -> None:
    issuer = slots.envelope.issuer
    closing = "现已审查终结" if slots.outcome is not AppealState.WITHDRAWN else "审查期间申请人撤回申请"
    body.paragraph(
        f"{slots.applicant}因不服{_cited(slots.contested)}，于{chinese_date(slots.filed)}向{issuer.we}提出复核申请。"
        f"{issuer.we}依据{wording.cited(slots.grounds.authority)}和考核的有关规定，指定未参与原决定的人员进行审查，{closing}。"
    )
    body.section("申请人的请求和理由")
    body.paragraph(slots.grounds_claimed)
    body.section("复核查明的事实")
    body.paragraph(wording.described(slots.cluster))
    body.paragraph(slots.found)
    if slots.findings is not None:
        wording.findings(body, slots.findings)
    wording.grounds(body, issuer, slots.grounds)
    body.section("复核决定")
    for text in (*_DECISIONS[slots.outcome](slots), *slots.effects):
        body.item(text)
    if slots.further:
        body.section("救济途径")
        body.paragraph(slots.further)
    wording.remarks(body, slots.remarks)


def _upheld(slots: AppealRuling) -> list[str]:
    decided = [
        f"复核申请成立，撤销{_cited(slots.contested)}。",
        f"{slots.cluster.name}{slots.data_year}年度黄牌视为自始未领取，不计入连续领取黄牌的年数。",
    ]
    if slots.restored is not None:
        decided.append(
            f"以该黄牌为依据的{_cited(slots.restored)}一并撤销，恢复{slots.cluster.name}{slots.cluster.title}称号。"
            "原决定和本决定的记录均予保留。"
        )
    return decided


def _rejected(slots: AppealRuling) -> list[str]:
    return [f"复核申请不成立，维持{_cited(slots.contested)}。", f"{slots.data_year}年度黄牌继续有效。"]


def _withdrawn(slots: AppealRuling) -> list[str]:
    return [f"申请人撤回申请，复核终止，{_cited(slots.contested)}继续有效。"]


_DECISIONS = {AppealState.UPHELD: _upheld, AppealState.REJECTED: _rejected, AppealState.WITHDRAWN: _withdrawn}
