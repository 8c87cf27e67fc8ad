"""Levels of the text, tables, annexes (7.3.3, 7.3.4, 7.3.7)."""

from datetime import date

import pytest
from docx.oxml.ns import qn

from clusters.errors import DomainError
from clusters.letters import package
from clusters.letters.body import Body, chinese_number
from clusters.letters.tables import Column
from tests.clusters.letters.reading import value


@pytest.fixture
def document():
    return package.blank("标题", "机关", date(2026, 1, 5))


@pytest.mark.parametrize(
    ("number", "expected"), ((1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"))
)
def test_chinese_numbers_count_levels(number, expected):
    assert chinese_number(number) == expected


def test_levels_are_numbered_and_start_again_below_their_parent(document):
    body = Body(document)
    for heading in ("甲", "乙"):
        body.section(heading)
        body.subsection("丙")
        body.item("丁")
        body.item("戊")
    assert [paragraph.text for paragraph in document.paragraphs] == [
        *("一、甲", "（一）丙", "1.丁", "2.戊"),
        *("二、乙", "（一）丙", "1.丁", "2.戊"),
    ]
    assert [paragraph._p.style for paragraph in document.paragraphs[:4]] == [
        *("Heading1", "Heading2", "BodyText", "BodyText")
    ]


def test_a_second_level_that_leads_its_paragraph_is_set_in_kaiti(document):
    Body(document).subsection("考核结论", "不达标。")
    lead, rest = document.paragraphs[0].runs
    assert (lead.text, rest.text) == ("（一）考核结论。", "不达标。")
    assert value(lead._r, "w:rPr/w:rFonts", "w:eastAsia") == "楷体_GB2312"
    assert rest._r.xpath("w:rPr/w:rFonts") == []


@pytest.mark.parametrize(
    ("text", "left"),
    (("营业收入差54,300.12万元。", True), ("编号AB12345。", True), ("2021年度第3张。", False), ("全是汉字。", False)),
)
def test_a_line_is_not_stretched_because_a_long_figure_left_it(document, text, left):
    """Numbers never stretch a justified line (8.A4)."""
    body = Body(document)
    body.paragraph(text)
    body.subsection("结论", text)
    assert [paragraph._p.xpath("w:pPr/w:jc/@w:val") for paragraph in document.paragraphs] == [["left"] * left] * 2


def test_lines_of_a_filed_text_become_paragraphs(document):
    Body(document).paragraph("第一段\n\n  第二段  \n")
    assert [paragraph.text for paragraph in document.paragraphs] == ["第一段", "第二段"]


def test_markup_in_a_text_stays_text(document):
    Body(document).paragraph("<w:p/>&amp;{{ x }}")
    assert document.paragraphs[0].text == "<w:p/>&amp;{{ x }}"


def test_a_control_character_is_refused_by_name(document):
    with pytest.raises(DomainError, match=r"U\+0008"):
        Body(document).paragraph("退格\x08符")


def test_a_table_is_as_wide_as_the_type_area_and_never_breaks_a_row(document):
    columns = (Column("指标", 50), Column("值", 56, "right"), Column("结论", 50))
    Body(document).table("核定表", columns, [("甲\n（%）", "1.00", "达标")] * 3)
    table = document.tables[0]._tbl
    assert value(table, "w:tblPr/w:tblW", "w:w") == "8844"
    assert sum(int(column.get(qn("w:w"))) for column in table.tblGrid.gridCol_lst) == 8844
    assert value(table, "w:tblPr/w:tblLayout", "w:type") == "fixed"
    assert len(table.xpath("w:tr/w:trPr/w:cantSplit")) == 4
    assert len(table.xpath("w:tr[1]/w:trPr/w:tblHeader")) == 1
    assert document.paragraphs[0].text == "表1\u3000核定表"
    assert document.tables[0].cell(1, 0).text == "甲\n（%）"
    assert table.xpath("w:tr[2]/w:tc[2]/w:p/w:pPr/w:jc/@w:val") == ["right"]


def test_one_annex_is_named_without_a_number_one_line_below_the_text(document):
    Body(document).annex_list(["名单"])
    paragraph = document.paragraphs[0]
    assert paragraph.text == "附件：名单"
    assert value(paragraph._p, "w:pPr/w:spacing", "w:before") == "579"


def test_several_annexes_are_numbered_and_aligned_under_each_other(document):
    Body(document).annex_list(["名单", "说明"])
    first, second = document.paragraphs
    assert (first.text, second.text) == ("附件：1.名单", "2.说明")
    starts = [
        int(value(each._p, "w:pPr/w:ind", "w:left")) - int(value(each._p, "w:pPr/w:ind", "w:hanging"))
        for each in (first, second)
    ]
    character = 316
    assert [round(start / character) for start in starts] == [2, 5]


def test_an_annex_begins_a_page_with_its_label_and_its_title_on_the_third_line(document):
    Body(document).annex("附件", ("名单",))
    label, title = document.paragraphs[:2]
    assert (label.text, label._p.style) == ("附件", "AnnexLabel")
    styles = document.styles.element
    assert styles.xpath('w:style[@w:styleId="AnnexLabel"]/w:pPr/w:pageBreakBefore') != []
    assert styles.xpath('w:style[@w:styleId="AnnexTitle"]/w:pPr/w:spacing/@w:before') == ["579"]
    assert title.text == "名单"
