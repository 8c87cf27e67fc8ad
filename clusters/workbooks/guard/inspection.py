"""The guard: what an uploaded workbook consists of, every byte of it counted and looked at (R-042, R-060).

It runs in the confined process only; nothing of an upload is parsed in the web process.
"""

from typing import Final, NamedTuple
from zipfile import ZipInfo

from clusters.workbooks.codes import Code, refuse, shorten
from clusters.workbooks.guard.archive import Archive
from clusters.workbooks.guard.packaging import (
    CONTENT_TYPES,
    WORKBOOK,
    WORKBOOK_RELATIONS,
    SheetPart,
    check_content_types,
    check_magic,
    check_part_name,
    check_relations,
    part_related,
    sheets_of,
)
from clusters.workbooks.guard.xmlscan import XmlScan

MEBIBYTE: Final = 1024 * 1024
# Half of what other attachments may have: the file is kept as evidence, and the web process holds it twice.
MAX_WORKBOOK: Final = 10 * MEBIBYTE
MAX_DIRECTORY: Final = MEBIBYTE
DIRECTORY_PARTS: Final = (CONTENT_TYPES, WORKBOOK, WORKBOOK_RELATIONS)


class Contents(NamedTuple):
    """What the workbook's directory names: its sheets in order, its shared texts and its styles by part name."""

    sheets: tuple[SheetPart, ...]
    texts: str
    styles: str


class Inspection:
    """An uploaded workbook whose directory was checked. `scan` reads single parts, `finish` looks at all the others.

    Raises WorkbookRefused with exactly one fault, naming the part, from the constructor and from both.
    """

    def __init__(self, data: bytes) -> None:
        if len(data) > MAX_WORKBOOK:
            raise refuse(Code.ARCHIVE_TOO_LARGE, f"{len(data) / MEBIBYTE:.1f} MB，超过 10 MB")
        self._archive = Archive(data)
        self._waiting = {member.filename: member for member in self._archive.members}
        names = frozenset(self._waiting)
        if CONTENT_TYPES not in names:
            raise refuse(Code.NOT_XLSX, "压缩包里没有 Office 文档")
        for name in names:
            check_part_name(name)
        directory = {name: self._read(name) for name in DIRECTORY_PARTS if name in names}
        check_content_types(directory[CONTENT_TYPES], names)
        if WORKBOOK not in directory or WORKBOOK_RELATIONS not in directory:
            raise refuse(Code.ARCHIVE_CORRUPT, "缺少工作簿目录")
        relations = check_relations(directory[WORKBOOK_RELATIONS], WORKBOOK_RELATIONS)
        self.contents = Contents(
            sheets_of(directory[WORKBOOK], relations, names),
            part_related(relations, "sharedstrings", names),
            part_related(relations, "styles", names),
        )

    def scan(self, name: str, scan: XmlScan) -> None:
        """Feed one part to a scan, to its end."""
        for piece in self._archive.inflate(self._waiting.pop(name)):
            scan.feed(piece)
        scan.close()

    def finish(self) -> None:
        """Look at every part that was not read yet: relations, well-formed XML, no document inside the document."""
        for name in list(self._waiting):
            if name.endswith(".rels"):
                check_relations(self._read(name), name)
            else:
                self._look(self._waiting.pop(name))

    def _read(self, name: str) -> bytes:
        scan, content = XmlScan(name), bytearray()
        for piece in self._archive.inflate(self._waiting.pop(name)):
            content += piece
            if len(content) > MAX_DIRECTORY:
                raise refuse(Code.ARCHIVE_TOO_LARGE, f"{shorten(name)} 超过 1 MB")
            scan.feed(piece)
        scan.close()
        return bytes(content)

    def _look(self, member: ZipInfo) -> None:
        scan: XmlScan | None = None
        for number, piece in enumerate(self._archive.inflate(member)):
            if number == 0:
                check_magic(member.filename, piece)
                scan = XmlScan(member.filename) if is_xml(member.filename, piece) else None
            if scan is not None:
                scan.feed(piece)
        if scan is not None:
            scan.close()


def is_xml(name: str, first: bytes) -> bool:
    """Say whether a part is XML by its name or its first bytes; what is neither is a picture or the like."""
    return name.endswith((".xml", ".vml")) or first.lstrip(b"\xef\xbb\xbf \t\r\n\x00\xff\xfe").startswith(b"<")
