"""What the charts are told: exact digits, everybody counted once, nothing that contradicts a verdict."""

from decimal import Decimal

import pytest
from django.urls import reverse

from assessment.selectors.city import ClusterYear
from assessment.selectors.targets import Reading, TargetRow
from assessment.views.dashboard import charts
from clusters.models import Category, Cluster, District
from tests.factories import CityTargetFactory

FINANCE = Category(code="finance", name="金融", order=2)
SOFTWARE = Category(code="software", name="软件", order=1)
NORTH = District(code="370203", name="市北区", order=1)
ZONE = District(code="370211", name="黄岛区（青岛西海岸新区）", order=2)
LINES = {"revenue": Decimal(10000), "tax": Decimal("600.5")}
VERDICTS = (
    "passed",
    "yellow_card",
    "escalation",
    "delisting",
    "hold",
    "no_rule",
    "proposed",
    "annulled",
    "",
    "not_assessed",
)


def row(verdict: str = "passed", category: Category | None = FINANCE, district: District | None = NORTH, **values: str):
    cluster = Cluster(code=f"QJ-{verdict}", name=f"园{verdict}", category=category)
    return ClusterYear(cluster, district, {code: Decimal(text) for code, text in values.items()}, verdict)


EVERYBODY = [row(verdict) for verdict in VERDICTS]


def counted(rows: list[ClusterYear]) -> dict[str, str]:
    return {tile["label"]: tile["value"] for tile in charts.tiles(rows)}


def test_tiles_count_every_assessed_cluster_once():
    found = counted(EVERYBODY)
    assert (found["参加考核"], found["达标"], found["黄牌警告"], found["摘牌"], found["尚无结论"]) == (
        "9",
        "1",
        "2",
        "1",
        "5",
    )


def test_tiles_of_a_year_without_clusters_are_zeros():
    assert set(counted([]).values()) == {"0"}


def test_totals_are_exact_and_in_hundreds_of_millions():
    found = counted([row(revenue="10000", tax="0.01"), row(revenue="2345.67")])
    assert (found["营业收入合计"], found["税收合计"]) == ("1.23", "0")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("value", "approximate", "shown", "goal", "words"),
    (
        (Decimal("69.995"), False, "69.99", "≥ 70", ""),
        (None, False, "—", "≥ 70", "暂无数据"),
        (Decimal(70), True, "70", "约70", ""),
    ),
)
def test_target_bar_cuts_so_that_the_figure_never_contradicts_the_sign(value, approximate, shown, goal, words):
    target = CityTargetFactory(value=Decimal("70.00"), is_approximate=approximate)
    found = charts.target_bar(TargetRow(target, Reading(value, "说明")))
    assert (found["value_text"], found["target_text"], found["words"], found["note"]) == (shown, goal, words, "说明")
    assert found["met"] is (None if value is None else value >= 70)


# ---- Map -------------------------------------------------------------------------------------------------------------


def test_map_counts_by_district_and_names_every_district():
    rows = [*EVERYBODY, row("delisting", district=ZONE), row(district=None)]
    north, zone = charts.district_map(rows, [NORTH, ZONE])["regions"]
    assert (north["name"], north["value"], north["note"]) == ("市北区", "9", "黄牌、摘牌 3 家")
    assert (zone["name"], zone["value"], zone["note"]) == ("黄岛区", "1", "黄牌、摘牌 1 家")
    assert north["href"] == f"{reverse('assessment:register')}?district=370203"


def test_map_of_a_year_without_clusters_still_shows_the_districts():
    assert [region["value"] for region in charts.district_map([], [NORTH])["regions"]] == ["0"]


# ---- Scatter ---------------------------------------------------------------------------------------------------------


def test_scatter_places_clusters_by_exact_digits():
    (point,) = charts.scatter([row("yellow_card", revenue="1", tax="0.02", floor_area="3")], LINES)["points"]
    assert (point["x"], point["y"]) == ("3333.33", "66.66")
    assert (point["tone"], point["note"]) == ("card", "黄牌")
    assert point["href"] == reverse("assessment:register-cluster", args=["QJ-yellow_card"])


@pytest.mark.parametrize("verdict", VERDICTS)
def test_scatter_has_a_word_for_every_verdict(verdict):
    (point,) = charts.scatter([row(verdict, revenue="1", tax="1", floor_area="1")], LINES)["points"]
    assert point["note"]
    assert point["tone"] in ("pass", "card", "exit", "hold", "context")


def test_scatter_leaves_out_who_has_no_figures_and_is_left_out_itself_without_any():
    rows = [row(), row(revenue="1", floor_area="1"), row(revenue="1", tax="1")]
    assert charts.scatter(rows, LINES) is None
    assert charts.scatter([], LINES) is None
    assert len(charts.scatter([*rows, row(revenue="1", tax="1", floor_area="1")], LINES)["points"]) == 1


def test_scatter_draws_the_lines_of_the_ruleset_and_none_where_it_has_none():
    rows = [row(revenue="1", tax="1", floor_area="1")]
    assert [(line["axis"], line["value"]) for line in charts.scatter(rows, LINES)["lines"]] == [
        ("x", "10000"),
        ("y", "600.5"),
    ]
    assert charts.scatter(rows, {})["lines"] == []


# ---- Categories ------------------------------------------------------------------------------------------------------


def test_categories_stand_in_their_order_with_everybody_in_one_bar():
    found = charts.by_category([*EVERYBODY, row(category=SOFTWARE), row("hold", category=None)])
    assert found["categories"] == ["软件", "金融", "类别未载明"]
    assert {series["name"]: series["data"] for series in found["series"]} == {
        "达标": ["1", "1", "0"],
        "黄牌、摘牌": ["0", "3", "0"],
        "尚无结论": ["0", "5", "1"],
    }


def test_categories_without_an_assessed_cluster_are_left_out():
    assert charts.by_category([]) is None
    assert charts.by_category([row("not_assessed")]) is None
