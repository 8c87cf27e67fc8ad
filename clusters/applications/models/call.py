"""The call (申报批次): who may apply until when, by which stages, with which documents, conditions and rubric."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from clusters.applications.enums import CallState, ScoreBy, StageKind

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet


class CallQuerySet(models.QuerySet["Call"]):
    def published(self) -> Self:
        """Return the calls that districts and the public see."""
        return self.exclude(state=CallState.DRAFT)


class Call(models.Model):
    """One round of applications. Everything a year may do differently is data here; next year's call is a copy.

    `form` is the TOML text of the sections (see `clusters.applications.form`). The spread limits are those of the
    notice 三（一）: more than `spread_warn` districts in a category ask for a reason, more than `spread_block` bar.
    """

    code = models.SlugField("代码", max_length=30, unique=True, help_text="出现在网址和受理编号中，如 2026。")
    title = models.CharField("名称", max_length=120)
    year = models.PositiveSmallIntegerField("申报年度")
    document = models.CharField("申报通知", max_length=200, blank=True, help_text="通知的标题和文号。")
    summary = models.TextField("申报说明", blank=True, help_text="公开页面上的说明：谁可以申报、怎样申报。")
    contact = models.CharField("联系方式", max_length=120, blank=True, help_text="科室和办公电话。")
    opens_at = models.DateTimeField("开始时间")
    closes_at = models.DateTimeField("截止时间")
    cutoff_on = models.DateField("本年度数据截至日期")
    categories = models.ManyToManyField("clusters.Category", verbose_name="申报类别", related_name="+")
    per_district = models.PositiveSmallIntegerField("每个区市限报", null=True, blank=True, help_text="空 = 不限。")
    spread_warn = models.PositiveSmallIntegerField("同类布局提示线（区市数）", default=3)
    spread_block = models.PositiveSmallIntegerField("同类布局上限（区市数）", default=5)
    spread_basis = models.CharField("同类布局依据", max_length=200)
    notice_days = models.PositiveSmallIntegerField("公示工作日", default=5)
    scores_shown = models.BooleanField(
        "专家锁定后可见他人评分", default=False, help_text="专家锁定自己的评分以后，能否看到其他专家的评分。"
    )
    plan_days = models.PositiveSmallIntegerField("修改规划期限（工作日）", default=5)
    score_by = models.CharField("综合得分", max_length=8, choices=ScoreBy.choices, default=ScoreBy.MEDIAN)
    reward_places = models.PositiveSmallIntegerField("每类奖励名次", default=0)
    reward = models.CharField("奖励", max_length=120, blank=True)
    reward_basis = models.CharField("奖励依据", max_length=200, blank=True)
    form = models.TextField("申报表格定义（TOML）")
    state = models.CharField("状态", max_length=10, choices=CallState.choices, default=CallState.DRAFT)
    copied_from = models.ForeignKey(
        "self", verbose_name="复制自", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_demo = models.BooleanField("演示数据", default=False)

    objects = CallQuerySet.as_manager()

    stages: "QuerySet[Stage]"
    requirements: "QuerySet[Requirement]"
    conditions: "QuerySet[Condition]"
    rubric: "QuerySet[RubricLine]"

    class Meta:
        verbose_name = "申报批次"
        verbose_name_plural = "申报批次"
        ordering = ("-year", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="call_closes_after_it_opens",
                violation_error_message="截止时间须晚于开始时间。",
            ),
            models.CheckConstraint(
                condition=Q(spread_block__gte=F("spread_warn")),
                name="call_spread_limits_in_order",
                violation_error_message="同类布局上限不能小于提示线。",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def is_open(self, at: "datetime | None" = None) -> bool:
        """Whether applications can be filed at this moment (without an exception)."""
        moment = at or timezone.now()
        return self.state == CallState.PUBLISHED and self.opens_at <= moment <= self.closes_at


class Stage(models.Model):
    """One stage of a call, at its place in the order."""

    call = models.ForeignKey(Call, verbose_name="申报批次", on_delete=models.CASCADE, related_name="stages")
    order = models.PositiveSmallIntegerField("次序")
    kind = models.CharField("环节", max_length=16, choices=StageKind.choices)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "环节"
        verbose_name_plural = "环节"
        ordering = ("call_id", "order")
        constraints = (
            models.UniqueConstraint(fields=("call", "order"), name="stage_one_a_place"),
            models.UniqueConstraint(fields=("call", "kind"), name="stage_once_a_call"),
        )

    def __str__(self) -> str:
        return self.get_kind_display()


class Requirement(models.Model):
    """A document that an application has to bring, with the template to download."""

    call = models.ForeignKey(Call, verbose_name="申报批次", on_delete=models.CASCADE, related_name="requirements")
    order = models.PositiveSmallIntegerField("次序", default=0)
    code = models.SlugField("代码", max_length=30)
    label = models.CharField("材料名称", max_length=80)
    help = models.CharField("要求", max_length=300, blank=True)
    is_required = models.BooleanField("必须提交", default=True)
    document = models.OneToOneField(
        "documents.Document", verbose_name="模板", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "申报材料"
        verbose_name_plural = "申报材料"
        ordering = ("call_id", "order", "pk")
        constraints = (models.UniqueConstraint(fields=("call", "code"), name="requirement_code_a_call"),)

    def __str__(self) -> str:
        return self.label


class Condition(models.Model):
    """A recognition condition with its clause. Common to all categories, or of one.

    `measure` is a measure of the rules engine as JSON, e.g. {"share": ["leading_revenue", "revenue"]}. Without a line
    the document's number is not public (未载明): it decides nothing and says so.
    """

    call = models.ForeignKey(Call, verbose_name="申报批次", on_delete=models.CASCADE, related_name="conditions")
    order = models.PositiveSmallIntegerField("次序", default=0)
    category = models.ForeignKey(
        "clusters.Category",
        verbose_name="类别",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="空 = 共性条件。",
    )
    label = models.CharField("条件", max_length=120)
    measure = models.JSONField("算式")
    op = models.CharField(
        "比较", max_length=2, choices=((">=", "不低于"), (">", "高于"), ("<=", "不高于"), ("<", "低于"))
    )
    line = models.DecimalField(
        "标准线", max_digits=16, decimal_places=4, null=True, blank=True, help_text="空 = 未载明。"
    )
    unit = models.CharField("单位", max_length=20, blank=True)
    document = models.CharField("文件", max_length=200)
    clause = models.CharField("条款", max_length=60, blank=True)

    class Meta:
        verbose_name = "认定条件"
        verbose_name_plural = "认定条件"
        ordering = ("call_id", "order", "pk")

    def __str__(self) -> str:
        return self.label


class RubricLine(models.Model):
    """A line of the experts' score sheet."""

    call = models.ForeignKey(Call, verbose_name="申报批次", on_delete=models.CASCADE, related_name="rubric")
    order = models.PositiveSmallIntegerField("次序", default=0)
    label = models.CharField("评分项目", max_length=80)
    help = models.CharField("评分要点", max_length=300, blank=True)
    full = models.DecimalField("满分", max_digits=6, decimal_places=2)
    is_required = models.BooleanField("必须评分", default=True)

    class Meta:
        verbose_name = "评分项目"
        verbose_name_plural = "评分项目"
        ordering = ("call_id", "order", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(full__gt=0), name="rubric_full_positive", violation_error_message="满分须大于零。"
            ),
        )

    def __str__(self) -> str:
        return self.label


class LateException(models.Model):
    """Leave for one district to file after the deadline: who gave it, why, until when."""

    call = models.ForeignKey(Call, verbose_name="申报批次", on_delete=models.PROTECT, related_name="exceptions")
    district = models.ForeignKey("clusters.District", verbose_name="区市", on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField("延至")
    reason = models.TextField("理由")
    granted_by = models.ForeignKey("clusters.User", verbose_name="批准人", on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField("批准时间", auto_now_add=True)

    class Meta:
        verbose_name = "逾期申报许可"
        verbose_name_plural = "逾期申报许可"
        ordering = ("-granted_at",)

    def __str__(self) -> str:
        return f"{self.call}·{self.district}"
