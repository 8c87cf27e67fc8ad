"""The cluster: the place itself. Titles and cards belong to its recognitions."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from clusters.enums import Level, ManagementMode, RecognitionState
from clusters.models.district import OfDistrictQuerySet
from clusters.models.recognition import Recognition


class ClusterQuerySet(OfDistrictQuerySet["Cluster"]):
    def published(self) -> Self:
        """Return the rows of the public register: named in a document, or recognised (also when withdrawn later)."""
        return self.filter(is_published=True)

    def holding(self, *levels: str) -> Self:
        """Return the rows that hold a title of one of these levels now."""
        held = Recognition.objects.filter(cluster=OuterRef("pk"), state=RecognitionState.ACTIVE, level__in=levels)
        return self.filter(Exists(held))


class Cluster(models.Model):
    """A cluster of modern services. Areas are in square metres; blank means not stated, never zero."""

    code = models.CharField("编号", max_length=20, unique=True)
    name = models.CharField("名称", max_length=80, unique=True)
    name_key = models.CharField("拼音排序键", max_length=240, editable=False, db_index=True)
    reading = models.CharField(
        "读音", max_length=240, blank=True, help_text="本地读法，音节以空格分开，如 lao shan；不填的按通行读音。"
    )
    search_key = models.TextField("检索键", editable=False, default="")
    name_initials = models.TextField("拼音首字母", editable=False)
    district = models.ForeignKey(
        "clusters.District", models.PROTECT, verbose_name="区市", null=True, blank=True, related_name="clusters"
    )
    category = models.ForeignKey(
        "clusters.Category", models.PROTECT, verbose_name="类别", null=True, blank=True, related_name="clusters"
    )
    leading_industry = models.CharField("主导产业", max_length=80, blank=True)
    operator = models.CharField("运营管理机构", max_length=80, blank=True)
    management_mode = models.CharField(
        "管理模式", max_length=20, choices=ManagementMode.choices, default=ManagementMode.UNKNOWN
    )
    land_area = models.DecimalField("占地面积（平方米）", max_digits=14, decimal_places=2, null=True, blank=True)
    floor_area = models.DecimalField("建筑面积（平方米）", max_digits=14, decimal_places=2, null=True, blank=True)
    area_in_use = models.DecimalField(
        "已使用建筑面积（平方米）", max_digits=14, decimal_places=2, null=True, blank=True
    )
    is_published = models.BooleanField("在公开名录中", default=False)
    is_demo = models.BooleanField("演示数据", default=False, help_text="认定、区市或数字为演示而设，不是事实。")
    source_document = models.CharField("来源文件", max_length=200, blank=True)
    source_url = models.URLField("来源网址", max_length=300, blank=True)
    source_note = models.CharField("来源说明", max_length=300, blank=True)
    inferred_fields = models.JSONField("推断的项目", default=list, blank=True)
    demo_fields = models.JSONField("演示设定的项目", default=list, blank=True)
    created_at = models.DateTimeField("建档时间", auto_now_add=True)

    objects = ClusterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "集聚区"
        ordering = ("name_key", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(land_area__isnull=True) | Q(land_area__gt=0), name="cluster_land_area_positive"
            ),
            models.CheckConstraint(
                condition=Q(floor_area__isnull=True) | Q(floor_area__gt=0), name="cluster_floor_area_positive"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def titles(self) -> list[Recognition]:
        """The titles held now, highest first; reads the prefetched `recognitions`."""
        ranks = {Level.NATIONAL: 0, Level.UPPER: 1, Level.PROVINCIAL: 2, Level.MUNICIPAL: 3, Level.RESERVE: 4}
        held = [row for row in self.recognitions.all() if row.state == RecognitionState.ACTIVE]
        return sorted(held, key=lambda row: ranks[Level(row.level)])

    @property
    def withdrawn_titles(self) -> list[Recognition]:
        """The titles once held and withdrawn, newest first; reads the prefetched `recognitions`."""
        gone = [row for row in self.recognitions.all() if row.state == RecognitionState.WITHDRAWN]
        return sorted(gone, key=lambda row: row.pk, reverse=True)
