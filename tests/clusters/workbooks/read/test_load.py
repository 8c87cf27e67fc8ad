"""The door for uploaded bytes: whatever comes, no crash, and hardly any memory in the web process."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from assessment.workbooks.reader import interpret
from clusters.workbooks.codes import WorkbookRefused
from clusters.workbooks.read.child_read import read
from clusters.workbooks.read.sandbox import load_book
from tests.assessment.workbooks.samples import SPEC, template
from tests.support.hostile_archives import SHEET, part_of, with_parts
from tests.support.hostile_workbooks import HOSTILE

ROOT = Path(__file__).resolve().parents[4]
TEMPLATE = template()
KILOBYTES_50_MEGABYTES = 50 * 1024

# The peak is read from /proc: what getrusage reports is handed down from the process that started this one.
MEASURE = """
import json, sys
from pathlib import Path
from clusters.workbooks.codes import WorkbookRefused
from clusters.workbooks.read.sandbox import load_book
from tests.assessment.workbooks.samples import SPEC, read_template, template

def status(field):
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(field))
    return int(line.split()[1])

read_template(template(), SPEC)
before, growth = status("VmRSS"), {}
for path in sorted(Path(sys.argv[1]).iterdir()):
    Path("/proc/self/clear_refs").write_text("5")
    try:
        load_book(path.read_bytes())
    except WorkbookRefused as refusal:
        pass
    growth[path.name] = status("VmHWM") - before
print(json.dumps(growth))
"""


def full_of_figures() -> bytes:
    """The largest table that is accepted: 5,000 rows of 47 figures."""
    letters = [chr(65 + number) for number in range(26)] + ["A" + chr(65 + number) for number in range(21)]
    rows = b"".join(
        b'<row r="%d">' % row
        + b"".join(b'<c r="%s%d"><v>%d.5</v></c>' % (name.encode(), row, row * 7) for name in letters)
        + b"</row>"
        for row in range(1, 5_001)
    )
    head, _, rest = part_of(TEMPLATE, SHEET).partition(b"<sheetData>")
    tail = rest.partition(b"</sheetData>")[2]
    return with_parts(TEMPLATE, {SHEET: head + b"<sheetData>" + rows + b"</sheetData>" + tail})


def test_web_process_grows_by_less_than_fifty_megabytes_whatever_comes(tmp_path: Path) -> None:
    for case in HOSTILE:
        (tmp_path / f"{case.name}.xlsx").write_bytes(case.build(TEMPLATE))
    picture = random.Random(1).randbytes(9 * 1024 * 1024)
    (tmp_path / "largest_upload.xlsx").write_bytes(with_parts(TEMPLATE, {"xl/media/image1.png": picture}))
    (tmp_path / "largest.xlsx").write_bytes(full_of_figures())
    measured = subprocess.run(
        [sys.executable, "-c", MEASURE, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    growth = json.loads(measured.stdout)
    assert len(growth) == len(HOSTILE) + 2
    assert growth["largest.xlsx"] > 0
    assert {name: kilobytes for name, kilobytes in growth.items() if kilobytes >= KILOBYTES_50_MEGABYTES} == {}


def test_largest_table_is_read() -> None:
    sheet = load_book(full_of_figures()).sheets[0]
    assert len(sheet.rows) == 5_000
    assert (sheet.rows[4_999][0], sheet.rows[4_999][46]) == (35_000.5, 35_000.5)


SPLINTERS = (
    b"<", b">", b"</c>", b"<c>", b"<f>", b"&", b"&#0;", b'"', b"'", b"<row>", b"</row>", b"\x00", b"<v>", b"]]>",
    b"<!--", b"-->", b"<?x?>", b' r="BJ12345"', b' t="s"', b"<c r='A1'><v>3</v></c>", b"\xff", b"<sheetData>",
    b"</sheetData>", b"<x:row>", b' hidden="1"', b"<c/>", b"<si/>", b"99999999999", b'<c r="XFE1"><v>1</v></c>',
)  # fmt: skip
PARTS = (SHEET, SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "xl/worksheets/sheet4.xml", "xl/styles.xml")


@pytest.mark.parametrize("seed", range(60))
def test_damaged_workbook_is_read_or_refused_but_never_crashes(seed: int) -> None:
    chance = random.Random(seed)
    name = chance.choice(PARTS)
    part = bytearray(part_of(TEMPLATE, name))
    for _ in range(chance.choice((1, 1, 3))):
        at = chance.randrange(len(part))
        part[at : at + chance.choice((0, 1, 30))] = chance.choice(SPLINTERS)
    data = bytearray(with_parts(TEMPLATE, {name: bytes(part)}))
    if seed % 6 == 0:
        data[chance.randrange(len(data))] = chance.randrange(256)
    try:
        outcome: object = interpret(read(bytes(data)), SPEC).rows
    except WorkbookRefused as refusal:
        outcome = refusal.faults
    assert outcome
