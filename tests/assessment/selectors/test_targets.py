"""The city's targets against the figures: exact, on the basis they name, silent where nothing is known."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from assessment.models import CityTarget
from assessment.selectors import city
from assessment.selectors.city import ClusterYear
from assessment.selectors.targets import City, Reading, TargetRow, target_rows
from assessment.services import reference
from clusters.models import Cluster
from tests.factories import CategoryFactory, CityTargetFactory, ClusterFactory, RecognitionFactory
from tests.support.history import municipal

pytestmark = pytest.mark.django_db


def years_rows(*rows: dict[str, str]) -> list[ClusterYear]:
    return [ClusterYear(Cluster(), None, {code: Decimal(text) for code, text in row.items()}, "") for row in rows]


def read(code: str, *rows: dict[str, str], value: str = "15", year: int = 2021) -> TargetRow:
    """The one target, read from these figures and the clusters with a title now."""
    CityTargetFactory(code=code, value=Decimal(value))
    (found,) = target_rows(City(year, years_rows(*rows), city.standing_clusters()))
    return found


def test_every_target_of_the_notice_is_listed_in_its_order():
    reference.load_indicators()
    rows = target_rows(City(2021, [], []))
    assert [row.target for row in rows] == list(CityTarget.objects.order_by("order"))
    assert len(rows) == 14
    read_from_the_register = {"provincial_clusters", "new_municipal_clusters"}
    assert {row.target.code for row in rows if row.reading.value is not None} == read_from_the_register
    assert all(row.reading.note for row in rows)


@pytest.mark.parametrize(("value", "met"), ((Fraction(15), True), (Fraction(1499, 100), False), (None, None)))
def test_target_is_met_from_the_number_itself_on(value, met):
    """以上包括本数."""
    assert TargetRow(CityTargetFactory(value=Decimal("15.00")), Reading(value)).met is met


def test_upper_level_counts_the_titles_held_now():
    for level in ("provincial", "national", "upper"):
        RecognitionFactory(level=level)
    RecognitionFactory(level="provincial", withdrawn=True)
    municipal()
    assert read("provincial_clusters").reading.value == 3


def test_new_municipal_clusters_are_those_recognised_since_the_plan_began():
    for day in (date(2019, 12, 31), date(2020, 1, 1), date(2021, 12, 31), date(2022, 1, 1), None):
        RecognitionFactory(recognised_on=day)
    RecognitionFactory(level="provincial", recognised_on=date(2021, 1, 1))
    assert read("new_municipal_clusters").reading.value == 2


def test_producer_share_leaves_out_what_no_source_classifies():
    for is_producer in (True, True, False, None):
        municipal(category=CategoryFactory(is_producer_service=is_producer))
    municipal(category=None)
    ClusterFactory(category=CategoryFactory(is_producer_service=False))
    found = read("producer_share", value="66")
    assert (found.reading.value, found.met) == (Fraction(200, 3), True)
    assert found.reading.note == "2 / 3 家，另2家类别属性未载明"


def test_concentration_of_all_is_the_lowest_one():
    rows = (
        {"leading_revenue": "11.62", "revenue": "16.6"},
        {"leading_revenue": "9", "revenue": "10"},
        {"revenue": "1"},
    )
    found = read("concentration_all", *rows, value="70")
    assert (found.reading.value, found.met, found.reading.note) == (70, True, "最低值；2 / 2 家达到")


def test_concentration_just_below_the_line_is_not_met():
    found = read("concentration_all", {"leading_revenue": "69.9999", "revenue": "100"}, value="70")
    assert (found.met, found.reading.note) == (False, "最低值；0 / 1 家达到")


def test_average_is_total_over_total_and_not_the_mean_of_ratios():
    rows = ({"revenue": "100", "floor_area": "100"}, {"revenue": "100", "floor_area": "300"})
    found = read("average_revenue_per_m2", *rows, {"revenue": "5"}, {"floor_area": "9"}, value="5000")
    assert (found.reading.value, found.met, found.reading.note) == (5000, True, "2家合计数相除")


def test_average_tax_reads_the_tax():
    assert read("average_tax_per_m2", {"tax": "1", "floor_area": "3"}).reading.value == Fraction(10000, 3)


def test_platforms_are_added_up_and_a_zero_counts_as_reported():
    found = read("public_platforms", {"platforms": "3"}, {"platforms": "0"}, {})
    assert (found.reading.value, found.reading.note) == (3, "2家填报合计")


@pytest.mark.parametrize(
    ("code", "figure"), (("projects_per_cluster", "projects_100m"), ("platforms_per_cluster", "platforms"))
)
def test_what_each_cluster_owes_is_read_from_the_lowest(code, figure):
    found = read(code, {figure: "4"}, {figure: "5"}, {figure: "6"}, {}, value="5")
    assert (found.reading.value, found.met, found.reading.note) == (4, False, "最低值；2 / 3 家达到")


@pytest.mark.parametrize(
    "code",
    (
        "producer_share",
        "concentration_all",
        "average_tax_per_m2",
        "public_platforms",
        "projects_per_cluster",
        "service_brands",
    ),
)
def test_target_without_a_figure_is_neither_met_nor_missed(code):
    found = read(code)
    assert (found.reading.value, found.met) == (None, None)
    assert found.reading.note
