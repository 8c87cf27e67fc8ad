"""名单公告: who passed, who got a card, who lost the title, as lists in an annex."""

from dataclasses import dataclass
from typing import Final

from assessment.letters import wording
from assessment.letters.slots import Authority
from clusters.errors import DomainError
from clusters.letters.body import Body
from clusters.letters.compose import compose
from clusters.letters.envelope import Envelope
from clusters.letters.tables import Column
from clusters.letters.title import lines_of

_COLUMNS: Final = (
    Column("序号", 14),
    Column("集聚区名称", 54, "left"),
    Column("所在区（市）", 31),
    Column("类别", 25),
    Column("备注", 32),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list; ``note`` e.g. the grade or the number of the letter served."""

    name: str
    district: str
    category: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ListGroup:
    """One list: its heading (e.g. 黄牌警告的集聚区), what it means in a sentence, its lines."""

    heading: str
    meaning: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class ListAnnouncement:
    """Slots of a public list. ``matter`` e.g. 市级现代服务业集聚区考核结果; ``objections`` where to object."""

    envelope: Envelope
    data_year: int
    matter: str
    authority: Authority
    clause: str
    groups: tuple[ListGroup, ...]
    objections: str = ""
    remarks: tuple[str, ...] = ()


def title_of(slots: ListAnnouncement) -> tuple[str, ...]:
    """The title in phrases that stay whole."""
    return slots.envelope.issuer.name, f"关于{slots.data_year}年度", f"{slots.matter}的公告"


def render_list_announcement(slots: ListAnnouncement) -> bytes:
    """The announcement as .docx bytes. Raises DomainError when no list holds a line."""
    if not any(group.entries for group in slots.groups):
        raise DomainError("名单为空，不能制作名单公告。")
    return compose(slots.envelope, title_of(slots), lambda body: _write(body, slots), lambda body: _annex(body, slots))


def _write(body: Body, slots: ListAnnouncement) -> None:
    body.paragraph(
        f"根据{wording.cited(slots.authority)}{slots.clause}的规定，现将{slots.data_year}年度{slots.matter}名单予以公告。"
    )
    for group in slots.groups:
        body.section(f"{group.heading}（{len(group.entries)}家）")
        body.paragraph(group.meaning)
    if slots.objections:
        body.section("意见反映")
        body.paragraph(slots.objections)
    wording.remarks(body, slots.remarks)
    body.paragraph("特此公告。")
    body.annex_list(["".join(_list_name(slots))])


def _annex(body: Body, slots: ListAnnouncement) -> None:
    body.annex("附件", lines_of(_list_name(slots)))
    for group in filter(lambda each: each.entries, slots.groups):
        rows = [
            (str(index), entry.name, entry.district, entry.category, entry.note or "—")
            for index, entry in enumerate(group.entries, start=1)
        ]
        body.table(group.heading, _COLUMNS, rows)


def _list_name(slots: ListAnnouncement) -> tuple[str, ...]:
    return f"{slots.data_year}年度", f"{slots.matter}名单"
