"""Districts, county-level cities and the functional zones that file as if they were districts."""

from django.db import models

from clusters.enums import DistrictKind


class District(models.Model):
    """A filing unit. `code` is the administrative code; functional zones carry a code of our own (QD-…)."""

    code = models.CharField("代码", max_length=12, primary_key=True)
    name = models.CharField("名称", max_length=40, unique=True)
    short_name = models.CharField("简称", max_length=20)
    kind = models.CharField("类型", max_length=20, choices=DistrictKind.choices)
    order = models.PositiveSmallIntegerField("排序", default=0)
    source = models.CharField("来源", max_length=200, blank=True)

    class Meta:
        verbose_name = "区市、功能区"
        verbose_name_plural = "区市、功能区"
        ordering = ("order", "code")

    def __str__(self) -> str:
        return self.name
