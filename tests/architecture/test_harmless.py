"""No bad input that the tests build could crash, hang or fool another program."""

import io
import re
import zipfile
import zlib

import pytest

from tests.assessment.workbooks.samples import template
from tests.support.hostile_workbooks import HOSTILE, Hostile
from tests.support.sources import ROOT, modules_of_tests

MEBIBYTE = 1024 * 1024
TEMPLATE = template()
# A table that any program opens: what a reader makes of it has as many places as its last cell says.
LAST_ROW, LAST_COLUMN = 12_000, 64
LEVELS = 32
TAG = re.compile(rb"<(/?)([A-Za-z][^<>]*?)(/?)>")
ADDRESS = re.compile(rb'<(?:\w+:)?c r=["\']([A-Z]+)(\d+)["\']')
# What opens, starts or fetches something when it is run; the words alone, without content, are no danger.
CONTENT = re.compile(r"/JS ?\((?!\))|/Launch ?/F|app\.alert|cmd\||EICAR-STANDARD|file:///|<\?php")


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of a workbook as far as it is an archive that opens."""
    found = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                assert member.file_size < 4 * MEBIBYTE
                found[member.filename] = archive.read(member)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError):
        pass
    return found


def depth(xml: bytes) -> int:
    level = deepest = 0
    for closing, _, empty in TAG.findall(xml):
        level += -1 if closing else (0 if empty else 1)
        deepest = max(deepest, level)
    return deepest


def column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case.name)
def test_bad_workbook_is_small_shallow_and_without_nested_entities(case: Hostile) -> None:
    data = case.build(TEMPLATE)
    found = parts(data)
    assert len(data) < MEBIBYTE
    assert sum(map(len, found.values())) < 4 * MEBIBYTE
    for xml in filter(lambda part: part.lstrip().startswith(b"<"), found.values()):
        entities = re.findall(rb"<!ENTITY[^>]*>", xml)
        assert entities in ([], [b'<!ENTITY f "harmless">'])
        assert depth(xml) <= LEVELS
        assert all(int(row) <= LAST_ROW and column(letters) <= LAST_COLUMN for letters, row in ADDRESS.findall(xml))


def test_no_test_holds_active_content() -> None:
    here = ROOT / "tests" / "architecture" / "test_harmless.py"
    files = [ROOT / path for path in modules_of_tests() if ROOT / path != here]
    assert [str(path) for path in files if CONTENT.search(path.read_text(encoding="utf-8"))] == []
