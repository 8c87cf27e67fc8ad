"""版头 and title, measured (7.2.4 to 7.3.2)."""

from dataclasses import replace

import pytest
from docx.oxml.ns import qn

from clusters.errors import DomainError
from clusters.letters.head import document_number, mark_size
from tests.clusters.letters.reading import mm, opened, paragraphs, style, value
from tests.clusters.letters.samples import ENVELOPE, letter

INK_TO_BOX_PT = 28.95 * 0.2 - 16 * 0.08


@pytest.fixture(scope="module")
def document():
    return opened(letter())


def test_mark_is_red_and_its_upper_edge_35_mm_below_the_type_area(document):
    mark = document.paragraphs[0]
    assert mark.text == "青岛市发展和改革委员会文件"
    assert value(style(document, "OrganMark"), "w:rPr/w:color") == "FF0000"
    size = int(value(mark._p, "w:r/w:rPr/w:sz")) / 2
    line = int(value(mark._p, "w:pPr/w:spacing", "w:line")) / 20
    ink_in_line_mm = (line * 0.8 - size * 0.84) / 72 * 25.4
    before = mm(value(mark._p, "w:pPr/w:spacing", "w:before"))
    assert before + ink_in_line_mm == pytest.approx(35, abs=0.2)


@pytest.mark.parametrize("text", ("青岛市人民政府文件", "青岛市发展和改革委员会文件", "演" * 30))
def test_mark_fills_one_line_within_the_type_area(text):
    size, percent = mark_size(text)
    assert len(text) * size * percent / 100 / 72 * 25.4 <= 156
    assert 22 <= size <= 60
    assert 60 <= percent <= 100


def test_number_has_full_year_hexagonal_brackets_and_no_zeros(document):
    assert paragraphs(document, "DocumentNumber") == ["青发改服务〔2026〕1号"]
    assert document_number(replace(ENVELOPE, number=120)) == "青发改服务〔2026〕120号"


def test_number_stands_two_lines_below_the_mark(document):
    assert value(style(document, "DocumentNumber"), "w:pPr/w:spacing", "w:before") == str(2 * 579)


def test_a_draft_keeps_room_for_its_number():
    assert document_number(replace(ENVELOPE, number=None, draft=True)) == "青发改服务〔2026〕\u3000号"


@pytest.mark.parametrize("number", (None, 0, -3))
def test_a_final_letter_without_number_is_refused(number):
    with pytest.raises(DomainError, match="发文"):
        document_number(replace(ENVELOPE, number=number))


def test_a_letter_upwards_names_its_signer_right_of_the_number():
    document = opened(letter(signer="张三"))
    number = next(paragraph for paragraph in document.paragraphs if paragraph._p.style == "DocumentNumber")
    assert number.text == "青发改服务〔2026〕1号\t签发人：张三"
    assert number._p.xpath("w:pPr/w:jc/@w:val") == ["left"]
    # The red line hangs on this paragraph: with a left indent it would begin one character in (8.A4).
    assert number._p.xpath("w:pPr/w:ind/@w:firstLine") == ["316"]
    assert number._p.xpath("w:pPr/w:ind/@w:left") == []
    tab = number._p.xpath("w:pPr/w:tabs/w:tab")[0]
    assert (tab.get(qn("w:val")), int(tab.get(qn("w:pos")))) == ("right", 8844 - 316)
    assert value(number.runs[-1]._r, "w:rPr/w:rFonts", "w:eastAsia") == "楷体_GB2312"


def test_red_line_is_4_mm_below_the_number_and_as_wide_as_the_type_area(document):
    number = style(document, "DocumentNumber")
    line = number.xpath("w:pPr/w:pBdr/w:bottom")[0]
    assert line.get(qn("w:color")) == "FF0000"
    distance = (int(line.get(qn("w:space"))) + INK_TO_BOX_PT) / 72 * 25.4
    assert distance == pytest.approx(4, abs=0.3)
    written = next(paragraph for paragraph in document.paragraphs if paragraph._p.style == "DocumentNumber")
    assert number.xpath("w:pPr/w:ind") + written._p.xpath("w:pPr/w:ind") == []


def test_title_is_centred_two_lines_below_the_red_line(document):
    title = style(document, "Title")
    assert value(title, "w:pPr/w:jc") == "center"
    assert value(title, "w:pPr/w:spacing", "w:before") == str(2 * 579)
    assert paragraphs(document, "Title") == ["演示商务服务集聚区\n2021年度考核黄牌警告通知书"]


def test_addressees_stand_one_line_below_the_title_with_a_full_colon(document):
    assert paragraphs(document, "Addressee") == ["市北区发展和改革局、演示商务服务集聚区管理运营单位："]
    addressee = style(document, "Addressee")
    assert value(addressee, "w:pPr/w:spacing", "w:before") == "579"
    assert addressee.xpath("w:pPr/w:ind") == []


def test_an_announcement_has_no_addressee_and_keeps_the_blank_line():
    document = opened(letter(addressees=()))
    assert paragraphs(document, "Addressee") == []
    title = next(paragraph for paragraph in document.paragraphs if paragraph._p.style == "Title")
    assert value(title._p, "w:pPr/w:spacing", "w:after") == "579"
