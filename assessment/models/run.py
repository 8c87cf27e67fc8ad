"""A scoring run of one data year over a snapshot of verified versions, in chunks that survive a lost worker."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from assessment.enums import ChunkState, RunState


class Run(models.Model):
    """One run. At most one is open a year; finishing is a conditional update by whoever does the last chunk."""

    reporting_year = models.ForeignKey(
        "assessment.ReportingYear", models.PROTECT, verbose_name="数据年度", related_name="runs"
    )
    ruleset = models.ForeignKey(
        "assessment.RulesetVersion", models.PROTECT, verbose_name="规则集", null=True, related_name="runs"
    )
    state = models.CharField("状态", max_length=10, choices=RunState.choices, default=RunState.RUNNING)
    total = models.PositiveIntegerField("应评", default=0)
    started_by = models.ForeignKey("clusters.User", models.PROTECT, verbose_name="发起人", null=True, related_name="+")
    started_at = models.DateTimeField("开始时间", db_default=Now())
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)
    counts = models.JSONField("结果统计", default=dict, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "评分批次"
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("reporting_year",), condition=Q(state=RunState.RUNNING), name="run_one_open_a_year"
            ),
        )

    def __str__(self) -> str:
        return f"{self.reporting_year_id}年度第{self.pk}批"


class YearField(models.Model):
    """Medians and ranked values of all who were judged when a run started (`rules.wire.facts.field_data`).

    Kept with the run: its chunks, previews and later corrections are placed in it, and a result stays recomputable.
    A ruleset that asks for neither medians nor places has none.
    """

    run = models.OneToOneField(Run, models.PROTECT, verbose_name="批次", related_name="field")
    reporting_year = models.ForeignKey(
        "assessment.ReportingYear", models.PROTECT, verbose_name="数据年度", related_name="fields"
    )
    ruleset = models.ForeignKey(
        "assessment.RulesetVersion", models.PROTECT, verbose_name="规则集", related_name="fields"
    )
    data = models.JSONField("中位数与排位数据")
    made_at = models.DateTimeField("计算时间", db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = "全体数据"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.run}全体数据"


class RunChunk(models.Model):
    """A slice of a run: the duties and the versions they had at the snapshot, as [[duty, version or null], …]."""

    run = models.ForeignKey(Run, models.PROTECT, verbose_name="批次", related_name="chunks")
    number = models.PositiveIntegerField("序号")
    snapshot = models.JSONField("快照")
    state = models.CharField("状态", max_length=10, choices=ChunkState.choices, default=ChunkState.WAITING)
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    lease_until = models.DateTimeField("占用至", null=True, blank=True)
    done = models.PositiveIntegerField("已评", default=0)
    trouble = models.TextField("故障", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "批次分块"
        ordering = ("run_id", "number")
        constraints = (models.UniqueConstraint(fields=("run", "number"), name="chunk_number_a_run"),)

    def __str__(self) -> str:
        return f"{self.run}第{self.number}块"
