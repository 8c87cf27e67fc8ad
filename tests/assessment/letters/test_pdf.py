"""PDF by LibreOffice where there is one, a plain refusal where there is none."""

import pytest

from assessment.letters import pdf
from assessment.letters.yellow_card import render_yellow_card
from clusters.errors import DomainError
from tests.assessment.letters.samples import YELLOW_CARD

needs_office = pytest.mark.skipif(pdf.program() is None, reason="LibreOffice is not installed")


def test_without_libreoffice_the_refusal_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert pdf.program() is None
    with pytest.raises(DomainError, match="未安装LibreOffice"):
        pdf.convert(b"")


@needs_office
def test_a_letter_becomes_a_pdf():
    made = pdf.convert(render_yellow_card(YELLOW_CARD))
    assert made.startswith(b"%PDF")
    assert b"/MediaBox" in made


@needs_office
def test_a_slow_conversion_is_stopped():
    with pytest.raises(DomainError, match="未完成"):
        pdf.convert(render_yellow_card(YELLOW_CARD), timeout=0)


def test_a_program_that_makes_nothing_is_reported_with_its_words(monkeypatch, tmp_path):
    fake = tmp_path / "soffice"
    fake.write_text("#!/bin/sh\necho no room left\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    with pytest.raises(DomainError, match="no room left"):
        pdf.convert(b"")


def test_missing_faces_fall_back_in_order_of_likeness():
    rules = pdf.font_configuration()
    start = rules.index("<string>仿宋_GB2312</string>")
    names = rules[start : rules.index("</match>", start)]
    assert names.index("FangSong") < names.index("FandolFang") < names.index("Noto Serif CJK SC")
    assert names.count("<edit") == 1


def test_an_operators_own_font_configuration_is_kept(monkeypatch):
    monkeypatch.setenv("FONTCONFIG_FILE", "/srv/fonts&more.conf")
    assert '<include ignore_missing="yes">/srv/fonts&amp;more.conf</include>' in pdf.font_configuration()
