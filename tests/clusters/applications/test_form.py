"""The form as data: what it must say, and the names of its answers."""

import pytest
from django.conf import settings

from clusters.applications import form


def test_form_of_the_portal_is_whole():
    text = (settings.FIXTURES_DIR / "applications" / "form.toml").read_text("utf-8")
    sections = form.parse(text)
    assert [one.code for one in sections][:3] == ["basics", "industry", "figures"]
    figures = next(one for one in sections if one.by_period)
    assert [key for key, _, _ in figures.entries()][:3] == ["revenue_0", "revenue_1", "revenue_2"]


@pytest.mark.parametrize(
    ("text", "words"),
    (
        ("[[section", "TOML"),
        ("", "没有任何部分"),
        ('[[section]]\ncode = "a"', "缺少 label"),
        ('[[section]]\ncode = "a"\nlabel = "甲"', "没有任何项目"),
        ('[[section]]\ncode = "a"\nlabel = "甲"\nfield = [{ code = "b", label = "乙", kind = "list" }]', "只能是"),
        ('[[section]]\ncode = "a"\nlabel = "甲"\nfield = [{ code = "b", label = "乙", kind = "table" }]', "各栏"),
        ('[[section]]\ncode = "a"\nlabel = "甲"\nfield = [{ code = "b", label = "乙", kind = "choice" }]', "选项"),
        (
            '[[section]]\ncode = "a"\nlabel = "甲"\nfield = [{ code = "b", label = "乙" }, { code = "b", label = "丙" }]',
            "重复：b",
        ),
    ),
)
def test_what_is_no_form_says_why(text, words):
    with pytest.raises(form.BadForm, match=words):
        form.parse(text)
