"""The empty official document, and its bytes, which depend on its content alone."""

import io
import zipfile
from datetime import UTC, date, datetime
from typing import Final

import docx
from docx.document import Document
from docx.oxml.ns import nsdecls

from clusters.letters import layout
from clusters.letters.layout import FONTS
from clusters.letters.styles import styles_part

_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS: Final = {"document": "document.main", "styles": "styles", "settings": "settings", "fontTable": "fontTable"}
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_WORD}.{kind}+xml"/>' for part, kind in _PARTS.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relationships(*targets: tuple[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{index}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for index, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _section() -> str:
    return (
        "<w:sectPr>"
        f'<w:pgSz w:w="{layout.mm(layout.PAGE_WIDTH_MM)}" w:h="{layout.mm(layout.PAGE_HEIGHT_MM)}"/>'
        f'<w:pgMar w:top="{layout.mm(layout.MARGIN_TOP_MM)}" w:right="{layout.mm(layout.MARGIN_RIGHT_MM)}" '
        f'w:bottom="{layout.mm(layout.MARGIN_BOTTOM_MM)}" w:left="{layout.mm(layout.MARGIN_LEFT_MM)}" '
        f'w:header="{layout.mm(layout.HEADER_DISTANCE_MM)}" w:footer="{layout.footer_distance_twips()}" w:gutter="0"/>'
        f'<w:docGrid w:type="linesAndChars" w:linePitch="{layout.LINE_TWIPS}" w:charSpace="{layout.CHAR_SPACE}"/>'
        "</w:sectPr>"
    )


def _settings() -> str:
    """Compatibility 15 keeps Word out of its compatibility mode; no punctuation is squeezed off the grid."""
    return (
        f"<w:settings {nsdecls('w')}>"
        '<w:zoom w:percent="100"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/>"
        "<w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:useFELayout/>"
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def _font_table() -> str:
    """Names a word processor may use where a face of the standard is not installed."""
    rows = "".join(
        f'<w:font w:name="{font.name}"><w:altName w:val="{",".join(font.alternatives)}"/>'
        f'<w:charset w:val="86"/><w:family w:val="{font.family}"/><w:pitch w:val="default"/></w:font>'
        for font in FONTS
    )
    return f"<w:fonts {nsdecls('w')}>{rows}</w:fonts>"


def _template() -> bytes:
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(("officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": _relationships(
            ("styles", "styles.xml"), ("settings", "settings.xml"), ("fontTable", "fontTable.xml")
        ),
        "word/document.xml": f"<w:document {nsdecls('w', 'r')}><w:body>{_section()}</w:body></w:document>",
        "word/styles.xml": styles_part(),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _font_table(),
    }
    return _zipped({name: (_DECLARATION + text).encode() for name, text in parts.items()})


def _zipped(parts: dict[str, bytes]) -> bytes:
    """A zip whose bytes depend on names and content only: fixed times, order, attributes, compression."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in sorted(parts, key=lambda part: (part != "[Content_Types].xml", part)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, parts[name])
    return target.getvalue()


def blank(title: str, author: str, dated: date) -> Document:
    """An empty document on the standard's page, with its properties; the clock is not read."""
    document = docx.Document(io.BytesIO(_template()))
    moment = datetime(dated.year, dated.month, dated.day, tzinfo=UTC)
    properties = document.core_properties
    properties.title = title
    properties.subject = title
    properties.author = author
    properties.last_modified_by = author
    properties.language = "zh-CN"
    properties.revision = 1
    properties.created = moment
    properties.modified = moment
    return document


def to_bytes(document: Document) -> bytes:
    """The .docx file; equal content gives equal bytes."""
    saved = io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as archive:
        return _zipped({name: archive.read(name) for name in archive.namelist()})
