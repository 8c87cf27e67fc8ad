"""The marks of drafts and demonstrations in the headers; page numbers stand in the blank document."""

from pathlib import Path
from typing import Final

from docx.document import Document
from docx.shared import RGBColor
from docx.text.paragraph import Paragraph

from clusters.letters import layout, styles
from clusters.letters.layout import HEITI
from clusters.letters.ooxml import element, run, styled

DRAFT: Final = "草稿"
DEMO: Final = "演示数据"
_WATERMARK: Final = Path(__file__).with_name("watermark.xml")


def add(document: Document, *, draft: bool, demo: bool) -> None:
    """Write the headers of odd and even pages."""
    section = document.sections[0]
    marks = tuple(mark for mark, wanted in ((DRAFT, draft), (DEMO, demo)) if wanted)
    for index, header in enumerate((section.header, section.even_page_header), start=1):
        header.is_linked_to_previous = False
        paragraph = styled(header.paragraphs[0], styles.HEADER)
        for mark in marks:
            _boxed(paragraph, mark)
        if draft:
            _watermark(paragraph, DRAFT, index)


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
