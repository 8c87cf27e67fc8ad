"""Periods in working days, with holidays and worked weekends."""

from datetime import date

import pytest

from clusters.services import workdays
from tests.factories import CalendarDayFactory

pytestmark = pytest.mark.django_db

FRIDAY = date(2026, 11, 20)


def test_add_workdays_skips_the_weekend():
    assert workdays.add_workdays(FRIDAY, 1) == date(2026, 11, 23)
    assert workdays.add_workdays(FRIDAY, 10) == date(2026, 12, 4)


def test_add_workdays_heeds_holidays_and_worked_weekends():
    CalendarDayFactory(day=date(2026, 11, 23), is_workday=False)
    CalendarDayFactory(day=date(2026, 11, 21), is_workday=True)
    assert workdays.add_workdays(FRIDAY, 1) == date(2026, 11, 21)
    assert workdays.add_workdays(FRIDAY, 2) == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("end", "expected"),
    ((FRIDAY, 0), (date(2026, 11, 22), 0), (date(2026, 11, 23), 1), (date(2026, 11, 27), 5), (date(2026, 11, 19), -1)),
)
def test_workdays_between_counts_forwards_and_backwards(end, expected):
    assert workdays.workdays_between(FRIDAY, end) == expected
