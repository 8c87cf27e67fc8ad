"""The end of a letter: name and date with room for the seal (7.3.5), verification, colophon 版记 (7.4)."""

import io
from datetime import date
from typing import Final

from docx.document import Document
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from clusters.letters import layout, qr, styles
from clusters.letters.envelope import Envelope, Verification
from clusters.letters.ooxml import element, indent, run, tab
from clusters.letters.tables import replace_properties
from clusters.letters.title import width

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
        paragraph = document.add_paragraph()
        paragraph._p.style = styles.SIGNATURE
        spacing = (
            f'<w:spacing w:before="{blank_lines * layout.LINE_TWIPS}" w:after="0" w:line="{layout.LINE_TWIPS}" '
            'w:lineRule="exact"/>'
        )
        paragraph._p.get_or_add_pPr()._insert_spacing(element(spacing))
        indent(paragraph, left=max(0, left), right=0)
        run(paragraph, text)


def close(document: Document, envelope: Envelope) -> None:
    """Verification and 版记, floating at the lower edge of the type area of the page the text ends on."""
    table = document.add_table(rows=0, cols=2)
    widths = (layout.mm(_QR_COLUMN_MM), layout.mm(layout.TYPE_WIDTH_MM) - layout.mm(_QR_COLUMN_MM))
    total = sum(widths)
    replace_properties(
        table,
        '<w:tblpPr w:leftFromText="0" w:rightFromText="0" w:topFromText="120" w:bottomFromText="0" '
        f'w:vertAnchor="margin" w:horzAnchor="page" w:tblpX="{layout.mm(layout.MARGIN_LEFT_MM)}" w:tblpYSpec="bottom"/>'
        f'<w:tblOverlap w:val="never"/><w:tblW w:w="{total}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>',
    )
    for grid_column, twips in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        grid_column.w = twips * 635
    if envelope.verification is not None:
        picture, words = table.add_row().cells
        picture.width, words.width = widths[0] * 635, widths[1] * 635
        _verification(picture, words, envelope.verification)
    rows = [_copies] if envelope.copies else []
    rows.append(_printed)
    for index, fill in enumerate(rows):
        cells = table.add_row().cells
        cell = cells[0].merge(cells[1])
        _lines(cell, first=index == 0, last=index == len(rows) - 1)
        fill(cell.paragraphs[0], envelope)
    tail = document.add_paragraph()
    tail._p.style = styles.TAIL


def _lines(cell: _Cell, *, first: bool, last: bool) -> None:
    thick, thin = layout.COLOPHON_THICK_EIGHTHS_PT, layout.COLOPHON_THIN_EIGHTHS_PT
    sides = [("top", thick if first else thin)] + ([("bottom", thick)] if last else [])
    borders = "".join(f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>' for side, size in sides)
    properties: BaseOxmlElement = cell._tc.get_or_add_tcPr()
    properties.append(element(f"<w:tcBorders>{borders}</w:tcBorders>"))


def _copies(paragraph: Paragraph, envelope: Envelope) -> None:
    """抄送, one character in from both sides, later lines under the first name, full stop at the end (7.4.2)."""
    paragraph._p.style = styles.COLOPHON
    character = layout.pt(layout.SIZE_4_PT)
    indent(paragraph, left=(1 + len(_COPY_HEAD)) * character, hanging=len(_COPY_HEAD) * character, right=character)
    run(paragraph, f"{_COPY_HEAD}{'，'.join(envelope.copies)}。")


def _printed(paragraph: Paragraph, envelope: Envelope) -> None:
    """印发机关 left and date right, each one character in (7.4.3)."""
    paragraph._p.style = styles.COLOPHON
    edge = layout.mm(layout.TYPE_WIDTH_MM) - layout.pt(layout.SIZE_4_PT)
    properties = paragraph._p.get_or_add_pPr()
    properties._insert_tabs(element(f'<w:tabs><w:tab w:val="right" w:pos="{edge}"/></w:tabs>'))
    run(paragraph, envelope.issuer.office)
    tab(paragraph)
    run(paragraph, f"{chinese_date(envelope.dated)}印发")


def _verification(picture: _Cell, words: _Cell, verification: Verification) -> None:
    holder = picture.paragraphs[0]
    holder._p.style = styles.VERIFICATION
    spacing = element('<w:spacing w:before="0" w:after="80" w:line="240" w:lineRule="auto"/>')
    holder._p.get_or_add_pPr()._insert_spacing(spacing)
    side = Mm(layout.QR_SIDE_MM)
    inline = holder.add_run().add_picture(io.BytesIO(qr.png(verification.address)), width=side, height=side)
    for side_name in ("distT", "distB", "distL", "distR"):
        inline._inline.set(side_name, "0")
    described = inline._inline.docPr
    described.set("name", "核验二维码")
    described.set("descr", f"核验页面二维码：{verification.address}")
    words._tc.get_or_add_tcPr().append(element('<w:vAlign w:val="center"/>'))
    texts = (
        f"核验码：{verification.code}",
        "扫描左侧二维码，或访问下列网址并输入核验码，可核对本文书的真伪与效力：",
        verification.address,
    )
    for index, text in enumerate(texts):
        paragraph = words.add_paragraph() if index else words.paragraphs[0]
        paragraph._p.style = styles.VERIFICATION
        run(paragraph, text)
