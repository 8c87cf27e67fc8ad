"""The end of a letter: name and date with room for the seal (7.3.5), verification, colophon 版记 (7.4)."""

import io
from datetime import date
from typing import Final

import qrcode
from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.shared import Mm, Twips
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.pil import PilImage

from clusters.letters import layout, styles, tables
from clusters.letters.envelope import Envelope, Verification
from clusters.letters.ooxml import add, borders, element, indent, run, styled
from clusters.letters.title import width

QR_BOX_PIXELS: Final = 8
QR_BORDER_MODULES: Final = 2
_COPY_HEAD: Final = "抄送："
_QR_COLUMN_MM: Final = 24.0
_ONE_LINE: Final = layout.CHARS_PER_LINE - layout.INDENT_CHARS


def chinese_date(day: date) -> str:
    """2026年1月5日: Arabic figures, year in full, no leading zeros (7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def sign(document: Document, envelope: Envelope) -> None:
    """Name and date, one centred over the other, the date ending four characters from the right (7.3.5.1).

    The end of the text stays with them: no page may hold a signature alone (7.3.5.5).
    """
    before, last = document.paragraphs[-2:]
    last.paragraph_format.keep_with_next = True
    if width(last.text) <= _ONE_LINE and before._p.style == styles.BODY:
        before.paragraph_format.keep_with_next = True
    dated, name = chinese_date(envelope.dated), envelope.issuer.name
    centre = layout.DATE_RIGHT_CHARS + width(dated) / 2
    half = max(centre, width(name) / 2 + 1)
    left = round((layout.CHARS_PER_LINE - 2 * half) * layout.CHAR_TWIPS)
    for text, blank_lines in ((name, layout.SEAL_LINES_ABOVE), (dated, 0)):
        paragraph = add(document, styles.SIGNATURE, text)
        paragraph.paragraph_format.space_before = Twips(blank_lines * layout.LINE_TWIPS)
        indent(paragraph, left=max(0, left), right=0)


def close(document: Document, envelope: Envelope) -> None:
    """Verification and 版记, floating at the lower edge of the type area of the page the text ends on."""
    code = layout.mm(_QR_COLUMN_MM)
    table = tables.fixed(
        document,
        (code, layout.mm(layout.TYPE_WIDTH_MM) - code),
        place='<w:tblpPr w:leftFromText="0" w:rightFromText="0" w:topFromText="120" w:bottomFromText="0" '
        f'w:vertAnchor="margin" w:horzAnchor="page" w:tblpX="{layout.mm(layout.MARGIN_LEFT_MM)}" w:tblpYSpec="bottom"/>'
        '<w:tblOverlap w:val="never"/>',
    )
    if envelope.verification is not None:
        picture, words = table.add_row().cells
        _verification(picture, words, envelope.verification)
    rows = [_copies] if envelope.copies else []
    rows.append(_printed)
    thick, thin = layout.COLOPHON_THICK_EIGHTHS_PT, layout.COLOPHON_THIN_EIGHTHS_PT
    for index, fill in enumerate(rows):
        cells = table.add_row().cells
        cell = cells[0].merge(cells[1])
        lines = {"top": thin if index else thick} | ({"bottom": thick} if fill is _printed else {})
        cell._tc.get_or_add_tcPr().append(element(borders("w:tcBorders", **lines)))
        fill(cell.paragraphs[0], envelope)
    add(document, styles.TAIL)


def _copies(paragraph: Paragraph, envelope: Envelope) -> None:
    """抄送, one character in from both sides, later lines under the first name, full stop at the end (7.4.2)."""
    styled(paragraph, styles.COLOPHON, f"{_COPY_HEAD}{'，'.join(envelope.copies)}。")
    head = len(_COPY_HEAD) * layout.SIZE_4_TWIPS
    indent(paragraph, left=layout.SIZE_4_TWIPS + head, hanging=head, right=layout.SIZE_4_TWIPS)


def _printed(paragraph: Paragraph, envelope: Envelope) -> None:
    """印发机关 left and date right, each one character in (7.4.3)."""
    styled(paragraph, styles.COLOPHON, envelope.issuer.office)
    edge = Twips(layout.mm(layout.TYPE_WIDTH_MM) - layout.SIZE_4_TWIPS)
    paragraph.paragraph_format.tab_stops.add_tab_stop(edge, WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run().add_tab()
    run(paragraph, f"{chinese_date(envelope.dated)}印发")


def qr_png(address: str) -> bytes:
    """The QR code of the page: black on white, two quiet modules (the paper around is the rest of the quiet zone)."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, box_size=QR_BOX_PIXELS, border=QR_BORDER_MODULES)
    code.add_data(address)
    target = io.BytesIO()
    code.make_image(image_factory=PilImage).save(target, format="PNG")
    return target.getvalue()


def _verification(picture: _Cell, words: _Cell, verification: Verification) -> None:
    holder = styled(picture.paragraphs[0], styles.VERIFICATION)
    holder.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    holder.paragraph_format.space_after = Twips(80)
    side = Mm(layout.QR_SIDE_MM)
    inline = holder.add_run().add_picture(io.BytesIO(qr_png(verification.address)), width=side, height=side)
    described = inline._inline.docPr
    described.set("name", "核验二维码")
    described.set("descr", f"核验页面二维码：{verification.address}")
    words.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    texts = (
        f"核验码：{verification.code}",
        "扫描左侧二维码，或访问下列网址并输入核验码，可核对本文书的真伪与效力：",
        verification.address,
    )
    for index, text in enumerate(texts):
        styled(words.add_paragraph() if index else words.paragraphs[0], styles.VERIFICATION, text)
