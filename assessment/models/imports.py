"""One upload of a workbook: the file as evidence, what it would change, what became of it."""

import uuid
from datetime import timedelta
from typing import Final

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from assessment.enums import ImportState

VALID_FOR: Final = timedelta(hours=1)
"""How long what was previewed may be confirmed."""


class ImportJob(models.Model):
    """The original file is kept, unless it was too large to be read. `plan` holds, per cluster, each changed figure with old and new;
    `faults` why a file was refused. A job belongs to the person who uploaded it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reporting_year = models.ForeignKey(
        "assessment.ReportingYear", models.PROTECT, verbose_name="数据年度", related_name="imports"
    )
    district = models.ForeignKey("clusters.District", models.PROTECT, verbose_name="区市", null=True, related_name="+")
    state = models.CharField("状态", max_length=10, choices=ImportState.choices)
    file_name = models.CharField("文件名", max_length=160)
    document = models.OneToOneField(
        "documents.Document", models.PROTECT, verbose_name="文件", null=True, related_name="+"
    )
    sha256 = models.CharField("哈希", max_length=64)
    plan = models.JSONField("导入计划", default=list)
    faults = models.JSONField("问题", default=list)
    uploaded_by = models.ForeignKey("clusters.User", models.PROTECT, verbose_name="上传人", related_name="+")
    uploaded_at = models.DateTimeField("上传时间", db_default=Now())
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "表格导入"
        ordering = ("-uploaded_at",)

    def __str__(self) -> str:
        return f"{self.file_name}（{self.get_state_display()}）"

    @property
    def is_expired(self) -> bool:
        """Whether the hour went by without a confirmation."""
        return self.state == ImportState.PREVIEWED and timezone.now() - self.uploaded_at > VALID_FOR
