"""The recognition of a call's applications as one batch, and what the recognised still owe: the revised plan."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Batch(models.Model):
    """Proposed by one approver, confirmed by another; confirmed, it is never changed.

    `entries` is the ranking as it was signed: application, category, score, place, outcome and reason."""

    call = models.ForeignKey(
        "applications.Call", verbose_name="申报批次", on_delete=models.PROTECT, related_name="batches"
    )
    document = models.CharField("认定文件", max_length=200)
    recognised_on = models.DateField("认定日期")
    entries = models.JSONField("名次")
    note = models.TextField("说明", blank=True)
    proposed_by = models.ForeignKey("clusters.User", verbose_name="提出人", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("提出时间", db_default=Now())
    confirmed_by = models.ForeignKey(
        "clusters.User", verbose_name="确认人", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    dropped_at = models.DateTimeField("作废时间", null=True, blank=True)

    class Meta:
        verbose_name = "认定批次"
        verbose_name_plural = "认定批次"
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(fields=("call",), condition=Q(dropped_at__isnull=True), name="batch_one_a_call"),
        )

    def __str__(self) -> str:
        return f"{self.call}·{self.document}"


class PlanRevision(models.Model):
    """修改规划: the recognised revises its plan by the experts' opinions and files it anew by the due date."""

    application = models.OneToOneField(
        "applications.Application", verbose_name="申报", on_delete=models.PROTECT, related_name="plan_revision"
    )
    due_on = models.DateField("截止日期")
    document = models.OneToOneField(
        "documents.Document", verbose_name="修改后的规划", on_delete=models.PROTECT, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    filed_by = models.ForeignKey(
        "clusters.User", verbose_name="提交人", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    filed_at = models.DateTimeField("提交时间", null=True, blank=True)

    class Meta:
        verbose_name = "修改规划"
        verbose_name_plural = "修改规划"
        ordering = ("due_on", "pk")

    def __str__(self) -> str:
        return f"{self.application}修改规划"

    @property
    def district_id(self) -> str:
        """The district whose officers may file it (access tables ask for this)."""
        return self.application.district_id
