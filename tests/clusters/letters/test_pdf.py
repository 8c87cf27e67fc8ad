"""PDF by LibreOffice where there is one, a plain refusal where there is none."""

from time import monotonic

import pytest

from clusters.errors import DomainError
from clusters.letters import pdf
from tests.clusters.letters.samples import letter


def test_without_libreoffice_the_refusal_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert pdf.program() is None
    with pytest.raises(DomainError, match="未安装LibreOffice"):
        pdf.convert(b"")


@pytest.mark.office
def test_a_letter_becomes_a_pdf():
    made = pdf.convert(letter())
    assert made.startswith(b"%PDF")
    assert b"/MediaBox" in made


@pytest.fixture
def office(monkeypatch, tmp_path):
    """Puts a shell script in LibreOffice's place."""

    def install(script):
        program = tmp_path / "soffice"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")

    return install


def test_a_program_that_makes_nothing_is_reported_with_its_words(office):
    office("echo no room left")
    with pytest.raises(DomainError, match="no room left"):
        pdf.convert(b"")


def test_a_file_that_is_no_pdf_is_refused(office):
    office('while [ "$1" != --outdir ]; do shift; done; echo broken > "$2/letter.pdf"')
    with pytest.raises(DomainError, match="PDF生成失败"):
        pdf.convert(b"")


def test_a_stuck_program_is_ended_with_its_children(office):
    office("sleep 30 & wait")
    began = monotonic()
    with pytest.raises(DomainError, match="超过1秒"):
        pdf.convert(b"", timeout=1)
    assert monotonic() - began < 10


def test_missing_faces_fall_back_in_order_of_likeness():
    rules = pdf.font_configuration()
    start = rules.index("<string>仿宋_GB2312</string>")
    names = rules[start : rules.index("</match>", start)]
    assert names.index("FangSong") < names.index("FandolFang") < names.index("Noto Serif CJK SC")
    assert names.count("<edit") == 1


def test_an_operators_own_font_configuration_is_kept(monkeypatch):
    monkeypatch.setenv("FONTCONFIG_FILE", "/srv/fonts&more.conf")
    assert '<include ignore_missing="yes">/srv/fonts&amp;more.conf</include>' in pdf.font_configuration()
