"""The guard before any reader: one streaming pass over the bytes of an upload, in bounded memory (R-042, R-060)."""

from array import array
from dataclasses import dataclass, field
from typing import Final
from zipfile import ZipInfo

from clusters.workbooks.codes import Code, refuse, shorten
from clusters.workbooks.guard.archive import CHUNK, Archive
from clusters.workbooks.guard.limits import MAX_DATA_ROWS, MAX_VALUE_ROWS, SheetScan, TextScan
from clusters.workbooks.guard.packaging import (
    CONTENT_TYPES,
    WORKBOOK,
    WORKBOOK_RELATIONS,
    SheetPart,
    check_content_types,
    check_magic,
    check_part_name,
    check_relations,
    sheets_of,
)
from clusters.workbooks.guard.skim import inline_bytes, skim, text_indexes
from clusters.workbooks.guard.xmlscan import XmlScan, check_start
from clusters.workbooks.read.facts import SheetFacts
from clusters.workbooks.read.formats import STYLES, FormatScan

MEBIBYTE: Final = 1024 * 1024
# Half of what other attachments may have: the file is kept in the database, and the web process holds it twice.
MAX_WORKBOOK: Final = 10 * MEBIBYTE
# What the web process will hold and read itself; anything larger or irregular goes to the separate process.
SMALL_TOTAL: Final = 10 * MEBIBYTE
SMALL_DIRECTORY: Final = MEBIBYTE
# A byte of text can become four in memory.
SMALL_TEXTS: Final = 4 * MEBIBYTE
SMALL_CELLS: Final = 250_000
SMALL_LAST_ROW: Final = 5_200
SMALL_ROWS: Final = 2 * SMALL_LAST_ROW + 200
SHEET_FOLDER: Final = "xl/worksheets/"
TEXTS: Final = "xl/sharedstrings.xml"
DIRECTORY_PARTS: Final = (CONTENT_TYPES, WORKBOOK, WORKBOOK_RELATIONS)


@dataclass(slots=True)
class Inspection:
    """What the guard found: the sheets, the facts of the plain ones by part name, and whether all is harmless.

    `disguising` names the styles under which a person reads another figure than the cell holds (see `formats`).
    """

    sheets: tuple[SheetPart, ...] = ()
    inflated: int = 0
    harmless: bool = True
    facts: dict[str, SheetFacts] = field(default_factory=dict)
    disguising: dict[int, str] = field(default_factory=dict)


def inspect(data: bytes) -> Inspection:
    """Check an uploaded workbook. Raises WorkbookRefused with exactly one fault, naming the part."""
    if len(data) > MAX_WORKBOOK:
        raise refuse(Code.ARCHIVE_TOO_LARGE, f"{len(data) / MEBIBYTE:.1f} MB，超过 10 MB")
    archive = Archive(data)
    names = frozenset(member.filename for member in archive.members)
    if CONTENT_TYPES not in names:
        raise refuse(Code.NOT_XLSX, "压缩包里没有 Office 文档")
    for name in names:
        check_part_name(name)
    return Pass(archive, names).run()


class Pass:
    """One pass over all members of an archive."""

    def __init__(self, archive: Archive, names: frozenset[str]) -> None:
        self.archive = archive
        self.names = names
        self.found = Inspection()
        self.text_sizes = array("I")
        self.texts_used = array("I")
        self.inline = 0

    def run(self) -> Inspection:
        """Inflate, count and look at every member once, directory parts first."""
        found = self.found
        members = {member.filename: member for member in self.archive.members}
        directory = {name: self._read_small(members[name]) for name in DIRECTORY_PARTS if name in members}
        check_content_types(directory[CONTENT_TYPES])
        if WORKBOOK not in directory or WORKBOOK_RELATIONS not in directory:
            raise refuse(Code.ARCHIVE_CORRUPT, "缺少工作簿目录")
        targets = check_relations(directory[WORKBOOK_RELATIONS], WORKBOOK_RELATIONS)
        found.sheets = sheets_of(directory[WORKBOOK], targets, self.names)
        sheet_paths = {sheet.path for sheet in found.sheets}
        for name, member in members.items():
            if name.endswith(".rels") and name not in directory:
                check_relations(self._read_small(member), name)
            elif name in sheet_paths or name.startswith(SHEET_FOLDER):
                self._look_at_sheet(member)
            elif name not in directory:
                self._look(member)
        found.inflated = self.archive.inflated
        found.harmless = self._is_harmless()
        return found

    def _read_small(self, member: ZipInfo) -> bytes:
        scan, content = XmlScan(member.filename), bytearray()
        for piece in self.archive.inflate(member):
            content += piece
            if len(content) > SMALL_DIRECTORY:
                raise refuse(Code.ARCHIVE_TOO_LARGE, f"{shorten(member.filename)} 超过 1 MB")
            scan.feed(piece)
        scan.close()
        return bytes(content)

    def _look(self, member: ZipInfo) -> None:
        scan: XmlScan | None = None
        formats = FormatScan(member.filename) if member.filename.casefold() == STYLES else None
        for number, piece in enumerate(self.archive.inflate(member)):
            if number == 0:
                scan = scan_for(member.filename, piece)
            if scan is not None:
                scan.feed(piece)
            if formats is not None:
                formats.feed(piece)
        if scan is not None:
            scan.close()
        if formats is not None:
            formats.close()
            self.found.disguising = formats.disguising
        if isinstance(scan, TextScan):
            self.text_sizes = scan.sizes
            self.found.harmless = self.found.harmless and not scan.unusual

    def _look_at_sheet(self, member: ZipInfo) -> None:
        """Skim a small sheet in one piece; stream a large or irregular one through the slower checks."""
        pieces = self.archive.inflate(member)
        kept = bytearray()
        for piece in pieces:
            kept += piece
            if self.archive.inflated > SMALL_TOTAL:
                break
        else:
            check_start(member.filename, bytes(kept[:CHUNK]))
            facts, used = skim(kept, member.filename), text_indexes(kept)
            if facts is not None and used is not None:
                self.found.facts[member.filename] = facts
                self.texts_used.extend(used)
                self.inline += inline_bytes(kept)
                return
        self.found.harmless = False
        scan = SheetScan(member.filename)
        for start in range(0, len(kept), CHUNK):
            scan.feed(bytes(kept[start : start + CHUNK]))
        del kept
        for piece in pieces:
            scan.feed(piece)
        scan.close()

    def _is_harmless(self) -> bool:
        """Decide whether the web process may read this file itself.

        The proof: all content is at most 10 MiB; every sheet matches the strict grammar of `skim`, so no reader can
        disagree about a value and no cell lies beyond BH5200; there are at most 250,000 cells; the shared texts hold
        no comment or section, and all texts, counted in each cell that holds them, stay below 4 MiB. A grid of 5,200 x
        60 cells takes about 10 MiB while it is read, the values of 250,000 cells about as much again.
        """
        found = self.found
        if not found.harmless or found.disguising or found.inflated > SMALL_TOTAL:
            return False
        for sheet in found.sheets:
            if sheet.path not in found.facts:
                return False
            if found.facts[sheet.path].value_rows > MAX_VALUE_ROWS:
                raise refuse(Code.TOO_MANY_ROWS, f"工作表“{shorten(sheet.name)}”超过 {MAX_DATA_ROWS:,} 行")
        return self._fits(list(found.facts.values()))

    def _fits(self, facts: list[SheetFacts]) -> bool:
        last_rows = [item.last_row for item in facts]
        if (
            max(last_rows) > SMALL_LAST_ROW
            or sum(last_rows) > SMALL_ROWS
            or max(self.texts_used, default=-1) >= len(self.text_sizes)
        ):
            return False
        text = self.inline + sum(map(self.text_sizes.__getitem__, self.texts_used))
        return text <= SMALL_TEXTS and sum(item.cells for item in facts) <= SMALL_CELLS


def scan_for(name: str, first: bytes) -> XmlScan | None:
    """Choose the scan of a member; what is neither named nor begins like XML is a picture or the like."""
    check_magic(name, first)
    if name.casefold() == TEXTS:
        return TextScan(name)
    looks_like_xml = first.lstrip(b"\xef\xbb\xbf \t\r\n\x00\xff\xfe").startswith(b"<")
    return XmlScan(name) if looks_like_xml or name.endswith((".xml", ".vml")) else None
