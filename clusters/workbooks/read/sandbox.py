"""Running the parsing process: no secrets, no descriptors, bounded memory, time and answer; killed when it overstays."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from clusters.workbooks.codes import Code, WorkbookRefused, fault_from, refuse
from clusters.workbooks.read.raw import RawBook, load

ROOT: Final = Path(__file__).resolve().parents[3]
READING: Final = "clusters.workbooks.read.child_read"
WALL_SECONDS: Final = 45.0
# The isolated mode ignores the environment, the user's site folder and the current folder.
START: Final = "import sys, runpy; sys.path.insert(0, sys.argv[1]); runpy.run_module(sys.argv[2], run_name='__main__')"
# Nothing of the web process's environment is inherited; openpyxl is told to parse through defusedxml, not lxml.
ENVIRONMENT: Final = {
    "LANG": "C.UTF-8",
    "PATH": os.defpath,
    "TMPDIR": tempfile.gettempdir(),
    "OPENPYXL_LXML": "False",
    "OPENPYXL_DEFUSEDXML": "True",
}
TOO_MUCH: Final = "读取所需时间或内存超过限额"


def load_book(data: bytes, *, seconds: float = WALL_SECONDS) -> RawBook:
    """Return the values and facts of an uploaded workbook. Raises WorkbookRefused.

    This is the only way to read one: the process that parses it has no rights and little memory.
    """
    with run_apart(READING, data, seconds=seconds) as answer:
        try:
            head = json.loads(next(answer))
            if "faults" in head:
                raise WorkbookRefused(*(fault_from(item) for item in head["faults"]))
            return load(head, answer)
        except (KeyError, TypeError, ValueError, IndexError, StopIteration) as error:
            raise refuse(Code.ARCHIVE_CORRUPT, "读取结果不完整") from error


@contextlib.contextmanager
def run_apart(module: str, question: bytes, *, seconds: float = WALL_SECONDS) -> Iterator[IO[bytes]]:
    """Run a module with the question on standard input and yield its answer as an open file.

    Files carry both ways, not pipes: the answer is bounded by the process's own file size limit, and nothing has to
    be drained while it runs. Raises WorkbookRefused when the process is killed, crashes or overstays.
    """
    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as answer:
        asked.write(question)
        asked.seek(0)
        command = [sys.executable, "-I", "-c", START, str(ROOT), module]
        try:
            subprocess.run(
                command,
                stdin=asked,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                env=ENVIRONMENT,
                cwd="/",
                start_new_session=True,
                timeout=seconds,
                check=True,
            )
        except subprocess.SubprocessError as error:
            raise refuse(Code.SHEET_TOO_LARGE, TOO_MUCH) from error
        answer.seek(0)
        yield answer
