"""The leaders' page: who may open it, which year it shows, what it says when there is nothing yet."""

import json
import re

import pytest
from django.urls import reverse

from assessment.services import decisions, rulesets, runs
from clusters.enums import Role
from tests.factories import (
    CategoryFactory,
    DistrictFactory,
    DutyFactory,
    ReportingYearFactory,
    UserFactory,
)
from tests.support.history import confirmed, municipal, proposal, report

pytestmark = pytest.mark.django_db

HERE = "/dashboard/"
READERS = {Role.REVIEWER, Role.APPROVER, Role.LEADER}


@pytest.fixture
def leader(client):
    client.force_login(UserFactory(leader=True))
    return client


def test_dashboard_asks_to_sign_in(client):
    assert client.get(HERE).headers["Location"] == f"{reverse('login')}?next={HERE}"


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("page", ("dashboard", "ranking"))
def test_dashboard_is_for_the_city_and_its_leaders(client, role, page):
    client.force_login(UserFactory(role=role))
    answer = client.get(reverse(f"assessment:{page}"))
    assert answer.status_code == (200 if role in READERS else 403)


@pytest.mark.parametrize("page", ("dashboard", "ranking"))
def test_page_is_read_and_nothing_else(leader, page):
    assert leader.post(reverse(f"assessment:{page}")).status_code == 405


# ---- Which year ------------------------------------------------------------------------------------------------------


@pytest.fixture
def years():
    for year in (2020, 2022, 2021):
        ReportingYearFactory(year=year)


@pytest.mark.parametrize("page", ("dashboard", "ranking"))
def test_newest_year_is_shown_until_another_is_asked_for(leader, years, page):
    address = reverse(f"assessment:{page}")
    assert leader.get(address).context["year"] == 2022
    assert leader.get(address, {"year": ""}).context["year"] == 2022
    assert leader.get(address, {"year": "2020"}).context["year"] == 2020
    assert leader.get(address).context["years"] == [2022, 2021, 2020]


@pytest.mark.parametrize("page", ("dashboard", "ranking"))
def test_newest_year_with_results_is_shown_before_one_that_is_being_filed(leader, notice, page):
    report(municipal(), 2020)
    runs.assess_now(2020, by=None)
    ReportingYearFactory(year=2021)
    answer = leader.get(reverse(f"assessment:{page}"))
    assert answer.context["year"] == 2020
    if page == "dashboard":
        assert "2021 年度结果尚不完整" in answer.content.decode()


@pytest.mark.parametrize("year", ("2019", "x", "²⁰²⁰", " 2020", "02020", "-1", "2020.0", "9" * 5000, "\x00", "2020'--"))
@pytest.mark.parametrize("page", ("dashboard", "ranking"))
def test_year_that_was_not_opened_is_refused(leader, years, page, year):
    assert leader.get(reverse(f"assessment:{page}"), {"year": year}).status_code == 400


@pytest.mark.parametrize(("page", "words"), (("dashboard", "尚未开启任何数据年度"), ("ranking", "尚未评分")))
def test_portal_without_a_year_says_so(leader, page, words):
    answer = leader.get(reverse(f"assessment:{page}"))
    assert answer.status_code == 200
    assert words in answer.content.decode()


# ---- What it says ----------------------------------------------------------------------------------------------------


def data(text: str, chart: str) -> dict:
    """What a chart of the page is told."""
    found = re.search(rf'<script id="{chart}-data" type="application/json">(.*?)</script>', text, re.S)
    return json.loads(found[1])


def test_opened_year_without_figures_says_what_is_missing(leader, notice):
    ReportingYearFactory(year=2021)
    text = leader.get(HERE).content.decode()
    for words in ("没有黄牌或摘牌", "尚无可比较的已核实数据", "尚无参加考核的集聚区", "尚无数据的目标"):
        assert words in text


def test_year_without_a_ruleset_shows_no_targets(leader):
    ReportingYearFactory(year=2030)
    assert "没有全市目标" in leader.get(HERE).content.decode()


def test_page_opens_on_the_last_complete_year_and_an_incomplete_one_says_so(leader, notice, approver):
    """(8.A7) An incomplete year says so across the page, and none of its targets is green or missed."""
    first, other = municipal(), municipal()
    for each in (first, other):
        report(each, 2020)
        confirmed(each, 2020, approver)
        report(each, 2021)
    confirmed(first, 2021, approver)
    assert leader.get(HERE).context["year"] == 2020
    assert "2020 年度结果尚不完整" not in leader.get(HERE).content.decode()
    answer = leader.get(HERE, {"year": "2021"})
    text = answer.content.decode()
    assert "2021 年度结果尚不完整" in text
    assert "参加考核 2 家</span>，待确认 1 家" in text
    assert {bar["words"] for bar in answer.context["targets"]} == {"尚不完整"}
    assert "已达到" not in text
    decisions.confirm(proposal(other, 2021), by=approver)
    answer = leader.get(HERE)
    assert answer.context["year"] == 2021
    assert "已达到" in answer.content.decode()


def test_dashboard_follows_a_rulebook_with_another_denominator_and_authority(leader, notice, approver):
    """(7.A2) Columns, scatter, averages, sources: nothing of the old rulebook is left on the page."""
    text = notice.text.replace('value = "floor_area"', 'value = "land_area"').replace(
        "青政字〔2020〕30号", "威政发〔2024〕7号"
    )
    rulesets.retire(notice, reason="换版", by=approver)
    rulesets.install(text, name="他市")
    cluster = municipal(name="环翠园")
    report(cluster, 2020, revenue="90000", leading_revenue="67500", tax="7000", floor_area="100000", land_area="200000")
    confirmed(cluster, 2020, approver)
    answer = leader.get(HERE, {"year": "2020"})
    page = answer.content.decode()
    assert "4,500.00" in page
    assert "9,000" not in page
    assert "占地面积口径" in page
    assert "建筑面积口径" not in page
    (point,) = data(page, "scatter")["points"]
    assert (point["x"], point["y"]) == ("4500", "350")
    assert "威政发〔2024〕7号" in page
    assert "青政字" not in page.replace("依据青政字", "")
    assert next(bar for bar in answer.context["targets"] if bar["label"] == "平均单位面积税收")["value"] == 350
    result = leader.get(reverse("assessment:result", args=[2020, cluster.code])).content.decode()
    for words in ("4,500", "占地面积", "威政发〔2024〕7号"):
        assert words in result
    assert "青政字" not in result


def test_dashboard_shows_cards_held_years_and_where_they_lie(leader, notice, approver):
    district = DistrictFactory(name="市北区")
    carded, held, passed = (municipal(name=name, district=district) for name in ("黄牌园", "待核园", "达标园"))
    report(carded, 2020, failing=True)
    confirmed(carded, 2020, approver)
    report(passed, 2020)
    DutyFactory(cluster=held, year=2020)
    runs.assess_now(2020, by=None)
    answer = leader.get(HERE, {"year": "2020"})
    text = answer.content.decode()
    assert [(entry["row"].cluster, entry["lines"]) for entry in answer.context["cards"]] == [
        (carded, ["单位面积营业收入"])
    ]
    assert [entry["row"].cluster for entry in answer.context["held"]] == [held]
    assert reverse("assessment:result", args=[2020, carded.code]) in text
    assert "9,000.00" in text
    (region,) = [region for region in data(text, "map")["regions"] if region["value"] != "0"]
    assert (region["name"], region["value"], region["note"]) == ("市北区", "3", "黄牌、摘牌 1 家")
    assert {point["name"]: point["note"] for point in data(text, "scatter")["points"]} == {
        "黄牌园": "黄牌",
        "达标园": "待确认",
    }
    assert [line["value"] for line in data(text, "scatter")["lines"]] == ["10000", "600"]


def test_average_on_the_page_is_that_of_the_verified_figures(leader, notice):
    for revenue in ("120000", "90001"):
        report(municipal(), 2020, revenue=revenue)
    text = leader.get(HERE, {"year": "2020"}).content.decode()
    assert "10,500.05" in text
    assert "2家合计数相除" in text


def test_names_are_text_wherever_they_stand(leader, notice, approver):
    hostile = "</script><img>&'\""
    cluster = municipal(name=hostile, category=CategoryFactory(name=hostile), district=DistrictFactory(name=hostile))
    report(cluster, 2020, failing=True)
    confirmed(cluster, 2020, approver)
    for page in ("dashboard", "ranking"):
        text = leader.get(reverse(f"assessment:{page}"), {"year": "2020"}).content.decode()
        assert hostile not in text
        assert "<img>" not in text
    text = leader.get(HERE, {"year": "2020"}).content.decode()
    assert [point["name"] for point in data(text, "scatter")["points"]] == [hostile]


@pytest.mark.parametrize("page", ("dashboard", "ranking"))
def test_answer_of_a_signed_in_person_is_not_cached(leader, page):
    assert leader.get(reverse(f"assessment:{page}")).headers["Cache-Control"] == "no-store, private"


@pytest.fixture(params=(1, 3))
def carded(request, notice, approver) -> int:
    """A few clusters of different districts and categories, each with a card."""
    for _ in range(request.param):
        each = municipal(category=CategoryFactory())
        report(each, 2020, failing=True)
        confirmed(each, 2020, approver)
    return request.param


@pytest.mark.parametrize(("page", "queries"), (("dashboard", 21), ("ranking", 9)))
def test_page_costs_the_same_for_any_number_of_clusters(leader, carded, page, queries, django_assert_num_queries):
    with django_assert_num_queries(queries):
        leader.get(reverse(f"assessment:{page}"), {"year": "2020"})
