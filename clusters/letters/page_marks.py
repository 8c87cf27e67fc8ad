"""Headers and footers: page numbers (7.5) and, on drafts and demonstrations, their marks."""

from typing import Final

from docx.document import Document
from docx.section import _Footer, _Header
from docx.text.paragraph import Paragraph

from clusters.letters import layout, styles
from clusters.letters.layout import HEITI
from clusters.letters.ooxml import element, indent, page_field, run

DRAFT: Final = "草稿"
DEMO: Final = "演示数据"
_DASH: Final = "—"
_GREY: Final = "C0C0C0"
_VML: Final = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w10="urn:schemas-microsoft-com:office:word"'
)


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
    paragraph = part.paragraphs[0]
    paragraph._p.style = style
    return paragraph


def _number(footer: _Footer, *, odd: bool) -> None:
    """Odd pages: right, one character in; even pages: left, one character in."""
    paragraph = _first(footer, styles.FOOTER)
    properties = paragraph._p.get_or_add_pPr()
    properties._insert_jc(element(f'<w:jc w:val="{"right" if odd else "left"}"/>'))
    indent(paragraph, **{"right" if odd else "left": layout.pt(layout.SIZE_4_PT)})
    run(paragraph, _DASH)
    _space(paragraph)
    page_field(paragraph)
    _space(paragraph)
    run(paragraph, _DASH)


def _space(paragraph: Paragraph) -> None:
    paragraph.add_run(" ")


def _boxed(paragraph: Paragraph, mark: str) -> None:
    if paragraph.runs:
        paragraph.add_run("  ")
    properties = run(paragraph, mark, HEITI)._r.get_or_add_rPr()
    color = layout.RED
    properties.append(element(f'<w:color w:val="{color}"/>'))
    properties.append(element(f'<w:bdr w:val="single" w:sz="12" w:space="2" w:color="{color}"/>'))


def _watermark(paragraph: Paragraph, text: str, index: int) -> None:
    """A pale diagonal word behind the text, the way word processors write their own watermarks."""
    style = (
        "position:absolute;margin-left:0;margin-top:0;width:380pt;height:190pt;rotation:315;z-index:-251658752;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    picture = element(
        f"<w:pict {_VML}>"
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
        'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
        '<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
        '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>'
        '<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="PowerPlusWaterMarkObject{index}" o:spid="_x0000_s{2048 + index}" type="#_x0000_t136" '
        f'style="{style}" o:allowincell="f" fillcolor="#{_GREY}" stroked="f"><v:fill opacity=".4"/>'
        f'<v:textpath style="font-family:&quot;{HEITI.name}&quot;;font-size:1pt" string="{text}"/>'
        '<w10:wrap anchorx="margin" anchory="margin"/></v:shape></w:pict>'
    )
    added = paragraph.add_run()
    added._r.get_or_add_rPr().append(element("<w:noProof/>"))
    added._r.append(picture)
