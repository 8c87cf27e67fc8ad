"""The rulebooks that the rules column of a decision case makes: what is moved, what is changed, what stays."""

from decimal import Decimal

import pytest

from assessment.rules.cases.rules_column import rulebook_for
from assessment.rules.cases.years import CaseError
from assessment.rules.parse.rulebook import parse_ruleset
from assessment.rules.ruleset import Ruleset, YearRules
from tests.assessment.rules.mini import CITE, LINE, criterion, mini, text
from tests.assessment.rules.samples import notice, ruleset

D = Decimal


TARGET = f"""
[[targets]]
code = "goal"
from = 2020
label = "目标"
measure = "density"
op = ">="
line = "floor"
{CITE}
"""
CHECK = f"""
[[checks]]
code = "staffed"
from = 2020
label = "人数"
severity = "suspect"
kind = "bounds"
fields = ["people"]
max = 1000
instruction = "请核对。"
{CITE}
"""
AMENDMENT = f"""
[[amendments]]
parameter = "floor"
from = 2020
value = 150
{CITE}
"""
FLOOR = f'[parameters.floor]\nlabel = "标准线"\nunit = "元/平方米"\nvalues = [{{ from = 2020, value = 100, {CITE} }}]\n'
NAMED = LINE.replace("line = 100", 'line = "floor"')


def rules_of(rules: str, year: int, *books: Ruleset) -> YearRules:
    book = rulebook_for(rules, books).for_year(year)
    assert book is not None
    found = book.at(year)
    assert found is not None
    return found


def lines_of(rules: str, year: int, *books: Ruleset) -> list[Decimal | None]:
    return [one.spec.line for one in rules_of(rules, year, *books).carding]


def test_everything_dated_from_the_first_year_is_moved_with_it() -> None:
    found = rules_of("2018+", 2018, mini(NAMED, more=FLOOR + TARGET + CHECK + AMENDMENT))
    assert [one.spec.line for one in found.carding] == [150]
    assert [one.code for one in found.checks] == ["staffed:people"]
    assert [(one.code, one.line) for one in found.targets] == [("goal", 150)]
    assert found.policy.streak[0].cards == 2


def test_what_is_dated_later_stays_where_it_is() -> None:
    later = LINE.replace("from = 2020", "from = 2022").replace("line = 100", "line = 300")
    book = mini(LINE + later)
    assert [lines_of("2018+", year, book) for year in (2018, 2020, 2021, 2022)] == [[100], [100], [100], [300]]


def in_force(rules: str, *books: Ruleset) -> list[int]:
    book = rulebook_for(rules, books)
    return [year for year in range(2017, 2031) if book.for_year(year) is not None]


@pytest.mark.parametrize(
    ("rules", "first", "last"),
    (
        ("", 2020, 2022), ("2019+", 2019, 2022), ("2020+", 2020, 2022), ("2021+", 2020, 2030), ("2025+", 2020, 2030),
        ("2021+; 2018+", 2018, 2030), (" ;、2019+ , ;", 2019, 2022),
    ),
)  # fmt: skip
def test_years_in_force_begin_earlier_or_end_nowhere(rules: str, first: int, last: int) -> None:
    assert in_force(rules, notice()) == list(range(first, last + 1))


def test_a_sign_too_many_is_no_separator() -> None:
    for rules in ("X2019+", "2019+ X", "2019+; X"):
        with pytest.raises(CaseError, match="^rules：看不懂“X"):
            rulebook_for(rules, (notice(),))


def test_a_rulebook_without_end_stays_without_end() -> None:
    assert in_force("2021+", mini()) == list(range(2020, 2031))


def test_of_several_rulebooks_the_one_that_begins_next_is_moved() -> None:
    both = (ruleset("qingdao_continuation_example"), notice())
    assert in_force("2018+", *both) == list(range(2018, 2031))
    assert in_force("2020+", *both) == list(range(2020, 2031))
    assert [one.first_year for one in rulebook_for("2018+", both).rulesets] == [2018, 2023]


def test_the_last_rulebook_is_extended_when_none_begins_later() -> None:
    later = text(years="from = 2020\nto = 2021").replace("2020", "2025").replace("2021", "2026")
    both = (parse_ruleset(later, "later.toml"), notice())
    assert in_force("", *both) == [2020, 2021, 2022, 2025, 2026]
    assert in_force("2028+", *both) == [2020, 2021, 2022, *range(2025, 2031)]
    assert in_force("2023+", *both) == [2020, 2021, 2022, *range(2023, 2027)]


def test_lines_keep_the_digits_of_the_rulebook() -> None:
    book = mini(LINE.replace("line = 100", "line = 100.1"))
    assert [lines_of("2021: C1=250.75", year, book) for year in (2020, 2021)] == [[D("100.1")], [D("250.75")]]


def test_rulebook_keeps_its_name_and_says_what_was_changed() -> None:
    book = mini()
    (changed,) = rulebook_for("2021: C1=250", (book,)).rulesets
    assert (changed.name, changed.text) == ("mini.toml", f"{book.text}\n# 2021: C1=250\n")
    assert rulebook_for("", (book,)).rulesets == (book,)


SHARE = criterion("threshold", 'op = ">="\nline = 70\ncard = true', measure="share")


@pytest.mark.parametrize(
    ("rules", "line"),
    (
        ("2021: one=0.75", "75"), ("2021: one=1", "100"), ("2021: one=1.5", "1.5"), ("2021: one=0.75%", "0.75"),
        ("2021: one=1%", "1"), ("2021: C2=80", "80"), ("2021: C2=80%", "80"),
    ),
)  # fmt: skip
def test_a_share_may_be_written_as_part_of_one(rules: str, line: str) -> None:
    assert lines_of(rules, 2021, mini(LINE + SHARE)) == [100, D(line)]
    assert lines_of(rules, 2020, mini(LINE + SHARE)) == [100, 70]


def test_only_shares_are_written_as_part_of_one() -> None:
    assert lines_of("2021: C1=0.5", 2021, mini()) == [D("0.5")]
    assert lines_of("2021: C1=1", 2021, mini()) == [1]


def test_a_line_in_a_parameter_is_changed_there() -> None:
    book = mini(NAMED, more=FLOOR + TARGET)
    (found,) = rulebook_for("2021: C1=250; 2021: C1=260", (book,)).rulesets
    assert [(one.since, one.value, one.cite.text) for one in found.parameters["floor"].values] == [
        (2020, 100, "试验规则 第一条（主管部门口径）"),
        (2021, 260, "决策用例 rules（主管部门口径）"),
    ]
    assert [rules.targets[0].line for _, rules in found.steps] == [100, 260]
