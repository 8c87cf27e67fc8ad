"""Page numbers (7.5) and the marks of drafts and demonstrations."""

import pytest
from docx.oxml.ns import qn

from tests.clusters.letters.reading import mm, opened, value
from tests.clusters.letters.samples import letter


def rendered(**changes):
    return opened(letter(**changes))


def headers(document):
    section = document.sections[0]
    return section.header, section.even_page_header


@pytest.fixture(scope="module")
def document():
    return rendered()


@pytest.mark.parametrize(
    ("footer", "side", "aligned"), (("footer", "w:right", "right"), ("even_page_footer", "w:left", "left"))
)
def test_page_number_stands_at_the_outer_edge_one_character_in(document, footer, side, aligned):
    paragraph = getattr(document.sections[0], footer).paragraphs[0]
    assert value(paragraph._p, "w:pPr/w:jc") == aligned
    assert value(paragraph._p, "w:pPr/w:ind", side) == "280"
    assert paragraph.text == "— 1 —"
    assert [node.text for node in paragraph._p.iter(qn("w:instrText"))] == [" PAGE "]
    assert paragraph._p.style == "Footer"


def test_dash_is_7_mm_below_the_type_area(document):
    distance = mm(value(document.element.body, "w:sectPr/w:pgMar", "w:footer"))
    line_mm = 14 / 72 * 25.4
    dash_above_footer_edge = line_mm * 0.2 + line_mm * 0.36
    assert 35 - distance - dash_above_footer_edge == pytest.approx(7, abs=0.1)


def test_a_final_letter_carries_no_mark(document):
    assert ["".join(p.text for p in header.paragraphs) for header in headers(document)] == ["", ""]
    assert [header._element.xpath(".//w:pict") for header in headers(document)] == [[], []]


def test_a_draft_is_marked_on_odd_and_even_pages_in_words_and_behind_the_text():
    for header in headers(rendered(draft=True, number=None, verification=None)):
        assert header.paragraphs[0].text == "草稿"
        assert len(header._element.xpath(".//w:r/w:rPr/w:bdr")) == 1
        drawn = [node for node in header._element.iter() if node.tag.endswith("}textpath") and node.get("string")]
        assert [node.get("string") for node in drawn] == ["草稿"]


def test_demonstration_data_is_marked_and_is_no_draft():
    for header in headers(rendered(demo=True)):
        assert header.paragraphs[0].text == "演示数据"
        assert header._element.xpath(".//w:pict") == []


def test_a_draft_of_demonstration_data_carries_both_marks():
    for header in headers(rendered(draft=True, demo=True)):
        assert header.paragraphs[0].text == "草稿  演示数据"
