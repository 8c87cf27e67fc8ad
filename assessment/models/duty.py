"""The data year and who owes figures for it, with the city's rulings about single duties."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from assessment.enums import RulingKind, YearState
from clusters.models.district import OfDistrictQuerySet


class ReportingYear(models.Model):
    """A data year that the city has opened. The deadline is judged by the clock of the database."""

    year = models.PositiveSmallIntegerField("数据年度", primary_key=True)
    state = models.CharField("状态", max_length=10, choices=YearState.choices, default=YearState.OPEN)
    deadline = models.DateTimeField("报送截止时间")
    opened_by = models.ForeignKey("clusters.User", models.PROTECT, verbose_name="开启人", null=True, related_name="+")
    opened_at = models.DateTimeField("开启时间", db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = "数据年度"
        ordering = ("-year",)

    def __str__(self) -> str:
        return f"{self.year}年度"


class DutyQuerySet(OfDistrictQuerySet["Duty"]):
    pass


class Duty(models.Model):
    """One cluster owes its figures for one data year. `district` is the one of that year: access follows it."""

    reporting_year = models.ForeignKey(ReportingYear, models.PROTECT, verbose_name="数据年度", related_name="duties")
    cluster = models.ForeignKey("clusters.Cluster", models.PROTECT, verbose_name="集聚区", related_name="duties")
    district = models.ForeignKey(
        "clusters.District", models.PROTECT, verbose_name="区市", null=True, related_name="duties"
    )
    is_judged = models.BooleanField("参加考核", default=True, help_text="储备集聚区只报数据，不考核。")
    deadline_extended_to = models.DateTimeField("延期至", null=True, blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "报送任务"
        ordering = ("-reporting_year__year", "cluster__name_key")
        constraints = (
            models.UniqueConstraint(fields=("reporting_year", "cluster"), name="duty_one_a_cluster_and_year"),
        )

    def __str__(self) -> str:
        return f"{self.cluster}（{self.reporting_year_id}年度）"

    @property
    def year(self) -> int:
        return self.reporting_year_id

    @property
    def deadline(self) -> datetime:
        return self.deadline_extended_to or self.reporting_year.deadline


class Ruling(models.Model):
    """A reasoned act of a named person: the year is exempt, or the missing report counts as a failure."""

    duty = models.ForeignKey(Duty, models.PROTECT, verbose_name="报送任务", related_name="rulings")
    kind = models.CharField("认定事项", max_length=10, choices=RulingKind.choices)
    reason = models.TextField("理由")
    made_by = models.ForeignKey("clusters.User", models.PROTECT, verbose_name="认定人", related_name="+")
    made_at = models.DateTimeField("认定时间", db_default=Now())
    revoked_at = models.DateTimeField("撤回时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "认定事项"
        ordering = ("-made_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("duty",), condition=Q(revoked_at__isnull=True), name="ruling_one_in_force_a_duty"
            ),
        )

    def __str__(self) -> str:
        return f"{self.duty}：{self.get_kind_display()}"


class DeadlineException(models.Model):
    """More time for one duty: who granted it, why, until when."""

    duty = models.ForeignKey(Duty, models.PROTECT, verbose_name="报送任务", related_name="exceptions")
    until = models.DateTimeField("延期至")
    reason = models.TextField("理由")
    granted_by = models.ForeignKey("clusters.User", models.PROTECT, verbose_name="批准人", related_name="+")
    granted_at = models.DateTimeField("批准时间", db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = "延期批准"
        ordering = ("-granted_at",)

    def __str__(self) -> str:
        return f"{self.duty}延期至{self.until:%Y-%m-%d %H:%M}"
