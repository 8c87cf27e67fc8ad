"""Headers and footers: page numbers (7.5) and, on drafts and demonstrations, their marks."""

from pathlib import Path
from typing import Final

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.section import _Footer, _Header
from docx.shared import RGBColor
from docx.text.paragraph import Paragraph

from clusters.letters import layout, styles
from clusters.letters.layout import HEITI
from clusters.letters.ooxml import element, indent, page_field, run, styled

DRAFT: Final = "草稿"
DEMO: Final = "演示数据"
_WATERMARK: Final = Path(__file__).with_name("watermark.xml")


def add(document: Document, *, draft: bool, demo: bool) -> None:
    """Write headers and footers of odd and even pages."""
    section = document.sections[0]
    _number(section.footer, odd=True)
    _number(section.even_page_footer, odd=False)
    marks = tuple(mark for mark, wanted in ((DRAFT, draft), (DEMO, demo)) if wanted)
    for index, header in enumerate((section.header, section.even_page_header), start=1):
        paragraph = _first(header, styles.HEADER)
        for mark in marks:
            _boxed(paragraph, mark)
        if draft:
            _watermark(paragraph, DRAFT, index)


def _first(part: _Footer | _Header, style: str) -> Paragraph:
    part.is_linked_to_previous = False
    return styled(part.paragraphs[0], style)


def _number(footer: _Footer, *, odd: bool) -> None:
    """Odd pages: right, one character in; even pages: left, one character in."""
    paragraph = _first(footer, styles.FOOTER)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if odd else WD_ALIGN_PARAGRAPH.LEFT
    indent(paragraph, **{"right" if odd else "left": layout.SIZE_4_TWIPS})
    paragraph.add_run("— ")
    page_field(paragraph)
    paragraph.add_run(" —")


def _boxed(paragraph: Paragraph, mark: str) -> None:
    if paragraph.runs:
        paragraph.add_run("  ")
    boxed = run(paragraph, mark, HEITI)
    boxed.font.color.rgb = RGBColor.from_string(layout.RED)
    boxed._r.get_or_add_rPr().append(element(f'<w:bdr w:val="single" w:sz="12" w:space="2" w:color="{layout.RED}"/>'))


def _watermark(paragraph: Paragraph, text: str, index: int) -> None:
    """A pale diagonal word behind the text, the way word processors write their own watermarks."""
    picture = _WATERMARK.read_text("utf-8").format(text=text, font=HEITI, index=index, shape=2048 + index)
    added = paragraph.add_run()
    added.font.no_proof = True
    added._r.append(element(picture))
