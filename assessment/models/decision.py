"""The official act. Rows are only ever added; a change of mind is a new row that supersedes an old one."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from assessment.enums import DecisionKind, DesignatedAct
from clusters.models.district import OfDistrictQuerySet


class Signature(models.Model):
    """One approver's signature under a proposal. A delisting needs two persons, a card one."""

    assessment = models.ForeignKey(
        "assessment.Assessment", models.PROTECT, verbose_name="考核结果", related_name="signatures"
    )
    signer = models.ForeignKey("clusters.User", models.PROTECT, verbose_name="签署人", related_name="+")
    note = models.TextField("意见", blank=True)
    signed_at = models.DateTimeField("签署时间", db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = "签署"
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("assessment", "signer"), name="signature_one_a_person"),)

    def __str__(self) -> str:
        return f"{self.assessment}：{self.signer}"


class Designation(models.Model):
    """The security administrator names a reviewer for one act on one result, which four eyes leave to no approver."""

    assessment = models.ForeignKey(
        "assessment.Assessment", models.PROTECT, verbose_name="考核结果", related_name="designations"
    )
    act = models.CharField("事项", max_length=10, choices=DesignatedAct.choices)
    person = models.ForeignKey("clusters.User", models.PROTECT, verbose_name="承办人", related_name="+")
    reason = models.TextField("理由")
    designated_by = models.ForeignKey("clusters.User", models.PROTECT, verbose_name="指定人", related_name="+")
    designated_at = models.DateTimeField("指定时间", db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = "指定承办"
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(fields=("assessment", "act", "person"), name="designation_one_an_act_and_person"),
        )

    def __str__(self) -> str:
        return f"{self.assessment}：指定{self.person}{self.get_act_display()}"


class DecisionQuerySet(OfDistrictQuerySet["Decision"]):
    district_path = "assessment__duty__district_id"

    def in_effect(self) -> Self:
        """Return the decisions that nothing superseded, annulments themselves left out."""
        return self.filter(superseded_by__isnull=True).exclude(kind=DecisionKind.ANNULMENT)


class Decision(models.Model):
    """A confirmed result. `round` counts the decisions of one kind for the same recognition and year (delistings:
    over all years), so the database itself refuses a second one unless the first was superseded; `record` is
    the snapshot (inputs, outcome, explanation, ruleset hash, engine version) and `record_sha256` its hash."""

    assessment = models.ForeignKey(
        "assessment.Assessment", models.PROTECT, verbose_name="考核结果", related_name="decisions"
    )
    cluster = models.ForeignKey("clusters.Cluster", models.PROTECT, verbose_name="集聚区", related_name="decisions")
    recognition = models.ForeignKey(
        "clusters.Recognition", models.PROTECT, verbose_name="认定", null=True, related_name="decisions"
    )
    year = models.PositiveSmallIntegerField("数据年度")
    kind = models.CharField("决定", max_length=12, choices=DecisionKind.choices)
    round = models.PositiveSmallIntegerField("轮次", default=1)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, verbose_name="替代的决定", null=True, blank=True, related_name="superseded_by"
    )
    confirmed_by = models.ForeignKey("clusters.User", models.PROTECT, verbose_name="确认人", related_name="+")
    seconded_by = models.ForeignKey(
        "clusters.User", models.PROTECT, verbose_name="复签人", null=True, blank=True, related_name="+"
    )
    reason = models.TextField("理由", blank=True)
    decided_on = models.DateField("决定日期")
    decided_at = models.DateTimeField("决定时间", db_default=Now())
    record = models.JSONField("决定依据")
    record_sha256 = models.CharField("依据哈希", max_length=64)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "决定"
        ordering = ("-year", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("recognition", "year", "kind", "round"),
                condition=~Q(kind=DecisionKind.ANNULMENT),
                name="decision_one_a_kind_and_year",
            ),
            models.UniqueConstraint(
                fields=("recognition", "round"), condition=Q(kind=DecisionKind.DELISTING), name="decision_one_delisting"
            ),
        )

    def __str__(self) -> str:
        return f"{self.cluster}{self.year}年度：{self.get_kind_display()}"

    @property
    def district_id(self) -> str | None:
        return self.assessment.duty.district_id
