"""The forms of the workshop: file before text, strict lines, filters that let nothing else in."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessment.forms.rulebooks import ChangesFilter, DraftForm, Slider, TrialForm
from assessment.rules.parse.amend import Adjustable, adjustable
from assessment.rules.parse.rulebook import parse_ruleset
from tests.assessment.conftest import RULESETS

NOTICE = (RULESETS / "qingdao_2020.toml").read_text(encoding="utf-8")
LINES = adjustable(parse_ruleset(NOTICE, "x"), 2020)


def drafted(text: str = "", content: bytes | None = None, name: str = "新.toml") -> DraftForm:
    files = {} if content is None else {"file": SimpleUploadedFile(name, content)}
    return DraftForm({"text": text}, files)


def test_file_is_taken_before_the_pasted_text():
    form = drafted("坏的", NOTICE.encode())
    assert form.is_valid(), form.errors
    assert (form.cleaned_data["text"], form.name) == (NOTICE, "新.toml")


def test_pasted_text_keeps_the_line_ends_of_the_file():
    form = drafted("\ufeff" + NOTICE.replace("\n", "\r\n"))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["text"] == NOTICE


def test_refused_file_is_shown_in_the_text_with_its_place():
    broken = NOTICE.replace("value = 600", "value = 6,00", 1)
    form = drafted("", broken.encode())
    assert not form.is_valid()
    assert form["text"].value() == broken
    assert [line.number for line in form.lines if line.is_place] == [93]


@pytest.mark.parametrize(
    ("content", "message"),
    ((b"\xff\xfe\x00x", "UTF-8"), (b"#" * (1024 * 1024 + 1), "1 MB"), (NOTICE.encode("gb18030"), "UTF-8")),
)
def test_file_that_is_no_text_is_refused_at_the_file(content, message):
    form = drafted("", content)
    assert message in form.errors["file"][0]


def test_nothing_handed_in_is_refused():
    assert "请选择规则集文件" in drafted("  \n ").errors["__all__"][0]


def lines_form(**typed: str) -> TrialForm:
    return TrialForm(LINES, {f"line_{name}": text for name, text in typed.items()})


def test_changed_lines_are_those_that_differ():
    form = lines_form(tax_line="800", revenue_line="10000.00", concentration_line="")
    assert form.is_valid(), form.errors
    assert form.changed() == {"tax_line": Decimal(800)}


@pytest.mark.parametrize("text", ("1e3", "NaN", "８００", "1_000", "8,00", "-", "inf", "1" * 21, "0x10"))
def test_line_that_is_no_plain_number_is_refused(text):
    form = lines_form(tax_line=text)
    assert "不是数字" in form.errors["line_tax_line"][0]


def test_unchanged_lines_are_not_rehearsed():
    assert "没有改动" in lines_form(tax_line="600").errors["__all__"][0]


@pytest.mark.parametrize(
    ("value", "unit", "reach"),
    (
        ("600", "元/平方米", ("0", "1200", "1")),
        ("10000", "元/平方米", ("0", "20000", "100")),
        ("70", "%", ("0", "100", "1")),
        ("-5", "%", ("-10", "10", "0.1")),
        ("0", "个", ("0", "2", "0.1")),
    ),
)
def test_slider_reaches_twice_the_line(value, unit, reach):
    found = Slider.of(Adjustable("p", "c", "线", "", ">=", unit, Decimal(value)))
    assert (found.low, found.high, found.step) == reach


CHANGES = [
    {"effect": "将被摘牌", "district": "甲区", "category": "物流", "year": 2020},
    {"effect": "结论变化", "district": "乙区", "category": "", "year": 2021},
]


def test_filter_takes_only_what_the_rehearsal_knows():
    known = ChangesFilter(CHANGES, {"district": "甲区", "year": "2020", "scope": "all", "effect": "将被摘牌"})
    assert tuple(known.chosen().values()) == ("all", "将被摘牌", "甲区", "", 2020)
    assert known.words() == "全部变化，影响 将被摘牌，区市 甲区，数据年度 2020"
    foreign = ChangesFilter(CHANGES, {"district": "丙区", "year": "x", "scope": "' OR 1", "effect": "__class__"})
    assert set(foreign.chosen().values()) == {""}
