"""The guard before any reader: every hostile archive gets its code, every honest one passes."""

import io
import re
import zipfile

import pytest

from clusters.workbooks.codes import Code, WorkbookRefused
from clusters.workbooks.guard import archive, inspection, limits, xmlscan
from clusters.workbooks.guard.inspection import Inspection
from clusters.workbooks.guard.packaging import SPREADSHEET_MAIN
from clusters.workbooks.read import cells, child_read
from clusters.workbooks.read.child_read import read
from tests.assessment.workbooks.samples import filled, refusal_of, template
from tests.support.hostile_archives import SHEET, TYPES, in_sheet, part_of, with_parts
from tests.support.hostile_workbooks import ARCHIVES, HOSTILE, Hostile
from tests.support.limits import lowered
from tests.support.messy_workbooks import more_rows

TEMPLATE = template()


def test_every_code_of_a_file_has_a_hostile_example() -> None:
    services = {Code.IMPLAUSIBLE_RATIO, Code.UNIT_SUSPECT, Code.YEAR_NOT_OPEN}
    assert {Code(item.code) for item in HOSTILE} == set(Code) - services


@pytest.mark.parametrize("case", ARCHIVES, ids=lambda case: case.name)
def test_hostile_archive_is_refused_by_its_code(case: Hostile) -> None:
    data = case.build(TEMPLATE)
    if not case.limits:
        assert refusal_of(data).codes == (Code(case.code),)
        return
    with lowered(case.limits):
        assert read(TEMPLATE), "the lowered limit refuses what is no fault"
        with pytest.raises(WorkbookRefused) as refusal:
            read(data)
    assert refusal.value.codes == (Code(case.code),)
    assert read(data), "another limit than the lowered one refuses the file"


def test_limits_are_those_that_were_promised() -> None:
    """The tests above lower them; here they stand as they are in use (R-042, R-060)."""
    mebibyte = 1024 * 1024
    assert (10 * mebibyte, 20 * mebibyte) == (inspection.MAX_WORKBOOK, archive.MAX_UPLOAD)
    assert (100 * mebibyte, 100, mebibyte) == (archive.MAX_INFLATED, archive.MAX_RATIO, archive.RATIO_FLOOR)
    assert (2_000, 256, mebibyte) == (archive.MAX_MEMBERS, xmlscan.MAX_DEPTH, inspection.MAX_DIRECTORY)
    assert (limits.MAX_DATA_ROWS, limits.MAX_ROW, limits.MAX_COLUMN, limits.MAX_TEXT) == (5_000, 9_999, 60, 500)
    assert (limits.MAX_CELLS, limits.MAX_MERGES) == (1_000_000, 10_000)
    assert (16 * mebibyte, 2 * mebibyte) == (child_read.MAX_ANSWER, cells.MAX_CHARACTERS)


def test_contents_are_named_in_the_order_of_the_workbook() -> None:
    found = Inspection(TEMPLATE).contents
    assert [sheet.name for sheet in found.sheets] == ["填报", "填报说明", "选项", "标识"]
    assert [sheet.state for sheet in found.sheets] == ["visible", "visible", "hidden", "veryHidden"]
    assert (found.texts, found.styles) == ("xl/sharedStrings.xml", "xl/styles.xml")


def test_inflated_bytes_are_counted_and_not_believed() -> None:
    """A directory that lies about the size of a member does not get past the checksum and the count."""
    with zipfile.ZipFile(io.BytesIO(TEMPLATE)) as archive:
        size = archive.getinfo(SHEET).file_size
    entry = TEMPLATE.find(b"PK\x01\x02", TEMPLATE.find(b"PK\x05\x06") - 4_000)
    while TEMPLATE[entry + 46 : entry + 46 + len(SHEET)] != SHEET.encode():
        entry = TEMPLATE.find(b"PK\x01\x02", entry + 4)
    lying = TEMPLATE[: entry + 24] + (size // 2).to_bytes(4, "little") + TEMPLATE[entry + 28 :]
    assert refusal_of(lying).codes == (Code.ARCHIVE_CORRUPT,)


def test_five_thousand_rows_pass_and_one_more_does_not() -> None:
    assert len(read(more_rows(4_990)(TEMPLATE)).sheets[0].rows) == 4_997
    assert refusal_of(more_rows(5_100)(TEMPLATE)).codes == (Code.TOO_MANY_ROWS,)


def test_empty_rows_far_below_are_no_content() -> None:
    """LibreOffice ends a sheet with an empty last row; Excel keeps styled blank cells."""
    styled = b'<row r="9000"><c r="A9000" s="1"/></row><row r="1048576" customHeight="1"/></sheetData>'
    changed = in_sheet(b"</sheetData>", styled)(filled({"C7": 5}))
    assert len(read(changed).sheets[0].rows) == 7


DEFAULTS = b"".join(
    b'<Default Extension="%s" ContentType="%s"/>' % pair
    for pair in (
        (b"bin", b"application/vnd.ms-excel.sheet.binary.macroEnabled.main"),
        (b"vba", b"application/vnd.ms-office.vbaProject"),
        (b"data", b"application/vnd.openxmlformats-officedocument.model+data"),
    )
)


def declaring(defaults: bytes, *, without_main: bool = False) -> bytes:
    types = part_of(TEMPLATE, TYPES)
    if without_main:
        types = re.sub(rb'<Override PartName="/xl/workbook.xml"[^>]*>', b"", types)
        types = re.sub(rb'<Default Extension="xml"[^>]*>', b"", types)
    return with_parts(TEMPLATE, {TYPES: re.sub(rb"(<Types[^>]*>)", rb"\1" + defaults, types, count=1)})


def test_type_declared_for_an_extension_that_no_part_has_means_nothing() -> None:
    """(8.B13) SheetJS declares every extension it knows, .bin of binary workbooks among them."""
    assert read(declaring(DEFAULTS)).sheets


def test_type_of_a_part_may_come_from_its_extension() -> None:
    """(8.B13) .NET gives the extension .xml the type of the first part written, which is the workbook's."""
    main = b'<Default Extension="xml" ContentType="' + SPREADSHEET_MAIN.encode() + b'"/>'
    assert read(declaring(main, without_main=True)).sheets


@pytest.mark.parametrize(("name", "code"), (("xl/x.bin", Code.NOT_XLSX), ("xl/x.vba", Code.MACRO_FORBIDDEN)))
def test_part_of_a_declared_extension_is_what_the_declaration_says(name: str, code: Code) -> None:
    """(8.B13) The same declaration with a real binary or macro part stays refused."""
    assert refusal_of(with_parts(declaring(DEFAULTS), {name: b"x"})).codes == (code,)


def test_part_is_what_its_own_type_says_before_that_of_its_extension() -> None:
    """(8.B13) Printer settings have the ending .bin and a type of their own."""
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings"
    own = b'<Override PartName="/xl/printerSettings/p1.bin" ContentType="' + kind + b'"/></Types>'
    declared = declaring(DEFAULTS)
    types = part_of(declared, TYPES).replace(b"</Types>", own)
    assert read(with_parts(declared, {TYPES: types, "xl/printerSettings/p1.bin": b"x"})).sheets


@pytest.mark.parametrize("dimension", (b"1:9", b"A:C", b"A1:XFD1048576", b""))
def test_dimension_of_a_sheet_is_no_damage_whatever_it_says(dimension: bytes) -> None:
    """(8.B13) Excelize writes 1:9 for whole rows."""
    change = in_sheet(
        re.findall(rb"<dimension [^>]*>", part_of(TEMPLATE, SHEET))[0], b'<dimension ref="%s"/>' % dimension
    )
    assert read(change(TEMPLATE)) == read(TEMPLATE)


def test_refusal_names_the_part_and_nothing_of_the_machine() -> None:
    refusal = refusal_of(with_parts(TEMPLATE, {"xl/vbaProject.bin": b"x"}))
    assert refusal.faults[0].message == "文件含有宏或控件：xl/vbaProject.bin"
