"""What experts, visitors and the panel said: each bound to one stage of the application's call."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from clusters.applications.enums import AssignmentState, PanelMode, StageOutcome
from clusters.enums import CITY_STAFF, Role

if TYPE_CHECKING:
    from clusters.models import User


class Expert(models.Model):
    """Who may be drawn: the account, and the categories the person knows. The unit stands with the account."""

    user = models.OneToOneField("clusters.User", verbose_name="账号", on_delete=models.PROTECT, related_name="expert")
    categories = models.ManyToManyField("clusters.Category", verbose_name="熟悉的类别", related_name="+")
    is_active = models.BooleanField("可抽取", default=True)

    class Meta:
        verbose_name = "专家"
        verbose_name_plural = "专家"
        ordering = ("user__full_name",)

    def __str__(self) -> str:
        return self.user.full_name


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, user: "User") -> Self:
        """Return an expert's own assignments; city staff see all."""
        if user.role in CITY_STAFF:
            return self
        if user.role == Role.EXPERT:
            return self.filter(expert__user=user).exclude(state=AssignmentState.REPLACED)
        return self.none()


class Assignment(models.Model):
    """One expert for one application: the declaration first, then the score sheet, which the lock makes final.

    `scores` holds decimal strings by rubric line, `total` their sum once locked (0 to the rubric's full marks)."""

    application = models.ForeignKey(
        "applications.Application", verbose_name="申报", on_delete=models.PROTECT, related_name="assignments"
    )
    expert = models.ForeignKey(Expert, verbose_name="专家", on_delete=models.PROTECT, related_name="assignments")
    state = models.CharField(
        "状态", max_length=10, choices=AssignmentState.choices, default=AssignmentState.ASKED, db_index=True
    )
    due_on = models.DateField("评审截止")
    reason = models.TextField("回避或谢绝的理由", blank=True)
    declared_at = models.DateTimeField("声明时间", null=True, blank=True)
    scores = models.JSONField("评分", default=dict, blank=True)
    opinion = models.TextField("评审意见", blank=True)
    total = models.DecimalField("总分", max_digits=8, decimal_places=2, null=True, blank=True)
    locked_at = models.DateTimeField("锁定时间", null=True, blank=True)
    assigned_by = models.ForeignKey("clusters.User", verbose_name="指派人", on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField("指派时间", db_default=Now())

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "专家评审"
        verbose_name_plural = "专家评审"
        ordering = ("application_id", "pk")
        constraints = (
            models.UniqueConstraint(fields=("application", "expert"), name="assignment_once"),
            models.CheckConstraint(
                condition=Q(state=AssignmentState.LOCKED, total__isnull=False, locked_at__isnull=False)
                | (~Q(state=AssignmentState.LOCKED) & Q(total__isnull=True, locked_at__isnull=True)),
                name="assignment_total_when_locked",
            ),
        )

    def __str__(self) -> str:
        return f"{self.application}·{self.expert}"


class SiteVisit(models.Model):
    """A visit to the place: who went when, what was found. Rows are only ever added."""

    application = models.ForeignKey(
        "applications.Application", verbose_name="申报", on_delete=models.PROTECT, related_name="visits"
    )
    visited_on = models.DateField("核查日期")
    visitors = models.CharField("核查人员", max_length=200)
    findings = models.TextField("核查情况")
    recorded_by = models.ForeignKey("clusters.User", verbose_name="记录人", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("记录时间", db_default=Now())

    class Meta:
        verbose_name = "现场核查"
        verbose_name_plural = "现场核查"
        ordering = ("application_id", "pk")

    def __str__(self) -> str:
        return f"{self.application}·{self.visited_on}"


class VisitPhoto(models.Model):
    """A photograph of a visit, re-encoded: without position or any other data of the camera."""

    visit = models.ForeignKey(SiteVisit, verbose_name="现场核查", on_delete=models.PROTECT, related_name="photos")
    document = models.OneToOneField(
        "documents.Document", verbose_name="照片", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "核查照片"
        verbose_name_plural = "核查照片"
        ordering = ("visit_id", "pk")

    def __str__(self) -> str:
        return str(self.visit)


class Panel(models.Model):
    """A meeting that decides on applications of one call (集体决策). Rows are only ever added."""

    call = models.ForeignKey(
        "applications.Call", verbose_name="申报批次", on_delete=models.PROTECT, related_name="panels"
    )
    held_on = models.DateField("会议日期")
    present = models.JSONField("出席人员")
    mode = models.CharField("表决方式", max_length=10, choices=PanelMode.choices)
    minutes = models.TextField("会议纪要")
    recorded_by = models.ForeignKey("clusters.User", verbose_name="记录人", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("记录时间", db_default=Now())

    class Meta:
        verbose_name = "集体决策"
        verbose_name_plural = "集体决策"
        ordering = ("-held_on", "-pk")

    def __str__(self) -> str:
        return f"{self.call}·{self.held_on}"


class PanelVote(models.Model):
    """What the panel decided on one application, with the votes where it voted. Rows are only ever added."""

    panel = models.ForeignKey(Panel, verbose_name="集体决策", on_delete=models.PROTECT, related_name="votes")
    application = models.ForeignKey(
        "applications.Application", verbose_name="申报", on_delete=models.PROTECT, related_name="votes"
    )
    outcome = models.CharField("结论", max_length=8, choices=StageOutcome.choices)
    in_favour = models.PositiveSmallIntegerField("同意", null=True, blank=True)
    against = models.PositiveSmallIntegerField("反对", null=True, blank=True)
    abstained = models.PositiveSmallIntegerField("弃权", null=True, blank=True)
    note = models.TextField("说明", blank=True)

    class Meta:
        verbose_name = "表决"
        verbose_name_plural = "表决"
        ordering = ("panel_id", "pk")
        constraints = (models.UniqueConstraint(fields=("panel", "application"), name="panel_vote_once"),)

    def __str__(self) -> str:
        return f"{self.application}：{self.get_outcome_display()}"
