"""Policy values in words."""

from decimal import Decimal

import pytest

from assessment.rules.policy import ByPoints
from assessment.rules.words.entries import measure_text
from assessment.rules.words.policies import combine, level_text
from tests.assessment.rules.mini import CITE, LINE, criterion, mini


@pytest.mark.parametrize(
    ("levels", "words"),
    (
        (("municipal", "national", "provincial"), "国家级、省级、市级"),
        (("applicant", "reserve", "municipal"), "市级、储备、申报中"),
        (("zone", "applicant", "area"), "申报中、area、zone"),
        ((), ""),
    ),
)
def test_levels_are_named_from_the_highest_down(levels: tuple[str, ...], words: str) -> None:
    assert level_text(frozenset(levels)) == words


D = Decimal


@pytest.mark.parametrize(
    ("rule", "words"),
    (
        (ByPoints(D(60)), "综合得分不低于 60 分"),
        (ByPoints(None, 2), "综合得分不在全体最后 2 名"),
        (ByPoints(None, 2, "region"), "综合得分不在本组最后 2 名"),
        (ByPoints(D("60.5"), None, "", "all"), "综合得分不低于 60.5 分，且用于黄牌的标准同时满足"),
        (ByPoints(D(60), 1, "", 2), "综合得分不低于 60 分，且综合得分不在全体最后 1 名，且用于黄牌的标准至少满足 2 项"),
    ),
)
def test_passing_by_points_is_worded_part_by_part(rule: ByPoints, words: str) -> None:
    assert combine(rule) == words


def test_steps_are_worded_with_their_base() -> None:
    parts = {"hold": 8, "step": 1, "per_step": 0.5, "cap": 10}
    body = "\n".join(f"{key} = {value}" for key, value in parts.items())
    found = {}
    for more, measure in (("", "growth"), ("base = 5", "growth"), ("base = 100\nper_step_down = 2", "share")):
        book = mini(LINE + criterion("growth", f"{body}\n{more}", measure=measure))
        found[more] = book.steps[0][1].criteria[1].spec.terms
    assert found == {
        "": "不低于上年得 8 分，每增长 1% 加 0.5 分，最高 10 分",
        "base = 5": "不低于 5% 得 8 分，每高 1% 加 0.5 分，最高 10 分",
        "base = 100\nper_step_down = 2": "不低于 100% 得 8 分，每高 1% 加 0.5 分，最高 10 分，每低 1% 减 2 分，减完为止",
    }


def test_change_is_worded() -> None:
    more = f'[measures.more]\nlabel = "占比提高"\nchange = "share"\nunit = "%"\n{CITE}'
    measures = mini(more=more).steps[0][1].measures
    assert measure_text(measures["more"]) == "主业占比比上年增加（%）"
    assert measure_text(measures["growth"]) == "收入比上年增长（%）"
