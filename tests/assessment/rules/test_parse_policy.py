"""What is read out of [policy] and [parameters] that are in order."""

import pytest

from assessment.rules.policy import Grade, Grading
from tests.assessment.rules.mini import CITE, LINE, criterion, mini, refusal, text

SCORED = LINE + criterion(
    "linear", 'start = { at = 0, points = 0 }\nend = { at = 9, points = 10 }\nrole = "score"', measure="share"
)
SCORING = '{ mode = "sum", full = 10, decimals = 2 }'
GRADES = 'grades = [{ code = "a", label = "甲", mark = 5 }, { code = "b", label = "乙" }]'
READ = (Grade("a", "甲", 5), Grade("b", "乙", None))  # type: ignore[arg-type]


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
