"""What a district officer has to do next, and why a report cannot be changed."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from assessment.selectors import completeness, desk
from tests.factories import (
    AppealFactory,
    ClusterFactory,
    DecisionFactory,
    DutyFactory,
    ReportingYearFactory,
    SubmissionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2022, 3, 25, 12, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Friday


@pytest.fixture
def officer():
    return UserFactory()


def owed(officer, **changes):
    return DutyFactory(cluster=ClusterFactory(municipal=True, district=officer.district), **changes)


def test_open_duties_are_the_unfiled_and_the_returned(officer):
    missing, draft, returned, submitted, verified = (owed(officer) for _ in range(5))
    SubmissionFactory(duty=draft)
    SubmissionFactory(duty=returned, returned=True)
    SubmissionFactory(duty=submitted, submitted=True)
    SubmissionFactory(duty=verified, verified=True)
    assert set(desk.open_duties(officer)) == {missing, draft, returned}


def test_closed_year_leaves_the_returned_and_the_extended_to_do(officer):
    ReportingYearFactory(year=2020, closed=True)
    returned, extended, expired, missed = (owed(officer, year=2020) for _ in range(4))
    SubmissionFactory(duty=returned, returned=True)
    for duty, days in ((extended, 3), (expired, -1)):
        duty.deadline_extended_to = timezone.now() + timedelta(days=days)
        duty.save()
    assert set(desk.open_duties(officer)) == {returned, extended}
    assert missed not in desk.open_duties(officer)


def test_open_duties_are_those_of_the_own_district(officer):
    DutyFactory()
    assert not desk.open_duties(officer).exists()


@pytest.mark.parametrize(
    ("deadline", "words"),
    (
        (NOW + timedelta(days=4), "还剩 2 个工作日"),
        (NOW + timedelta(hours=3), "今天截止"),
        (NOW - timedelta(hours=3), "已逾期"),
        (NOW - timedelta(days=4), "已逾期 4 个工作日"),
    ),
)
def test_task_says_the_time_left_in_working_days(officer, deadline, words):
    with time_machine.travel(NOW, tick=False):
        ReportingYearFactory(year=2021, deadline=deadline)
        owed(officer)
        (row,) = desk.task_rows(officer)
    assert row.due_words == words


def test_tasks_put_returned_reports_first_then_the_nearest_deadline(officer):
    ReportingYearFactory(year=2020, deadline=timezone.now() + timedelta(days=9))
    near, far, returned = owed(officer, year=2020), owed(officer), owed(officer)
    SubmissionFactory(duty=returned, returned=True)
    assert [row.duty for row in desk.task_rows(officer)] == [returned, near, far]


def test_why_locked_is_empty_while_the_report_can_be_changed(officer):
    assert desk.why_locked(owed(officer), None) == ""
    closed = owed(officer, reporting_year=ReportingYearFactory(year=2020, closed=True))
    assert desk.why_locked(closed, SubmissionFactory(duty=closed, returned=True)) == ""


def test_why_locked_names_the_reason(officer):
    submitted, verified = (owed(officer) for _ in range(2))
    assert "已提交" in desk.why_locked(submitted, SubmissionFactory(duty=submitted, submitted=True))
    assert "已核实" in desk.why_locked(verified, SubmissionFactory(duty=verified, verified=True))
    closed = owed(officer, reporting_year=ReportingYearFactory(year=2020, closed=True))
    assert "2020年度报送已截止" in desk.why_locked(closed, None)
    closed.deadline_extended_to = timezone.now() - timedelta(hours=1)
    assert "）已过" in desk.why_locked(closed, None)


def test_progress_counts_every_state_of_the_year(officer):
    owed(officer)
    for trait in ({}, {"submitted": True}, {"returned": True}, {"verified": True}, {"verified": True}):
        SubmissionFactory(duty=owed(officer), **trait)
    DutyFactory()
    found = completeness.whole(2021, officer)
    states = [found.counts[code] for code in ("begun_not", "draft", "submitted", "returned", "verified")]
    assert states == [1, 1, 1, 1, 2]
    assert (found.counts["total"], found.counts["filed"]) == (6, 3)


def test_recent_decisions_leave_out_what_was_superseded(officer):
    duty = owed(officer)
    first = DecisionFactory(assessment__duty=duty, kind="yellow_card")
    DecisionFactory(assessment=first.assessment, kind="annulment", supersedes=first)
    other = DecisionFactory(assessment__duty=owed(officer))
    DecisionFactory()
    assert list(desk.recent_decisions(officer)) == [other]


def test_recent_appeals_are_those_of_the_own_district(officer):
    own = AppealFactory(decision=DecisionFactory(assessment__duty=owed(officer), kind="yellow_card"), filed_by=officer)
    AppealFactory()
    assert list(desk.recent_appeals(officer)) == [own]
    assert not desk.recent_appeals(UserFactory(reviewer=True)).exists()


def test_report_rows_are_the_years_duties_by_name(officer):
    first, second = owed(officer), owed(officer)
    owed(officer, year=2020)
    assert set(desk.report_rows(officer, 2021)) == {first, second}
