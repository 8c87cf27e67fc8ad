"""(8.E36) The mean of two assessments, limits of the grade, a promotion by what the year came to."""

import json
from decimal import Decimal as D
from typing import Any

import pytest

from assessment.rules.cases.decisions import run_cases
from assessment.rules.cases.trial_table import judge_figures, table_of
from assessment.rules.engine import assess
from assessment.rules.enums import Standing, State, Verdict, Why
from assessment.rules.facts import Prior
from assessment.rules.outcome import Mean, Outcome
from assessment.rules.ruleset import Ruleset
from assessment.rules.wire.facts import input_json, read_input
from assessment.rules.wire.outcomes import outcome_from_json, outcome_json
from assessment.rules.words.entries import entries
from assessment.rules.words.explain import explain
from clusters.csvfile import csv_text
from tests.assessment.rules.mini import LINE, criterion, mini
from tests.assessment.rules.samples import facts, title

CARD, PASSED, OPEN, WAITING = Standing.CARD, Standing.PASSED, Standing.OPEN, Standing.WAITING
APPEALED, ANNULLED, EXEMPT = Standing.CARD_APPEALED, Standing.ANNULLED, Standing.EXEMPT
P, F, U = State.PASS, State.FAIL, State.UNDETERMINED

SCORE = criterion(
    "linear", 'start = { at = 0, points = 0 }\nend = { at = 100, points = 100 }\nrole = "score"', measure="share"
)
SCORING = '{ mode = "sum", full = 100, decimals = 2 }'
MEAN = "{ points_at_least = 60, average_of = 2 }"
GRADES = '{ by = "points", grades = [{ code = "a", label = "优秀", mark = 85 }, { code = "b", label = "良好", mark = 70 }, { code = "c", label = "合格" }]'


def points(share: str, **more: str) -> dict[str, Any]:
    """Figures that score `share` points."""
    return {"money": "1000", "part": str(D(share) * 10), "area": "100000", "people": "50"} | more


def averaging(**policy: str) -> Ruleset:
    return mini(SCORE, combine=MEAN, scoring=SCORING, **policy)


def judged(book: Ruleset, share: str, *priors: Prior, **more: str) -> Outcome:
    return assess(facts(points(share, **more), 2024), title(), priors, book)


# ---- The mean of two assessments -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("share", "before", "mean", "verdict"),
    (
        ("50", [(2023, PASSED, "70")], Mean(D(60), 2023), Verdict.PASS),
        ("49.99", [(2023, PASSED, "70")], Mean(D("59.995"), 2023), Verdict.YELLOW_CARD),
        ("90", [(2023, CARD, "20")], Mean(D(55), 2023), Verdict.DELIST),
        ("90", [(2023, APPEALED, "20")], Mean(D(55), 2023), Verdict.YELLOW_CARD),
        ("60", [], None, Verdict.PASS),
        ("59.99", [], None, Verdict.YELLOW_CARD),
        ("60", [(2023, ANNULLED, "10")], None, Verdict.PASS),
        ("60", [(2022, PASSED, "70"), (2023, EXEMPT, None)], Mean(D(65), 2022), Verdict.PASS),
        ("60", [(2022, PASSED, "70"), (2023, CARD, None)], Mean(D(65), 2022), Verdict.PASS),  # ruled a failure
        ("60", [(2023, OPEN, "99")], None, Verdict.HOLD),
        ("60", [(2023, WAITING, None)], None, Verdict.HOLD),
    ),
)  # fmt: skip
def test_mean_with_the_last_assessment_decides(
    share: str, before: list[tuple[int, Standing, str | None]], mean: Mean | None, verdict: Verdict
) -> None:
    priors = [Prior(year, how, None, None if score is None else D(score)) for year, how, score in before]
    outcome = judged(averaging(), share, *priors)
    assert (outcome.mean, outcome.verdict, outcome.score) == (mean, verdict, D(share))


def test_mean_is_told_and_what_it_waits_for() -> None:
    book = averaging(grading=GRADES + " }")
    outcome = judged(book, "80", Prior(2022, PASSED, None, D(65)))
    told = explain(outcome, book)
    assert told.verdict == (
        "2024 数据年度：综合得分 80 分，与 2022 数据年度的得分平均 72.5 分，达到 60 分，建议结论为达标。"
    )
    assert told.score[-1] == ("综合得分 80 分（满分 100 分），与 2022 数据年度的得分平均 72.5 分，建议等次：良好。")
    assert "各项标准如何组合：与上一次考核平均的综合得分不低于 60 分" in told.text
    held = judged(book, "80", Prior(2023, OPEN))
    assert (held.why, held.grade) == ((Why.NOT_DECIDABLE,), "")
    assert explain(held, book).history == "2023 数据年度尚未结案，平均得分待其结案后计算。"


def test_mean_is_recomputed_from_the_record() -> None:
    book, given = averaging(), facts(points("50"), 2024)
    stored = input_json(given, title(), [Prior(2023, PASSED, None, D("70.50"))])
    assert '"score":"70.5"' in stored
    outcome = assess(*read_input(stored), book)
    assert '"mean":{"value":"60.25","year":2023}' in outcome_json(outcome)
    assert outcome_from_json(outcome_json(outcome)) == outcome
    assert "mean" not in outcome_json(judged(book, "50"))
    assert "promotion" not in outcome_json(judged(book, "50"))


COLUMNS = ("case_id", "level", "recognised_on", "history", "expected_decisions", "expected_means", "expected_grades")


def case(name: str, *cells: object) -> list[str]:
    return [name, "municipal", "2015-01-01", *(json.dumps(cell) for cell in cells)]


FIRST, SECOND = ({"y": year, "money": "1000", "part": part} for year, part in ((2023, "700"), (2024, "500")))
CASES = csv_text(COLUMNS, [
    case("一", [FIRST, SECOND], {"2023": "NONE", "2024": "NONE"}, {"2023": "", "2024": "60"}, {"2024": "c"}),
    case("二", [FIRST], {"2023": "NONE"}, {"2023": "70"}, {"2023": "a", "2025": "b"}),
])  # fmt: skip


def test_mean_and_grade_are_expected_in_cases() -> None:
    first, second = run_cases(CASES, [averaging(grading=GRADES + " }")])
    assert first.differences == ()
    assert second.differences == (
        "2023年等次：应为 a，得到 b", "2025年等次：应为 b，得到 （无）", "2023年平均得分：应为 70，得到 （无）",
    )  # fmt: skip


def test_mean_and_promotion_stand_in_the_trial_table() -> None:
    figures = "cluster,group,year,money,part\n甲,,2023,1000,700\n甲,,2024,1000,500\n"
    judged_rows, notes = judge_figures(figures, averaging())
    head, *rows = table_of(judged_rows).splitlines()
    assert (head.split(",")[-5:], notes) == (["total", "grade", "mean", "verdict", "open"], ())
    assert [row.split(",")[-3] for row in rows] == ["", "60"]
    plain_head = table_of(judge_figures(figures, mini())[0]).splitlines()[0]
    assert plain_head.endswith("total,grade,verdict,open")


# ---- Limits of the grade ---------------------------------------------------------------------------------------------

STAFF = criterion("threshold", 'op = ">="\nline = 50', code="staff", measure="staff").replace("第一项", "人数")
NOT_BEST = '{ criterion = "staff", when = "fail", best = "b" }'
NONE = '{ criterion = "staff", when = "fail", best = "n" }'
UNGRADED = 'ungraded = { code = "n", label = "不评等次" }'


def graded(limits: str, share: str, people: str | None, *, on_failure: str = "") -> tuple[Outcome, Ruleset]:
    failure = f', on_failure = "{on_failure}"' if on_failure else ""
    grading = f"{GRADES}, {UNGRADED}, limits = [{limits}]{failure} }}"
    book = mini(SCORE + STAFF, combine="{ points_at_least = 60 }", scoring=SCORING, grading=grading)
    return assess(facts(points(share) | {"people": people}, 2024), title(), (), book), book


@pytest.mark.parametrize(
    ("limits", "share", "people", "grade"),
    (
        (NOT_BEST, "90", "50", "a"), (NOT_BEST, "90", "49", "b"), (NOT_BEST, "75", "49", "b"), (NOT_BEST, "65", "49", "c"),
        (NOT_BEST, "90", None, ""), (NOT_BEST, "75", None, "b"), (NONE, "90", "49", "n"), (NONE, "65", None, ""),
        (f"{NOT_BEST}, {NONE}", "90", "49", "n"), (NOT_BEST.replace("fail", "pass"), "90", "50", "b"),
        (NOT_BEST.replace("fail", "pass"), "90", "49", "a"),
    ),
)  # fmt: skip
def test_limits_hold_the_grade_down(limits: str, share: str, people: str | None, grade: str) -> None:
    outcome, _ = graded(limits, share, people)
    assert (outcome.grade, outcome.verdict) == (grade, Verdict.PASS)


def test_limits_hold_a_failed_year_down_too() -> None:
    outcome, _ = graded(NONE, "10", "1", on_failure="c")
    assert (outcome.verdict, outcome.grade) == (Verdict.YELLOW_CARD, "n")
    assert graded(NOT_BEST, "10", "1", on_failure="c")[0].grade == "c"


def test_limits_are_told() -> None:
    outcome, book = graded(NOT_BEST, "90", "49")
    assert explain(outcome, book).score[-2:] == (
        "人数：不达标，等次不高于良好。",
        "综合得分 90 分（满分 100 分），建议等次：良好。",
    )
    none, book = graded(NONE, "90", "49")
    assert explain(none, book).score[-2:] == (
        "人数：不达标，不评等次。",
        "综合得分 90 分（满分 100 分），建议等次：不评等次。",
    )
    unclear, book = graded(NONE, "90", None)
    assert explain(unclear, book).score[-2] == "人数：无法判定，等次待其确定。"
    (entry,) = (one for one in entries(book) if one.code == "grading")
    assert entry.values[0].value == "85 分及以上优秀，70 分及以上良好，其余合格；“人数”不达标的不评等次"
    assert outcome_from_json(outcome_json(none)) == none


# ---- Promotion -------------------------------------------------------------------------------------------------------

STARS = criterion(
    "levels",
    'levels = [{ name = "五星", points = 9, parts = [{ measure = "staff", op = ">=", line = 90 }] },'
    ' { name = "四星", points = 6, parts = [{ measure = "staff", op = ">=", line = 60 }] }]',
    code="stars",
).replace("第一项", "星级")
PROMOTED = """[
  { from = "municipal", to = "provincial", criterion = "stars", levels = ["五星", "四星"] },
  { from = "provincial", to = "national", criterion = "stars", levels = ["五星"] },
]"""


def promoting(**policy: str) -> Ruleset:
    return mini(LINE + STARS + STAFF, promotion=PROMOTED, **policy)


@pytest.mark.parametrize(
    ("levels", "people", "money", "promotion"),
    (
        (("municipal",), "60", "9000", "provincial"), (("municipal",), "59", "9000", ""),
        (("municipal",), "90", "9000", "provincial"), (("provincial",), "89", "9000", ""),
        (("municipal", "provincial"), "90", "9000", "national"), (("municipal", "national"), "60", "9000", "provincial"),
        (("national",), "90", "9000", ""), (("municipal",), "90", "1", ""), (("municipal",), None, "9000", ""),
    ),
)  # fmt: skip
def test_promotion_follows_from_level_held_and_level_computed(
    levels: tuple[str, ...], people: str | None, money: str, promotion: str
) -> None:
    given = facts({"money": money, "part": "0", "area": "100000", "people": people}, 2024)
    outcome = assess(given, title(*levels), (), promoting())
    assert outcome.promotion == promotion
    assert outcome.verdict is (Verdict.YELLOW_CARD if money == "1" else Verdict.PASS)


def test_promotion_may_hang_on_a_condition() -> None:
    rows = '[{ from = "municipal", to = "provincial", criterion = "staff" }]'
    book = mini(LINE + STAFF, promotion=rows)
    given = {"money": "9000", "part": "0", "area": "100000"}
    found = [assess(facts(given | {"people": n}, 2024), title(), (), book).promotion for n in ("50", "49")]
    assert found == ["provincial", ""]


def test_promotion_is_told_and_recomputed() -> None:
    book, given = promoting(), facts({"money": "9000", "part": "0", "area": "100000", "people": "60"}, 2024)
    outcome = assess(given, title(), (), book)
    told = explain(outcome, book)
    assert told.remarks == (
        "星级：人数 60 人，达标。五星（9 分）：人数不低于 90 人；四星（6 分）：人数不低于 60 人。已计分，四星。"
        "依据：试验规则 第一条（主管部门口径）。符合晋升条件，建议推荐申报省级称号。依据：试验规则 第一条（主管部门口径）。",
    )
    assert "可以推荐申报省级称号" in told.decided.remarks[0]
    stored = outcome_json(outcome)
    assert '"promotion":"provincial"' in stored
    assert outcome_json(assess(*read_input(input_json(given, title(), ())), book)) == stored
    assert outcome_from_json(stored) == outcome
    (entry,) = (one for one in entries(book) if one.code == "promotion")
    assert entry.values[0].value == (
        "市级：“星级”评为五星、四星的，推荐申报省级；省级：“星级”评为五星的，推荐申报国家级"
    )


def test_level_and_day_of_recognition_stand_in_the_trial_table() -> None:
    table = (
        "cluster,group,year,level,recognised_on,money,part,area,people\n甲,,2024,市级,,9000,0,100000,90\n".replace(
            "市级", "municipal"
        )
        + "乙,,2024,municipal+provincial,2020-01-01,9000,0,100000,90\n丙,,2024,,2024-07-01,9000,0,100000,90\n"
    )
    rows, notes = judge_figures(table, promoting())
    assert [(one.outcome.promotion, one.outcome.verdict) for one in rows] == [
        ("provincial", Verdict.PASS), ("national", Verdict.PASS), ("", Verdict.NOT_ASSESSED),
    ]  # fmt: skip
    assert notes == ()
    assert "promotion" in table_of(rows).splitlines()[0]
