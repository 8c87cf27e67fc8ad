"""The explanation, word for word."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assessment.rules.engine import assess
from assessment.rules.enums import Filing, Standing
from assessment.rules.facts import Facts, Position
from assessment.rules.ruleset import Ruleset
from assessment.rules.words.explain import explain
from tests.assessment.rules.mini import LINE, criterion, mini
from tests.assessment.rules.samples import (
    EVERYTHING,
    GOOD,
    POOR,
    facts,
    figures,
    golden,
    judge,
    missing,
    notice,
    prior,
    ruleset,
    title,
    with_field,
)

CARD, OPEN, WAITING, APPEALED = Standing.CARD, Standing.OPEN, Standing.WAITING, Standing.CARD_APPEALED


def told(given: Facts, *priors: Any, who: Any = None, book: Ruleset | None = None) -> str:
    """The explanation without the hash of the text, which changes with every comma of it."""
    chosen = book or notice()
    outcome = assess(given, who or title(), priors, chosen)
    return explain(outcome, chosen).text.replace(chosen.sha256[:12], "（校验值）")


POINTS = {
    "revenue": "12", "leading_revenue": "8", "other_revenue": "4", "tax": "9000", "land_area": "600", "jobs": "900",
    "enterprises": "120", "rd_spending": "2600", "platforms": "6", "accidents": "1",
}  # fmt: skip


def field_of_three() -> Facts:
    others = [{**POINTS, "enterprises": "150"}, {**POINTS, "enterprises": "120", "jobs": "2000"}]
    field = [
        Facts(
            2021,
            values=figures(values),
            groups={"category": "现代物流"},
            previous=figures({"leading_revenue": "7", "other_revenue": "4"}),
        )
        for values in (POINTS, *others)
    ]
    return with_field(field, ruleset("example_points"))[0]


TEXTS = {
    "passed": lambda: told(facts(EVERYTHING, previous=EVERYTHING)),
    "card": lambda: told(facts(EVERYTHING | {"tax": "5999.99"})),
    "delisted": lambda: told(
        facts(EVERYTHING | {"revenue": "98000", "leading_revenue": "65000", "tax": "5000"}, 2022),
        prior(2021, CARD, date(2022, 12, 1)), prior(2020, WAITING), who=title("municipal", "provincial", merged=True),
    ),
    "suspended": lambda: told(facts(POOR, 2022), prior(2021, APPEALED)),
    "prior_open": lambda: told(facts(POOR, 2022), prior(2020, CARD), prior(2021, OPEN)),
    "passed_open": lambda: told(facts(GOOD, 2022), prior(2020, CARD), prior(2021, OPEN)),
    "escalated": lambda: told(facts(POOR, 2022), prior(2021, CARD), who=title("national")),
    "held": lambda: told(
        facts(EVERYTHING | {"floor_area": "10", "tax": None, "leading_revenue": "130000"}, previous=EVERYTHING,
              invalid={"jobs": "“x”不是数字：只用半角数字、小数点和负号"})
    ),
    "draft": lambda: told(facts(filing=Filing.DRAFT)),
    "returned": lambda: told(facts(filing=Filing.RETURNED), prior(2020, WAITING)),
    "ruled": lambda: told(missing(ruled_failed=True)),
    "ruled_partly": lambda: told(facts(GOOD | {"tax": None}, ruled_failed=True)),
    "zero": lambda: told(facts(EVERYTHING | {"revenue": "0", "leading_revenue": "0", "tax": "0", "local_tax": "0", "value_added": "0", "rd_spending": "0", "surveyed_revenue": "0"}, confirmed=frozenset({"revenue"}))),
    "reserve": lambda: told(facts(POOR), who=title("reserve")),
    "exempt": lambda: told(missing(exempt=True)),
    "no_rule": lambda: told(facts(POOR, 2025)),
    "points": lambda: told(field_of_three(), prior(2019, CARD), book=ruleset("example_points")),
    "points_open": lambda: told(
        Facts(2022, values=figures({"platforms": "3"}), groups={"category": "其他"}), book=ruleset("example_points")
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_explanation_reads_as_agreed(name: str) -> None:
    assert TEXTS[name]() == golden(f"explain_{name}.txt").rstrip("\n")


def test_explanation_without_a_ruleset_says_so() -> None:
    outcome = assess(facts(POOR), title(), (), None)
    found = explain(outcome, None)
    assert found.history == ""
    assert found.sections == (
        ("结论", ("2021 数据年度没有施行的规则集，不能作出判断。须先由主管部门发布并启用该年度的规则集。",)),
    )


def test_sections_leave_out_what_is_empty() -> None:
    outcome = judge(GOOD)
    headings = [heading for heading, _ in explain(outcome, notice()).sections]
    assert headings == ["结论", "填报数据", "逐项判断", "综合评分", "适用规则与口径"]


def test_sections_come_in_reading_order() -> None:
    outcome = assess(facts(EVERYTHING | {"tax": "5900"}), title(merged=True), (prior(2020, WAITING),), notice())
    found = explain(outcome, notice())
    assert [heading for heading, _ in found.sections] == [
        "结论", "填报数据", "逐项判断", "距标准的差距", "尚待解决", "接近标准线", "综合评分", "说明", "适用规则与口径",
    ]  # fmt: skip
    assert found.distances == (
        "单位面积税收：税收差 100 万元（须达到 6,000 万元），或建筑面积不超过 98,333.33 平方米（其他数据不变）。",
    )
    assert found.joint == ""


ANY = (
    LINE
    + criterion(
        "compound",
        """combine = "any"
parts = [{ measure = "share", op = ">=", line = 60 }, { measure = "staff", op = "<", line = 40 }]
card = true
""",
    )
    + criterion("threshold", 'op = "<"\nline = 10\ncard = true', code="few", measure="staff")
)


@pytest.mark.parametrize("how", ("all", "any"))
def test_compound_conditions_are_explained_part_by_part(how: str) -> None:
    book = mini(ANY, combine=f'"{how}"')
    given = Facts(2021, values=figures({"money": "1", "part": "0.3", "area": "100000", "people": "45"}))
    text = explain(assess(given, title(), (), book), book).text.replace(book.sha256[:12], "（校验值）")
    assert text == golden(f"explain_compound_{how}.txt").rstrip("\n")


def test_no_joint_way_is_told_where_one_line_is_enough() -> None:
    lines = criterion("threshold", 'op = ">="\nline = 60\ncard = true', measure="share")
    book = mini(LINE + lines, combine='"any"')
    given = Facts(2021, values=figures({"money": "1", "part": "0.1", "area": "100000"}))
    found = explain(assess(given, title(), (), book), book)
    assert (found.joint, len(found.distances)) == ("", 2)


def test_a_missing_group_is_open() -> None:
    entry = criterion("threshold", 'op = ">="\nline = 60\ncard = true\nonly = { category = ["物流"] }', measure="share")
    book = mini(LINE + entry)
    given = Facts(2021, values=figures({"money": "1000", "part": "1", "area": "100000"}))
    found = explain(assess(given, title(), (), book), book)
    assert (found.open, found.joint) == (("第一项：缺少分组信息。",), "")


def test_a_deduction_says_whether_its_condition_holds() -> None:
    entry = criterion("threshold", 'op = ">"\nline = 5\nrole = "deduction"\npoints = 3', measure="staff")
    scale = criterion(
        "linear",
        'start = { at = 0, points = 0 }\nend = { at = 100, points = 10 }\nrole = "score"',
        code="two",
        measure="share",
    )
    book = mini(
        LINE + entry + scale,
        combine="{ points_at_least = 1 }",
        scoring='{ mode = "sum", full = 10, decimals = 2, deduction_cap = 3 }',
    )
    for people, words in (("6", "。符合扣分条件。"), ("5", "。不符合扣分条件。")):
        given = Facts(2021, values=figures({"money": "1000", "part": "500", "area": "100000", "people": people}))
        outcome = assess(given, title(), (), book)
        told = explain(replace(outcome, lines=tuple(line for line in outcome.lines if not line.spec.card)), book)
        assert words in told.criteria[0]


def test_a_pass_by_the_others_names_what_was_missed() -> None:
    book = mini(ANY, combine='"any"')
    given = Facts(2021, values=figures({"money": "1000", "part": "1", "area": "100000", "people": "45"}))
    verdict = explain(assess(given, title(), (), book), book).verdict
    assert verdict == "2021 数据年度：按组合规则达标（第一项、第一项未达到），建议结论为达标。"


def test_a_title_without_a_word_of_its_own_is_named_by_its_code() -> None:
    book = mini(titles='{ assessed = ["star"], revocable = "star" }')
    given = Facts(2021, values=figures({"money": "1", "area": "100000"}))
    assert "撤销其star称号" in explain(assess(given, title("star"), (prior(2020, CARD),), book), book).verdict


def test_no_way_by_figures_is_said() -> None:
    entry = criterion("threshold", 'op = "<"\nline = 0\ncard = true', measure="density")
    book = mini(LINE + entry)
    given = Facts(2021, values=figures({"money": "100000", "area": "100000"}))
    assert explain(assess(given, title(), (), book), book).distances == ("第一项：无法通过单项数据达到。",)


def test_figures_that_must_fall_are_said_so() -> None:
    entry = criterion("threshold", 'op = "<="\nline = 200\ncard = true', measure="density")
    book = mini(LINE + entry)
    given = Facts(2021, values=figures({"money": "3000", "area": "100000"}))
    found = explain(assess(given, title(), (), book), book)
    assert found.distances == (
        "第一项：收入超出 1,000 万元（须降至 2,000 万元），或面积达到 150,000 平方米（其他数据不变）。",
    )
    assert found.joint == ""


def test_a_joint_way_that_lowers_figures_is_said() -> None:
    lines = criterion("threshold", 'op = "<="\nline = 200\ncard = true', measure="density")
    lines += criterion("threshold", 'op = "<="\nline = 50\ncard = true', code="two", measure="share")
    book = mini(LINE + lines)
    given = Facts(2021, values=figures({"money": "3000", "part": "2000", "area": "100000"}))
    assert explain(assess(given, title(), (), book), book).joint == (
        "同时达到全部标准：收入减少 1,000 万元（至 2,000 万元），主业收入减少 1,000 万元（至 1,000 万元）（面积不变）。"
    )


@pytest.mark.parametrize(
    ("score", "words"),
    (
        (Decimal(59), "综合得分 59 分，未达到 60 分，建议给予黄牌警告"),
        (Decimal(60), "综合得分 60 分，达到 60 分，建议结论为达标"),
    ),
)
def test_failing_by_points_is_said(score: Decimal, words: str) -> None:
    scale = criterion(
        "linear", 'start = { at = 0, points = 0 }\nend = { at = 100, points = 100 }\nrole = "score"', measure="share"
    )
    book = mini(LINE + scale, combine="{ points_at_least = 60 }", scoring='{ mode = "sum", full = 100, decimals = 2 }')
    given = Facts(2021, values=figures({"money": "100000", "part": score * 1000, "area": "100000"}))
    assert words in explain(assess(given, title(), (), book), book).verdict


def test_places_are_told_in_the_score() -> None:
    book = mini(
        LINE
        + criterion(
            "rank",
            'order = "high_first"\nties = "best"\nclasses = [{ first = 1, points = 9, name = "头名" }, { rest = true, points = 1 }]\nrole = "bonus"',
            measure="staff",
        )
        + criterion(
            "linear",
            'start = { at = 0, points = 0 }\nend = { at = 100, points = 10 }\nrole = "score"',
            code="two",
            measure="share",
        ),
        scoring='{ mode = "sum", full = 10, decimals = 2, bonus_cap = 9 }',
    )
    given = Facts(
        2021,
        values=figures({"money": "2000", "part": "1000", "area": "100000", "people": "5"}),
        positions={"one": Position(0, 2, 7)},
    )
    found = explain(assess(given, title(), (), book), book)
    assert found.score == (
        "第一项：5 人，9 分（满分 9 分），头名，第 1 名（并列 2 个），共 7 个。",
        "第一项：50.00 %，5 分（满分 10 分）。",
        "综合得分 14 分（满分 10 分）。",
    )
