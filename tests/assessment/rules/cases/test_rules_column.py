"""The rules column of a decision case."""

import json
from typing import Any

import pytest

from assessment.rules.cases.decisions import CaseResult, run_row
from tests.assessment.rules.mini import LINE, criterion, mini
from tests.assessment.rules.samples import notice, ruleset

ROW = {
    "case_id": "T-1",
    "title": "两年不达标",
    "level": "municipal",
    "recognised_on": "2019-01-01",
    "rules": "",
    "history": json.dumps(
        [{"y": year, "area": "100000", "rev": "90000", "lead": "67500", "tax": "7000"} for year in (2020, 2021)]
    ),
    "expected_criteria": '{"2020": "PFP", "2021": "PFP"}',
    "expected_decisions": '{"2020": "YELLOW", "2021": "DELIST"}',
    "expected_final": "delisted",
}


def run(**changed: Any) -> CaseResult:
    text = {key: value if isinstance(value, str) else json.dumps(value) for key, value in changed.items()}
    return run_row(ROW | text, (notice(),))


def test_a_part_of_the_rules_without_a_year_goes_with_the_one_before() -> None:
    lines = {
        "expected_criteria": {"2020": "PFP", "2021": "PPF"},
        "expected_decisions": {"2020": "YELLOW", "2021": "DELIST"},
    }
    assert run(rules="2021: C2=9000; C3=7000.01", **lines).differences == ()
    assert run(rules="2019+; 2021: C2=9000; ; C3=7000.01", **lines).differences == ()


TWELVE = (
    "2021: C2=12500", "2021:c2 = 12500", "2021：C2＝12500；", "2021: C2=12,500", "2021: C2=12,500.00", "2021+: C2=12500",
    "2021 + : C2 >= 12500", "2021: C2≥12500", "2019+; 2021: C2=12500", "2019＋，2021: C2=12500", "2021: C2=12500; 2019 +",
    "2021: C2=12500 2019+", "2021: C2=9000; 2021: C2=12500", "2021: C1=0.7 C2=12500", "2021: C1=70%、C3=600,C2=12500\n",
)  # fmt: skip


@pytest.mark.parametrize("rules", TWELVE)
def test_the_same_change_may_be_written_in_many_ways(rules: str) -> None:
    good = {"area": "100000", "rev": "120000", "lead": "90000", "tax": "7000"}
    result = run(
        rules=rules,
        history=[{"y": 2020, **good}, {"y": 2021, **good}],
        expected_criteria={"2020": "PPP", "2021": "PFP"},
        expected_decisions={"2020": "NONE", "2021": "YELLOW"},
        expected_final="active",
    )
    assert result.differences == ()


def test_years_put_in_force_are_settled_before_the_lines() -> None:
    history = [{"y": year, "area": "100000", "rev": "95000", "lead": "70000", "tax": "7000"} for year in (2019, 2020)]
    for rules in ("2020: C2=9500; 2019+", "2019+; 2020: C2=9500"):
        result = run(
            rules=rules,
            history=history,
            expected_criteria={"2019": "PFP", "2020": "PPP"},
            expected_decisions={"2019": "YELLOW", "2020": "NONE"},
            expected_final="active",
        )
        assert result.differences == ()


@pytest.mark.parametrize(
    ("rules", "part"),
    (
        ("2021: C2=1.25e4", "C2=1.25e4"), ("2021:", "2021:"), ("2019+; C2=9000; 2020: C3=5", "C2=9000"), ("2021: C2=9000元", "C2=9000元"),
        ("2021: C2=9,0000", "0000"), ("2021: C2=9000; x、y", "x"), ("2021: C2=1.2.3", "C2=1.2.3"), ("021: C2=5", "021: C2=5"),
    ),
)  # fmt: skip
def test_what_cannot_be_read_in_the_rules_is_named(rules: str, part: str) -> None:
    assert run(rules=rules).differences == (f"用例无法读取：rules：看不懂“{part}”",)


OWN = """
[[criteria]]
code = "number"
from = 2020
label = "人数"
kind = "threshold"
measure = "staff"
op = ">="
line = 10
card = true
cite = { document = "试验规则", clause = "第二条", basis = "department" }
"""


@pytest.mark.parametrize(
    ("rules", "letters"),
    (
        ("", "PP"), ("2021: C2=12", "PF"), ("2021: number=12", "PF"), ("2021: C2=12;2021: C2=8", "PP"), ("2022: C2=12", "PP"),
        ("2020：C2=12", "PF"), ("2020: C2=12", "PF"), ("2021: C2=12，C1=1000000", "FF"), ("2019+", "PP"), ("2021: C1=5", "PP"),
    ),
)  # fmt: skip
def test_rules_change_lines_written_in_the_criterion_itself(rules: str, letters: str) -> None:
    history = json.dumps([{"y": 2021, "money": "1000", "area": "100000", "people": "11"}])
    book = mini(LINE + OWN)
    row = ROW | {
        "rules": rules,
        "history": history,
        "expected_criteria": "",
        "expected_decisions": "{}",
        "expected_final": "",
    }
    result = run_row(row, (book,))
    assert result.criteria == {2021: letters}


def test_rules_that_break_the_rulebook_are_refused() -> None:
    share = criterion(
        "linear",
        "start = { at = 0, points = 0 }\nend = { at = 9, points = 9 }\npass_at = 5\ncard = true",
        measure="share",
    )
    row = ROW | {"rules": "2021: one=5"}
    assert "没有名为“one”" in run_row(row, (mini(LINE + share),)).differences[0]


def test_several_rulesets_hold_for_their_own_years() -> None:
    history = [{"y": year, "area": "100000", "rev": "90000", "lead": "67500", "tax": "7000"} for year in (2022, 2023)]
    row = ROW | {
        "history": json.dumps(history),
        "expected_criteria": "",
        "expected_decisions": '{"2022": "YELLOW", "2023": "DELIST"}',
    }
    both = (notice(), ruleset("qingdao_continuation_example"))
    assert run_row(row, both).differences == ()
    assert run_row(row | {"rules": "2023: C2=5"}, both).decisions == {2022: "YELLOW", 2023: "NONE"}
    assert run_row(row | {"rules": "2019+"}, both).differences == ()
    overlap = run_row(row | {"rules": "2020: C2=1"}, (notice(), mini()))
    assert overlap.differences[0].startswith(
        "用例无法读取：rules：规则集“青岛市现代服务业集聚区年度考核规则（2020—2022年）”与"
    )
