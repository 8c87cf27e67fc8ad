"""What holds in which year of a rulebook, where several things change at once."""

import pytest

from assessment.rules.criteria import Threshold
from tests.assessment.rules.mini import CITE, LINE, criterion, mini, refusal, text

STAFF = criterion("threshold", 'op = ">"\nline = 5\nuntil = 2022', code="old", measure="staff")
GAP = f'[[policy.gap]]\nfrom = 2022\nvalue = "skip"\n{CITE}\n'


def test_entry_holds_in_its_last_year_also_when_something_else_changes_then() -> None:
    book = mini(LINE + STAFF, more=GAP)
    assert [since for since, _ in book.steps] == [2020, 2022, 2023]
    assert [[one.code for one in rules.criteria] for _, rules in book.steps] == [
        ["density", "old"],
        ["density", "old"],
        ["density"],
    ]


def test_rulebook_and_entry_may_last_for_a_single_year() -> None:
    entry = STAFF.replace("until = 2022", "until = 2020")
    book = mini(LINE + entry, years="from = 2020\nto = 2020")
    assert (book.first_year, book.last_year) == (2020, 2020)
    assert [[one.code for one in rules.criteria] for _, rules in book.steps] == [["density", "old"]]


@pytest.mark.parametrize(
    ("section", "body"),
    (
        ("criteria", 'kind = "threshold"\nmeasure = "staff"\nop = ">"\nline = 5'),
        ("checks", 'severity = "warning"\nkind = "bounds"\nfields = ["money"]\nmin = 0\ninstruction = "请核对。"'),
        ("targets", 'measure = "staff"\nop = ">"\nline = 5'),
    ),
)
def test_entry_cannot_begin_after_the_rulebook_has_ended(section: str, body: str) -> None:
    entry = f'[[{section}]]\ncode = "late"\nfrom = 2022\nlabel = "晚"\n{CITE}\n{body}\n'
    assert mini(more=entry, years="from = 2020\nto = 2022").steps[1][0] == 2022
    number = 2 if section == "criteria" else 1
    assert refusal(text(more=entry, years="from = 2020\nto = 2021")) == (
        f"草案.toml：[{section} 第{number}项 late] 的“from”：2022年不在规则集的施行年度内"
    )


def test_line_without_groups_names_none() -> None:
    (found,) = mini().steps[0][1].criteria
    assert isinstance(found.rule, Threshold)
    assert (found.rule.by, found.rule.tests, found.rule.test.parameter) == ("", {}, "")


def check(code: str, kind: str, body: str) -> str:
    head = f'[[checks]]\ncode = "{code}"\nfrom = 2020\nlabel = "检查"\nseverity = "warning"\nkind = "{kind}"\n'
    return f'{head}instruction = "请核对。"\n{CITE}\n{body}\n'


def test_every_check_of_a_base_is_looked_at() -> None:
    first = check("one", "bounds", 'fields = ["money"]\nmin = 0')
    second = check("two", "base", 'field = "money"\ncriterion = "density"')
    third = check("three", "base", 'field = "money"\ncriterion = "gold"')
    message = "草案.toml：[checks three] 的“criterion”：没有名为“gold”的标准线"
    assert refusal(text(more=first + second + third)) == message
