"""The working calendar: read day by day, entered year by year from the notice of the State Council."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from clusters.admin.base import PortalAdmin
from clusters.admin.steps import Step, StepForm, step
from clusters.models import CalendarDay
from clusters.services import calendar
from clusters.services.calendar import Day

_KINDS = {"休": False, "放假": False, "班": True, "上班": True}
_LINE = re.compile(
    r"(?P<first>\S+?)(?:\s*(?:至|—|~|～)\s*(?P<last>\S+))?[\s,，]+(?P<kind>休|放假|班|上班)(?:[\s,，]+(?P<name>\S.*))?"
)
_DAY = re.compile(r"(?:(?P<year>\d{4})[年/.-])?(?P<month>\d{1,2})[月/.-](?P<day>\d{1,2})日?")
_LONGEST = 31


class ArrangementForm(StepForm):
    """The notice as a small table: a day or a stretch of days, 休 or 班, the holiday's name."""

    year = forms.IntegerField(label="年份", min_value=2020, max_value=2100)
    document = forms.CharField(label="依据文件", max_length=200, help_text="国务院办公厅通知的名称和文号。")
    table = forms.CharField(
        label="安排",
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="每行一项：日期（或起止日期）、休或班、名称，例如“10月1日至10月7日 休 国庆节”“9月26日 班 国庆节调休”。"
        "可从表格软件中复制粘贴。录入后替换该年原有安排。",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            try:
                data["days"] = list(_days(data.pop("table"), data["year"]))
            except ValueError as error:
                self.add_error("table", str(error))
        return data


def _days(table: str, year: int) -> Iterator[Day]:
    """Yield the days of the table. Raises ValueError naming the line that cannot be read."""
    for number, line in enumerate(table.splitlines(), start=1):
        if not line.strip():
            continue
        found = _LINE.fullmatch(line.strip())
        if found is None:
            raise ValueError(f"第{number}行“{line.strip()[:30]}”读不懂：须为日期、休或班、名称。")
        first, last = (_day(found[end] or found["first"], year, number) for end in ("first", "last"))
        if not timedelta(0) <= last - first < timedelta(_LONGEST):
            raise ValueError(f"第{number}行的起止日期不对：{first}至{last}。")
        for offset in range((last - first).days + 1):
            yield Day(first + timedelta(days=offset), _KINDS[found["kind"]], (found["name"] or "")[:40])


def _day(text: str, year: int, number: int) -> date:
    found = _DAY.fullmatch(text)
    try:
        assert found is not None
        return date(int(found["year"] or year), int(found["month"]), int(found["day"]))
    except (AssertionError, ValueError) as error:
        raise ValueError(f"第{number}行的日期“{text[:20]}”不存在或写法不对，请写成“10月1日”。") from error


@admin.register(CalendarDay)
class CalendarDayAdmin(PortalAdmin):
    list_display = ("day", "is_workday", "name")
    list_filter = ("is_workday",)
    search_fields = ("name",)
    date_hierarchy = "day"
    ordering = ("-day",)
    fields = ("day", "is_workday", "name")
    adding = step("calendarday.add", calendar.PERMISSION, calendar.enter, ArrangementForm)

    def after(self, request: HttpRequest, row: Any, step: Step) -> str:
        return self.url("changelist")
