"""The yearly report of one duty: a working copy, and the filed versions that are never overwritten."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models.functions import Now
from django.urls import reverse

from assessment.enums import ReviewAction, Source, SubmissionState
from clusters.enums import Role

if TYPE_CHECKING:
    from clusters.models import User


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, user: "User") -> Self:
        """Return the reports of this person's district; city staff see all; leaders see none of the drafts."""
        if user.role in (Role.REVIEWER, Role.APPROVER):
            return self
        if user.role == Role.DISTRICT_OFFICER:
            return self.filter(duty__district_id=user.district_id)
        return self.none()


class Submission(models.Model):
    """The working copy. `values` holds decimal strings by indicator code in the indicator's unit; absent or
    null is blank. `remarks` holds the note of a field, `confirmations` the reason why an odd figure is true.
    `revision` grows by one with each save: a form that carries an older one is refused."""

    duty = models.OneToOneField("assessment.Duty", models.PROTECT, verbose_name="报送任务", related_name="submission")
    state = models.CharField("状态", max_length=12, choices=SubmissionState.choices, default=SubmissionState.DRAFT)
    values = models.JSONField("数据", default=dict, blank=True)
    remarks = models.JSONField("备注", default=dict, blank=True)
    confirmations = models.JSONField("确认说明", default=dict, blank=True)
    revision = models.PositiveIntegerField("修订号", default=0)
    source = models.CharField("来源", max_length=10, choices=Source.choices, default=Source.FORM)
    saved_by = models.ForeignKey("clusters.User", models.PROTECT, verbose_name="保存人", null=True, related_name="+")
    saved_at = models.DateTimeField("保存时间", null=True, blank=True)
    returned_fields = models.JSONField("需修改的指标", default=list, blank=True)
    return_reason = models.TextField("退回理由", blank=True)
    current_version = models.ForeignKey(
        "assessment.SubmissionVersion", models.PROTECT, verbose_name="最近提交", null=True, related_name="+"
    )
    verified_version = models.ForeignKey(
        "assessment.SubmissionVersion", models.PROTECT, verbose_name="核实版本", null=True, related_name="+"
    )

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度报送"
        ordering = ("-duty__reporting_year__year", "duty__cluster__name_key")

    def __str__(self) -> str:
        return str(self.duty)

    def get_absolute_url(self) -> str:
        return reverse("assessment:report", args=[self.duty.year, self.duty.cluster.code])

    @property
    def district_id(self) -> str | None:
        """The district whose officers may act on it (access tables ask for this)."""
        return self.duty.district_id


class SubmissionVersion(models.Model):
    """What was filed, word for word: figures, notes, who and when. Rows are only ever added."""

    submission = models.ForeignKey(Submission, models.PROTECT, verbose_name="年度报送", related_name="versions")
    number = models.PositiveIntegerField("版本")
    values = models.JSONField("数据")
    remarks = models.JSONField("备注", default=dict)
    confirmations = models.JSONField("确认说明", default=dict)
    source = models.CharField("来源", max_length=10, choices=Source.choices)
    sha256 = models.CharField("哈希", max_length=64)
    filed_by = models.ForeignKey("clusters.User", models.PROTECT, verbose_name="提交人", null=True, related_name="+")
    filed_at = models.DateTimeField("提交时间", db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = "报送版本"
        ordering = ("submission_id", "-number")
        constraints = (models.UniqueConstraint(fields=("submission", "number"), name="version_number_a_submission"),)

    def __str__(self) -> str:
        return f"{self.submission}第{self.number}版"

    @property
    def label(self) -> str:
        """How screens and letters name the data version."""
        return f"第{self.number}版"


class Review(models.Model):
    """What the city said of one filed version: verified, or returned with a reason and the fields to mend."""

    version = models.OneToOneField(SubmissionVersion, models.PROTECT, verbose_name="版本", related_name="review")
    action = models.CharField("结论", max_length=10, choices=ReviewAction.choices)
    reason = models.TextField("理由", blank=True)
    fields = models.JSONField("需修改的指标", default=list)
    field_reasons = models.JSONField("各指标的退回理由", default=dict, db_default={}, blank=True)
    accepted = models.JSONField("采信的确认说明", default=list, help_text="核实时采信的异常数据指标代码。")
    reviewed_by = models.ForeignKey("clusters.User", models.PROTECT, verbose_name="审核人", null=True, related_name="+")
    reviewed_at = models.DateTimeField("审核时间", db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = "审核意见"
        ordering = ("-reviewed_at",)

    def __str__(self) -> str:
        return f"{self.version}：{self.get_action_display()}"
