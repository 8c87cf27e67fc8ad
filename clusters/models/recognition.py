"""The recognition: a title with a document behind it. Cards count per recognition, not per place."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from clusters.enums import Level, RecognitionState

if TYPE_CHECKING:
    from django.db.models import QuerySet


class Recognition(models.Model):
    """A title of one level, from a day on. Dates are None where the source does not state them."""

    cluster = models.ForeignKey("clusters.Cluster", models.PROTECT, verbose_name="集聚区", related_name="recognitions")
    level = models.CharField("级别", max_length=12, choices=Level.choices)
    recognised_on = models.DateField("认定日期", null=True, blank=True)
    document = models.CharField("认定文件", max_length=200)
    document_url = models.URLField("文件网址", max_length=300, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    is_demo = models.BooleanField("演示数据", default=False)
    state = models.CharField("状态", max_length=12, choices=RecognitionState.choices, default=RecognitionState.ACTIVE)
    ended_on = models.DateField("撤销日期", null=True, blank=True)
    end_document = models.CharField("撤销文件", max_length=200, blank=True)

    benefits: "QuerySet[Benefit]"

    class Meta:
        verbose_name = verbose_name_plural = "认定"
        ordering = ("cluster_id", "recognised_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("cluster", "level"),
                condition=Q(state=RecognitionState.ACTIVE),
                name="recognition_one_active_a_level",
                violation_error_message="该集聚区已有同级别的有效认定。",
            ),
            models.CheckConstraint(
                condition=Q(state=RecognitionState.ACTIVE, ended_on__isnull=True)
                | Q(state=RecognitionState.WITHDRAWN, ended_on__isnull=False),
                name="recognition_end_date_fits_state",
            ),
        )

    def __str__(self) -> str:
        return f"{self.cluster}·{self.get_level_display()}"


class Benefit(models.Model):
    """A support measure that a title carries; withdrawing the title stops it (青政字〔2020〕30号 四（二）)."""

    recognition = models.ForeignKey(Recognition, models.PROTECT, verbose_name="认定", related_name="benefits")
    title = models.CharField("扶持政策", max_length=120)
    document = models.CharField("依据文件", max_length=200, blank=True)
    is_demo = models.BooleanField("演示数据", default=False)
    started_on = models.DateField("开始日期", null=True, blank=True)
    stopped_on = models.DateField("停止日期", null=True, blank=True)
    stop_reason = models.CharField("停止原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "扶持政策享受记录"
        ordering = ("recognition_id", "pk")

    def __str__(self) -> str:
        return self.title
