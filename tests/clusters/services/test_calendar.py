"""The yearly notice: taken whole, replacing what was there; what cannot be right is named."""

from datetime import date, timedelta

import pytest

from clusters.errors import DomainError, NotPermitted
from clusters.models import CalendarDay, Event
from clusters.services import calendar, workdays
from clusters.services.calendar import Day
from tests.factories import CalendarDayFactory, UserFactory

pytestmark = pytest.mark.django_db
NOTICE = "国办发明电〔2026〕×号"


def stretch(first: date, days: int, name: str) -> list[Day]:
    return [Day(first + timedelta(days=at), False, name) for at in range(days)]


def notice(*more: Day) -> list[Day]:
    return [
        *stretch(date(2027, 1, 1), 3, "元旦"),
        *stretch(date(2027, 5, 1), 5, "劳动节"),
        *stretch(date(2027, 10, 1), 7, "国庆节"),
        Day(date(2027, 10, 9), True, "国庆节调休"),
        *more,
    ]


@pytest.fixture
def approver():
    return UserFactory(approver=True)


def test_notice_replaces_the_year_and_periods_follow_it(approver) -> None:
    """(8.D27, 8.C24) The calendar is entered by the approver and counts at once."""
    CalendarDayFactory(day=date(2027, 3, 3), is_workday=False)
    other = CalendarDayFactory(day=date(2026, 10, 1), is_workday=False)
    calendar.enter(2027, notice(), document=NOTICE, by=approver)
    assert not CalendarDay.objects.filter(day=date(2027, 3, 3)).exists()
    assert CalendarDay.objects.filter(pk=other.pk).exists()
    # 1 October 2027 is a Friday; the week after is off, the Saturday of the week is worked.
    assert workdays.add_workdays(date(2027, 9, 30), 1) == date(2027, 10, 8)
    assert workdays.add_workdays(date(2027, 10, 8), 1) == date(2027, 10, 9)
    assert Event.objects.get(action="节假日安排.录入").note == NOTICE


@pytest.mark.parametrize(
    ("days", "words"),
    (
        (notice()[1:], "缺少法定节假日：1月1日"),
        (notice(Day(date(2027, 6, 9), True, "端午节")), "本来就是工作日"),
        (notice(Day(date(2027, 10, 1), False, "国庆节")), "出现了两次"),
        (notice(Day(date(2026, 12, 31), False, "元旦")), "不在2027年"),
        ([one for one in notice() if one.day != date(2027, 10, 3)], "10月3日"),
    ),
)
def test_notice_that_cannot_be_right_changes_nothing(days, words, approver) -> None:
    kept = CalendarDayFactory(day=date(2027, 3, 3), is_workday=False)
    with pytest.raises(DomainError, match=words):
        calendar.enter(2027, days, document=NOTICE, by=approver)
    assert list(CalendarDay.objects.all()) == [kept]


def test_calendar_is_the_approvers(db) -> None:
    with pytest.raises(NotPermitted):
        calendar.enter(2027, notice(), document=NOTICE, by=UserFactory(reviewer=True))
    assert not CalendarDay.objects.exists()
