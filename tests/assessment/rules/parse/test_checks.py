"""What is read out of [[checks]]: quantities, limits, fields under suspicion and what they hold up."""

from decimal import Decimal

import pytest

from assessment.rules.citation import Citation
from assessment.rules.criteria import Check
from assessment.rules.engine import check
from assessment.rules.enums import Basis, Severity
from assessment.rules.facts import Facts
from assessment.rules.measures import Indicator, Measure, Term
from assessment.rules.ruleset import Ruleset
from tests.assessment.rules.mini import CITE, LINE, mini, refusal, text
from tests.assessment.rules.samples import figures, with_field

ONE = Decimal(1)
CITED = Citation("试验规则", "第一条", Basis.DEPARTMENT, "")
PEOPLE = Indicator("people", "人数", "人")


def entry(kind: str, body: str, severity: str = "warning") -> str:
    head = f'[[checks]]\ncode = "odd"\nfrom = 2020\nlabel = "检查"\nseverity = "{severity}"\nkind = "{kind}"\n'
    return f'{head}instruction = "请核对。"\n{CITE}\n{body}\n'


def book(kind: str, body: str, severity: str = "warning") -> Ruleset:
    """A rulebook with one check."""
    return mini(LINE, more=entry(kind, body, severity))


def read(kind: str, body: str, severity: str = "warning") -> tuple[Check, ...]:
    return book(kind, body, severity).steps[0][1].checks


def test_check_keeps_what_is_written() -> None:
    (found,) = read("bounds", 'fields = ["people"]\nmin = 5\nskip_zero = true', "suspect")
    assert found == Check(
        code="odd:people",
        label="检查",
        severity=Severity.SUSPECT,
        form="bounds",
        fields=(PEOPLE,),
        measure=None,
        low=Decimal(5),
        high=None,
        takes_low=True,
        takes_high=True,
        skips_zero=True,
        criterion="",
        group="",
        holds=frozenset({"staff"}),
        touches=(),
        instruction="请核对。",
        cite=CITED,
    )


def test_check_without_limits_or_group_leaves_them_empty() -> None:
    (found,) = read("compare", 'left = "part"\nright = "money"', "invalid")
    assert (found.low, found.high, found.takes_low, found.takes_high, found.skips_zero) == (
        None,
        None,
        True,
        True,
        False,
    )
    assert (found.measure, found.criterion, found.group, found.codes) == (None, "", "", ("part", "money"))
    assert (found.holds, found.touches) == ({"share"}, ())
    (blank,) = read("required", 'fields = ["money"]', "missing")
    assert (blank.holds, blank.touches, blank.takes_low, blank.takes_high) == (frozenset(), (), True, True)


def test_median_may_look_at_an_indicator_itself() -> None:
    (found,) = read("median", 'measure = "people"\ntimes = 3')
    assert found.measure == Measure(
        "people", "人数", "人", 2, "value", (Term("people", ONE, ONE),), ONE, ONE, (PEOPLE,), CITED
    )
    assert (found.fields, found.high, found.low, found.group) == ((PEOPLE,), 3, None, "category")
    (other,) = read("median", 'measure = "share"\ntimes = 3\ngroup = "region"')
    assert other.measure is not None
    assert (other.measure.code, other.codes, other.group) == ("share", ("part", "money"), "region")


def staffed(people: str, **groups: str) -> Facts:
    return Facts(2021, values=figures({"people": people, "money": "1", "part": "1", "area": "1"}), groups=groups)


def test_median_of_an_indicator_is_taken_and_compared() -> None:
    rules = book("median", 'measure = "people"\ntimes = 3')
    field = with_field([staffed(people, category="a") for people in ("5", "10.5", "40")] + [staffed("99")], rules)
    assert [dict(one.medians) for one in field] == [{"people": Decimal("10.5")}] * 3 + [{}]
    found = [[one.text for one in check(one, rules)] for one in field]
    assert found == [[], [], ["人数为 40.00 人，同类集聚区中位数为 10.5 人。请核对。"], []]


def test_only_medians_are_taken_from_the_field() -> None:
    field = [staffed(people, category="a") for people in ("5", "10", "40")]
    assert all(not one.medians for one in with_field(field, book("ratio", 'measure = "staff"\nmax = 30')))
    assert all(not one.medians for one in with_field(field, book("factor", 'fields = ["people"]\ntimes = 3')))


@pytest.mark.parametrize(
    ("now", "before", "found"),
    (("108.9", "99", 0), ("108.91", "99", 1), ("99", "99", 0), ("100", "0", 1), ("100", None, 0)),
)
def test_base_asks_about_more_than_the_stated_change(now: str, before: str | None, found: int) -> None:
    rules = book("base", 'field = "money"\ncriterion = "density"\nchange_percent = 10')
    facts = Facts(2021, values=figures({"money": now, "area": "10000"}), previous=figures({"money": before}))
    assert len(check(facts, rules)) == found


def parameter(code: str, unit: str, value: str) -> str:
    cite = CITE.replace("第一条", "第九条")
    return (
        f'[parameters.{code}]\nlabel = "界"\nunit = "{unit}"\nvalues = [{{ from = 2020, value = {value}, {cite} }}]\n'
    )


def test_factor_may_be_anything_above_one() -> None:
    (found,) = read("factor", 'fields = ["people"]\ntimes = 1.01')
    assert found.high == Decimal("1.01")


NAMED = {
    "median": ('measure = "people"\ntimes = "edge"', "倍"),
    "factor": ('fields = ["people"]\ntimes = "edge"', "倍"),
    "base": ('field = "money"\ncriterion = "density"\nchange_percent = "edge"', "%"),
    "bounds": ('fields = ["people"]\nbelow = "edge"', "人"),
    "ratio": ('measure = "share"\nmin = "edge"', "%"),
}


@pytest.mark.parametrize("kind", NAMED)
def test_limits_of_a_check_may_stand_in_a_parameter_of_their_unit(kind: str) -> None:
    body, unit = NAMED[kind]
    rules = mini(LINE, more=entry(kind, body) + parameter("edge", unit, "7.5"))
    (found,) = rules.steps[0][1].checks
    assert {found.low, found.high} == {None, Decimal("7.5")}
    message = refusal(text(LINE, more=entry(kind, body) + parameter("edge", "元", "7.5")))
    assert message.endswith(f"：参数“edge”的单位是“元”，此处应为“{unit}”")
