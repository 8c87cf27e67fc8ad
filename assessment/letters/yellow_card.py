"""黄牌警告通知书: the first failed year of 四、（二）."""

from dataclasses import dataclass

from assessment.letters import wording
from assessment.letters.slots import ClusterFacts, Findings, Grounds, PastCard, Remedy
from clusters.letters.body import Body
from clusters.letters.compose import compose
from clusters.letters.envelope import Envelope

DOCUMENT = "通知书"


@dataclass(frozen=True, slots=True)
class YellowCard:
    """Slots of a yellow card. ``streak`` counts adjacent carded data years, this one included;
    ``suspended``: an appeal against an earlier card is open, so the withdrawal of title waits for its ruling."""

    envelope: Envelope
    cluster: ClusterFacts
    findings: Findings
    grounds: Grounds
    remedy: Remedy
    history: tuple[PastCard, ...] = ()
    streak: int = 1
    prior_year_open: bool = False
    suspended: bool = False
    remarks: tuple[str, ...] = ()


def title_of(slots: YellowCard) -> tuple[str, ...]:
    """The title in phrases that stay whole."""
    return slots.cluster.name, f"{slots.findings.data_year}年度考核", "黄牌警告通知书"


def render_yellow_card(slots: YellowCard) -> bytes:
    """The letter as .docx bytes. Raises DomainError for a final letter without number or verification."""
    return compose(slots.envelope, title_of(slots), lambda body: _write(body, slots))


def _write(body: Body, slots: YellowCard) -> None:
    cluster, found, rests_on, issuer = slots.cluster, slots.findings, slots.grounds, slots.envelope.issuer
    body.paragraph(
        f"根据{wording.cited(rests_on.authority)}{rests_on.clause}关于建立服务业集聚区常态化考核与动态退出机制的规定，"
        f"{issuer.we}对{cluster.name}{found.data_year}年度情况进行了考核，决定给予黄牌警告。现将有关事项通知如下："
    )
    body.section("考核对象")
    body.paragraph(wording.described(cluster))
    body.section("认定的事实")
    wording.findings(body, found)
    wording.grounds(body, issuer, rests_on)
    wording.history(body, slots.history, none=f"{cluster.name}在本认定期内此前没有领取黄牌。")
    body.section("考核决定")
    body.paragraph(_decision(slots))
    body.section("后果提示")
    body.paragraph(
        f"依照《{rests_on.authority.short}》{rests_on.clause}，{rests_on.exit_rule}的，撤销其市级现代服务业集聚区称号，予以摘牌，"
        f"并停止享受有关优惠扶持政策。请{cluster.district}有关部门督促{cluster.name}针对考核反映的问题抓紧改进，"
        "并按期、如实报送下一年度数据。"
    )
    wording.remedy(body, slots.remedy, DOCUMENT)
    wording.remarks(body, slots.remarks)
    body.paragraph("特此通知。")


def _decision(slots: YellowCard) -> str:
    year = slots.findings.data_year
    decided = f"给予{slots.cluster.name}{year}年度黄牌警告。按数据年度连续计算，本次为第{slots.streak}年领取黄牌。"
    if slots.prior_year_open:
        decided += f"{year - 1}年度考核尚未作出结论，本次黄牌是否构成连续两年领取黄牌，待该年度结案后确定。"
    if slots.suspended:
        decided += "因对以往黄牌的复核申请尚未办结，撤销称号的程序中止，待复核决定作出后再行办理。"
    return decided
