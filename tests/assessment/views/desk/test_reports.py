"""年度报送: every report of the chosen year with its state, and nothing of another district."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import ClusterFactory, DutyFactory, SubmissionFactory, UserFactory

pytestmark = pytest.mark.django_db

HERE = "/desk/reports/"


def another(duty, **changes):
    return DutyFactory(cluster=ClusterFactory(municipal=True, district=duty.district), **changes)


def test_list_asks_to_sign_in(client):
    assert client.get(HERE).status_code == 302


@pytest.mark.parametrize("role", ("leader", "statistics", "system_admin", "security_admin", "audit_admin"))
def test_list_is_closed_to_other_roles(client, role):
    client.force_login(UserFactory(role=role))
    assert client.get(HERE).status_code == 403


def test_list_shows_the_newest_year_and_another_on_request(desk, duty):
    older = another(duty, year=2020)
    assert [row["duty"] for row in desk.get(HERE).context["rows"]] == [duty]
    assert [row["duty"] for row in desk.get(HERE, {"year": "2020"}).context["rows"]] == [older]


@pytest.mark.parametrize("year", ("1999", "x", "²", "2021'", "-1"))
def test_list_refuses_a_year_that_was_not_opened(desk, duty, year):
    assert desk.get(HERE, {"year": year}).status_code == 400


@pytest.mark.parametrize("page", ("0", "99", "x", "9" * 30))
def test_list_answers_any_page_number(desk, duty, page):
    assert desk.get(HERE, {"page": page}).status_code == 200


def test_list_says_what_can_be_done_with_each_report(desk, duty):
    SubmissionFactory(duty=another(duty), returned=True)
    SubmissionFactory(duty=another(duty), submitted=True)
    verbs = {row["state"]: row["verb"] for row in desk.get(HERE).context["rows"]}
    assert verbs == {"": "填报", "returned": "修改", "submitted": "查看"}


def test_list_marks_what_was_not_filed_in_time(desk, duty):
    duty.reporting_year.deadline = timezone.now() - timedelta(days=1)
    duty.reporting_year.save()
    SubmissionFactory(duty=another(duty), submitted=True)
    late = {row["state"]: row["late"] for row in desk.get(HERE).context["rows"]}
    assert late == {"": True, "submitted": False}


def test_list_of_a_portal_without_years_says_so(client, db):
    client.force_login(UserFactory())
    assert "尚未开启数据年度" in client.get(HERE).content.decode()


def test_list_shows_nothing_of_another_district(desk, duty):
    DutyFactory(cluster=ClusterFactory(municipal=True, name="外区集聚区"))
    page = desk.get(HERE)
    assert "外区集聚区" not in page.content.decode()
    assert page.context["progress"].counts["total"] == 1


@pytest.mark.parametrize("rows", (1, 3))
def test_list_costs_the_same_for_any_number_of_rows(desk, duty, colleague, rows, django_assert_num_queries):
    for _ in range(rows):
        SubmissionFactory(duty=another(duty), submitted=True, saved_by=colleague, saved_at=timezone.now())
    with django_assert_num_queries(10):
        assert desk.get(HERE).status_code == 200
