"""Documents that people attach: what a file is, its bytes decide; its name is only kept as data (R-040 to R-044)."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from clusters.documents.forms.pdfs import pdf_fault
from clusters.workbooks.codes import WorkbookRefused
from clusters.workbooks.guard.archive import Archive

MEBIBYTE: Final = 1024 * 1024
MAX_NAME: Final = 120
_MAX_PART: Final = MEBIBYTE
_ACTIVE_PARTS: Final = re.compile(r"vbaproject|activex|/embeddings/|oleobject", re.IGNORECASE)
_RELATIONS: Final = ".rels"
_TYPES: Final = "[Content_Types].xml"
_TAG: Final = re.compile(rb"<[^<>]+>")
_UNSEEN: Final = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that was checked: the name it may be offered under again, and the upload itself."""

    name: str
    file: UploadedFile


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document: its endings, and the check that returns what is wrong with the bytes."""

    label: str
    suffixes: tuple[str, ...]
    fault: Callable[[bytes], str]


def _docx(data: bytes) -> str:
    try:
        archive = Archive(data)
        names = {member.filename for member in archive.members}
        if not names >= {_TYPES, "word/document.xml"}:
            return "文件内容不是 Word 文档（.docx），请另存为 .docx 后上传。"
        if any(_ACTIVE_PARTS.search(name) for name in names):
            return "Word 文档内含宏、控件或嵌入对象，不予接收。请删除后另存为 .docx 上传。"
        parts = _directory_parts(archive)
    except WorkbookRefused:
        return "文件不是完整的 Word 文档（.docx），或内部结构异常。请用 Word 或 WPS 重新另存后上传。"
    types = parts.pop(_TYPES)
    if b"wordprocessingml.document.main+xml" not in types or b"macroEnabled" in types:
        return "文件内容不是不含宏的 Word 文档（.docx），请另存为 .docx 后上传。"
    if any(_points_outside(content) for content in parts.values()):
        return "Word 文档引用了外部模板或文件，不予接收。请断开链接后另存为 .docx 上传。"
    return ""


def _directory_parts(archive: Archive) -> dict[str, bytes]:
    """Return the parts that say what the document consists of; all the others are inflated only to be counted."""
    kept = {}
    for member in archive.members:
        is_kept = member.filename == _TYPES or member.filename.endswith(_RELATIONS)
        content = bytearray()
        for piece in archive.inflate(member):
            if is_kept and len(content) <= _MAX_PART:
                content += piece
        if is_kept:
            kept[member.filename] = bytes(content)
    return kept


def _points_outside(relations: bytes) -> bool:
    """Return whether anything but a hyperlink lies outside the document, or the part cannot be read as plain text."""
    tags = _TAG.findall(relations)
    outside = any(b"External" in tag and b"/hyperlink" not in tag for tag in tags)
    return outside or b"\x00" in relations or len(relations) > _MAX_PART


def _jpeg(data: bytes) -> str:
    return "" if data.startswith(b"\xff\xd8\xff") else "文件内容不是 JPG 图片。"


def _png(data: bytes) -> str:
    complete = data.startswith(b"\x89PNG\r\n\x1a\n") and b"IEND" in data[-16:]
    return "" if complete else "文件内容不是完整的 PNG 图片。"


PDF: Final = Kind("PDF", (".pdf",), pdf_fault)
DOCX: Final = Kind("DOCX", (".docx",), _docx)
JPEG: Final = Kind("JPG", (".jpg", ".jpeg"), _jpeg)
PNG: Final = Kind("PNG", (".png",), _png)


def clean_name(name: str, suffix: str) -> str:
    """Return a name that is safe to keep: last part only, nothing invisible, at most 120 characters, ending kept."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(char for char in last if unicodedata.category(char) not in _UNSEEN)
    stem = seen[: -len(suffix)] if seen.lower().endswith(suffix) else seen
    return (stem.strip(" .")[: MAX_NAME - len(suffix)] or "材料") + suffix


class AttachmentField(forms.FileField):
    """A document of one of `kinds`, at most `limit` mebibytes; cleans to an Attachment, or None where none was given."""

    def __init__(self, *, kinds: Iterable[Kind], limit: int, **options: Any) -> None:
        self.kinds, self.limit = tuple(kinds), limit
        super().__init__(**options)
        self.widget.attrs["accept"] = ",".join(suffix for kind in self.kinds for suffix in kind.suffixes)

    def clean(self, data: UploadedFile | None, initial: Any = None) -> Attachment | None:
        """Raises ValidationError (Chinese) for another kind, another content than the name says, or too large a file."""
        upload = super().clean(data, initial)
        if not upload:
            return None
        suffix = PurePosixPath(upload.name).suffix.lower()
        kind = next((one for one in self.kinds if suffix in one.suffixes), None)
        if kind is None:
            raise ValidationError(f"只接收{'、'.join(one.label for one in self.kinds)}格式的文件。")
        if upload.size > self.limit * MEBIBYTE:
            raise ValidationError(f"文件为 {upload.size / MEBIBYTE:.1f} MB，超过 {self.limit} MB。请压缩或拆分后上传。")
        if fault := kind.fault(upload.read()):
            raise ValidationError(fault)
        return Attachment(clean_name(upload.name, suffix), upload)
