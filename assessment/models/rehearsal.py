"""A rehearsal: what a ruleset text would have done to the whole history, kept as it was shown."""

from django.db import models
from django.db.models.functions import Now


class Rehearsal(models.Model):
    """The result for exactly one text (`sha256`). `changes` lists one row a cluster and year that would differ."""

    ruleset = models.ForeignKey(
        "assessment.RulesetVersion", models.PROTECT, verbose_name="规则集", null=True, related_name="rehearsals"
    )
    title = models.CharField("名称", max_length=160)
    text = models.TextField("全文")
    sha256 = models.CharField("哈希", max_length=64, db_index=True)
    years = models.JSONField("推演年度")
    total = models.PositiveIntegerField("推演条数")
    changes = models.JSONField("变化")
    summary = models.JSONField("统计")
    rehearsed_by = models.ForeignKey("clusters.User", models.PROTECT, verbose_name="推演人", related_name="+")
    rehearsed_at = models.DateTimeField("推演时间", db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = "规则推演"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.title}（{len(self.changes)}处变化）"
