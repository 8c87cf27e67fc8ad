"""Reads measures and texts out of a rendered letter."""

import io
import zipfile
from typing import Final

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

TWIPS_PER_MM: Final = 1440 / 25.4


def opened(letter: bytes) -> Document:
    """The letter as python-docx sees it."""
    return docx.Document(io.BytesIO(letter))


def part(letter: bytes, name: str) -> str:
    """One part of the package as text."""
    return zipfile.ZipFile(io.BytesIO(letter)).read(name).decode()


def mm(twips: str | int) -> float:
    """Twips as millimetres."""
    return int(twips) / TWIPS_PER_MM


def value(node: BaseOxmlElement, path: str, attribute: str = "w:val") -> str:
    """An attribute of the one element at ``path`` below ``node``."""
    found = node.xpath(path)
    assert len(found) == 1, f"{path}: {len(found)} found"
    return str(found[0].get(qn(attribute)))


def style(document: Document, style_id: str) -> BaseOxmlElement:
    """A paragraph style's element."""
    return document.styles.element.xpath(f'w:style[@w:styleId="{style_id}"]')[0]


def face(node: BaseOxmlElement) -> tuple[str, float]:
    """East Asian face and size in points that a style sets."""
    return value(node, "w:rPr/w:rFonts", "w:eastAsia"), int(value(node, "w:rPr/w:sz")) / 2


def paragraphs(document: Document, style_id: str) -> list[str]:
    """Texts of the body's paragraphs of one style."""
    return [paragraph.text for paragraph in document.paragraphs if paragraph._p.style == style_id]


def text(letter: bytes) -> str:
    """All text of the body, tables included, one paragraph a line."""
    body = opened(letter).element.body
    lines = ("".join(node.text or "" for node in line.iter(qn("w:t"))) for line in body.iter(qn("w:p")))
    return "\n".join(lines)
