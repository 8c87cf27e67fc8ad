"""The menu: every entry opens for the one it is shown to, the present one is marked, what waits is counted once."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from assessment.selectors.menu import Entries
from clusters.enums import Role
from tests.factories import AssessmentFactory, DistrictFactory, DutyFactory, SubmissionFactory, UserFactory
from tests.support.history import municipal

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", (None, *Role.values))
def test_every_entry_opens_for_the_person_it_is_shown_to(client, role):
    user = UserFactory(role=role) if role else None
    if user:
        client.force_login(user)
    urls = [entry["url"] for entry in Entries(user, "/")]
    assert len(set(urls)) == len(urls) > 0
    assert {url: client.get(url).status_code for url in urls} == dict.fromkeys(urls, 200)


@pytest.mark.parametrize("user", (None, AnonymousUser()))
def test_citizen_sees_the_public_entries_and_costs_nothing(user, django_assert_num_queries):
    with django_assert_num_queries(0):
        labels = [entry["label"] for entry in Entries(user, "/")]
    assert labels == ["集聚区名录", "申报与公示", "考核标准", "文书核验"]


def active(role: str, path: str) -> list[str]:
    return [entry["url"] for entry in Entries(UserFactory(role=role), path) if entry["active"]]


def test_deepest_entry_that_holds_the_page_is_marked():
    dashboard, ranking, register = (reverse(f"assessment:{name}") for name in ("dashboard", "ranking", "register"))
    assert active(Role.LEADER, dashboard) == [dashboard]
    assert active(Role.LEADER, ranking) == [ranking]
    assert active(Role.LEADER, f"{register}QJ-0001/") == [register]
    assert active(Role.LEADER, "/elsewhere/") == []


def test_first_page_of_the_workbench_stands_for_itself_alone():
    index, letters = reverse("admin:index"), reverse("admin:assessment_letter_changelist")
    assert active(Role.REVIEWER, index) == [index]
    assert active(Role.REVIEWER, letters) == []


def badges(user) -> dict[str, int]:
    return {entry["label"]: entry["badge"] for entry in Entries(user, "/") if entry["badge"]}


def test_officer_sees_how_many_reports_the_own_district_still_owes():
    district = DistrictFactory()
    for _ in range(2):
        DutyFactory(cluster=municipal(district=district))
    SubmissionFactory(duty=DutyFactory(cluster=municipal(district=district)), submitted=True)
    DutyFactory()
    assert badges(UserFactory(district=district)) == {"我的任务": 2}


@pytest.mark.parametrize("role", (Role.REVIEWER, Role.APPROVER))
def test_city_sees_what_waits_for_review_and_for_a_decision(role):
    """(8.A6) Of the proposals only those that somebody can confirm."""
    for state in ("submitted", "draft", "verified"):
        SubmissionFactory(**({} if state == "draft" else {state: True}))
    for state in ("proposed", "proposed", "stale", "confirmed", "superseded"):
        AssessmentFactory(state=state)
    for verdict in ("hold", "not_assessed", "no_rule"):
        AssessmentFactory(verdict=verdict)
    assert badges(UserFactory(role=role)) == {"报送审核": 1, "考核结果": 2}


@pytest.mark.parametrize("role", (Role.LEADER, Role.STATISTICS, Role.AUDIT_ADMIN))
def test_nothing_waits_for_those_who_only_read(role):
    SubmissionFactory(submitted=True)
    AssessmentFactory()
    assert badges(UserFactory(role=role)) == {}


@pytest.mark.parametrize(("role", "queries"), ((Role.DISTRICT_OFFICER, 1), (Role.REVIEWER, 2), (Role.LEADER, 0)))
def test_badges_are_counted_when_shown_and_once_however_often(role, queries, django_assert_num_queries):
    user = UserFactory(role=role)
    with django_assert_num_queries(0):
        entries = Entries(user, "/")
    with django_assert_num_queries(queries):
        assert list(entries) == list(entries)
