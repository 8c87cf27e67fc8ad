"""The empty official document, and its bytes, which depend on its content alone.

`blank/` holds its parts as Word keeps them: page, grid, styles, faces and settings of GB/T 9704-2012.
"""

import io
import re
import zipfile
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Final

import docx
from docx.document import Document

BLANK: Final = Path(__file__).parent / "blank"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_FOR_READERS: Final = re.compile(r"<!--.*?-->|(?<=>)\s+(?=<)", re.DOTALL)


@cache
def _template() -> bytes:
    """The parts as one package, without the comments and line breaks between their elements."""
    parts = {path.relative_to(BLANK).as_posix(): path for path in BLANK.rglob("*") if path.is_file()}
    return _zipped({name: _bare(path.read_text("utf-8")).encode() for name, path in parts.items()})


def _bare(xml: str) -> str:
    return _FOR_READERS.sub("", _FOR_READERS.sub("", xml.strip()))


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
    properties = document.core_properties
    properties.title = properties.subject = title
    properties.author = properties.last_modified_by = author
    properties.language, properties.revision = "zh-CN", 1
    properties.created = properties.modified = datetime(dated.year, dated.month, dated.day, tzinfo=UTC)
    return document


def to_bytes(document: Document) -> bytes:
    """The .docx file; equal content gives equal bytes."""
    saved = io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as archive:
        return _zipped({name: archive.read(name) for name in archive.namelist()})
