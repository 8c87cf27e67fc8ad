"""Letters as templates: what each element becomes, and what a filled value can never do."""

import pytest

from clusters.errors import DomainError
from clusters.letters import markup
from tests.clusters.letters.reading import opened, text
from tests.clusters.letters.samples import XML, letter


def document(inner):
    return f"<document><title><w>标题</w></title>{inner}</document>"


def test_every_element_is_written_in_its_level():
    assert text(letter()).split("\n")[4:17] == [
        *("现将有关事项通知如下：", "一、认定的事实", "（一）指标核定情况", "表1\u3000核定表", "指标", "核定值"),
        *(
            "单位面积税收",
            "（元/平方米）",
            "598.77",
            "",
            "（二）考核结论。不达标。",
            "1.差1.23元/平方米。",
            "特此通知。",
        ),
    ]


def test_annex_stands_after_the_signature():
    styles = [paragraph._p.style for paragraph in opened(letter()).paragraphs]
    assert styles.index("AnnexLabel") > styles.index("Signature") > styles.index("AnnexList")


def test_title_is_kept_in_phrases_and_told_on_one_line():
    read = markup.read(XML)
    assert read.phrases == ("演示商务服务集聚区", "2021年度考核", "黄牌警告通知书")
    assert read.title == "演示商务服务集聚区2021年度考核黄牌警告通知书"


def test_line_breaks_of_the_template_are_no_spaces_of_the_text():
    assert "特此通知。" in text(letter())


def test_an_unknown_element_is_an_error_of_the_template():
    with pytest.raises(KeyError, match="blockquote"):
        letter(document("<blockquote>甲</blockquote>"))


def test_a_control_character_is_refused_with_what_stands_before_it():
    with pytest.raises(DomainError, match=r"面积.*U\+0008"):
        markup.read(document("<p>面积\x08有误</p>"))
