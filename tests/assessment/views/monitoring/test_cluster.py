"""The outlook of one cluster: projection with method and range, lines with amounts; foreign ones are not found."""

import pytest

from assessment.models import QuarterFigure
from assessment.services import quarters, reference
from tests.factories import ClusterFactory, DutyFactory, SubmissionFactory, UserFactory, figures
from tests.support.history import confirmed, municipal, report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]


def path(duty):
    return f"/monitoring/clusters/{duty.year}/{duty.cluster.code}/"


@pytest.fixture
def projected(approver):
    """A cluster with half a year's figures, heading below the revenue line."""
    reference.load_indicators()
    cluster = municipal()
    report(cluster, 2020)
    duty = DutyFactory(cluster=cluster)
    quarters.ask(2021, ("revenue", "leading_revenue", "tax", "jobs"), by=approver)
    values = {"revenue": "45000", "leading_revenue": "40000", "tax": "4000", "jobs": "300"}
    QuarterFigure.objects.create(duty=duty, quarter=2, revision=1, values=values)
    return duty


def test_projection_shows_value_range_and_method(leader, projected):
    page = leader.get(path(projected))
    words = page.content.decode()
    assert "截至第二季度累计 45,000 万元；没有往年同期数，按时间进度（×4÷2）推算全年 90,000 万元" in words
    lines = {span.line.label: span for span in page.context["look"].spans}
    assert (lines["单位面积营业收入"].line.display, lines["单位面积营业收入"].line.state) == ("9,000.00", "fail")
    assert "7,920.00 至 10,080.00" in words
    assert (lines["产业集聚度"].line.display, lines["产业集聚度"].line.state) == ("88.88", "pass")
    assert "88.88 至" not in words
    assert "区间两端：不达标、达标" in words
    assert "建筑面积：没有季度数，沿用2020年度已核实的 100,000 平方米" in words
    assert "占地面积" not in words


def test_chart_says_what_the_year_must_bring(leader, projected):
    charts = {one.code: data for one, data in leader.get(path(projected)).context["charts"]}
    assert set(charts) == {"revenue", "leading_revenue", "tax"}
    revenue = charts["revenue"]
    assert revenue["categories"] == ["第一季度", "第二季度", "第三季度", "全年"]
    assert [series["data"] for series in revenue["series"]] == [
        [None, "45000", None, None],
        [None, None, None, "90000"],
        [None, None, None, "120000"],
    ]
    assert revenue["lines"] == [{"value": "100000", "label": "达标线"}]


def test_filed_figures_are_shown_without_a_range(leader):
    duty = SubmissionFactory(duty=DutyFactory(cluster=municipal()), values=figures(tax="5900"), submitted=True).duty
    page = leader.get(path(duty))
    assert [span.low.display == span.high.display for span in page.context["look"].spans] == [True] * 3
    assert "区间" not in page.content.decode()
    assert "税收差 100 万元" in page.content.decode()


def test_decided_year_says_so(leader, approver):
    cluster = municipal()
    report(cluster, 2021)
    confirmed(cluster, 2021, approver)
    assert "本年度已作出决定" in leader.get(path(cluster.duties.get())).content.decode()


def test_cluster_without_figures_says_that_nothing_can_be_said(leader):
    assert "尚无已提交的年度数据或季度数据" in leader.get(path(DutyFactory())).content.decode()
    reserve = DutyFactory(cluster=ClusterFactory(reserve=True), is_judged=False)
    assert "不参加考核" in leader.get(path(reserve)).content.decode()


def test_draft_of_a_district_is_shown_to_nobody(leader, city):
    duty = SubmissionFactory(duty=DutyFactory(cluster=municipal()), values=figures(tax="1234.56")).duty
    for client in (leader, city):
        assert "1,234.56" not in client.get(path(duty)).content.decode()


def test_foreign_missing_and_impossible_clusters_answer_alike(opened, duty):
    own, foreign = opened(UserFactory(district=duty.district)), DutyFactory()
    assert own.get(path(duty)).status_code == 200
    for address in (path(foreign), "/monitoring/clusters/2021/none/", "/monitoring/clusters/99999999/x/"):
        assert own.get(address).status_code == 404


def test_links_lead_where_the_reader_may_go(leader, city, duty):
    assert "年度报表" not in leader.get(path(duty)).content.decode()
    assert "年度报表" in city.get(path(duty)).content.decode()
