"""The upper part of the first page (版头) and the title: 7.2.4 to 7.3.2."""

from collections.abc import Sequence

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.shared import Pt, Twips
from docx.text.paragraph import Paragraph

from clusters.errors import DomainError
from clusters.letters import layout, styles
from clusters.letters.envelope import Envelope
from clusters.letters.ooxml import add, element, run, writable
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
    _number(document, envelope)
    written = title(document, phrases)
    if envelope.addressees:
        add(document, styles.ADDRESSEE, "、".join(envelope.addressees) + "：")
    else:
        written.paragraph_format.space_after = Twips(layout.ADDRESSEE_LINES_ABOVE * layout.LINE_TWIPS)


def title(document: Document, phrases: Sequence[str]) -> Paragraph:
    """The title alone, in balanced lines of ``phrases``, as one paragraph."""
    return add(document, styles.TITLE, *lines_of(phrases))


def _number(document: Document, envelope: Envelope) -> None:
    """The number in the middle; to a higher organ left and its 签发人 right, each one character in (7.2.5, 7.2.6)."""
    paragraph = add(document, styles.NUMBER)
    # A draft keeps room for number and signer by ideographic spaces, which `run` would close up.
    paragraph.add_run(document_number(envelope))
    if envelope.signer:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
        # Not the left indent: the red line below would begin there as well, and it is as wide as the text (7.2.7).
        paragraph.paragraph_format.first_line_indent = Twips(layout.CHAR_TWIPS)
        edge = Twips(layout.mm(layout.TYPE_WIDTH_MM) - layout.CHAR_TWIPS)
        paragraph.paragraph_format.tab_stops.add_tab_stop(edge, WD_TAB_ALIGNMENT.RIGHT)
        paragraph.add_run().add_tab()
        run(paragraph, "签发人：")
        run(paragraph, "", layout.KAITI).text = writable(envelope.signer)


def mark_size(text: str) -> tuple[float, int]:
    """Points and character width in percent that set the mark in one line: as tall as width and clause allow."""
    full = layout.MARK_WIDTH_MM / 25.4 * 72 / width(text)
    size = min(layout.MARK_MAX_PT, max(layout.MARK_MIN_PT, full * 100 / layout.MARK_NARROWEST_PERCENT))
    half_points = int(size * 2)
    percent = min(100, int(full * 200 / half_points))
    return half_points / 2, percent


def _mark(document: Document, text: str) -> None:
    size, percent = mark_size(text)
    paragraph = add(document, styles.MARK, text)
    spaced = paragraph.paragraph_format
    spaced.space_before, spaced.line_spacing = Twips(layout.mark_space_before_twips(size)), Pt(size)
    properties = paragraph.runs[0]._r.get_or_add_rPr()
    properties.append(element(f'<w:w w:val="{percent}"/>'))
    paragraph.runs[0].font.size = Pt(size)
