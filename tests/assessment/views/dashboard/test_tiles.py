"""The opening figures: everybody counted once, exact totals, a target's figure that never contradicts its sign."""

from dataclasses import replace
from decimal import Decimal

import pytest

from assessment.rules.measures import Indicator
from assessment.selectors.city import ClusterYear
from assessment.selectors.targets import WORDS, Reading, TargetRow
from assessment.views.dashboard import tiles

LABELS = ("参加考核", "达标", "黄牌警告", "摘牌", "尚无结论")


TOTALS = (Indicator("revenue", "营业收入", "万元"), Indicator("tax", "税收", "万元"))


def told(rows: list[ClusterYear], of: str, last: dict[str, int] | None = None) -> dict[str, str]:
    return {tile["label"]: tile[of] for tile in tiles.tiles(rows, last or {}, TOTALS) if of in tile}


def test_tiles_count_every_assessed_cluster_once(everybody):
    found = told(everybody, "value")
    assert [found[label] for label in LABELS] == ["9", "1", "2", "1", "5"]


def test_tiles_of_a_year_without_clusters_are_zeros():
    assert set(told([], "value").values()) == {"0"}


def test_totals_are_exact_in_hundreds_of_millions_and_say_of_how_many(row):
    rows = [row(revenue="10000", tax="0.01"), row(revenue="2345.67"), row()]
    values, notes = told(rows, "value"), told(rows, "note")
    assert (values["营业收入合计"], values["税收合计"]) == ("1.23", "0")
    assert (notes["营业收入合计"], notes["税收合计"]) == ("2 家合计", "1 家合计")


def test_year_before_stands_beside_what_was_decided(everybody):
    notes = told(everybody, "note", {"passed": 3, "yellow_card": 4, "escalation": 1})
    assert [notes[label] for label in LABELS] == ["", "上年 3 家", "上年 5 家", "上年 0 家", ""]


def test_without_a_year_before_nothing_is_compared(everybody):
    assert [told(everybody, "note")[label] for label in LABELS] == [""] * 5


def test_counts_whose_clusters_are_listed_lead_to_the_list(everybody, row):
    assert [label for label, href in told(everybody, "href").items() if href] == ["黄牌警告", "摘牌"]
    assert not any(told([row("passed")], "href").values())


def test_total_of_another_unit_is_the_same_sum(row):
    """(7.A2) The unit is the rulebook's: 亿元 of 元 are not 亿元 of 万元, and a count stays one."""
    rows = [row(revenue="250000000", jobs="12"), row(revenue="1", jobs="3")]
    (money,) = tiles.tiles(rows, {}, [Indicator("revenue", "营业收入", "元")])[5:]
    assert (money["value"], money["unit"]) == ("2.5", "亿元")
    (people,) = tiles.tiles(rows, {}, [Indicator("jobs", "从业人员", "人")])[5:]
    assert (people["value"], people["unit"]) == ("15", "人")


@pytest.mark.parametrize(
    ("value", "standing", "shown", "met"),
    (
        (Decimal("69.995"), "missed", "69.99", False),
        (None, "unknown", "—", None),
        (Decimal(70), "met", "70", True),
        (Decimal(99), "incomplete", "99", None),
    ),
)
def test_target_bar_never_contradicts_how_the_target_stands(rules, value, standing, shown, met):
    found = tiles.target_bar(TargetRow(rules.targets[3], Reading(value, "说明"), standing))
    assert (found["value_text"], found["target_text"], found["note"]) == (shown, "≥ 70", "说明")
    assert (found["met"], found["words"]) == (met, WORDS[standing])
    assert (found["document"], found["basis"]) == ("青政字〔2020〕30号", "notice")


def test_target_written_as_about_is_shown_as_about(rules):
    target = replace(rules.targets[3], is_approximate=True)
    assert tiles.target_bar(TargetRow(target, Reading(Decimal(70)), "met"))["target_text"] == "约 70"
