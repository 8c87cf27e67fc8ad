"""The appeal (复核申请) of a district against a decision, and the ruling of another officer."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from assessment.enums import AppealState

if TYPE_CHECKING:
    from clusters.models import User


class Appeal(models.Model):
    """At most one is open for a decision; the period stands in the ruleset that the decision was made under."""

    decision = models.ForeignKey("assessment.Decision", models.PROTECT, verbose_name="决定", related_name="appeals")
    state = models.CharField("状态", max_length=10, choices=AppealState.choices, default=AppealState.PENDING)
    grounds = models.TextField("申请理由")
    document = models.OneToOneField(
        "documents.Document", models.PROTECT, verbose_name="证明材料", null=True, blank=True, related_name="+"
    )
    filed_by = models.ForeignKey("clusters.User", models.PROTECT, verbose_name="申请人", related_name="+")
    filed_at = models.DateTimeField("申请时间", db_default=Now())
    ruling = models.TextField("复核意见", blank=True)
    ruled_by = models.ForeignKey("clusters.User", models.PROTECT, verbose_name="复核人", null=True, related_name="+")
    ruled_at = models.DateTimeField("复核时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "复核申请"
        ordering = ("-filed_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("decision",), condition=Q(state=AppealState.PENDING), name="appeal_one_open_a_decision"
            ),
        )

    def __str__(self) -> str:
        return f"{self.decision}的复核申请"

    @property
    def district_id(self) -> str | None:
        return self.decision.district_id

    def is_left_to(self, user: "User", act: str) -> bool:
        """Return whether the person was named for the act on the result that is appealed."""
        return self.decision.assessment.is_left_to(user, act)
