"""Whole documents: a letter needs number and code; a sheet has neither head nor colophon."""

import json
from datetime import date

from clusters.letters.compose import sheet
from clusters.letters.envelope import Envelope
from tests.clusters.letters.reading import opened, text
from tests.clusters.letters.samples import ENVELOPE, XML


def test_envelope_survives_its_json():
    assert Envelope.read(json.loads(json.dumps(ENVELOPE.as_json()))) == ENVELOPE


def test_a_sheet_has_title_and_text_and_no_head_or_colophon():
    document = opened(made := sheet(XML, author="机关", dated=date(2026, 1, 5)))
    assert document.paragraphs[0].text.replace("\n", "") == "演示商务服务集聚区2021年度考核黄牌警告通知书"
    assert {"OrganMark", "DocumentNumber", "Signature"}.isdisjoint(each._p.style for each in document.paragraphs)
    assert "核验码" not in text(made)
