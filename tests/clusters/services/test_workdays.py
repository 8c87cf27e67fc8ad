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


@pytest.mark.parametrize(
    ("start", "days", "last"),
    (
        (date(2026, 12, 30), 2, date(2027, 1, 4)),  # New Year's Day, a Friday, in a year without an arrangement
        (date(2027, 2, 4), 1, date(2027, 2, 9)),  # the Spring Festival by the moon, and the weekend in it
        (date(2028, 4, 28), 1, date(2028, 5, 3)),  # Labour Day has two days
        (date(2029, 9, 28), 2, date(2029, 10, 5)),  # the National Day on the week's first three days
        (date(2042, 12, 31), 1, date(2043, 1, 2)),  # beyond the moon's table the fixed days still count
    ),
)
def test_statutory_holiday_is_never_a_working_day(start, days, last):
    """(8.C24) An appeal period once ended on 1 January 2027."""
    assert workdays.add_workdays(start, days) == last
    assert workdays.workdays_between(start, last) == days


def test_date_that_reaches_into_a_year_without_an_arrangement_says_so():
    """(8.C24) The known year says nothing; each unknown one is named."""
    CalendarDayFactory(day=date(2026, 10, 1), is_workday=False)
    assert workdays.unpublished(date(2026, 12, 1), date(2026, 12, 15)) == ""
    assert "2027年放假安排尚未录入" in workdays.unpublished(date(2026, 12, 30), date(2027, 1, 4))
