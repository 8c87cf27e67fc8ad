"""The sentence over each part of the leaders' page: true of the rows, also where they are few, equal or none."""

from assessment.selectors.targets import Reading, TargetRow
from assessment.views.dashboard import findings
from clusters.models import Category, District


def test_targets_are_counted_by_how_they_stand(rules):
    """(7.A3, 8.A7) What is not complete or not known is named, and never counted as reached."""
    standings = ("met", "missed", "missed", "incomplete", "unknown")
    rows = [TargetRow(rules.targets[0], Reading(None), each) for each in standings]
    assert findings.of_targets(rows) == "5 项目标中，1 项已达到，2 项未达到，1 项尚不完整，1 项尚无数据"
    assert findings.of_targets(rows[:1]) == "1 项目标中，1 项已达到"
    assert findings.of_targets([]) == ""


# ---- Districts -------------------------------------------------------------------------------------------------------


def test_districts_say_where_most_are_and_where_most_failed(row, zone):
    rows = [row(), row(), row("delisting", district=zone), row("not_assessed", district=zone), row(district=None)]
    # (8.D32) One name for one district, on the map, in charts and in sentences.
    assert findings.of_districts(rows) == "参加考核以市北区最多（2 家），黄牌、摘牌以黄岛区（西海岸新区）最多（1 家）"


def test_districts_that_share_the_place_are_all_named_unless_they_are_many(row, zone):
    assert (
        findings.of_districts([row(), row(district=zone)])
        == "参加考核以市北区、黄岛区（西海岸新区）最多（各 1 家），均无黄牌、摘牌"
    )
    many = [row("yellow_card", district=District(code=str(n), name=f"区{n}")) for n in range(4)]
    assert findings.of_districts(many) == "参加考核最多的 4 个各 1 家，黄牌、摘牌最多的 4 个各 1 家"


def test_year_without_an_assessed_cluster_claims_nothing(row):
    assert findings.of_districts([row("not_assessed")]) == "各区市参加考核的集聚区"
    assert findings.of_categories([row("not_assessed")]) == "各类别考核结论"


# ---- Lines -----------------------------------------------------------------------------------------------------------


def test_lines_are_compared_exactly(row, lines):
    on_both = row(revenue="10000", tax="600", floor_area="10000")
    under_by_a_cent = row(revenue="9999.99", tax="600", floor_area="10000")
    under_both = row(revenue="1", tax="1", floor_area="10000")
    rows = [on_both, under_by_a_cent, under_both, row(revenue="1")]
    assert findings.of_scatter(rows, lines) == "3 家中 1 家单位面积营业收入、单位面积税收均达到标准，1 家两项均未达到"
    assert findings.of_scatter([on_both], lines) == "1 家中 1 家单位面积营业收入、单位面积税收均达到标准"


def test_without_lines_or_figures_nothing_is_claimed(row, lines):
    known = row(revenue="1", tax="1", floor_area="1")
    assert findings.of_scatter([known], []) == "单位面积标准"
    assert findings.of_scatter([known], lines[1:]) == "单位面积税收"
    assert findings.of_scatter([row()], lines) == "单位面积营业收入、单位面积税收"


# ---- Categories ------------------------------------------------------------------------------------------------------


def test_categories_say_how_many_have_failures_and_which_has_most(row, software):
    rows = [row("yellow_card"), row("delisting"), row("escalation", category=software), row(category=None)]
    assert findings.of_categories(rows) == "3 个类别中 2 个有黄牌、摘牌，以金融最多（2 家）"


def test_categories_without_failures_say_so(row):
    other = Category(code="other", name="其他类", order=9)
    assert findings.of_categories([row(), row("hold", category=other)]) == "2 个类别均无黄牌、摘牌"
