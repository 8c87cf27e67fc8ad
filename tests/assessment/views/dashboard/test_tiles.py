"""The opening figures: everybody counted once, exact totals, a target's figure that never contradicts its sign."""

from decimal import Decimal

import pytest

from assessment.selectors.city import ClusterYear
from assessment.selectors.targets import Reading, TargetRow
from assessment.views.dashboard import tiles
from tests.factories import CityTargetFactory

LABELS = ("参加考核", "达标", "黄牌警告", "摘牌", "尚无结论")


def told(rows: list[ClusterYear], of: str, last: dict[str, int] | None = None) -> dict[str, str]:
    return {tile["label"]: tile[of] for tile in tiles.tiles(rows, last or {}) if of in tile}


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


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("value", "approximate", "shown", "goal"),
    (
        (Decimal("69.995"), False, "69.99", "≥ 70"),
        (None, False, "—", "≥ 70"),
        (Decimal(70), True, "70", "约 70"),
    ),
)
def test_target_bar_cuts_so_that_the_figure_never_contradicts_the_sign(value, approximate, shown, goal):
    target = CityTargetFactory(value=Decimal("70.00"), is_approximate=approximate)
    found = tiles.target_bar(TargetRow(target, Reading(value, "说明")))
    assert (found["value_text"], found["target_text"], found["note"]) == (shown, goal, "说明")
    assert found["met"] is (None if value is None else value >= 70)
