"""关于撤销市级现代服务业集聚区称号的通知: two carded years in a row, 四、（二）."""

from dataclasses import dataclass
from datetime import date

from assessment.letters import wording
from assessment.letters.slots import ClusterFacts, Findings, Grounds, PastCard, Remedy
from clusters.letters.body import Body
from clusters.letters.colophon import chinese_date
from clusters.letters.compose import compose
from clusters.letters.envelope import Envelope

DOCUMENT = "通知"


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Slots of a withdrawal of title. ``years``: the carded data years, oldest first, the last one decided here;
    ``benefits``: support that stops, by name; ``kept_title``: a title of another level, which stays."""

    envelope: Envelope
    cluster: ClusterFacts
    years: tuple[Findings, ...]
    grounds: Grounds
    remedy: Remedy
    effective: date
    history: tuple[PastCard, ...] = ()
    benefits: tuple[str, ...] = ()
    kept_title: str = ""
    remarks: tuple[str, ...] = ()


def title_of(slots: Withdrawal) -> tuple[str, ...]:
    """The title in phrases that stay whole."""
    return slots.envelope.issuer.name, "关于撤销", slots.cluster.name, slots.cluster.title, "称号的通知"


def render_withdrawal(slots: Withdrawal) -> bytes:
    """The letter as .docx bytes. Raises DomainError for a final letter without number or verification."""
    return compose(slots.envelope, title_of(slots), lambda body: _write(body, slots))


def _write(body: Body, slots: Withdrawal) -> None:
    cluster, rests_on, issuer = slots.cluster, slots.grounds, slots.envelope.issuer
    years = wording.joined([f"{found.data_year}年度" for found in slots.years])
    body.paragraph(
        f"根据{wording.cited(rests_on.authority)}{rests_on.clause}的规定，{cluster.name}{years}考核不达标，"
        f"{rests_on.exit_rule}，决定撤销其{cluster.title}称号，予以摘牌，并停止享受有关优惠扶持政策。现将有关事项通知如下："
    )
    body.section("撤销称号的集聚区")
    body.paragraph(wording.described(cluster))
    body.section("认定的事实")
    for index, found in enumerate(slots.years):
        wording.findings(body, found, legend=index == 0)
    wording.grounds(body, issuer, rests_on)
    wording.history(body, slots.history, none="本认定期内此前没有单独送达的黄牌。")
    _decisions(body, slots)
    wording.remedy(body, slots.remedy, DOCUMENT)
    wording.remarks(body, slots.remarks)
    body.paragraph("特此通知。")


def _decisions(body: Body, slots: Withdrawal) -> None:
    cluster, day = slots.cluster, chinese_date(slots.effective)
    last = slots.years[-1].data_year
    body.section("决定事项")
    body.subsection("黄牌", f"给予{cluster.name}{last}年度黄牌警告，至此{slots.grounds.exit_rule}。")
    body.subsection("撤销称号", f"自{day}起，撤销{cluster.name}的{cluster.title}称号，予以摘牌。")
    stopped = f"停止享受的政策：{'、'.join(slots.benefits)}。" if slots.benefits else ""
    body.subsection("停止扶持", f"自{day}起，{cluster.name}停止享受{cluster.title}的有关优惠扶持政策。{stopped}")
    if slots.kept_title:
        body.subsection(
            "其他称号",
            f"本决定仅涉及市级称号，{cluster.name}的{slots.kept_title}称号不因本决定改变，有关情况将报告其认定机关。",
        )
