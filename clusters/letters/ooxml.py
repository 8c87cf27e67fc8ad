"""Small builders of WordprocessingML elements, which python-docx does not offer."""

import re
from typing import Final

from docx.blkcntnr import BlockItemContainer
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from clusters.errors import DomainError

_UNWRITABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def element(xml: str) -> BaseOxmlElement:
    """Parse one WordprocessingML element; ``w:`` and ``r:`` need no declaration."""
    name, rest = re.match(r"<([\w:]+)(.*)", xml, re.DOTALL).groups()  # type: ignore[union-attr]
    return parse_xml(f"<{name} {nsdecls('w', 'r')}{rest}")


def borders(name: str, **eighths_pt: int) -> str:
    """The XML of ``w:tblBorders`` or ``w:tcBorders``: black lines on these sides, in eighths of a point."""
    lines = (
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>' for side, size in eighths_pt.items()
    )
    return f"<{name}>{''.join(lines)}</{name}>"


def writable(text: str) -> str:
    """The text itself. Raises DomainError for characters no document can hold."""
    if found := _UNWRITABLE.search(text):
        around = text[max(0, found.start() - 10) : found.start()]
        raise DomainError(f"文字“{around}”之后有无法写入公文的控制字符（U+{ord(found.group()):04X}），请删除后重试。")
    return text


def written(text: str) -> str:
    """The text on one line, single spaces. Raises DomainError for characters no document can hold."""
    return re.sub(r"\s+", " ", writable(text)).strip()


def run(paragraph: Paragraph, text: str, font: str = "") -> Run:
    """Append text to a paragraph, in the paragraph style's face unless another is given (for Chinese and Latin alike,
    as the standard's figures are half-width)."""
    added = paragraph.add_run(written(text))
    if font:
        faces = " ".join(f'w:{script}="{font}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
        added._r.get_or_add_rPr().insert(0, element(f'<w:rFonts {faces} w:hint="eastAsia"/>'))
    return added


def styled(paragraph: Paragraph, style: str, text: str = "") -> Paragraph:
    """Give a paragraph its style by id, append the text, and return the paragraph."""
    paragraph._p.style = style
    if text:
        run(paragraph, text)
    return paragraph


def add(holder: Document | BlockItemContainer, style: str, *lines: str) -> Paragraph:
    """Append a paragraph of these lines, which break where they end."""
    paragraph = styled(holder.add_paragraph(), style)
    for index, line in enumerate(lines):
        if index:
            paragraph.add_run().add_break()
        run(paragraph, line)
    return paragraph


def indent(paragraph: Paragraph, **twips: int) -> None:
    """Set ``left``, ``right``, ``firstLine`` or ``hanging`` in twips, overruling those counted in characters."""
    properties = paragraph._p.get_or_add_pPr()
    for old in properties.findall(qn("w:ind")):
        properties.remove(old)
    attributes = " ".join(f'w:{side}="{length}" w:{side}Chars="0"' for side, length in twips.items())
    properties._insert_ind(element(f"<w:ind {attributes}/>"))
