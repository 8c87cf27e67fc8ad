"""What the charts are told: exact digits, everybody counted once, nothing that contradicts a verdict."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.urls import reverse

from assessment.views.dashboard import charts
from tests.assessment.views.dashboard.conftest import VERDICTS

# ---- Map -------------------------------------------------------------------------------------------------------------


def test_map_counts_by_district_and_names_every_district(row, everybody, north, zone):
    rows = [*everybody, row("delisting", district=zone), row(district=None)]
    first, second = charts.district_map(rows, [north, zone])["regions"]
    assert (first["name"], first["value"], first["note"]) == ("市北区", "9", "黄牌、摘牌 3 家")
    assert (second["name"], second["value"], second["note"]) == ("黄岛区（西海岸新区）", "1", "黄牌、摘牌 1 家")
    assert second["place"] == "黄岛区"
    assert first["href"] == f"{reverse('assessment:register')}?district=370203"


def test_map_of_a_year_without_clusters_still_shows_the_districts(north):
    assert [region["value"] for region in charts.district_map([], [north])["regions"]] == ["0"]


# ---- Scatter ---------------------------------------------------------------------------------------------------------


def test_scatter_places_clusters_by_exact_digits(row, lines):
    (point,) = charts.scatter([row("yellow_card", revenue="1", tax="0.02", floor_area="3")], lines)["points"]
    assert (point["x"], point["y"]) == ("3333.33", "66.66")
    assert (point["tone"], point["note"]) == ("card", "黄牌")
    assert point["href"] == reverse("assessment:register-cluster", args=["QJ-yellow_card"])


@pytest.mark.parametrize("verdict", VERDICTS)
def test_scatter_has_a_word_for_every_verdict(row, lines, verdict):
    (point,) = charts.scatter([row(verdict, revenue="1", tax="1", floor_area="1")], lines)["points"]
    assert point["note"]
    assert point["tone"] in ("pass", "card", "exit", "hold", "context")


def test_scatter_leaves_out_who_has_no_figures_and_is_left_out_itself_without_any(row, lines):
    rows = [row(), row(revenue="1", floor_area="1"), row(revenue="1", tax="1")]
    assert charts.scatter(rows, lines) is None
    assert charts.scatter([], lines) is None
    assert len(charts.scatter([*rows, row(revenue="1", tax="1", floor_area="1")], lines)["points"]) == 1


def test_scatter_draws_the_lines_of_the_ruleset_and_is_left_out_without_two(row, lines):
    rows = [row(revenue="1", tax="1", floor_area="1")]
    drawn = charts.scatter(rows, [lines[0], replace(lines[1], line=Decimal("600.5"))])
    assert [(line["axis"], line["value"], line["label"]) for line in drawn["lines"]] == [
        ("x", "10000", "标准 10,000"),
        ("y", "600.5", "标准 600.5"),
    ]
    assert (drawn["x"], drawn["y"]) == (
        {"label": "单位面积营业收入", "unit": "元/平方米"},
        {"label": "单位面积税收", "unit": "元/平方米"},
    )
    assert charts.scatter(rows, lines[:1]) is None


def test_scatter_has_a_legend_of_the_verdicts_it_shows(row, lines):
    rows = [row(verdict, revenue="1", tax="1", floor_area="1") for verdict in ("proposed", "", "delisting")]
    assert charts.scatter(rows, lines)["groups"] == [
        {"tone": "exit", "name": "摘牌"},
        {"tone": "context", "name": "尚无结论"},
    ]


# ---- Categories ------------------------------------------------------------------------------------------------------


def test_categories_stand_in_their_order_with_everybody_in_one_bar(row, everybody, software):
    found = charts.by_category([*everybody, row(category=software), row("hold", category=None)])
    assert found["categories"] == ["软件", "金融", "类别未载明"]
    assert {series["name"]: series["data"] for series in found["series"]} == {
        "达标": ["1", "1", "0"],
        "黄牌": ["0", "2", "0"],
        "摘牌": ["0", "1", "0"],
        "尚无结论": ["0", "5", "1"],
    }


def test_categories_without_an_assessed_cluster_are_left_out(row):
    assert charts.by_category([]) is None
    assert charts.by_category([row("not_assessed")]) is None
