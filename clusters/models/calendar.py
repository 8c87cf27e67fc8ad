"""Days on which the office is closed or open against the week: periods in working days count with it."""

from django.db import models


class CalendarDay(models.Model):
    """An exception to Monday–Friday: a public holiday, or a weekend day that is worked."""

    day = models.DateField("日期", primary_key=True)
    is_workday = models.BooleanField("是否工作日")
    name = models.CharField("名称", max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "节假日与调休"
        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.day}（{'班' if self.is_workday else '休'}）"
