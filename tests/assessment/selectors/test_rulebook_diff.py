"""Two rulebooks beside each other: what changes in meaning, what only in its ground, and which lines of text."""

from assessment.rules.parse.rulebook import parse_ruleset
from assessment.selectors.rulebook_diff import TextLine, changes, text_lines
from tests.assessment.conftest import RULESETS

NOTICE = (RULESETS / "qingdao_2020.toml").read_text(encoding="utf-8")
CONTINUED = (RULESETS / "qingdao_continuation_example.toml").read_text(encoding="utf-8")


def rules(text: str = NOTICE):
    return parse_ruleset(text, "x")


def changed(text: str) -> dict[tuple[str, str], str]:
    return {(one.section, one.label): one.kind for one in changes(rules(), rules(text))}


def test_same_rules_differ_in_nothing():
    assert changes(rules(), rules("# 注释\n\n" + NOTICE)) == []


def test_moved_line_shows_in_the_parameter_and_in_what_uses_it():
    found = changes(rules(), rules(NOTICE.replace("value = 600\n", "value = 800\n", 1)))
    line = next(one for one in found if one.section == "标准线与参数")
    assert (line.kind, line.before[0].value, line.after[0].value) == ("changed", "600 元/平方米", "800 元/平方米")
    assert line.after[0].cite.document == "青政字〔2020〕30号"
    assert {(one.section, one.label) for one in found} == {
        ("标准线与参数", "单位面积税收标准线"),
        ("标准", "单位面积税收"),
    }


def test_later_value_is_a_change():
    later = '\n[[amendments]]\nparameter = "tax_line"\nfrom = 2022\nvalue = 700\ncite = { document = "某通知", clause = "一", basis = "client" }\n'
    line = next(one for one in changes(rules(), rules(NOTICE + later)) if one.section == "标准线与参数")
    assert [(value.since, value.value) for value in line.after] == [(2020, "600 元/平方米"), (2022, "700 元/平方米")]


def test_added_and_removed_entries_are_named():
    target = NOTICE[NOTICE.index("[[targets]]") : NOTICE.index("[[targets]]", NOTICE.index("[[targets]]") + 5)]
    without = NOTICE.replace(target, "", 1)
    assert list(changed(without).values()) == ["removed"]
    assert [one.kind for one in changes(rules(without), rules())] == ["added"]
    assert changed(NOTICE.replace("[indicators]\n", '[indicators]\npatents = { label = "专利", unit = "个" }\n')) == {
        ("指标", "专利"): "added"
    }


def test_other_ground_with_the_same_words_is_told_apart():
    text = NOTICE.replace('clause = "第16条", basis = "department"', 'clause = "第16条", basis = "client"', 1)
    assert text != NOTICE
    assert set(changed(text).values()) == {"cited"}


def test_continuation_for_other_years_changes_its_span_and_its_grounds_only():
    found = changes(rules(), rules(CONTINUED))
    assert [one.label for one in found if one.kind != "cited"] == ["施行年度"]
    assert len([one for one in found if one.kind == "cited"]) > 5


def test_text_is_compared_by_line_with_what_is_left_out():
    before = "\n".join(str(number) for number in range(1, 21))
    after = before.replace("\n10\n", "\n十\n新\n")
    assert text_lines(before, after) == [
        TextLine("…", None, None, "相同的 6 行"),
        TextLine(" ", 7, 7, "7"),
        TextLine(" ", 8, 8, "8"),
        TextLine(" ", 9, 9, "9"),
        TextLine("-", 10, None, "10"),
        TextLine("+", None, 10, "十"),
        TextLine("+", None, 11, "新"),
        TextLine(" ", 11, 12, "11"),
        TextLine(" ", 12, 13, "12"),
        TextLine(" ", 13, 14, "13"),
        TextLine("…", None, None, "相同的 7 行"),
    ]
    assert text_lines(before, before) == []
