"""The parsing process can do nothing but parse, and never takes the web process with it."""

import json
import time

import pytest

from clusters.workbooks.codes import Code, WorkbookRefused
from clusters.workbooks.read.child_read import read
from clusters.workbooks.read.raw import Odd
from clusters.workbooks.read.sandbox import load_book, run_apart
from tests.assessment.workbooks.samples import template
from tests.support.hostile_workbooks import HOSTILE

PROBE = "tests.clusters.workbooks.read.probe"
TEMPLATE = template()


def test_process_has_no_secrets_no_files_no_network_and_little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SECRET_KEY", "hunter2")
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    with run_apart(PROBE, b"0123456789") as answer:
        found = json.load(answer)
    assert set(found["environment"]) <= {"LANG", "LC_CTYPE", "PATH", "TMPDIR", "OPENPYXL_LXML", "OPENPYXL_DEFUSEDXML"}
    assert found["folder"] == "/"
    assert (found["file"], found["network"], found["memory"]) == ("OSError", "OSError", "MemoryError")
    assert found["question"] == 10


@pytest.mark.parametrize("question", (b"too much", b"boom"))
def test_process_that_crashes_or_answers_too_much_is_a_refusal(question: bytes) -> None:
    with pytest.raises(WorkbookRefused) as refusal, run_apart(PROBE, question):
        raise AssertionError("an answer came")
    assert refusal.value.codes == (Code.SHEET_TOO_LARGE,)


def test_process_that_overstays_is_killed() -> None:
    begun = time.monotonic()
    with pytest.raises(WorkbookRefused) as refusal, run_apart(PROBE, b"sleep", seconds=1):
        raise AssertionError("an answer came")
    assert time.monotonic() - begun < 10
    assert refusal.value.codes == (Code.SHEET_TOO_LARGE,)


@pytest.mark.parametrize("name", ("true", "date", "formula", "error_value", "hidden_row", "garbage_number", "percent"))
def test_odd_cells_survive_the_way_between_processes(name: str) -> None:
    data = next(item for item in HOSTILE if item.name == name).build(TEMPLATE)
    apart, inside = load_book(data), read(data)
    assert apart == inside
    assert any(isinstance(cell, Odd) for sheet in apart.sheets for row in sheet.rows for cell in row) or "row" in name
