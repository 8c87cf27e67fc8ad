"""Figures that a statistics body posts: staged beside the district's own, never in their place."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models.functions import Now

from clusters.enums import CITY_STAFF, Role

if TYPE_CHECKING:
    from clusters.models import User


class FigureSource(models.TextChoices):
    """Whose figure an officer relied on. The judgement itself always rests on what the district filed."""

    DISTRICT = "district", "区市填报数"
    THIRD_PARTY = "third_party", "第三方统计数（与填报数一致）"


class ThirdPartyBatchQuerySet(models.QuerySet["ThirdPartyBatch"]):
    def visible_to(self, user: "User") -> Self:
        """Return all for the city's officers, the own ones for a statistics body, nothing for others."""
        if user.role in CITY_STAFF:
            return self
        if user.role == Role.STATISTICS:
            return self.filter(sent_by=user)
        return self.none()


class ThirdPartyBatch(models.Model):
    """One delivery: a data year, where the figures come from, and the key by which a repeated request is known."""

    reporting_year = models.ForeignKey(
        "assessment.ReportingYear", models.PROTECT, verbose_name="数据年度", related_name="third_party_batches"
    )
    source = models.CharField("数据来源", max_length=200)
    supplier = models.CharField("报送单位", max_length=80)
    sent_by = models.ForeignKey("clusters.User", models.PROTECT, verbose_name="报送账号", related_name="+")
    token = models.ForeignKey("clusters.ApiToken", models.PROTECT, verbose_name="令牌", null=True, related_name="+")
    key = models.CharField("幂等键", max_length=80)
    sha256 = models.CharField("内容哈希", max_length=64)
    received_at = models.DateTimeField("接收时间", db_default=Now())

    objects = ThirdPartyBatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "第三方数据批次"
        ordering = ("-received_at", "-pk")
        constraints = (models.UniqueConstraint(fields=("sent_by", "key"), name="third_party_batch_one_a_key"),)

    def __str__(self) -> str:
        return f"{self.supplier}（{self.reporting_year_id}年度）"


class ThirdPartyFigure(models.Model):
    """One figure of a delivery, in the unit of its indicator. A later delivery of the same body counts instead."""

    batch = models.ForeignKey(ThirdPartyBatch, models.PROTECT, verbose_name="批次", related_name="figures")
    duty = models.ForeignKey(
        "assessment.Duty", models.PROTECT, verbose_name="报送任务", related_name="third_party_figures"
    )
    indicator = models.ForeignKey(
        "assessment.Indicator", models.PROTECT, verbose_name="指标", related_name="third_party_figures"
    )
    value = models.DecimalField("数值", max_digits=18, decimal_places=2)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "第三方数据"
        ordering = ("-batch_id", "duty_id", "indicator_id")
        constraints = (
            models.UniqueConstraint(fields=("batch", "duty", "indicator"), name="third_party_figure_one_a_batch"),
        )

    def __str__(self) -> str:
        return f"{self.duty}：{self.indicator}"


class ComparisonRule(models.Model):
    """How far two figures of an indicator may lie apart, and whose goes first; dated, with its basis.

    `tolerance` is in percent of the third party's figure. `precedence` lists FigureSource values, the first prevails.
    """

    code = models.CharField("代码", max_length=40, primary_key=True)
    indicator = models.ForeignKey(
        "assessment.Indicator", models.PROTECT, verbose_name="指标", related_name="comparison_rules"
    )
    from_year = models.PositiveSmallIntegerField("起用年份")
    tolerance = models.DecimalField("容差（%）", max_digits=5, decimal_places=2)
    precedence = models.JSONField("采信顺序")
    basis = models.CharField("依据类型", max_length=20)
    document = models.CharField("文件", max_length=60)
    clause = models.CharField("条款", max_length=60)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "数据比对规则"
        ordering = ("indicator", "from_year")
        constraints = (
            models.UniqueConstraint(fields=("indicator", "from_year"), name="comparison_rule_one_a_year"),
            models.CheckConstraint(condition=models.Q(tolerance__gte=0), name="comparison_tolerance_not_negative"),
        )

    def __str__(self) -> str:
        return f"{self.indicator}：±{self.tolerance}%"


class SourceChoice(models.Model):
    """A reviewer's act: which source stands behind a figure of a filed version. The last row counts."""

    version = models.ForeignKey(
        "assessment.SubmissionVersion", models.PROTECT, verbose_name="报送版本", related_name="source_choices"
    )
    indicator = models.ForeignKey("assessment.Indicator", models.PROTECT, verbose_name="指标", related_name="+")
    source = models.CharField("来源", max_length=12, choices=FigureSource.choices)
    figure = models.ForeignKey(ThirdPartyFigure, models.PROTECT, verbose_name="第三方数据", related_name="choices")
    reason = models.TextField("理由", blank=True)
    chosen_by = models.ForeignKey("clusters.User", models.PROTECT, verbose_name="认定人", related_name="+")
    chosen_at = models.DateTimeField("认定时间", db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = "数据来源认定"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.version}·{self.indicator}：{self.get_source_display()}"
