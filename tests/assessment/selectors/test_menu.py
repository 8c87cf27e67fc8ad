"""The menu: each role its own entries, counted once a page."""

import pytest

from assessment.selectors.menu import Entries
from clusters.enums import Role
from tests.factories import DutyFactory, SubmissionFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", Role.values)
def test_every_role_has_entries_that_lead_somewhere(role):
    entries = list(Entries(UserFactory(role=role), "/"))
    assert entries
    assert all(entry["url"].startswith("/") for entry in entries)


def test_citizen_sees_the_public_entries():
    assert [entry["label"] for entry in Entries(None, "/")] == ["集聚区名录", "考核标准", "文书核验"]


def test_longest_matching_address_is_the_active_one():
    entries = list(Entries(UserFactory(leader=True), "/dashboard/ranking/"))
    assert [entry["label"] for entry in entries if entry["active"]] == ["综合排名"]


def test_badges_count_what_waits_for_this_person():
    duty = DutyFactory()
    SubmissionFactory(submitted=True)
    officer = list(Entries(UserFactory(district=duty.district), "/"))
    reviewer = list(Entries(UserFactory(reviewer=True), "/"))
    assert next(entry["badge"] for entry in officer if entry["label"] == "我的任务") == 1
    assert next(entry["badge"] for entry in reviewer if entry["label"] == "报送审核") == 1


def test_entries_are_counted_once_however_often_they_are_shown(django_assert_max_num_queries):
    entries = Entries(UserFactory(reviewer=True), "/")
    with django_assert_max_num_queries(3):
        assert list(entries) == list(entries)
