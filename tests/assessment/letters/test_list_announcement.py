"""名单公告: counts in the text, lists in the annex."""

from dataclasses import replace

import pytest

from assessment.letters.list_announcement import ListGroup, render_list_announcement, title_of
from clusters.errors import DomainError
from tests.assessment.letters.samples import LIST
from tests.clusters.letters.reading import opened, paragraphs, text
from tests.clusters.letters.samples import LONG_NAME


def test_title_names_organ_year_and_matter():
    assert "".join(title_of(LIST)) == "青岛市发展和改革委员会关于2021年度市级现代服务业集聚区考核结果的公告"


def test_text_counts_each_list_and_ends_with_the_annex():
    letter = text(render_list_announcement(LIST))
    assert "一、考核达标的集聚区（24家）" in letter
    assert "二、黄牌警告的集聚区（2家）" in letter
    assert "特此公告。\n附件：2021年度市级现代服务业集聚区考核结果名单" in letter
    assert "5个工作日内" in letter


def test_annex_holds_every_line_once_after_the_signature():
    document = opened(render_list_announcement(LIST))
    first, second, _ = document.tables
    assert [row.cells[0].text for row in first.rows] == ["序号", *map(str, range(1, 25))]
    assert [cell.text for cell in second.rows[1].cells] == [
        *("1", LONG_NAME, "西海岸新区", "文化创意", "青发改服务〔2022〕3号")
    ]
    assert second.rows[2].cells[4].text == "—"
    styles = [paragraph._p.style for paragraph in document.paragraphs]
    assert styles.index("AnnexLabel") > styles.index("Signature")
    assert paragraphs(document, "AnnexTitle") == ["2021年度\n市级现代服务业集聚区考核结果名单"]


def test_an_empty_list_is_counted_but_has_no_table():
    groups = (*LIST.groups, ListGroup("撤销称号的集聚区", "2021年度没有撤销称号的集聚区。", ()))
    letter = render_list_announcement(replace(LIST, groups=groups))
    assert "撤销称号的集聚区（0家）" in text(letter)
    assert len(opened(letter).tables) == 3


def test_an_announcement_without_any_line_is_refused():
    with pytest.raises(DomainError, match="名单为空"):
        render_list_announcement(replace(LIST, groups=(ListGroup("甲", "乙", ()),)))
