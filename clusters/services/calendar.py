"""Entering the State Council's yearly arrangement of holidays and worked weekends, as a small table or day by day."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from clusters.errors import DomainError, NotPermitted
from clusters.models import CalendarDay, User
from clusters.services import audit, workdays

FORMAT: Final = "每行“日期,休或班,名称”，日期可写一天或一段，如：2027-02-05~2027-02-11,休,春节"
PERMISSION: Final = "clusters.change_calendarday"
_LINE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\s*[~～至]\s*(\d{4}-\d{2}-\d{2}))?\s*[,，\t]\s*(休|班)\s*[,，\t]\s*(\S.*)")
_LONGEST, _LARGEST = 20, 100


def read_table(text: str, year: int) -> list[CalendarDay]:
    """Return the days of a year's arrangement, not stored. Raises DomainError naming the line and what to do.

    A whole arrangement gives the first of January, a statutory holiday is never worked, and no day stands twice.
    """
    days: dict[date, CalendarDay] = {}
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines or len(lines) > _LARGEST:
        raise DomainError(f"请粘贴{year}年的放假安排（1至{_LARGEST}行）。{FORMAT}。", field="table")
    for number, line in lines:
        for row in _days(number, line, year):
            if row.day in days:
                raise DomainError(f"第{number}行：{row.day}在表中出现了两次，请删去一处。", field="table")
            days[row.day] = row
    missing = sorted(day for day in workdays.statutory(year) if day not in days and day.weekday() < 5)
    if missing:
        raise DomainError(f"表中缺少法定节日{missing[0]}，请按国务院办公厅公布的{year}年安排逐项补全。", field="table")
    return [days[day] for day in sorted(days)]


def _days(number: int, line: str, year: int) -> Iterator[CalendarDay]:
    found = _LINE.fullmatch(line)
    if found is None:
        raise DomainError(f"第{number}行“{line[:40]}”不能识别。{FORMAT}。", field="table")
    try:
        first = date.fromisoformat(found[1])
        last = date.fromisoformat(found[2] or found[1])
    except ValueError:
        raise DomainError(f"第{number}行：没有“{found[1]}”或“{found[2]}”这一天。", field="table") from None
    if not first <= last < first + timedelta(days=_LONGEST):
        raise DomainError(f"第{number}行：一段应从早到晚，最长{_LONGEST}天。", field="table")
    is_workday = found[3] == "班"
    for step in range((last - first).days + 1):
        day = first + timedelta(days=step)
        _check(number, day, year, is_workday)
        yield CalendarDay(day=day, is_workday=is_workday, name=found[4].strip()[:40])


def _check(number: int, day: date, year: int, is_workday: bool) -> None:
    if day.year != year:
        raise DomainError(f"第{number}行：{day}不在{year}年。一次录入一个年度。", field="table")
    if is_workday and day in workdays.statutory(year):
        raise DomainError(f"第{number}行：{day}是法定节日，不能列为上班。", field="table")


@audit.act()
def enter(text: str, year: int, *, by: User) -> int:
    """Replace the arrangement of a year by the table; return its number of days. Raises as `read_table`, NotPermitted.

    Periods in working days are counted when they are shown, so every open date of the year follows at once.
    """
    if not by.has_perm(PERMISSION):
        raise NotPermitted("只有市级审批人可以录入放假安排。")
    days = read_table(text, year)
    before = CalendarDay.objects.filter(day__year=year)
    replaced, _ = before.delete()
    CalendarDay.objects.bulk_create(days)
    audit.record("放假安排.录入", days[0], by=by, year=year, days=len(days), replaced=replaced)
    return len(days)
