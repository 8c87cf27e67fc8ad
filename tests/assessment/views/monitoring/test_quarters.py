"""季度数据: the district fills in a quarter, strictly read, all clusters or none; the city only reads."""

from decimal import Decimal

import pytest

from assessment.models import QuarterFigure, QuarterlyIndicator, ReportingYear
from assessment.services import quarters, reference
from tests.factories import ClusterFactory, DutyFactory, UserFactory

pytestmark = pytest.mark.django_db
HERE = "/monitoring/quarters/"
ASK = "/monitoring/quarters/ask/"


@pytest.fixture
def asking(approver, duty):
    reference.load_indicators()
    quarters.ask(2021, ("revenue", "tax", "jobs"), by=approver)


def typed(duty, revision=0, **values):
    return {f"revision_{duty.pk}": str(revision)} | {f"value_{duty.pk}_{code}": text for code, text in values.items()}


def another(duty):
    return DutyFactory(cluster=ClusterFactory(municipal=True, district=duty.district))


def test_district_fills_in_a_quarter(district, duty, officer, asking):
    answer = district.post(f"{HERE}?quarter=2", typed(duty, revenue="1,234.50", tax="-3", jobs=""), follow=True)
    assert answer.status_code == 200
    row = QuarterFigure.objects.get()
    assert (row.quarter, row.revision, row.saved_by) == (2, 1, officer)
    assert row.values == {"revenue": "1234.50", "tax": "-3", "jobs": None}
    assert "第二季度数据已保存（1 家有变动）" in answer.content.decode()


def test_saving_again_adds_a_version_only_where_something_changed(district, duty, asking):
    second = another(duty)
    district.post(HERE, typed(duty, revenue="1") | typed(second, revenue="2"))
    district.post(HERE, typed(duty, 1, revenue="1") | typed(second, 1, revenue="3"))
    assert sorted(QuarterFigure.objects.values_list("duty", "revision")) == [
        (duty.pk, 1),
        (second.pk, 1),
        (second.pk, 2),
    ]
    answer = district.post(HERE, typed(duty, 1, revenue="1") | typed(second, 2, revenue="3"), follow=True)
    assert "没有变动" in answer.content.decode()


@pytest.mark.parametrize(
    ("code", "text"), (("revenue", "12万"), ("revenue", "1e5"), ("jobs", "3.5"), ("revenue", "-1"))
)
def test_unreadable_figure_stores_nothing_of_any_cluster(district, duty, asking, code, text):
    second = another(duty)
    answer = district.post(HERE, typed(duty, **{code: text}) | typed(second, revenue="5"))
    assert answer.status_code == 422
    assert text in answer.content.decode()
    assert duty.cluster.name in answer.content.decode()
    assert not QuarterFigure.objects.exists()


def test_stale_page_keeps_what_was_typed_beside_what_is_stored(district, duty, officer, asking):
    district.post(HERE, typed(duty, revenue="100"))
    answer = district.post(HERE, typed(duty, 0, revenue="90"))
    assert answer.status_code == 409
    words = answer.content.decode()
    assert "另行保存" in words
    assert f"现存 100（{officer.full_name}）" in words
    form = answer.context["form"]
    assert form[f"value_{duty.pk}_revenue"].value() == "90"
    assert form[f"revision_{duty.pk}"].value() == "1"
    district.post(HERE, typed(duty, 1, revenue="90"))
    assert QuarterFigure.objects.latest("revision").values["revenue"] == "90"


def test_page_without_its_revisions_is_refused(district, duty, asking):
    answer = district.post(HERE, {f"value_{duty.pk}_revenue": "5"})
    assert answer.status_code == 422
    assert "重新载入" in answer.content.decode()


def test_foreign_figures_in_the_post_are_not_stored(district, duty, asking):
    foreign = DutyFactory()
    district.post(HERE, typed(duty, revenue="5") | typed(foreign, revenue="6"))
    assert QuarterFigure.objects.get().duty == duty


def test_city_and_leader_read_and_cannot_write(city, leader, district, duty, asking):
    district.post(f"{HERE}?quarter=1", typed(duty, revenue="1234.5"))
    for client in (city, leader):
        page = client.get(HERE, {"quarter": "1"})
        assert "1,234.50" in page.content.decode()
        assert page.context["form"] is None
        assert client.post(HERE, typed(duty, 1, revenue="5")).status_code == 403
    assert QuarterFigure.objects.count() == 1


def test_falling_cumulative_figure_is_hinted_at(district, duty, asking):
    district.post(f"{HERE}?quarter=1", typed(duty, revenue="100", jobs="10"))
    district.post(f"{HERE}?quarter=2", typed(duty, revenue="90", jobs="5"))
    assert district.get(HERE, {"quarter": "2"}).content.decode().count("小于上季度累计数") == 1


def test_last_year_stands_beside_the_quarter(district, duty, asking):
    before = DutyFactory(cluster=duty.cluster, year=2020)
    QuarterFigure.objects.create(duty=before, quarter=1, revision=1, values={"revenue": "77.7"})
    (row,) = district.get(HERE, {"year": "2021", "quarter": "1"}).context["sections"][0]["rows"]
    assert (row["past"], row["last_year"]) == ([(2020, Decimal("77.7"))], None)


def test_same_quarter_of_several_years_stands_beside_with_the_change(district, duty, asking):
    """(8.D28) 同期 is the same quarter, not another of last year; a year without figures has no column."""
    duties = {2021: duty, **{year: DutyFactory(cluster=duty.cluster, year=year) for year in (2018, 2020)}}
    for year, quarter, revenue in ((2020, 1, "80"), (2020, 2, "999"), (2018, 1, "60"), (2021, 1, "100")):
        QuarterFigure.objects.create(duty=duties[year], quarter=quarter, revision=1, values={"revenue": revenue})
    page = district.get(HERE, {"year": "2021", "quarter": "1"})
    (found,) = page.context["sections"][0]["rows"]
    assert found["past"] == [(2020, Decimal(80)), (2018, Decimal(60))]
    text = page.content.decode()
    assert "比上年增长 25.0 %" in text
    assert "2018 年同期" in text
    assert "2019 年同期" not in text
    assert "999" not in text


def test_quarter_ahead_and_closed_year_take_no_figures(district, duty, asking, approver):
    ahead = DutyFactory(cluster=duty.cluster, year=2199)
    quarters.ask(2199, ("revenue",), by=approver)
    page = district.get(HERE, {"year": "2199"})
    assert "本季度尚未结束" in page.content.decode()
    assert page.context["form"] is None
    assert district.post(f"{HERE}?year=2199", typed(ahead, revenue="5")).status_code == 409
    ReportingYear.objects.filter(pk=2021).update(state="closed")
    assert "本年度报送已截止" in district.get(HERE, {"year": "2021"}).content.decode()
    assert district.post(f"{HERE}?year=2021", typed(duty, revenue="5")).status_code == 409
    assert not QuarterFigure.objects.exists()


def test_year_that_asks_for_nothing_says_so(district, city, opened, approver, duty):
    reference.load_indicators()
    assert "本年度未要求季度数据" in district.get(HERE).content.decode()
    assert "要求按季度报送" not in city.get(HERE).content.decode()
    assert "要求按季度报送" in opened(approver).get(HERE).content.decode()


@pytest.mark.parametrize("query", ({"quarter": "5"}, {"quarter": "x"}, {"quarter": "²"}, {"year": "1999"}))
def test_strange_quarters_and_years_are_refused(district, duty, asking, query):
    assert district.get(HERE, query).status_code == 400


def test_foreign_district_is_not_found(district, duty, asking):
    assert district.get(HERE, {"district": DutyFactory().district_id}).status_code == 404


def test_approver_decides_what_is_asked_for(opened, approver, duty):
    reference.load_indicators()
    client = opened(approver)
    answer = client.post(ASK, {"year": "2021", "code": ["revenue", "tax"]}, follow=True)
    assert "2021年度按季度报送：营业收入、税收" in answer.content.decode()
    assert QuarterlyIndicator.objects.count() == 2
    assert "不再要求" in client.post(ASK, {"year": "2021"}, follow=True).content.decode()
    assert "不能按季度报送" in client.post(ASK, {"year": "2021", "code": ["floor_area"]}, follow=True).content.decode()
    assert not QuarterlyIndicator.objects.exists()
    assert [client.post(ASK, {"year": year}).status_code for year in ("", "x", "1999", "99999")] == [404] * 4


@pytest.mark.parametrize("person", ("city", "district", "leader"))
def test_others_do_not_decide_what_is_asked_for(request, person, duty):
    assert request.getfixturevalue(person).post(ASK, {"year": "2021"}).status_code == 403


@pytest.mark.parametrize("role", ("statistics", "system_admin", "security_admin", "audit_admin"))
def test_page_is_closed_to_roles_without_duties(opened, duty, role):
    assert opened(UserFactory(role=role)).get(HERE).status_code == 403


def test_portal_without_years_says_so(city):
    assert "尚未开启任何数据年度" in city.get(HERE).content.decode()
    assert city.post(HERE).status_code == 404


def test_page_costs_the_same_for_any_number_of_clusters(district, duty, asking, django_assert_max_num_queries):
    counts = []
    for _ in range(3):
        another(duty)
        with django_assert_max_num_queries(18) as asked:
            assert district.get(HERE).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[-1]
