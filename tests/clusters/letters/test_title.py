"""Titles break into balanced lines (7.3.1)."""

from itertools import pairwise

import pytest

from clusters.letters.title import lines_of, width
from tests.clusters.letters.samples import LONG_NAME


def test_a_short_title_stays_on_one_line():
    assert lines_of(("关于印发", "办法的", "通知")) == ("关于印发办法的通知",)


def test_phrases_stay_whole_while_they_fit():
    phrases = ("青岛市发展和改革委员会", "关于撤销", "演示商务服务集聚区", "市级现代服务业集聚区", "称号的通知")
    assert lines_of(phrases) == (
        "青岛市发展和改革委员会",
        "关于撤销演示商务服务集聚区",
        "市级现代服务业集聚区称号的通知",
    )


@pytest.mark.parametrize(
    "phrases",
    (
        ("青岛市发展和改革委员会", "关于撤销", LONG_NAME, "市级现代服务业集聚区", "称号的通知"),
        (LONG_NAME, "2021年度考核", "黄牌警告通知书"),
        ("无处可断" * 15,),
        ("ABCDEFGHIJKLMNOPQRSTUVWXYZ" * 2, "通知"),
    ),
)
def test_nothing_is_lost_and_no_line_is_too_wide(phrases):
    lines = lines_of(phrases)
    assert "".join(lines) == "".join(phrases)
    if any(char > "z" for char in phrases[0]):
        assert max(map(width, lines)) <= 18


def test_a_long_title_is_a_trapezium_or_a_rhombus_never_an_hourglass():
    for length in range(19, 72):
        widths = [width(line) for line in lines_of(tuple("一二三四五六七" * 11)[:length])]
        steps = [after - before for before, after in pairwise(widths)]
        assert not any(earlier < 0 < later for earlier, later in pairwise(steps)), widths


def test_a_name_longer_than_a_line_is_best_broken_after_a_place():
    assert lines_of(("青岛西海岸新区影视文化和数字创意产业融合发展集聚区",)) == (
        "青岛西海岸新区",
        "影视文化和数字创意产业融合发展集聚区",
    )


@pytest.mark.parametrize("lead", range(4, 17))
def test_no_line_begins_with_closing_or_ends_with_opening_punctuation(lead):
    title = "一" * lead + "（二）〔三〕《四》“五”、六" + "七" * (30 - lead)
    lines = lines_of((title,), limit=16)
    assert "".join(lines) == title
    assert not {line[0] for line in lines} & set("）〕》”、")
    assert not {line[-1] for line in lines} & set("（〔《“")


@pytest.mark.parametrize("lead", range(6, 16))
def test_figures_and_latin_words_are_not_torn(lead):
    lines = lines_of(("关" * lead + "CBD2021" + "于" * 12,))
    assert any("CBD2021" in line for line in lines)


def test_width_counts_latin_as_half():
    assert width("青岛CBD2021") == 2 + 7 / 2
