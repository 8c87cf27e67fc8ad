"""The guard before any reader: every hostile archive gets its code, every honest one passes."""

import io
import zipfile

import pytest

from clusters.workbooks.codes import Code, WorkbookRefused
from clusters.workbooks.guard import archive, inspection, limits, skim, xmlscan
from clusters.workbooks.guard.inspection import inspect
from tests.assessment.workbooks.samples import filled, opened, refusal_of, saved, template
from tests.support.hostile_archives import SHEET, Builder, in_sheet, part_of, with_parts
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
        assert inspect(TEMPLATE), "the lowered limit refuses what is no fault"
        with pytest.raises(WorkbookRefused) as refusal:
            inspect(data)
    assert refusal.value.codes == (Code(case.code),)
    assert inspect(data), "another limit than the lowered one refuses the file"


def test_limits_are_those_that_were_promised() -> None:
    """The tests above lower them; here they stand as they are in use (R-042, R-060)."""
    mebibyte = 1024 * 1024
    assert (10 * mebibyte, 20 * mebibyte) == (inspection.MAX_WORKBOOK, archive.MAX_UPLOAD)
    assert (100 * mebibyte, 100, mebibyte) == (archive.MAX_INFLATED, archive.MAX_RATIO, archive.RATIO_FLOOR)
    assert (2_000, 256, mebibyte) == (archive.MAX_MEMBERS, xmlscan.MAX_DEPTH, xmlscan.MAX_TOKEN)
    assert (limits.MAX_DATA_ROWS, limits.MAX_ROW, limits.MAX_COLUMN, limits.MAX_TEXT) == (5_000, 9_999, 60, 500)
    assert (1_000_000, 10_000, mebibyte // 2) == (limits.MAX_CELLS, limits.MAX_MERGES, skim.MAX_ENVELOPE)
    assert (10 * mebibyte, 4 * mebibyte, 250_000) == (
        inspection.SMALL_TOTAL,
        inspection.SMALL_TEXTS,
        inspection.SMALL_CELLS,
    )


def test_template_is_proven_harmless() -> None:
    found = inspect(TEMPLATE)
    assert found.harmless
    assert [sheet.name for sheet in found.sheets] == ["填报", "填报说明", "选项", "标识"]
    assert [sheet.state for sheet in found.sheets] == ["visible", "visible", "hidden", "veryHidden"]


def test_file_saved_by_another_program_is_proven_harmless() -> None:
    assert inspect(saved(opened(TEMPLATE))).harmless


def test_inflated_bytes_are_counted_and_not_believed() -> None:
    """A directory that lies about the size of a member does not get past the checksum and the count."""
    with zipfile.ZipFile(io.BytesIO(TEMPLATE)) as archive:
        size = archive.getinfo(SHEET).file_size
    entry = TEMPLATE.find(b"PK\x01\x02", TEMPLATE.find(b"PK\x05\x06") - 4_000)
    while TEMPLATE[entry + 46 : entry + 46 + len(SHEET)] != SHEET.encode():
        entry = TEMPLATE.find(b"PK\x01\x02", entry + 4)
    lying = TEMPLATE[: entry + 24] + (size // 2).to_bytes(4, "little") + TEMPLATE[entry + 28 :]
    assert refusal_of(lying).codes == (Code.ARCHIVE_CORRUPT,)


@pytest.mark.parametrize(
    "change",
    (
        in_sheet(b"<sheetData>", b"<sheetData ><!-- note -->"),
        in_sheet(b'<row r="5"', b"<row r='5'"),
        in_sheet(b'<row r="6"', b'<row r="4"'),
        in_sheet(b'<c r="A5"', b'<c r="A6"'),
        in_sheet(b'<c r="A5"', b'<c r="zz5"'),
        in_sheet(b'<c r="A5"', b"<c"),
        in_sheet(b'<row r="5"', b'<row hidden="1" r="5"'),
        in_sheet(b"<v>", b"<f>1</f><v>"),
        in_sheet(b"<v>", b'<v xml:space="preserve">'),
        in_sheet(b"<cols>", b'<cols><col min="40" max="41" hidden="1"/>'),
    ),
)
def test_irregular_sheet_is_not_read_by_the_web_process(change: Builder) -> None:
    try:
        harmless = inspect(change(TEMPLATE)).harmless
    except WorkbookRefused:
        harmless = False
    assert not harmless


def test_texts_repeated_in_many_cells_are_not_read_by_the_web_process() -> None:
    texts = part_of(TEMPLATE, "xl/sharedStrings.xml")
    count = texts.count(b"<si>")
    rows = b"".join(
        b'<row r="%d"><c r="A%d" t="s"><v>%d</v></c><c r="B%d" t="s"><v>%d</v></c></row>'
        % (row, row, count, row, count)
        for row in range(100, 110)
    )
    text = b"<si><t>" + b"x" * 480 + b"</t></si></sst>"
    changed = with_parts(
        TEMPLATE,
        {
            SHEET: part_of(TEMPLATE, SHEET).replace(b"</sheetData>", rows + b"</sheetData>"),
            "xl/sharedStrings.xml": texts.replace(b"</sst>", text),
        },
    )
    assert inspect(changed).harmless
    with lowered({"SMALL_TEXTS": 8 * 480}):
        assert not inspect(changed).harmless


def test_reference_to_a_missing_text_is_not_read_by_the_web_process() -> None:
    assert not inspect(in_sheet(b't="s"><v>', b't="s"><v>9999')(TEMPLATE)).harmless


def test_five_thousand_rows_pass_and_one_more_does_not() -> None:
    assert inspect(more_rows(4_990)(TEMPLATE)).harmless
    assert refusal_of(more_rows(5_100)(TEMPLATE)).codes == (Code.TOO_MANY_ROWS,)


def test_empty_rows_far_below_are_no_content() -> None:
    """LibreOffice ends a sheet with an empty last row; Excel keeps styled blank cells."""
    styled = b'<row r="9000"><c r="A9000" s="1"/></row><row r="1048576" customHeight="1"/></sheetData>'
    changed = in_sheet(b"</sheetData>", styled)(filled({"C7": 5}))
    assert not inspect(changed).harmless


def test_refusal_names_the_part_and_nothing_of_the_machine() -> None:
    refusal = refusal_of(with_parts(TEMPLATE, {"xl/vbaProject.bin": b"x"}))
    assert refusal.faults[0].message == "文件含有宏或控件：xl/vbaProject.bin"
