"""A rulebook that is handed in: whatever the text, it is read or refused with its place, and nothing else happens."""

import random

import pytest

from assessment.forms.rulebook_text import MAX_LETTERS, UnreadableRulebook, excerpt, place_of, read
from tests.assessment.conftest import RULESETS

NOTICE = (RULESETS / "qingdao_2020.toml").read_text(encoding="utf-8")
FILES = sorted(RULESETS.glob("*.toml"))


def refused(text: str) -> UnreadableRulebook:
    with pytest.raises(UnreadableRulebook) as refusal:
        read(text, "新规则.toml")
    return refusal.value


def place(refusal: UnreadableRulebook) -> str:
    return next((line.text for line in refusal.lines if line.is_place), "")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_shipped_rulebooks_are_read(path):
    assert read(path.read_text(encoding="utf-8"), path.name).title


@pytest.mark.parametrize(
    ("old", "new", "message", "line"),
    (
        (
            "value = 600\ncite",
            "value = 600\ncit",
            "[parameters.tax_line.values 第1项] 的“cite”：缺少依据",
            "[[parameters.tax_line.values]]",
        ),
        ("value = 600", 'value = "600"', "[parameters.tax_line.values 第1项] 的“value”：应为数值", 'value = "600"'),
        ("value = 600", "value = 6,00", "第 93 行第 10 列，一行只能写一项", "value = 6,00"),
        (
            'label = "建筑面积", unit = "平方米"',
            'label = "建筑面积", unit = "平方寸"',
            "[indicators.floor_area] 的“unit”",
            'unit = "平方寸"',
        ),
        ('measure = "investment_per_area"', 'measure = "nothing"', "没有名为“nothing”的算式", 'measure = "nothing"'),
        ("format = 1", "format = 2", "文件开头的“format”：只认识格式", "format = 2"),
        ("[years]\nfrom = 2020", "[years]\nfrom = 2023", "to 不应早于 from", "to = 2022"),
    ),
)
def test_refusal_names_table_and_key_and_shows_the_line(old, new, message, line):
    assert old in NOTICE
    refusal = refused(NOTICE.replace(old, new, 1))
    assert "新规则.toml：" in str(refusal)
    assert message in str(refusal)
    assert line in place(refusal)


@pytest.mark.parametrize(
    "text",
    (
        "",
        "a=" + "[" * 20,
        "a=" + "9" * 5000,
        "a=1e99999999999999999999",
        "x" * (MAX_LETTERS + 1),
        "\n" * 7000,
        "\x00",
        "年度 = 1",
        NOTICE.replace("]", "", 1),
        NOTICE + "\nyears = 3",
        NOTICE + "\namendments = [1]",
    ),
    ids=range(11),
)
def test_garbage_is_refused_in_chinese(text):
    message = str(refused(text))
    assert "新规则.toml：" in message
    assert not any(word in message for word in ("line", "column", "Expected", "Invalid", "limit"))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    (
        ('title = "', 'title = "' + "长" * 130, "“title”不能超过 120 字"),
        ('code = "qingdao-2020"', 'code = "' + "c" * 41 + '"', "“code”不能超过 40 字"),
        ('title = "青', 'title = "\\n青', "控制字符"),
        ('title = "青', 'title = "\\u0000青', "编号为零"),
        (
            "[[policy.appeal_working_days]]\nfrom = 2020\nvalue = 10",
            "[[policy.appeal_working_days]]\nfrom = 2020\nvalue = 99999999999",
            "appeal_working_days",
        ),
        ("cards = 2, within = 2", "cards = 2, within = 1000000000", "within"),
        ('code = "excellent"', 'code = "excellent-one"', "等次代码不能超过 12 字"),
    ),
)
def test_what_no_register_or_calendar_can_hold_is_refused(old, new, message):
    assert old in NOTICE
    assert message in str(refused(NOTICE.replace(old, new, 1)))


def test_years_beyond_the_calendar_are_refused():
    for year in ("1850", "99999999999"):
        text = NOTICE.replace("from = 2020\nto = 2022", f"from = {year}").replace("from = 2020", f"from = {year}")
        assert "2000—2199" in str(refused(text))


def places(lines: list[str]) -> list[int]:
    """Return the line numbers that a refusal of the text shows; none where it is read."""
    try:
        read("\n".join(lines), "x")
    except UnreadableRulebook as refusal:
        return [line.number for line in refusal.lines]
    return []


def test_damaged_text_is_read_or_refused_and_nothing_else():
    """Lines lost, doubled, swapped or cut: never another error than the refusal, and its place lies in the text."""
    chance = random.Random(20201)
    for _ in range(150):
        lines = NOTICE.splitlines()
        for _ in range(chance.randrange(1, 4)):
            at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
            lines[at] = chance.choice(
                ("", lines[other], lines[at][: len(lines[at]) // 2], lines[at] + "}", "=" + lines[at])
            )
        found = places(lines)
        assert all(1 <= number <= len(lines) for number in found)


def test_place_of_a_later_item_is_its_own_head():
    text = "[[criteria]]\ncode = 'a'\n[[criteria]]\ncode = 'b'\nline = 1\n"
    assert place_of("x：[criteria 第2项 b] 的“line”：应为文字", text) == 5
    assert place_of("x：[criteria 第2项 b] 的“none”：缺少此项", text) == 3
    assert place_of("x：[criteria 第9项 z] 的“line”：应为文字", text) is None
    assert place_of("没有位置", text) is None


def test_excerpt_stays_inside_the_text():
    assert [line.number for line in excerpt("a\nb\nc\nd", 1)] == [1, 2, 3]
    assert excerpt("a", 9) == ()
    assert excerpt("a", None) == ()


NESTED = """[[criteria]]
code = "a"
parts = [{ measure = "x" }, { measure = "y" },
  { measure = "z", more = [{ b = 1 }] }, # { not this }
  { measure = "w" },
]
levels = [
  { name = "高", parts = [
    { measure = "p" },
  ] },
  { name = "低" },
]
[[criteria]]
code = "b"
[other]
parts = [{ c = 1 }]
"""


@pytest.mark.parametrize(
    ("place", "line"),
    (
        ("criteria 第1项 a.parts 第1项", 3),
        ("criteria 第1项 a.parts 第2项", 3),
        ("criteria 第1项 a.parts 第3项", 4),
        ("criteria 第1项 a.parts 第4项", 5),
        ("criteria 第1项 a.parts 第5项", 1),
        ("criteria 第1项 a.levels 第1项", 8),
        ("criteria 第1项 a.levels 第2项", 11),
        ("criteria 第1项 a.bands 第1项", 1),
        ("criteria 第2项 b.parts 第1项", 13),
    ),
)
def test_item_of_a_list_is_found_in_its_table(place: str, line: int) -> None:
    assert place_of(f"草案.toml：[{place}]：不行", NESTED) == line
    assert place_of(f"草案.toml：[{place}] 的“none”：不行", NESTED) == line
