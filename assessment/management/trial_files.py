"""The files of the trying-out commands: read and written, or refused with 2 and a message that names the file."""

from pathlib import Path

from django.core.management.base import CommandError

from assessment.forms import rulebook_text
from assessment.rules.cases.tables import TableError, decoded
from assessment.rules.ruleset import Ruleset

UNUSABLE = 2
"""Exit code for files that cannot be used; 1 is for cases that came out differently."""


def refused(message: str) -> CommandError:
    """Return the error that ends the command for a file that cannot be used."""
    return CommandError(message, returncode=UNUSABLE)


def text_of(path: Path) -> str:
    """Return the text of a file, whichever way it was saved."""
    try:
        return decoded(path.read_bytes(), path.name)
    except OSError as error:
        raise refused(f"{path}：没有这个文件，或者不能读取") from error
    except TableError as error:
        raise refused(str(error)) from error


def ruleset_of(path: Path) -> Ruleset:
    """Return the rulebook of a file. TOML is UTF-8; anything else is said so rather than read differently."""
    try:
        return rulebook_text.read(path.read_bytes().decode("utf-8-sig"), path.name)
    except OSError as error:
        raise refused(f"{path}：没有这个文件，或者不能读取") from error
    except UnicodeDecodeError as error:
        raise refused(f"{path.name}：规则集须为 UTF-8 编码的文本文件，请在编辑器里另存为 UTF-8") from error
    except rulebook_text.UnreadableRulebook as error:
        raise refused(_with_place(error)) from error


def write(path: Path, table: str) -> None:
    """Write the results as they are."""
    try:
        path.write_text(table, encoding="utf-8", newline="")
    except OSError as error:
        raise refused(f"{path}：不能写入；请检查文件夹是否存在、文件是否正在打开") from error


def _with_place(error: rulebook_text.UnreadableRulebook) -> str:
    shown = [f"{'→' if line.is_place else ' '} {line.number:>4}  {line.text}" for line in error.lines]
    return "\n".join([str(error), *shown])
