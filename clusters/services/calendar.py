"""The working calendar: the yearly notice of the State Council, entered as a small table."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType

from clusters.errors import DomainError
from clusters.models import CalendarDay, User
from clusters.services import audit, upkeep, workdays

PERMISSION = "clusters.maintain_calendar"
_SATURDAY = 5


class Day(NamedTuple):
    """One line of the notice: a day that is off, or a weekend day that is worked."""

    day: date
    is_workday: bool
    name: str


@audit.act()
def enter(year: int, days: Sequence[Day], *, document: str, by: User) -> int:
    """Replace the arrangement of a year by that of its notice; return how many days differ from Monday to Friday.

    Days off on a weekend need no row. Raises NotPermitted; DomainError naming the day that cannot be right.
    """
    upkeep.require(by, PERMISSION)
    _check(year, days)
    rows = [CalendarDay(**one._asdict()) for one in days if one.is_workday or one.day.weekday() < _SATURDAY]
    before = CalendarDay.objects.select_for_update(no_key=True).filter(day__year=year)
    replaced = len(before)
    before.delete()
    CalendarDay.objects.bulk_create(rows)
    noun = ContentType.objects.get_for_model(CalendarDay)
    audit.record("节假日安排.录入", noun, by=by, note=document, year=year, days=len(rows), replaced=replaced)
    return len(rows)


def _check(year: int, days: Sequence[Day]) -> None:
    seen: set[date] = set()
    for one in days:
        if one.day.year != year:
            raise DomainError(f"{one.day}不在{year}年。", field="table")
        if one.day in seen:
            raise DomainError(f"{one.day}出现了两次。", field="table")
        if one.is_workday and one.day.weekday() < _SATURDAY:
            raise DomainError(f"{one.day}本来就是工作日，调休上班只能是周六或周日。", field="table")
        if one.is_workday and one.day in workdays.statutory(year):
            raise DomainError(f"{one.day}是法定节日，不能列为上班。", field="table")
        seen.add(one.day)
    off = {one.day for one in days if not one.is_workday}
    for month, day in workdays.fixed_days():
        if date(year, month, day) not in off:
            raise DomainError(f"缺少法定节假日：{month}月{day}日应列为放假。", field="table")
