"""The upper part of the first page (版头) and the title: 7.2.4 to 7.3.2."""

from collections.abc import Sequence

from docx.document import Document
from docx.shared import Twips
from docx.text.paragraph import Paragraph

from clusters.errors import DomainError
from clusters.letters import layout, styles
from clusters.letters.envelope import Envelope
from clusters.letters.ooxml import element, run
from clusters.letters.title import lines_of, width


def document_number(envelope: Envelope) -> str:
    """The number in full, e.g. 青发改服务〔2026〕1号; a draft keeps room for it. Raises DomainError below 1."""
    code, number = envelope.issuer.code, envelope.number
    if number is None:
        if not envelope.draft:
            raise DomainError("正式文书须先取得发文字号；尚未编号的文书只能生成草稿。")
        return f"{code}〔{envelope.year}〕\u3000号"
    if number < 1:
        raise DomainError(f"发文顺序号须为正整数，现为{number}。")
    return f"{code}〔{envelope.year}〕{number}号"


def write(document: Document, envelope: Envelope, phrases: Sequence[str]) -> None:
    """Mark, number with the red line under it, title, addressees."""
    _mark(document, envelope.issuer.mark or f"{envelope.issuer.name}文件")
    _add(document, styles.NUMBER, document_number(envelope), keep_blanks=True)
    title = _styled(document, styles.TITLE)
    title_lines(title, lines_of(phrases))
    if envelope.addressees:
        _add(document, styles.ADDRESSEE, "、".join(envelope.addressees) + "：")
    else:
        title.paragraph_format.space_after = Twips(layout.ADDRESSEE_LINES_ABOVE * layout.LINE_TWIPS)


def title_lines(paragraph: Paragraph, lines: Sequence[str]) -> None:
    """Write a title in given lines, as one paragraph."""
    for index, line in enumerate(lines):
        if index:
            paragraph.add_run().add_break()
        run(paragraph, line)


def mark_size(text: str) -> tuple[float, int]:
    """Points and character width in percent that set the mark in one line: as tall as width and clause allow."""
    full = layout.MARK_WIDTH_MM / 25.4 * 72 / width(text)
    size = min(layout.MARK_MAX_PT, max(layout.MARK_MIN_PT, full * 100 / layout.MARK_NARROWEST_PERCENT))
    half_points = int(size * 2)
    percent = min(100, int(full * 200 / half_points))
    return half_points / 2, percent


def _mark(document: Document, text: str) -> None:
    size, percent = mark_size(text)
    paragraph = _add(document, styles.MARK, text)
    spacing = element(
        f'<w:spacing w:before="{layout.mark_space_before_twips(size)}" w:after="0" '
        f'w:line="{layout.pt(size)}" w:lineRule="exact"/>'
    )
    paragraph._p.get_or_add_pPr()._insert_spacing(spacing)
    properties = paragraph.runs[0]._r.get_or_add_rPr()
    half_points = round(size * 2)
    for xml in (
        f'<w:w w:val="{percent}"/>',
        f'<w:sz w:val="{half_points}"/>',
        f'<w:szCs w:val="{half_points}"/>',
    ):
        properties.append(element(xml))


def _styled(document: Document, style: str) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph._p.style = style
    return paragraph


def _add(document: Document, style: str, text: str, *, keep_blanks: bool = False) -> Paragraph:
    paragraph = _styled(document, style)
    if keep_blanks:
        paragraph.add_run(text)
    else:
        run(paragraph, text)
    return paragraph
