"""The public notice (社会公示) of a call's applications, and the objections of the public."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from clusters.applications.enums import ObjectionState


class PublicNotice(models.Model):
    """A notice that runs for n working days from the day after it opens; an upheld objection may add days.

    The last day is computed whenever it is shown: the arrangement of holidays may be published meanwhile."""

    call = models.ForeignKey(
        "applications.Call", verbose_name="申报批次", on_delete=models.PROTECT, related_name="notices"
    )
    opened_on = models.DateField("公示开始")
    days = models.PositiveSmallIntegerField("公示工作日")
    added_days = models.PositiveSmallIntegerField("延长工作日", default=0)
    extension_reason = models.TextField("延长理由", blank=True)
    text = models.TextField("公示说明", blank=True)
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    opened_by = models.ForeignKey("clusters.User", verbose_name="发布人", on_delete=models.PROTECT, related_name="+")
    applications = models.ManyToManyField(
        "applications.Application", verbose_name="公示的申报", related_name="public_notices"
    )
    is_demo = models.BooleanField("演示数据", default=False)

    class Meta:
        verbose_name = "社会公示"
        verbose_name_plural = "社会公示"
        ordering = ("-opened_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("call",), condition=Q(closed_at__isnull=True), name="notice_one_open_a_call"
            ),
        )

    def __str__(self) -> str:
        return f"{self.call}公示"


class Objection(models.Model):
    """What somebody objects to, with the receipt to look it up; answered before recognition can go on."""

    notice = models.ForeignKey(
        PublicNotice, verbose_name="社会公示", on_delete=models.PROTECT, related_name="objections"
    )
    application = models.ForeignKey(
        "applications.Application", verbose_name="所涉申报", on_delete=models.PROTECT, null=True, blank=True,
        related_name="objections",
    )  # fmt: skip
    receipt = models.CharField("回执号", max_length=20, unique=True)
    name = models.CharField("姓名或单位", max_length=80, blank=True)
    contact = models.CharField("联系方式", max_length=120, blank=True)
    text = models.TextField("异议内容")
    filed_at = models.DateTimeField("提出时间", db_default=Now())
    state = models.CharField("状态", max_length=10, choices=ObjectionState.choices, default=ObjectionState.OPEN)
    answer = models.TextField("答复", blank=True)
    answered_by = models.ForeignKey(
        "clusters.User", verbose_name="答复人", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    class Meta:
        verbose_name = "公示异议"
        verbose_name_plural = "公示异议"
        ordering = ("state", "filed_at")

    def __str__(self) -> str:
        return f"{self.notice}·{self.receipt}"
