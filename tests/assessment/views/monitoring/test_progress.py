"""报送进度: each number leads to its reports; a district sees its own line and nothing else."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from assessment.models import ReportingYear
from clusters.models import Event
from tests.factories import (
    ClusterFactory,
    DeadlineExceptionFactory,
    DistrictFactory,
    DutyFactory,
    SubmissionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
HERE = "/monitoring/"
DUTIES = "/monitoring/duties/"


def another(duty, **fields):
    return DutyFactory(cluster=ClusterFactory(municipal=True, district=duty.district), **fields)


@pytest.mark.parametrize("path", (HERE, DUTIES, "/monitoring/export/csv/"))
@pytest.mark.parametrize("role", ("statistics", "system_admin", "security_admin", "audit_admin"))
def test_pages_are_closed_to_roles_without_duties(opened, duty, path, role):
    assert opened(UserFactory(role=role)).get(path).status_code == 403


def test_city_sees_every_district_and_may_remind(city, duty):
    DutyFactory()
    page = city.get(HERE)
    assert [row.counts["total"] for row, _ in page.context["rows"]] == [1, 1]
    assert page.context["total"].counts["total"] == 2
    assert "催报" in page.content.decode()


def test_leader_sees_every_district_and_cannot_remind(leader, duty):
    page = leader.get(HERE)
    assert len(page.context["rows"]) == 1
    assert "催报" not in page.content.decode()


def test_district_sees_its_own_line_only(district, duty):
    foreign = DutyFactory(cluster__name="外区集聚区")
    DeadlineExceptionFactory(duty=foreign)
    page = district.get(HERE)
    assert [row.district for row, _ in page.context["rows"]] == [duty.district]
    assert page.context["chart"]["series"][0]["data"] == ["0"]
    words = page.content.decode()
    assert "外区集聚区" not in words
    assert str(foreign.district) not in words


def test_exceptions_name_grantor_and_reason(city, duty):
    row = DeadlineExceptionFactory(duty=duty, reason="台风停电")
    words = city.get(HERE).content.decode()
    assert "台风停电" in words
    assert row.granted_by.full_name in words


def test_district_reminded_today_is_marked(city, duty, officer):
    assert 'name="district"' in city.get(HERE).content.decode()
    city.post("/monitoring/remind/", {"year": "2021", "district": duty.district_id})
    words = city.get(HERE).content.decode()
    assert "已催报" in words
    assert 'name="district"' not in words


def test_number_leads_to_its_reports(city, duty):
    draft = SubmissionFactory(duty=another(duty)).duty
    page = city.get(DUTIES, {"standing": "draft", "district": duty.district_id})
    assert list(page.context["page_obj"]) == [draft]
    assert list(city.get(DUTIES).context["page_obj"]) == [duty, draft]


def test_duties_without_a_district_can_be_reached(city, duty):
    lost = DutyFactory(cluster=ClusterFactory(municipal=True, district=None))
    assert list(city.get(DUTIES, {"district": "none"}).context["page_obj"]) == [lost]
    assert city.get(HERE).status_code == 200


def test_foreign_and_unknown_districts_answer_alike(district, city, duty):
    foreign = DutyFactory().district
    answers = [district.get(DUTIES, {"district": code}) for code in (foreign.pk, "nowhere", "none")]
    assert [answer.status_code for answer in answers] == [404] * 3
    assert city.get(DUTIES, {"district": "nowhere"}).status_code == 404
    assert list(district.get(DUTIES).context["page_obj"]) == [duty]


def test_unknown_year_and_standing_are_refused(city, duty):
    assert city.get(HERE, {"year": "1999"}).status_code == 400
    assert city.get(DUTIES, {"standing": "x"}).status_code == 400


@pytest.mark.parametrize("path", (HERE, DUTIES))
def test_pages_before_the_first_year_say_so(city, path):
    assert city.get(path).status_code == 200
    assert city.get("/monitoring/export/csv/").status_code == 404


def test_csv_holds_the_table_and_leaves_a_line(city, duty):
    other = DistrictFactory(name="=1+1")
    DutyFactory(cluster=ClusterFactory(municipal=True, district=other))
    answer = city.get("/monitoring/export/csv/", {"year": "2021"})
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[:3] for row in rows] == [
        ["区市", "应报（家）", "未开始（家）"],
        [str(duty.district), "1", "1"],
        ["'=1+1", "1", "1"],
        ["合计", "2", "2"],
    ]
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    line = Event.objects.get(action="监测预警.导出")
    assert line.data == {"table": "报送进度", "rows": 3, "kind": "csv"}


def test_workbook_names_its_year_and_author(city, duty, reviewer):
    answer = city.get("/monitoring/export/xlsx/")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet["A1"].value == "2021年度数据报送进度"
    assert reviewer.full_name in str(sheet["A3"].value)
    assert city.get("/monitoring/export/pdf/").status_code == 404


def test_district_exports_its_own_line(district, duty):
    DutyFactory()
    rows = district.get("/monitoring/export/csv/").content.decode("utf-8-sig").splitlines()
    assert len(rows) == 2


def test_overdue_reports_stand_out(city, duty):
    ReportingYear.objects.update(deadline=timezone.now() - timedelta(days=3))
    page = city.get(HERE)
    assert page.context["total"].counts["overdue"] == 1
    assert "逾期未报 1 家" not in page.context["chart_title"]
    DutyFactory()
    assert "逾期未报 2 家" in city.get(HERE).context["chart_title"]


@pytest.mark.parametrize("path", (HERE, DUTIES))
def test_pages_cost_the_same_for_any_number_of_rows(city, duty, path, django_assert_max_num_queries):
    counts = []
    for _ in range(3):
        SubmissionFactory(duty=another(duty), submitted=True)
        DeadlineExceptionFactory(duty=DutyFactory())
        with django_assert_max_num_queries(14) as asked:
            assert city.get(path).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[-1]
