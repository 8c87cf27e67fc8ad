"""考核结果通知书: the letter of a year that met the standard."""

from dataclasses import dataclass

from assessment.letters import wording
from assessment.letters.slots import ClusterFacts, Findings, Grounds, PastCard, Remedy
from clusters.letters.body import Body
from clusters.letters.compose import compose
from clusters.letters.envelope import Envelope

DOCUMENT = "通知书"


@dataclass(frozen=True, slots=True)
class Result:
    """Slots of a passed year. ``grade`` 优秀/良好/合格/不合格, ``score`` and ``rank`` as printed; each may be blank."""

    envelope: Envelope
    cluster: ClusterFacts
    findings: Findings
    grounds: Grounds
    remedy: Remedy
    grade: str = ""
    score: str = ""
    rank: str = ""
    history: tuple[PastCard, ...] = ()
    remarks: tuple[str, ...] = ()


def title_of(slots: Result) -> tuple[str, ...]:
    """The title in phrases that stay whole."""
    return slots.cluster.name, f"{slots.findings.data_year}年度", "考核结果通知书"


def render_result(slots: Result) -> bytes:
    """The letter as .docx bytes. Raises DomainError for a final letter without number or verification."""
    return compose(slots.envelope, title_of(slots), lambda body: _write(body, slots))


def _write(body: Body, slots: Result) -> None:
    cluster, found, rests_on, issuer = slots.cluster, slots.findings, slots.grounds, slots.envelope.issuer
    body.paragraph(
        f"根据{wording.cited(rests_on.authority)}{rests_on.clause}关于建立服务业集聚区常态化考核与动态退出机制的规定，"
        f"{issuer.we}对{cluster.name}{found.data_year}年度情况进行了考核。现将考核结果通知如下："
    )
    body.section("考核对象")
    body.paragraph(wording.described(cluster))
    body.section("考核结果")
    wording.findings(body, found)
    if slots.grade:
        body.subsection("综合评价", _graded(slots))
    wording.grounds(body, issuer, rests_on)
    if slots.history:
        wording.history(body, slots.history, none="")
        body.paragraph(f"{cluster.name}{found.data_year}年度考核达标，上述黄牌不再与以后年度连续计算。")
    wording.remedy(body, slots.remedy, DOCUMENT)
    wording.remarks(body, slots.remarks)
    body.paragraph("特此通知。")


def _graded(slots: Result) -> str:
    score = f"综合得分{slots.score}分，" if slots.score else ""
    rank = f"{slots.rank}，" if slots.rank else ""
    return f"{score}{rank}评价等次为{slots.grade}。评价等次不影响达标与否的结论。"
