"""Sentences and sections that several letters share."""

from collections.abc import Sequence
from typing import Final

from assessment.letters.slots import (
    Authority,
    Basis,
    ClusterFacts,
    Criterion,
    Findings,
    Grounds,
    PastCard,
    Reading,
    Remedy,
)
from clusters.letters.body import Body
from clusters.letters.colophon import chinese_date
from clusters.letters.envelope import Issuer
from clusters.letters.tables import Column

FAILED: Final = "不达标"
UNDETERMINED: Final = "无法判定"

BASIS_NAMES: Final = {Basis.NOTICE: "文件原文", Basis.CLIENT: "委托方确定", Basis.DEPARTMENT: "主管部门口径"}
BASIS_MEANINGS: Final = {
    Basis.NOTICE: "文件明文规定",
    Basis.CLIENT: "考核委托方确定采用，有关数值见于所列条款，但文件未将其规定为逐个集聚区的达标线",
    Basis.DEPARTMENT: "考核主管部门在文件未作规定处确定的执行口径",
}
_COLUMNS: Final = (
    Column("指标（单位）", 41),
    Column("核定值", 29, "right"),
    Column("标准", 29, "right"),
    Column("结论", 17),
    Column("依据", 40, "left"),
)


def cited(authority: Authority) -> str:
    """The document at its first mention: full title, number, short name."""
    number = f"{authority.number}，" if authority.number else ""
    return f"《{authority.title}》（{number}以下简称《{authority.short}》）"


def joined(labels: Sequence[str]) -> str:
    """甲、乙和丙."""
    return labels[0] if len(labels) == 1 else f"{'、'.join(labels[:-1])}和{labels[-1]}"


def described(cluster: ClusterFacts) -> str:
    """Who is judged, in one sentence."""
    parts = [f"{cluster.name}，位于{cluster.district}，类别为{cluster.category}"]
    if cluster.recognised:
        parts.append(cluster.recognised)
    if cluster.operator:
        parts.append(f"管理运营单位为{cluster.operator}")
    return "，".join(parts) + "。"


def findings(body: Body, found: Findings, *, legend: bool = True) -> None:
    """The figures of a year: table, gaps, conclusion; or the ruling that stands in for figures never filed."""
    year = found.data_year
    if found.ruling:
        body.subsection(f"{year}年度数据报送情况", found.ruling)
    if found.criteria:
        body.subsection(f"{year}年度指标核定情况", "以经核实的报送数据为准，各项指标的核定值、标准和结论如下：")
        body.table(f"{year}年度考核指标核定表", _COLUMNS, [_row(criterion) for criterion in found.criteria])
        if legend:
            body.paragraph(_legend(found.criteria))
    gaps(body, found)
    body.subsection(f"{year}年度考核结论", conclusion(found))


def gaps(body: Body, found: Findings) -> None:
    """How far each missed line is, one item each, then what would mend all of them together."""
    distant = [criterion for criterion in found.criteria if criterion.distance]
    if not distant:
        return
    body.subsection(f"{found.data_year}年度指标与标准的差距")
    for criterion in distant:
        near = "该值接近标准线，已标记为现场核查对象。" if criterion.near_line else ""
        body.item(f"{criterion.label}：{criterion.distance}。{near}")
    if found.joint_distance:
        body.paragraph(f"{found.joint_distance}。")


def conclusion(found: Findings) -> str:
    """How the lines combine, which were missed, and what follows for the year."""
    failed = [criterion.label for criterion in found.criteria if criterion.verdict == FAILED]
    combination = f"{found.combination}。" if found.combination else ""
    if failed:
        return f"{combination}{joined(failed)}不达标，{found.data_year}年度考核结论为不达标。"
    if found.ruling:
        return f"{found.data_year}年度考核结论为不达标。"
    return f"{combination}各项指标均达标，{found.data_year}年度考核结论为达标。"


def grounds(body: Body, issuer: Issuer, rests_on: Grounds) -> None:
    """The section 考核依据: the clause in its words, the readings with their basis, what makes it reproducible."""
    body.section("考核依据")
    body.subsection("规范依据", f"《{rests_on.authority.short}》{rests_on.clause}规定：“{rests_on.quotation}”")
    if rests_on.readings:
        body.subsection("执行口径", f"对文件未作规定或者需要明确的事项，{issuer.we}按下列口径执行：")
        for reading in rests_on.readings:
            body.item(_reading(reading))
    if trace := rests_on.trace:
        body.subsection(
            "复算依据",
            f"本次考核适用规则集“{trace.ruleset}”（校验值{trace.ruleset_hash}），采用{trace.data_version}，"
            f"规则引擎版本{trace.engine_version}，可据此复算。",
        )


def history(body: Body, cards: Sequence[PastCard], *, none: str) -> None:
    """Earlier cards, newest last; ``none`` is said where there are none."""
    body.section("以往考核情况")
    if not cards:
        body.paragraph(none)
        return
    body.paragraph("本认定期内此前领取且仍然有效的黄牌：")
    for card in sorted(cards, key=lambda each: each.data_year):
        body.item(f"{card.number}（{chinese_date(card.dated)}），{card.data_year}年度黄牌警告。")


def remedy(body: Body, offered: Remedy, document: str) -> None:
    """The section 复核申请: who, within which days, to whom, on what basis, what follows meanwhile."""
    body.section("复核申请")
    contact = f"（{offered.contact}）" if offered.contact else ""
    body.paragraph(
        f"对本{document}认定的事实、数据或者适用依据有异议的，可自收到本{document}之日起{offered.days}个工作日内，"
        f"由所在区（市）主管部门向{offered.authority}{contact}提出书面复核申请，说明理由并附相关证据材料。"
        f"上述期限的性质为{BASIS_NAMES[offered.basis]}。"
    )
    if offered.note:
        body.paragraph(offered.note)


def remarks(body: Body, texts: Sequence[str]) -> None:
    """Further statements, where there are any."""
    if texts:
        body.section("其他事项")
        for text in texts:
            body.paragraph(text)


def _row(criterion: Criterion) -> tuple[str, ...]:
    label = f"{criterion.label}\n（{criterion.unit}）" if criterion.unit else criterion.label
    basis = f"{criterion.clause}\n（{BASIS_NAMES[criterion.basis]}）"
    return label, criterion.value or "—", criterion.line, criterion.verdict, basis


def _legend(criteria: Sequence[Criterion]) -> str:
    used = [basis for basis in Basis if any(criterion.basis is basis for criterion in criteria)]
    meanings = "；".join(f"“{BASIS_NAMES[basis]}”指{BASIS_MEANINGS[basis]}" for basis in used)
    return f"表中{meanings}。"


def _reading(reading: Reading) -> str:
    clause = f"{reading.clause}，" if reading.clause else ""
    return f"{reading.text}（{clause}{BASIS_NAMES[reading.basis]}）。"
