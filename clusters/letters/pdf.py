"""Turns a .docx letter into a PDF with LibreOffice, where it is installed."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from defusedxml.ElementTree import fromstring
from docx.oxml.ns import qn

from clusters.errors import DomainError
from clusters.letters.package import BLANK

TIMEOUT_SECONDS: Final = 90
_SYSTEM_FONTS: Final = "/etc/fonts/fonts.conf"
_HEAVY: Final = "方正小标宋简体"
_PROGRAMS: Final = ("soffice", "libreoffice")


def program() -> str | None:
    """Path of LibreOffice, or None where it is not installed."""
    return next((path for name in _PROGRAMS if (path := shutil.which(name))), None)


def convert(letter: bytes, *, timeout: int = TIMEOUT_SECONDS) -> bytes:
    """The letter as PDF. Raises DomainError without LibreOffice, after ``timeout`` seconds, or when it fails.

    Each conversion has its own profile, so several may run at once and none touches a user's settings.
    """
    office = program()
    if office is None:
        raise DomainError("服务器未安装LibreOffice，不能生成PDF；请下载Word版文书。")
    with tempfile.TemporaryDirectory(prefix="letter-") as folder:
        home = Path(folder)
        (home / "letter.docx").write_bytes(letter)
        (home / "fonts.conf").write_text(font_configuration(), encoding="utf-8")
        said = _run(_command(office, home), home, timeout)
        target = home / "letter.pdf"
        if not target.exists() or not target.read_bytes().startswith(b"%PDF"):
            raise DomainError(f"PDF生成失败，请下载Word版文书。（{said[-200:].strip() or '没有输出'}）")
        return target.read_bytes()


def font_configuration() -> str:
    """Fontconfig rules that name a face of the right kind for each face of the standard that is missing."""
    base = os.environ.get("FONTCONFIG_FILE", _SYSTEM_FONTS)
    table = fromstring((BLANK / "word/fontTable.xml").read_bytes())
    rules = "".join(_alias(font.attrib[qn("w:name")], font[0].attrib[qn("w:val")].split(",")) for font in table)
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">{escape(base)}</include>{rules}</fontconfig>'
    )


def _alias(name: str, alternatives: Sequence[str]) -> str:
    """One rule, names best first in one edit; the weight makes up for a regular face where 小标宋 is meant."""
    names = "".join(f"<string>{escape(other)}</string>" for other in alternatives)
    weight = '<edit name="weight" mode="assign"><const>bold</const></edit>' if name == _HEAVY else ""
    return (
        f'<match target="pattern"><test name="family" qual="any"><string>{escape(name)}</string></test>'
        f'<edit name="family" mode="append" binding="same">{names}</edit>{weight}</match>'
    )


def _command(office: str, home: Path) -> list[str]:
    profile = f"-env:UserInstallation={(home / 'profile').as_uri()}"
    target = ("--convert-to", "pdf:writer_pdf_Export", "--outdir", str(home))
    return [office, profile, "--headless", "--norestore", *target, str(home / "letter.docx")]


def _run(command: list[str], home: Path, timeout: int) -> str:
    """Run in a session of its own, so that a timeout ends LibreOffice's child processes too."""
    environment = {**os.environ, "HOME": str(home), "FONTCONFIG_FILE": str(home / "fonts.conf")}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment, start_new_session=True
    ) as process:
        try:
            said, _ = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise DomainError(f"PDF生成超过{timeout}秒未完成，已停止；请下载Word版文书。") from None
    return said
