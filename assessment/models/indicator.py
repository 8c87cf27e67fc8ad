"""What is asked of a cluster each year: dated, with unit, bounds and definition."""

from typing import Self

from django.db import models
from django.db.models import Q

from assessment.enums import Family, Kind


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def in_force(self, year: int) -> Self:
        """Return the indicators asked for the data year, in the order of the form."""
        return self.filter(from_year__lte=year).filter(Q(until_year__isnull=True) | Q(until_year__gte=year))


class Indicator(models.Model):
    """One figure of the yearly report. `unit` is the unit of entry and of storage."""

    code = models.CharField("代码", max_length=30, primary_key=True)
    label = models.CharField("名称", max_length=40)
    unit = models.CharField("计量单位", max_length=12)
    family = models.CharField("指标类别", max_length=20, choices=Family.choices)
    kind = models.CharField("性质", max_length=10, choices=Kind.choices)
    decimals = models.PositiveSmallIntegerField("小数位数", default=2)
    minimum = models.DecimalField("下限", max_digits=18, decimal_places=2, null=True, blank=True)
    maximum = models.DecimalField("上限", max_digits=18, decimal_places=2, null=True, blank=True)
    definition = models.TextField("口径")
    is_required = models.BooleanField("考核必需", default=False)
    from_year = models.PositiveSmallIntegerField("起用年份")
    until_year = models.PositiveSmallIntegerField("停用年份", null=True, blank=True)
    order = models.PositiveSmallIntegerField("排序", default=0)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "指标"
        ordering = ("order", "code")

    def __str__(self) -> str:
        return f"{self.label}（{self.unit}）"

    @property
    def written(self) -> str:
        """How the figure is written: money always with two decimals, areas and counts with what they have."""
        return "money" if self.kind == Kind.MONEY else "plain"
