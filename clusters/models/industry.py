"""The categories of clusters, dated: twelve by the notice, two added in 2022."""

from typing import Self

from django.db import models
from django.db.models import Q

from clusters.enums import CategoryGroup


class CategoryQuerySet(models.QuerySet["Category"]):
    def in_force(self, year: int) -> Self:
        """Return the categories a cluster can be filed under in `year`."""
        return self.filter(from_year__lte=year).filter(Q(until_year__isnull=True) | Q(until_year__gte=year))


class Category(models.Model):
    """One of the categories, with the clause that names it and whether it counts as a producer service."""

    code = models.CharField("代码", max_length=30, primary_key=True)
    name = models.CharField("名称", max_length=30, unique=True)
    group = models.CharField("类别组", max_length=20, choices=CategoryGroup.choices)
    is_producer_service = models.BooleanField("生产性服务业", null=True, blank=True, help_text="空 = 文件未载明")
    producer_note = models.CharField("生产性服务业依据", max_length=200, blank=True)
    from_year = models.PositiveSmallIntegerField("起用年份")
    until_year = models.PositiveSmallIntegerField("停用年份", null=True, blank=True)
    clause = models.CharField("依据", max_length=120)
    order = models.PositiveSmallIntegerField("排序", default=0)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "集聚区类别"
        ordering = ("order", "code")

    def __str__(self) -> str:
        return self.name
