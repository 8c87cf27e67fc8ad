"""Titles break into balanced lines (7.3.1)."""

from itertools import pairwise

import pytest

from assessment.letters.title import lines_of, width
from tests.assessment.letters.samples import LONG_NAME


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


def test_punctuation_and_words_are_not_torn():
    lines = lines_of(("关于“山东省青岛市第一个国家级现代服务业集聚区（试点）2021”的通知",))
    assert len(lines) > 1
    assert not any(line[0] in "）”的" and line[0] != "的" for line in lines)
    assert not any(line[-1] in "（“" for line in lines)
    assert any("2021" in line for line in lines)


def test_width_counts_latin_as_half():
    assert width("青岛CBD2021") == 2 + 7 / 2
