"""Counting in working days: the week, the arrangement of the year, and the statutory holidays of any year."""

from datetime import date, timedelta
from functools import cache

from clusters.models import CalendarDay
from clusters.services import reference

_SATURDAY = 5
_FIXTURE = "statutory_days.toml"


def add_workdays(start: date, days: int) -> date:
    """Return the last day of a period of `days` working days that begins on the day after `start`.

    Days without a row follow the week (Monday to Friday), save statutory holidays, which are never worked. Where the
    arrangement of a year is not published yet, the day may still change: see `unpublished`.
    """
    span = start + timedelta(days=days * 2 + 30)
    exceptions = _exceptions(start, span)
    day, left = start, days
    while left:
        day += timedelta(days=1)
        if _is_worked(day, exceptions):
            left -= 1
    return day


def workdays_between(start: date, end: date) -> int:
    """Return how many working days lie after `start` up to and including `end`; negative when `end` is past."""
    if end < start:
        return -workdays_between(end, start)
    exceptions = _exceptions(start, end)
    days = (start + timedelta(days=step) for step in range(1, (end - start).days + 1))
    return sum(_is_worked(day, exceptions) for day in days)


def unpublished(start: date, end: date) -> str:
    """Return the sentence to put beside a date in working days, where a year that it reaches into has no arrangement yet.

    The date is computed anew whenever it is shown, so entering the arrangement mends it. "" when all is published.
    """
    known = set(CalendarDay.objects.filter(day__year__in=(start.year, end.year)).values_list("day__year", flat=True))
    missing = [f"{year}年" for year in range(start.year, end.year + 1) if year not in known]
    return f"{'、'.join(missing)}放假安排尚未录入，暂按法定节日和星期推算，录入后重新计算。" if missing else ""


def statutory(year: int) -> frozenset[date]:
    """Return the statutory holidays of a year as far as they are known: the fixed ones always."""
    fixed, lunar = _table()
    return frozenset(date(year, month, day) for month, day in fixed) | lunar.get(year, frozenset())


def fixed_days() -> tuple[tuple[int, int], ...]:
    """Return the statutory holidays on a fixed day of the solar year, as (month, day)."""
    return _table()[0]


@cache
def _table() -> tuple[tuple[tuple[int, int], ...], dict[int, frozenset[date]]]:
    content = reference.load_fixture(_FIXTURE)
    fixed = tuple((int(text[:2]), int(text[3:])) for text in content["fixed"])
    # From the eve of the Spring Festival to the third day.
    lunar = {
        row["year"]: frozenset((*(row["spring"] + timedelta(days=step) for step in range(-1, 3)), *row["others"]))
        for row in content["year"]
    }
    return fixed, lunar


def _exceptions(start: date, end: date) -> dict[date, bool]:
    return dict(CalendarDay.objects.filter(day__gt=start, day__lte=end).values_list("day", "is_workday"))


def _is_worked(day: date, exceptions: dict[date, bool]) -> bool:
    stated = exceptions.get(day)
    return day.weekday() < _SATURDAY and day not in statutory(day.year) if stated is None else stated
