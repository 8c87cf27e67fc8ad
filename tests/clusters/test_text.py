"""Text for terminals."""

import pytest

from clusters.text import pad, width


@pytest.mark.parametrize(
    ("text", "columns"), (("", 0), ("abc", 3), ("青岛", 4), ("青岛Qd", 6), ("（一）", 6), ("—", 1))
)
def test_width_counts_chinese_characters_as_two_columns(text, columns):
    assert width(text) == columns


@pytest.mark.parametrize("text", ("", "abc", "青岛", "青岛Qd"))
def test_pad_fills_to_the_column(text):
    assert pad(text, 8).startswith(text)
    assert width(pad(text, 8)) == 8


def test_pad_keeps_a_space_behind_what_is_too_long():
    assert pad("现代服务业", 6) == "现代服务业 "
    assert pad("abc", 3) == "abc "
