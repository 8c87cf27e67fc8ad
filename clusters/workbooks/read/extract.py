"""Reading the values of a guarded workbook with the fast reader; the same code in the web and the parsing process."""

import zipfile
from datetime import date
from io import BytesIO
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook

from clusters.workbooks.codes import Code, WorkbookRefused, refuse
from clusters.workbooks.guard.archive import CHUNK
from clusters.workbooks.guard.inspection import TEXTS, Inspection
from clusters.workbooks.guard.limits import MAX_TEXT
from clusters.workbooks.guard.packaging import SheetPart
from clusters.workbooks.read.cells import CellScan
from clusters.workbooks.read.exact import ExactScan, TextsScan
from clusters.workbooks.read.facts import SheetFacts
from clusters.workbooks.read.formats import disguised
from clusters.workbooks.read.raw import Cell, Odd, RawBook, RawSheet

PLAIN: Final = frozenset((float, str))


def read_values(data: bytes, sheets: tuple[SheetPart, ...], facts: dict[str, SheetFacts]) -> RawBook:
    """Read every sheet whose facts are known (by part name). Raises WorkbookRefused (archive_corrupt)."""
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        return RawBook(tuple(read_sheet(book, sheet, facts[sheet.path]) for sheet in sheets))
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError, OverflowError) as error:
        raise refuse(Code.ARCHIVE_CORRUPT, "工作表内容无法读取") from error


def read_sheet(book: CalamineWorkbook, sheet: SheetPart, facts: SheetFacts) -> RawSheet:
    """Read one sheet from cell A1 on, blank cells included."""
    rows: list[list[Any]] = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
    for number, row in enumerate(rows):
        if not PLAIN.issuperset(map(type, row)):
            rows[number] = [plain_cell(cell) for cell in row]
    for number, column, kind in facts.disguised:
        cell = rows[number - 1][column - 1]
        if isinstance(cell, float):
            rows[number - 1][column - 1] = disguised(cell, kind)
    return RawSheet(sheet.name, sheet.state, rows, facts)


def plain_cell(cell: object) -> Cell:
    """Return a float or text as it is, anything else named."""
    return cell if isinstance(cell, float | str) else odd(cell)


def odd(cell: object) -> Cell:
    """Name a cell that is neither float nor text."""
    if isinstance(cell, bool):
        return Odd("逻辑值", "TRUE" if cell else "FALSE")
    if isinstance(cell, int):
        return float(cell)
    return Odd("日期" if isinstance(cell, date) else "时间", str(cell))


def scan_exactly(data: bytes, inspection: Inspection, *, trusting: bool = True) -> dict[str, SheetFacts]:
    """Parse what is not proven plain (everything, if not `trusting`) and return the facts of every sheet.

    Raises WorkbookRefused.

    For the parsing process only: it must run before `read_values`, which trusts the dimensions it proves.
    """
    facts: dict[str, SheetFacts] = {}
    with zipfile.ZipFile(BytesIO(data)) as archive:
        texts = scan_texts(archive)
        for sheet in inspection.sheets:
            plain = inspection.facts.get(sheet.path)
            if (
                plain is None
                or not trusting
                or inspection.disguising
                or max(texts.sizes if texts else (0,), default=0) > MAX_TEXT
            ):
                scan = CellScan(sheet.path, texts, inspection.disguising)
                scan_part(archive, sheet.path, scan)
                plain = scan.facts
            facts[sheet.path] = plain
        for name in archive.namelist():
            if name.startswith("xl/") and name.endswith(".xml") and name not in facts and name.casefold() != TEXTS:
                scan_part(archive, name, ExactScan(name))
    return facts


def scan_texts(archive: zipfile.ZipFile) -> TextsScan | None:
    """Scan the shared texts, when there are any."""
    for name in archive.namelist():
        if name.casefold() == TEXTS:
            texts = TextsScan(name)
            scan_part(archive, name, texts)
            return texts
    return None


def scan_part(archive: zipfile.ZipFile, name: str, scan: ExactScan) -> None:
    """Feed one member to a scan."""
    with archive.open(name) as stream:
        while piece := stream.read(CHUNK):
            scan.feed(piece)
    scan.close()


def unreadable(facts: dict[str, SheetFacts], sheets: tuple[SheetPart, ...], reason: WorkbookRefused) -> RawBook:
    """Return the sheets without values when bad cells explain why they cannot be read; else raise the reason."""
    if not any(item.corrupt or item.long_cells for item in facts.values()):
        raise reason
    return RawBook(tuple(RawSheet(sheet.name, sheet.state, [], facts[sheet.path]) for sheet in sheets))
