"""(8.E36, 8.E37) Trials of category rules, of rows not reported or exempt, and of keys that stand twice."""

import json

import pytest

from assessment.rules.cases.decisions import CaseError, read_case, run_row
from assessment.rules.cases.trial_table import FiguresError, judge_figures
from assessment.rules.engine import assess
from assessment.rules.facts import Facts
from assessment.rules.words.explain import explain
from tests.assessment.rules.mini import LINE, criterion, mini
from tests.assessment.rules.samples import figures, title

ONLY = LINE + criterion(
    "threshold", 'op = ">="\nline = 10\ncard = true\nonly = { category = ["物流"] }', measure="staff"
)
YEAR = {"y": 2021, "money": "100", "part": "1", "area": "1000", "people": "5"}
ROW = {
    "case_id": "1",
    "level": "municipal",
    "recognised_on": "2019-01-01",
    "history": json.dumps([YEAR]),
    "expected_decisions": "{}",
}


@pytest.mark.parametrize(("category", "code"), (("物流", "YELLOW"), ("金融", "NONE"), ("", "HOLD")))
def test_case_names_its_category(category, code):
    assert run_row(ROW | {"category": category}, (mini(ONLY),)).decisions == {2021: code}


def test_correction_is_of_the_same_category():
    history = [YEAR | {"people": "12", "corr": {"people": "3"}}]
    found = run_row(ROW | {"category": "物流", "history": json.dumps(history)}, (mini(ONLY),))
    assert found.decisions == {2021: "NONE>YELLOW"}


@pytest.mark.parametrize("text", ('[{"y": 2021, "tax": 1, "tax": 2}]', '[{"y": 2021, "corr": {"tax": 1, "tax": 2}}]'))
def test_key_that_stands_twice_is_refused(text):
    """A second figure silently took the place of the first."""
    with pytest.raises(CaseError, match="^history：键“tax”写了两次，只能写一次$"):
        read_case(ROW | {"history": text}, ["tax"])
    with pytest.raises(CaseError, match="^expected_decisions：键“2021”写了两次"):
        read_case(ROW | {"expected_decisions": '{"2021": "NONE", "2021": "HOLD"}'}, ["tax"])


def test_rows_not_reported_and_exempt_are_tried_with_the_others():
    rank = criterion(
        "rank",
        'group = "category"\norder = "high_first"\nties = "best"\n'
        "classes = [{ first = 1, points = 9 }, { rest = true, points = 1 }]",
        measure="staff",
    )
    rows = (("甲", 5, ""), ("乙", 9, "exempt"), ("丙", 8, "missing"), ("丁", 7, "in_review"), ("戊", 6, "已核实"))
    text = "cluster,group,year,status,money,area,people\n" + "".join(
        f"{name},物流,2021,{status},100,1000,{people}\n" for name, people, status in rows
    )
    judged, notes = judge_figures(text, mini(LINE + rank))
    assert notes == ()
    assert [(one.cluster, one.outcome.verdict.value) for one in judged] == [
        ("甲", "pass"), ("乙", "not_assessed"), ("丙", "hold"), ("丁", "hold"), ("戊", "pass"),
    ]  # fmt: skip
    places = {one.cluster: one.outcome.lines[1].note for one in judged if one.outcome.verdict.value == "pass"}
    assert places == {"甲": "第 2 名，共 2 个", "戊": "第 1 名，共 2 个"}


def test_not_reported_may_count_as_a_failure():
    text = "cluster,group,year,status\n甲,物流,2021,未报\n"
    assert judge_figures(text, mini(LINE, not_reported='"fail"'))[0][0].outcome.verdict.value == "yellow_card"


def test_unknown_status_is_refused_with_what_is_possible():
    with pytest.raises(FiguresError, match="^第 2 行“status”：“迟报”不在可选范围：verified、已核实、missing、未报"):
        judge_figures("cluster,group,year,status\n甲,物流,2021,迟报\n", mini())


def test_pure_score_sheet_loads_and_gives_no_card():
    """Published sheets that only score have no line for a card."""
    item = criterion(
        "linear", 'start = { at = 0, points = 0 }\nend = { at = 10, points = 10 }\nrole = "score"', measure="staff"
    )
    book = mini(item, scoring='{ mode = "sum", full = 10, decimals = 2 }')
    outcome = assess(Facts(2021, values=figures({"people": "3"})), title(), (), book)
    assert (outcome.verdict.value, outcome.score) == ("pass", 3)
    assert explain(outcome, book).verdict == "2021 数据年度：没有适用的黄牌标准，不产生黄牌。"
    blank = assess(Facts(2021, values=figures({"people": None})), title(), (), book)
    assert (blank.verdict.value, blank.score) == ("pass", None)
