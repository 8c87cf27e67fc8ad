"""Small builders of WordprocessingML elements, which python-docx does not offer."""

import re
from typing import Final

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from clusters.errors import DomainError
from clusters.letters.layout import Font

_UNWRITABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def element(xml: str) -> BaseOxmlElement:
    """Parse one WordprocessingML element; ``w:`` and ``r:`` need no declaration."""
    name, rest = re.match(r"<([\w:]+)(.*)", xml, re.DOTALL).groups()  # type: ignore[union-attr]
    return parse_xml(f"<{name} {nsdecls('w', 'r')}{rest}")


def fonts(font: Font) -> str:
    """``w:rFonts`` that sets one face for Chinese and Latin alike, as the standard's figures are half-width."""
    name = font.name
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}" w:hint="eastAsia"/>'


def writable(text: str) -> str:
    """The text itself. Raises DomainError for characters no document can hold."""
    if found := _UNWRITABLE.search(text):
        around = text[max(0, found.start() - 10) : found.start()]
        raise DomainError(f"文字“{around}”之后有无法写入公文的控制字符（U+{ord(found.group()):04X}），请删除后重试。")
    return text


def written(text: str) -> str:
    """The text on one line, single spaces. Raises DomainError for characters no document can hold."""
    return re.sub(r"\s+", " ", writable(text)).strip()


def run(paragraph: Paragraph, text: str, font: Font | None = None) -> Run:
    """Append text to a paragraph, in the paragraph style's face unless another is given."""
    added = paragraph.add_run(written(text))
    if font is not None:
        added._r.get_or_add_rPr().insert(0, element(fonts(font)))
    return added


def tab(paragraph: Paragraph) -> None:
    """Append a tab stop jump to a paragraph."""
    paragraph.add_run().add_tab()


def indent(paragraph: Paragraph, **twips: int) -> None:
    """Set ``left``, ``right``, ``firstLine`` or ``hanging`` in twips, overruling those counted in characters."""
    properties = paragraph._p.get_or_add_pPr()
    for old in properties.findall(qn("w:ind")):
        properties.remove(old)
    attributes = " ".join(f'w:{side}="{length}" w:{side}Chars="0"' for side, length in twips.items())
    properties._insert_ind(element(f"<w:ind {attributes}/>"))


def page_field(paragraph: Paragraph) -> None:
    """Append the running page number as a field."""
    for kind in ("begin", "instruction", "separate", "result", "end"):
        added = paragraph.add_run()
        if kind == "instruction":
            added._r.append(element('<w:instrText xml:space="preserve"> PAGE </w:instrText>'))
        elif kind == "result":
            added.text = "1"
        else:
            added._r.append(element(f'<w:fldChar w:fldCharType="{kind}"/>'))
