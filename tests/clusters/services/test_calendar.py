"""The yearly arrangement as a small table (8.C24)."""

from datetime import date

import pytest

from clusters.errors import DomainError, NotPermitted
from clusters.models import CalendarDay, Event
from clusters.services import calendar, workdays
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
NOTICE = """
2027-01-01~2027-01-03,休,元旦
2027-02-05～2027-02-11，休，春节
2027-02-14\t班\t春节调休上班
2027-04-03至2027-04-05,休,清明
2027-05-01~2027-05-05,休,劳动节
2027-06-09,休,端午
2027-09-15,休,中秋
2027-10-01~2027-10-07,休,国庆
"""


@pytest.fixture
def approver():
    return UserFactory(approver=True)


def test_entered_arrangement_moves_every_date_that_reaches_into_the_year(approver):
    """(8.C24) Before: by week and statutory days, and said so; after: by the arrangement, and nothing to say."""
    start = date(2027, 2, 1)
    assert workdays.add_workdays(start, 6) == date(2027, 2, 11)
    assert "2027年放假安排尚未录入" in workdays.unpublished(start, date(2027, 2, 11))
    assert calendar.enter(NOTICE, 2027, by=approver) == 28
    assert workdays.add_workdays(start, 6) == date(2027, 2, 15)
    assert workdays.unpublished(start, date(2027, 2, 15)) == ""
    assert Event.objects.get(action="放假安排.录入").data == {"year": 2027, "days": 28, "replaced": 0}


def test_entering_again_replaces_the_year_and_no_other(approver):
    calendar.enter(NOTICE, 2027, by=approver)
    CalendarDay.objects.create(day=date(2026, 10, 1), is_workday=False)
    calendar.enter(NOTICE.replace("2027-02-14\t班\t春节调休上班\n", ""), 2027, by=approver)
    assert CalendarDay.objects.filter(day__year=2027).count() == 27
    assert CalendarDay.objects.filter(day__year=2026).count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    (
        (("2027-01-01~2027-01-03,休,元旦", "1月1日,休,元旦"), "第2行“1月1日,休,元旦”不能识别"),
        (("2027-06-09,休", "2027-06-31,休"), "没有“2027-06-31”"),
        (("2027-06-09,休", "2028-06-09,休"), "不在2027年"),
        (("2027-06-09,休", "2027-06-09,班"), "是法定节日，不能列为上班"),
        (("2027-06-09,休,端午", ""), "缺少法定节日2027-06-09"),
        (("2027-06-09,休", "2027-05-03,休"), "出现了两次"),
        (("2027-10-01~2027-10-07", "2027-10-07~2027-10-01"), "从早到晚"),
        ((NOTICE, " \n"), "请粘贴2027年的放假安排"),
    ),
)
def test_bad_table_is_refused_with_its_line_and_changes_nothing(approver, change, words):
    with pytest.raises(DomainError, match=words) as refusal:
        calendar.enter(NOTICE.replace(*change), 2027, by=approver)
    assert refusal.value.field == "table"
    assert not CalendarDay.objects.exists()


def test_arrangement_is_entered_by_an_approver():
    with pytest.raises(NotPermitted):
        calendar.enter(NOTICE, 2027, by=UserFactory(reviewer=True))
