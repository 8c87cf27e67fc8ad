"""What an explanation says of lines that cannot be told, of years not yet decided and of lines nearly missed."""

import pytest

from assessment.rules.engine import assess
from assessment.rules.enums import Standing
from assessment.rules.facts import Facts, Prior
from assessment.rules.ruleset import Ruleset
from assessment.rules.words.explain import Explanation, explain
from tests.assessment.rules.mini import LINE, criterion, mini
from tests.assessment.rules.samples import POOR, facts, figures, notice, prior, title

STAFF = criterion("threshold", 'op = ">="\nline = 10\ncard = true', code="staff", measure="staff").replace(
    "第一项", "人数线"
)
SHARE = criterion("threshold", 'op = ">="\nline = 60\ncard = true', code="share", measure="share").replace(
    "第一项", "占比线"
)
SCALE = criterion(
    "linear", 'start = { at = 0, points = 0 }\nend = { at = 100, points = 100 }\nrole = "score"', measure="share"
)
SCORING = '{ mode = "sum", full = 100, decimals = 2 }'


def told(rules: Ruleset, *priors: Prior, **values: str | None) -> Explanation:
    given = figures({"money": "100", "part": "70", "area": "10000", "people": "10"} | values)
    return explain(assess(Facts(2020, values=given), title(), priors, rules), rules)


@pytest.mark.parametrize(
    ("values", "words"),
    (
        ({}, "单位面积收入、人数线、占比线均达到标准"),
        ({"people": None}, "按组合规则达标（人数线无法判定）"),
        ({"people": "9"}, "按组合规则达标（人数线未达到）"),
        ({"people": "9", "part": None}, "按组合规则达标（人数线未达到，占比线无法判定）"),
    ),
)
def test_only_lines_that_are_met_are_said_to_be(values: dict[str, str | None], words: str) -> None:
    rules = mini(LINE + STAFF + SHARE, combine='"any"')
    assert told(rules, **values).verdict == f"2020 数据年度：{words}，建议结论为达标。"


def test_lines_left_out_are_not_said_to_be_met() -> None:
    rules = mini(LINE + STAFF, missing='"exclude"')
    assert told(rules, people=None).verdict == "2020 数据年度：单位面积收入均达到标准，建议结论为达标。"


def test_blanks_that_no_check_asks_about_are_named_once() -> None:
    rules = mini(LINE + STAFF + SHARE, combine="{ at_least = 3 }")
    assert told(rules, people=None, money=None).open == ("收入未填写。", "人数未填写。")


def test_scored_blanks_are_named_where_the_points_decide() -> None:
    rules = mini(LINE + STAFF + SCALE, combine="{ points_at_least = 60 }", scoring=SCORING)
    assert told(rules, part=None).open == ("主业收入未填写。",)
    assert told(rules, part=None, people=None).open == ("人数未填写。",)
    assert told(mini(LINE + SCALE, scoring=SCORING), part=None).open == ()


def test_a_ratio_over_nothing_is_named_where_the_points_wait_for_it() -> None:
    rules = mini(SCALE, combine="{ points_at_least = 60 }", scoring=SCORING)
    assert told(rules, money="0").open == ("第一项：分母为零，比值无意义。",)


def test_lines_without_points_do_not_hold_up_a_score() -> None:
    plain = criterion("threshold", 'op = ">="\nline = 1', code="plain", measure="staff")
    rules = mini(SCALE + plain, combine="{ points_at_least = 60 }", scoring=SCORING)
    assert told(rules, part=None, people=None).open == ("主业收入未填写。",)


def test_text_that_is_no_number_is_not_called_blank() -> None:
    given = facts(POOR | {"tax": None}, invalid={"tax": "“七千”不是数字"})
    found = explain(assess(given, title(), (), notice()), notice())
    assert "税收：填写的不是数字" in found.inputs
    blank = explain(assess(facts(POOR | {"tax": None}), title(), (), notice()), notice())
    assert "税收：未填写" in blank.inputs


def test_a_card_that_waits_for_another_year_says_so_first() -> None:
    waiting = explain(assess(facts(POOR, 2022), title(), (prior(2021, Standing.WAITING),), notice()), notice())
    assert waiting.history == "2021 数据年度结论尚未确定，本年结论待其确定后再作。"
    passed = explain(assess(facts(year=2022), title(), (prior(2021, Standing.WAITING),), notice()), notice())
    assert passed.history == ""


def test_the_part_that_is_near_its_line_is_named() -> None:
    entry = criterion(
        "compound",
        'combine = "any"\ncard = true\nparts = [{ measure = "staff", op = ">=", line = 100 }, { measure = "share", op = ">=", line = 70 }]',
    )
    near = told(mini(LINE + entry)).near
    assert near == (
        "单位面积收入与标准线相差不超过 2%，建议现场核实后再确认。",
        "第一项（主业占比）与标准线相差不超过 2%，建议现场核实后再确认。",
    )


def test_a_change_in_a_share_is_worded_in_percentage_points() -> None:
    more = '[measures.more]\nlabel = "占比提高"\nchange = "share"\nunit = "%"\ncite = { document = "试验规则", clause = "第一条", basis = "department" }\n'
    steps = "hold = 0\nstep = 0.5\nper_step = 2\ncap = 7"
    terms = [
        mini(LINE + criterion("growth", f"{steps}\n{base}", measure="more") + more).steps[0][1].criteria[1].spec.terms
        for base in ("", "base = 1")
    ]
    assert terms == [
        "不低于上年得 0 分，每增加 0.5 个百分点 加 2 分，最高 7 分",
        "不低于 1 个百分点 得 0 分，每高 0.5 个百分点 加 2 分，最高 7 分",
    ]


def test_a_total_that_waits_for_its_place_says_so() -> None:
    rules = mini(SCALE + STAFF, combine='{ above_last = 1, and = "all" }', scoring=SCORING)
    assert told(rules).open == ("综合得分：需全体数据才能排位。",)
    assert told(rules, part=None).open == ("主业收入未填写。",)
    assert told(rules, people="9").open == ("综合得分：需全体数据才能排位。",)
    assert told(mini(SCALE, combine="{ points_at_least = 70 }", scoring=SCORING)).open == ()
