"""Counting in working days, with the public holidays and worked weekends of the calendar table."""

from datetime import date, timedelta

from clusters.models import CalendarDay

_SATURDAY = 5


def add_workdays(start: date, days: int) -> date:
    """Return the last day of a period of `days` working days that begins on the day after `start`.

    Days without a row follow the week (Monday to Friday).
    """
    span = start + timedelta(days=days * 2 + 30)
    exceptions = dict(CalendarDay.objects.filter(day__gt=start, day__lte=span).values_list("day", "is_workday"))
    day, left = start, days
    while left:
        day += timedelta(days=1)
        if exceptions.get(day, day.weekday() < _SATURDAY):
            left -= 1
    return day


def workdays_between(start: date, end: date) -> int:
    """Return how many working days lie after `start` up to and including `end`; negative when `end` is past."""
    if end < start:
        return -workdays_between(end, start)
    exceptions = dict(CalendarDay.objects.filter(day__gt=start, day__lte=end).values_list("day", "is_workday"))
    days = (start + timedelta(days=step) for step in range(1, (end - start).days + 1))
    return sum(exceptions.get(day, day.weekday() < _SATURDAY) for day in days)
