"""Signature with room for the seal, verification, 版记 (7.3.5, 7.4)."""

from dataclasses import replace
from datetime import date

import pytest
from docx.oxml.ns import qn

from clusters.errors import DomainError
from clusters.letters import colophon
from clusters.letters.colophon import chinese_date
from clusters.letters.compose import compose
from tests.clusters.letters.reading import mm, opened, style, text, value
from tests.clusters.letters.samples import ADDRESS, ENVELOPE

CHARACTER = 316


def letter(envelope=ENVELOPE, closing="特此通知。"):
    text = f"<p>倒数第二段。</p><p>{closing}</p>"
    return compose(envelope, f"<document><title><w>关于演示的</w><w>通知</w></title>{text}</document>")


@pytest.fixture(scope="module")
def document():
    return opened(letter())


def signature(document):
    return [paragraph for paragraph in document.paragraphs if paragraph._p.style == "Signature"]


def test_dates_have_no_leading_zeros():
    assert chinese_date(date(2026, 1, 5)) == "2026年1月5日"
    assert chinese_date(date(2026, 11, 22)) == "2026年11月22日"


def test_name_and_date_are_centred_over_each_other_with_the_date_four_characters_in(document):
    name, dated = signature(document)
    assert (name.text, dated.text) == ("青岛市发展和改革委员会", "2026年1月5日")
    lefts = {int(value(each._p, "w:pPr/w:ind", "w:left")) for each in (name, dated)}
    assert len(lefts) == 1
    assert value(style(document, "Signature"), "w:pPr/w:jc") == "center"
    centre_from_right = (28 * CHARACTER - lefts.pop()) / 2 / CHARACTER
    date_width = 6 * 0.5 + 3
    assert centre_from_right - date_width / 2 == pytest.approx(4, abs=0.05)


def test_a_long_name_stays_inside_the_type_area_over_its_date():
    long = replace(ENVELOPE, issuer=replace(ENVELOPE.issuer, name="演示市现代服务业发展工作领导小组办公室联合工作组"))
    name, _ = signature(opened(letter(long)))
    left = int(value(name._p, "w:pPr/w:ind", "w:left"))
    assert (28 * CHARACTER - left) / CHARACTER >= len(name.text)


def test_room_for_the_seal_is_two_lines_and_no_seal_is_drawn(document):
    name, _ = signature(document)
    assert value(name._p, "w:pPr/w:spacing", "w:before") == str(2 * 579)
    pictures = [relation.target_part for relation in document.part.rels.values() if "image" in relation.reltype]
    assert [picture.blob for picture in pictures] == [colophon.qr_png(ADDRESS)]
    assert document.element.body.xpath(".//w:pict") == []


def test_the_end_of_the_text_stays_with_the_signature(document):
    kept = {paragraph.text: bool(paragraph.paragraph_format.keep_with_next) for paragraph in document.paragraphs}
    assert kept["特此通知。"]
    assert kept["倒数第二段。"]
    assert style(document, "Signature").xpath("w:pPr/w:keepNext") != []


def test_a_long_last_paragraph_alone_stays_with_the_signature():
    kept = {
        paragraph.text: bool(paragraph.paragraph_format.keep_with_next)
        for paragraph in opened(letter(closing="长" * 60)).paragraphs
    }
    assert kept["长" * 60]
    assert not kept["倒数第二段。"]


def test_colophon_rests_on_the_lower_edge_of_the_type_area(document):
    placed = document.tables[-1]._tbl.xpath("w:tblPr/w:tblpPr")[0]
    read = {name: placed.get(qn(f"w:{name}")) for name in ("vertAnchor", "tblpYSpec", "horzAnchor", "tblpX")}
    assert mm(read.pop("tblpX")) == pytest.approx(28, abs=0.05)
    assert read == {"vertAnchor": "margin", "tblpYSpec": "bottom", "horzAnchor": "page"}


def test_colophon_lines_are_thick_thin_thick(document):
    rows = document.tables[-1]._tbl.xpath("w:tr[w:tc/w:tcPr/w:tcBorders]")
    sizes = [[int(line.get(qn("w:sz"))) for line in row.xpath("w:tc/w:tcPr/w:tcBorders/*")] for row in rows]
    assert sizes == [[8], [6, 8]]
    in_mm = [size / 8 / 72 * 25.4 for size in (8, 6)]
    assert in_mm == [pytest.approx(0.35, abs=0.02), pytest.approx(0.25, abs=0.02)]


def test_colophon_without_copies_has_two_thick_lines():
    table = opened(letter(replace(ENVELOPE, copies=()))).tables[-1]._tbl
    assert [line.get(qn("w:sz")) for line in table.xpath("w:tr/w:tc/w:tcPr/w:tcBorders/*")] == ["8", "8"]


def test_copies_and_printing_office_are_worded_by_the_standard():
    said = text(letter())
    assert "抄送：青岛市财政局，国家税务总局青岛市税务局，青岛市统计局，市北区人民政府。" in said
    assert "青岛市发展和改革委员会办公室2026年1月5日印发" in said


def test_copies_hang_under_the_first_name_one_character_in(document):
    paragraph = next(cell for cell in document.tables[-1]._cells if cell.text.startswith("抄送")).paragraphs[0]
    left, hanging = (int(value(paragraph._p, "w:pPr/w:ind", side)) for side in ("w:left", "w:hanging"))
    assert (left - hanging, hanging) == (280, 3 * 280)


def test_verification_gives_code_address_and_a_20_mm_qr(document):
    inline = document.inline_shapes[0]
    assert inline.width.mm == pytest.approx(20, abs=0.05)
    assert inline._inline.docPr.get("descr") == f"核验页面二维码：{ADDRESS}"
    said = document.tables[-1].cell(0, 1).text
    assert "核验码：7KQ2-M9XD-41TP" in said
    assert ADDRESS in said


def test_a_final_letter_without_verification_is_refused_and_a_draft_needs_none():
    with pytest.raises(DomainError, match="核验码"):
        letter(replace(ENVELOPE, verification=None))
    draft = opened(letter(replace(ENVELOPE, verification=None, number=None, draft=True)))
    assert len(draft.inline_shapes) == 0
