"""Districts, county-level cities and the functional zones that file as if they were districts."""

from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.db import models

from clusters.enums import DistrictKind, Role

if TYPE_CHECKING:
    from clusters.models.account import User

Row = TypeVar("Row", bound=models.Model)


class District(models.Model):
    """A filing unit. `code` is the administrative code; functional zones carry a code of our own (QD-…)."""

    code = models.CharField("代码", max_length=12, primary_key=True)
    name = models.CharField("名称", max_length=40, unique=True)
    short_name = models.CharField("简称", max_length=20)
    kind = models.CharField("类型", max_length=20, choices=DistrictKind.choices)
    order = models.PositiveSmallIntegerField("排序", default=0)
    source = models.CharField("来源", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "区市、功能区"
        ordering = ("order", "code")

    def __str__(self) -> str:
        return self.name


class OfDistrictQuerySet(models.QuerySet[Row]):
    """Rows that belong to a district; `district_path` leads to its key."""

    district_path: ClassVar[str] = "district_id"

    def visible_to(self, user: "User") -> Self:
        """Return all for those who see the whole city, for a district officer the own district's, nothing for others."""
        if user.sees_whole_city:
            return self
        if user.role == Role.DISTRICT_OFFICER:
            return self.filter(**{self.district_path: user.district_id})
        return self.none()
