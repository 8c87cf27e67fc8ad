"""What a figure is set beside: last year's, else the last year known, else the category; and shares typed as amounts."""

from typing import Any

import pytest

from assessment.rules.engine import check
from assessment.rules.enums import Severity
from assessment.rules.facts import Earlier, Facts
from assessment.rules.judge.field import Entrant, field_of
from assessment.rules.judge.timeline import YearFile, timeline
from assessment.rules.ruleset import Rulebook
from assessment.rules.wire.codec import codec
from tests.assessment.rules.samples import GOOD, facts, figures, marks, missing, notice, title

ALIKE = {"category": "finance"}


def texts(given: Facts) -> dict[str, str]:
    return {found.code: found.message for found in check(given, notice())}


@pytest.mark.parametrize(
    ("changed", "expected"),
    (
        ({"leading_revenue": "0.75"}, "UPP hold"),
        ({"tax": "0.07"}, "PPU hold"),
        ({"leading_revenue": "1"}, "FPP yellow_card"),
        ({"leading_revenue": "0"}, "FPP yellow_card"),
        ({"leading_revenue": "1.75"}, "FPP yellow_card"),
    ),
)
def test_share_typed_where_an_amount_is_due_is_doubted(changed: dict[str, Any], expected: str) -> None:
    """(8.B23) A share of 75 % typed as 0.75 into 主导产业营业收入 made a failed line, and a card."""
    assert marks(GOOD | changed) == expected
    code = next(iter(changed))
    assert (f"share_typed:{code}" in texts(facts(GOOD | changed))) == ("U" in expected)


def test_share_is_named_as_one() -> None:
    """(8.B23)"""
    found = texts(facts(GOOD | {"leading_revenue": "0.75"}))
    assert found["share_typed:leading_revenue"] == (
        "主导产业营业收入填报为 0.75 万元，疑似填成了占比（75%），应填数额。"
    )
    assert "share_typed_elsewhere:investment" in texts(facts(GOOD | {"investment": "0.4"}))


def test_after_a_gap_the_last_year_known_counts() -> None:
    """(8.B23) After a year without figures nothing was compared: 7000 万元 of tax typed in 元 passed.

    It is a hint to district and reviewer: what holds the judgement is a doubt about last year alone (口径第8条).
    """
    odd = facts(GOOD | {"tax": "70"}, earlier=Earlier(2018, figures(GOOD)))
    assert set(texts(odd)) == {"change:tax"}
    odd = facts(GOOD | {"tax": "69"}, earlier=Earlier(2018, figures(GOOD)))
    assert texts(odd)["size_jump:tax"] == "税收填报为 69 万元，2018年为 7,000 万元，约为2018年的 101 分之一。"
    assert "change:tax" not in texts(odd), "the same is not said twice"
    assert "change:revenue" in texts(facts(GOOD, earlier=Earlier(2018, figures(GOOD | {"revenue": "30000"}))))
    assert {found.severity for found in check(odd, notice())} == {Severity.WARNING}
    assert marks(GOOD, earlier=Earlier(2018, figures(GOOD | {"tax": "1"}))) == "PPP pass"


def test_last_year_goes_before_the_years_before_it_figure_by_figure() -> None:
    """(8.B23) A figure that was blank last year is set beside the year before that."""
    earlier = Earlier(2018, figures(GOOD | {"tax": "1", "floor_area": "1"}))
    found = texts(facts(previous=GOOD | {"tax": None}, earlier=earlier))
    assert ("size_jump:tax" in found, "size_jump:floor_area" in found) == (True, False)


def field_with(tax: str, **given: Any) -> Facts:
    """One more entrant in a field of three alike, placed in it."""
    others = [Entrant(str(number), facts(groups=ALIKE), title()) for number in range(3)]
    field = field_of(others, notice())
    return field.placed(Entrant("own", facts(GOOD | {"tax": tax}, groups=ALIKE, **given), title()), notice())


def test_first_year_is_compared_with_the_category() -> None:
    """(8.B23) The medians are kept with the field; a cluster of its first year was compared with nothing."""
    assert texts(field_with("69"))["size_jump:tax"] == (
        "税收填报为 69 万元，同类集聚区中位数为 7,000 万元，约为同类集聚区中位数的 101 分之一。"
    )
    assert "size_jump:tax" not in texts(field_with("70"))
    assert "change:tax" not in texts(field_with("2000")), "members of a category differ by more than three times"
    known = field_with("69", previous=GOOD | {"tax": "60"})
    assert "tax" not in known.medians
    assert "size_jump:tax" not in texts(known)


def test_other_category_and_too_small_a_category_say_nothing() -> None:
    others = [Entrant(str(number), facts(groups=ALIKE), title()) for number in range(2)]
    field = field_of(others, notice())
    placed = field.placed(Entrant("own", facts(GOOD | {"tax": "1"}, groups=ALIKE), title()), notice())
    assert (dict(placed.medians), "size_jump:tax" in texts(placed)) == ({}, False)


def test_earlier_figures_are_written_and_read_and_old_records_stay_as_they_were() -> None:
    given = facts(earlier=Earlier(2018, figures(GOOD | {"tax": None})))
    form = codec(Facts)
    assert form.read(form.write(given)) == given
    assert "earlier" not in form.write(facts())


def test_history_with_a_gap_looks_back_over_it() -> None:
    """(8.B23) The timeline, and with it rehearsal and trials, sees what the report saw."""
    files = [YearFile(facts(GOOD, 2020)), YearFile(missing(2021)), YearFile(facts(GOOD | {"tax": "1"}, 2022))]
    last = timeline(title(), files, Rulebook((notice(),)))[-1]
    (found,) = [one for one in last.steps[-1].outcome.findings if one.code == "size_jump:tax"]
    assert "2020年为 7,000 万元" in found.message
