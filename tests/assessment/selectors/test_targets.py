"""The city's targets of the rulebook against the figures: exact, silent where nothing is known, never green too soon."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from assessment.rules.facts import Facts
from assessment.rules.ruleset import YearRules
from assessment.selectors import city, rulebook
from assessment.selectors.city import CityYear, ClusterYear
from assessment.selectors.targets import TargetRow, target_rows
from assessment.services import rulesets
from clusters.models import Cluster
from tests.factories import CategoryFactory, ClusterFactory, RecognitionFactory
from tests.support.history import municipal, report

pytestmark = pytest.mark.django_db

Figures = dict[str, str]


@pytest.fixture
def rules(notice) -> YearRules:
    found = rulebook.rules_of(2021)
    assert found is not None
    return found


def facts(year: int, figures: Figures, last: Figures | None = None) -> Facts:
    texts = [None if one is None else {code: Decimal(text) for code, text in one.items()} for one in (figures, last)]
    return Facts(year=year, values=texts[0] or {}, previous=texts[1])


def of(rules: YearRules, code: str, *figures: Figures, verdict: str = "passed", year: int = 2021) -> TargetRow:
    """The one target, read from these figures and the clusters with a title now."""
    rows = [ClusterYear(Cluster(), None, facts(year, one), verdict) for one in figures]
    return read(CityYear(year, rules, rows or [ClusterYear(Cluster(), None, facts(year, {}), verdict)], {}), code)


def read(found: CityYear, code: str) -> TargetRow:
    return next(row for row in target_rows(found, city.standing_clusters()) if row.target.code == code)


def test_every_target_of_the_rulebook_is_listed_in_its_order(rules):
    rows = target_rows(CityYear(2021, rules, [], {}), [])
    assert [row.target for row in rows] == list(rules.targets)
    assert len(rows) == 14
    read_from_the_register = {"provincial_clusters", "new_municipal_clusters"}
    assert {row.target.code for row in rows if row.reading.value is not None} == read_from_the_register
    assert all(row.reading.note for row in rows)


def test_year_without_a_ruleset_has_no_targets():
    assert target_rows(CityYear(2030, None, [], {}), []) == []


# ---- What the register counts ----------------------------------------------------------------------------------------


def test_upper_level_counts_the_titles_held_now(rules):
    for level in ("provincial", "national", "upper"):
        RecognitionFactory(level=level)
    RecognitionFactory(level="provincial", withdrawn=True)
    municipal()
    found = of(rules, "provincial_clusters")
    assert (found.reading.value, found.standing) == (3, "missed")


def test_new_municipal_clusters_are_those_recognised_since_the_plan_began(rules):
    for day in (date(2019, 12, 31), date(2020, 1, 1), date(2021, 12, 31), date(2022, 1, 1), None):
        RecognitionFactory(recognised_on=day)
    RecognitionFactory(level="provincial", recognised_on=date(2021, 1, 1))
    assert of(rules, "new_municipal_clusters").reading.value == 2


def test_producer_share_leaves_out_what_no_source_classifies(rules):
    for is_producer in (True, True, False, None):
        municipal(category=CategoryFactory(is_producer_service=is_producer))
    municipal(category=None)
    ClusterFactory(category=CategoryFactory(is_producer_service=False))
    found = of(rules, "producer_share")
    assert (found.reading.value, found.standing) == (Fraction(200, 3), "missed")
    assert found.reading.note == "2 / 3 家，另2家类别属性未载明"


# ---- What is measured ------------------------------------------------------------------------------------------------


def test_concentration_of_all_is_the_lowest_one(rules):
    rows = ({"leading_revenue": "11.62", "revenue": "16.6"}, {"leading_revenue": "9", "revenue": "10"})
    found = of(rules, "concentration_all", *rows)
    assert (found.reading.value, found.standing, found.reading.note) == (70, "met", "最低值；2 / 2 家达到")


def test_all_are_not_said_to_reach_a_line_while_one_has_no_figure(rules):
    """(7.A3) One below is enough to miss it; that all reach it needs the figures of all."""
    high, blank = {"leading_revenue": "9", "revenue": "10"}, {"revenue": "1"}
    found = of(rules, "concentration_all", high, blank)
    assert (found.standing, found.reading.note) == ("incomplete", "最低值；1 / 2 家达到，1家尚无数据")
    low = {"leading_revenue": "69.9999", "revenue": "100"}
    assert of(rules, "concentration_all", low, blank).standing == "missed"


def test_average_is_total_over_total_and_not_the_mean_of_ratios(rules):
    rows = ({"revenue": "100", "floor_area": "100"}, {"revenue": "100", "floor_area": "300"}, {"floor_area": "9"})
    found = of(rules, "average_revenue_per_m2", *rows)
    assert (found.reading.value, found.standing) == (5000, "missed")
    assert found.reading.note == "2家合计数相除，另1家尚无可用数据"


def test_average_reaches_its_target_from_the_number_itself_on(rules):
    """以上包括本数."""
    assert of(rules, "average_tax_per_m2", {"tax": "600", "floor_area": "10000"}).standing == "met"
    assert of(rules, "average_tax_per_m2", {"tax": "599.99", "floor_area": "10000"}).standing == "missed"


@pytest.mark.parametrize(
    ("code", "figure"), (("projects_per_cluster", "projects_100m"), ("platforms_per_cluster", "platforms"))
)
def test_what_each_cluster_owes_is_read_from_the_lowest(rules, code, figure):
    found = of(rules, code, {figure: "0"}, {figure: "5"}, {figure: "6"})
    assert (found.reading.value, found.standing, found.reading.note) == (0, "missed", "最低值；2 / 3 家达到")


def test_averages_follow_a_rulebook_with_another_denominator(notice, approver):
    """(7.A2) The same figures under land area: the dashboards' targets divide by it."""
    rulesets.retire(notice, reason="换版", by=approver)
    rulesets.install(notice.text.replace('value = "floor_area"', 'value = "land_area"'), name="占地面积")
    report(municipal(), 2021, revenue="100000", floor_area="100000", land_area="50000")
    found = read(city.load(2021), "average_revenue_per_m2")
    assert found.reading.value == 20000


# ---- What is new -----------------------------------------------------------------------------------------------------


def added(rules: YearRules, year: int, **stocks: list[str | None]) -> TargetRow:
    """The platforms that were built, of clusters whose stock at the end of 2019, 2020 and so on is given."""

    def at(past: int) -> list[Facts]:
        pairs = [(stock[past - 2019], stock[past - 2020]) for stock in stocks.values()]
        return [
            facts(past, {"platforms": now} if now else {}, {"platforms": last} if last else None) for now, last in pairs
        ]

    rows = [ClusterYear(Cluster(), None, one, "passed") for one in at(year)]
    return read(CityYear(year, rules, rows, {past: at(past) for past in range(2020, year)}), "public_platforms")


def test_stock_of_one_year_says_nothing_of_what_is_new(rules):
    """(7.A3) Thirty platforms at the year's end are not thirty new ones."""
    found = added(rules, 2020, a=[None, "30"], b=[None, "40"])
    assert (found.standing, found.reading.value) == ("unknown", None)
    assert found.reading.note == "没有2020年以来可与上年末比较的数据"


def test_new_platforms_are_what_the_years_added(rules):
    found = added(rules, 2021, a=["1", "10", "12"], b=["3", "12", "15"])
    assert (found.reading.value, found.standing) == (23, "met")
    assert found.reading.note == "2020、2021年度比上年末增加的合计"


def test_closed_platform_does_not_take_back_a_new_one(rules):
    assert added(rules, 2021, a=["5", "2", "4"], b=["3", "3", "3"]).reading.value == 2


def test_part_of_what_is_new_reaches_the_target_but_never_misses_it(rules):
    """(7.A3) What is known can only grow: enough is enough, too little tells nothing."""
    few = added(rules, 2021, a=[None, "10", "12"])
    assert (few.reading.value, few.standing) == (2, "incomplete")
    assert few.reading.note == "2021年度比上年末增加的合计；2020年度缺本年或上年数"
    assert added(rules, 2021, a=[None, "10", "40"]).standing == "met"


# ---- Nothing is reached before it is known ---------------------------------------------------------------------------


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
def test_target_without_a_figure_is_neither_met_nor_missed(rules, code):
    found = of(rules, code)
    assert (found.reading.value, found.standing) == (None, "unknown")
    assert found.reading.note


@pytest.mark.parametrize("verdict", ("hold", "proposed", "no_rule", ""))
def test_no_target_is_reached_in_a_year_whose_results_are_not_complete(rules, verdict):
    """(8.A7) Neither from the reports nor from the register."""
    for _ in range(15):
        RecognitionFactory(level="provincial")
    good = {"tax": "600", "floor_area": "1"}
    assert of(rules, "average_tax_per_m2", good, verdict=verdict).standing == "incomplete"
    assert of(rules, "provincial_clusters", good, verdict=verdict).standing == "incomplete"
    assert of(rules, "provincial_clusters", good, verdict="annulled").standing == "met"
