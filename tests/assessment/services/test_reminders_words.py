"""The words of a reminder: never a deadline that has passed, never more than five names."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from assessment.services import reminders
from tests.factories import DutyFactory, ReportingYearFactory

pytestmark = pytest.mark.django_db


def test_past_deadline_says_to_ask_for_more_time():
    row = ReportingYearFactory(deadline=timezone.now() - timedelta(days=2))
    text = reminders.words(row, [DutyFactory()])
    assert "已过" in text
    assert "申请延期" in text
    assert "前提交" not in text


def test_last_day_says_today():
    row = ReportingYearFactory(deadline=timezone.now() + timedelta(minutes=1))
    with time_machine.travel(row.deadline - timedelta(seconds=5), tick=False):
        assert "今天截止" in reminders.words(row, [DutyFactory()])


def test_nearest_deadline_that_is_ahead_counts():
    row = ReportingYearFactory(deadline=timezone.now() - timedelta(days=2))
    later = timezone.now() + timedelta(days=9)
    duties = [DutyFactory(), DutyFactory(deadline_extended_to=later)]
    assert f"{timezone.localtime(later):%Y年%m月%d日 %H:%M}前提交" in reminders.words(row, duties)


def test_long_lists_are_cut_after_five_names():
    duties = [DutyFactory() for _ in range(6)]
    text = reminders.words(duties[0].reporting_year, duties)
    assert f"{duties[4].cluster.name}等" in text
    assert duties[5].cluster.name not in text
    assert "有6家" in text
