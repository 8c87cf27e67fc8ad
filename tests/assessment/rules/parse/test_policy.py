"""What is read out of [policy] and [parameters] that are in order."""

from decimal import Decimal

import pytest

from assessment.rules.criteria import Linear
from assessment.rules.policy import Grade, Grading, Scoring
from tests.assessment.rules.mini import CITE, LINE, criterion, mini, refusal, text

SCALE = 'start = { at = 0, points = 0 }\nend = { at = 9, points = 10 }\nrole = "score"\n'
SCORED = LINE + criterion("linear", SCALE, measure="share")
SCORING = '{ mode = "sum", full = 10, decimals = 2 }'
GRADES = 'grades = [{ code = "a", label = "甲", mark = 5 }, { code = "b", label = "乙" }]'
READ = (Grade("a", "甲", Decimal(5)), Grade("b", "乙", None))


@pytest.mark.parametrize(
    ("written", "expected"),
    (
        ('by = "points"', Grading("points", "", "down", READ, "")),
        ('by = "rank"', Grading("rank", "", "down", READ, "")),
        ('by = "rank"\nrounding = "down"', Grading("rank", "", "down", READ, "")),
        ('by = "rank"\nrounding = "nearest"', Grading("rank", "", "nearest", READ, "")),
        ('by = "rank"\nrounding = "up"\ngroup = "category"', Grading("rank", "category", "up", READ, "")),
        ('by = "rank"\ngroup = " category "\non_failure = " b "', Grading("rank", "category", "down", READ, "b")),
    ),
)
def test_grading_is_read_with_its_defaults(written: str, expected: Grading) -> None:
    value = f"{{ {written.replace(chr(10), ', ')}, {GRADES} }}"
    assert mini(SCORED, scoring=SCORING, grading=value).steps[0][1].policy.grading == expected


@pytest.mark.parametrize("mark", ("0.5", "1", "100"))
def test_grade_by_rank_may_be_for_any_share(mark: str) -> None:
    value = f'{{ by = "rank", {GRADES.replace("mark = 5", f"mark = {mark}")} }}'
    grading = mini(SCORED, scoring=SCORING, grading=value).steps[0][1].policy.grading
    assert grading is not None
    assert [one.mark for one in grading.grades] == [Decimal(mark), None]


def test_parameter_has_no_value_for_a_year_after_the_rulebook() -> None:
    values = f"values = [{{ from = 2020, value = 1, {CITE} }}, {{ from = {{}}, value = 2, {CITE} }}]".replace(
        "{}", "YEAR"
    )
    more = f'[parameters.edge]\nlabel = "界"\nunit = "人"\n{values}\n'
    years = "from = 2020\nto = 2022"
    assert [one.since for one in mini(more=more.replace("YEAR", "2022"), years=years).parameters["edge"].values] == [
        2020,
        2022,
    ]
    assert refusal(text(more=more.replace("YEAR", "2023"), years=years)) == (
        "草案.toml：[parameters.edge.values 第2项] 的“from”：2023年不在规则集的施行年度内"
    )


@pytest.mark.parametrize(("full", "decimals"), (("1", 6), ("0.5", 0), ("100", 2)))
def test_scoring_may_be_as_small_and_as_fine_as_it_likes(full: str, decimals: int) -> None:
    scale = SCORED.replace("points = 10", f"points = {full}")
    found = mini(scale, scoring=f'{{ mode = "sum", full = {full}, decimals = {decimals} }}').steps[0][1].policy.scoring
    assert found == Scoring("sum", Decimal(full), decimals, Decimal(0), Decimal(0))


def test_weights_may_be_one_or_less() -> None:
    one = criterion("linear", SCALE + "weight = 1", code="a", measure="share")
    half = criterion("linear", SCALE + "weight = 0.5", code="b", measure="staff")
    scoring = '{ mode = "weighted", full = 1.5, decimals = 2 }'
    criteria = mini(LINE + one + half, scoring=scoring).steps[0][1].criteria
    assert [found.spec.weight for found in criteria] == [None, 1, Decimal("0.5")]


def test_passing_may_take_the_full_marks() -> None:
    entry = criterion("linear", SCALE + "pass_at = 10\ncard = true", measure="share")
    assert mini(LINE + entry, scoring=SCORING).steps[0][1].carding[1].pass_at == 10


@pytest.mark.parametrize("role", ("bonus", "deduction"))
def test_cap_may_be_any_amount_above_nothing(role: str) -> None:
    extra = criterion("threshold", f'op = ">"\nline = 5\nrole = "{role}"\npoints = 1', code="two", measure="staff")
    scoring = f'{{ mode = "sum", full = 10, decimals = 2, {role}_cap = 0.5 }}'
    found = mini(SCORED + extra, scoring=scoring).steps[0][1].policy.scoring
    assert found is not None
    assert {"bonus": found.bonus_cap, "deduction": found.deduction_cap}[role] == Decimal("0.5")


def test_all_items_without_a_weight_are_named() -> None:
    given = text(
        SCORED + SCORED.replace(LINE, "").replace('"one"', '"two"'), scoring=SCORING.replace("sum", "weighted")
    )
    assert refusal(given) == "草案.toml：[criteria] 的“weight”：按权重计分，但没有权重：one、two"


def test_ends_of_a_line_may_stand_in_parameters_of_the_measures_unit() -> None:
    ends = 'start = { at = "edge", points = 0 }\nend = { at = 9, points = 10 }'
    more = f'[parameters.edge]\nlabel = "界"\nunit = "%"\nvalues = [{{ from = 2020, value = 2.5, {CITE} }}]\n'
    rule = mini(LINE + criterion("linear", ends, measure="share"), more=more).steps[0][1].criteria[1].rule
    assert isinstance(rule, Linear)
    assert (rule.start, rule.end) == (Decimal("2.5"), 9)
    given = text(LINE + criterion("linear", ends, measure="share"), more=more.replace("%", "人"))
    assert refusal(given) == "草案.toml：[criteria 第2项 one.start] 的“at”：参数“edge”的单位是“人”，此处应为“%”"
