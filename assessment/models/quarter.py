"""Quarterly figures: which ones a data year asks for, and what was filed; for early warning, never judged."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from clusters.models.district import OfDistrictQuerySet

QUARTERS = (1, 2, 3, 4)
LAST_QUARTER = 4


class QuarterlyIndicator(models.Model):
    """A figure that the city asks for each quarter of one data year. A year without such rows asks for none.

    `bands` holds, for the first to the third quarter, by how many per cent a projection may be off where the
    cluster's own past does not say (department's reading, decimal strings).
    """

    class Nature(models.TextChoices):
        CUMULATIVE = "cumulative", "年初至季末累计数"
        BALANCE = "balance", "季末数"

    reporting_year = models.ForeignKey(
        "assessment.ReportingYear", models.PROTECT, verbose_name="数据年度", related_name="quarterly_indicators"
    )
    indicator = models.ForeignKey("assessment.Indicator", models.PROTECT, verbose_name="指标", related_name="+")
    nature = models.CharField("性质", max_length=12, choices=Nature.choices)
    bands = models.JSONField("推算区间（±%）", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "季度指标"
        ordering = ("-reporting_year", "indicator__order", "indicator")
        constraints = (
            models.UniqueConstraint(fields=("reporting_year", "indicator"), name="quarterly_indicator_once_a_year"),
        )

    def __str__(self) -> str:
        return f"{self.reporting_year_id}年度季度指标：{self.indicator_id}"

    @property
    def is_cumulative(self) -> bool:
        return self.nature == self.Nature.CUMULATIVE

    def band(self, quarter: int) -> Decimal | None:
        """Return the stated margin of a projection from this quarter, in per cent; None where none is stated."""
        return Decimal(self.bands[quarter - 1]) if quarter <= len(self.bands) else None


class QuarterFigureQuerySet(OfDistrictQuerySet["QuarterFigure"]):
    district_path = "duty__district_id"


class QuarterFigure(models.Model):
    """What was saved for one duty and quarter, and by whom. A change is a new row; the highest revision counts.

    `values` holds decimal strings by indicator code in the indicator's unit; null is blank.
    """

    duty = models.ForeignKey("assessment.Duty", models.PROTECT, verbose_name="报送任务", related_name="quarter_figures")
    quarter = models.PositiveSmallIntegerField("季度")
    revision = models.PositiveIntegerField("修订号")
    values = models.JSONField("数据")
    saved_by = models.ForeignKey("clusters.User", models.PROTECT, verbose_name="保存人", null=True, related_name="+")
    saved_at = models.DateTimeField("保存时间", db_default=Now())

    objects = QuarterFigureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "季度数据"
        ordering = ("duty", "quarter", "-revision")
        constraints = (
            models.UniqueConstraint(fields=("duty", "quarter", "revision"), name="quarter_figure_revision"),
            models.CheckConstraint(condition=Q(quarter__in=QUARTERS), name="quarter_figure_quarter"),
        )

    def __str__(self) -> str:
        return f"{self.duty}第{self.quarter}季度"
