"""What the engine proposes for one cluster and year, with everything needed to recompute it."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from assessment.enums import AssessmentState, Grade
from clusters.models.district import OfDistrictQuerySet

if TYPE_CHECKING:
    from clusters.models import User


class AssessmentQuerySet(OfDistrictQuerySet["Assessment"]):
    district_path = "duty__district_id"

    def visible_to(self, user: "User") -> Self:
        """Return for a district its own once they are confirmed."""
        found = super().visible_to(user)
        return found if user.sees_whole_city else found.filter(state=AssessmentState.CONFIRMED)

    def current(self) -> Self:
        """Return the rows that count: proposed, stale or confirmed, not superseded."""
        return self.exclude(state=AssessmentState.SUPERSEDED)


class Assessment(models.Model):
    """A proposal. `facts` and `outcome` are the engine's own canonical JSON; `input_sha256` covers facts, title,
    history, ruleset and engine version, so the same input is recognised and not written twice."""

    run = models.ForeignKey(
        "assessment.Run", models.PROTECT, verbose_name="批次", null=True, related_name="assessments"
    )
    duty = models.ForeignKey("assessment.Duty", models.PROTECT, verbose_name="报送任务", related_name="assessments")
    recognition = models.ForeignKey(
        "clusters.Recognition", models.PROTECT, verbose_name="认定", null=True, related_name="assessments"
    )
    version = models.ForeignKey(
        "assessment.SubmissionVersion", models.PROTECT, verbose_name="数据版本", null=True, related_name="assessments"
    )
    ruleset = models.ForeignKey(
        "assessment.RulesetVersion", models.PROTECT, verbose_name="规则集", null=True, related_name="assessments"
    )
    field = models.ForeignKey(
        "assessment.YearField", models.PROTECT, verbose_name="全体数据", null=True, related_name="assessments"
    )
    engine_version = models.CharField("引擎版本", max_length=20)
    verdict = models.CharField("结论", max_length=20, db_index=True)
    flags = models.JSONField("标记", default=list)
    inputs = models.TextField("输入", help_text="规范化JSON，逐字节保存。")
    outcome = models.JSONField("评分结果")
    explanation = models.JSONField("说明", default=dict)
    input_sha256 = models.CharField("输入哈希", max_length=64)
    score = models.DecimalField("综合得分", max_digits=7, decimal_places=2, null=True, blank=True)
    proposed_grade = models.CharField("建议等次", max_length=12, choices=Grade.choices, blank=True)
    state = models.CharField("状态", max_length=12, choices=AssessmentState.choices, default=AssessmentState.PROPOSED)
    created_at = models.DateTimeField("评分时间", db_default=Now())

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考核结果"
        ordering = ("-duty__reporting_year__year", "duty__cluster__name_key")
        constraints = (
            models.UniqueConstraint(
                fields=("duty",),
                condition=Q(state__in=(AssessmentState.PROPOSED, AssessmentState.STALE)),
                name="assessment_one_open_a_duty",
            ),
            models.UniqueConstraint(
                fields=("duty",), condition=Q(state=AssessmentState.CONFIRMED), name="assessment_one_confirmed_a_duty"
            ),
        )

    def __str__(self) -> str:
        return f"{self.duty}考核结果"

    @property
    def district_id(self) -> str | None:
        return self.duty.district_id

    def is_left_to(self, user: "User", act: str) -> bool:
        """Return whether the person was named for the act on this result; see `Designation`."""
        return any(one.act == act and one.person_id == user.pk for one in self.designations.all())

    @property
    def state_words(self) -> str:
        """The state in words; a proposal that nobody can confirm does not wait for a confirmation."""
        no_act = {"hold": "待核", "not_assessed": "无需确认", "no_rule": "无需确认"}
        unconfirmed = self.state == AssessmentState.PROPOSED and no_act.get(self.verdict)
        return unconfirmed or self.get_state_display()

    @property
    def is_released(self) -> bool:
        return self.state == AssessmentState.CONFIRMED


class Grading(models.Model):
    """The grade a reviewer set, with the reason where it differs from the proposal. The last row counts."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, verbose_name="考核结果", related_name="gradings")
    grade = models.CharField("等次", max_length=12, choices=Grade.choices)
    reason = models.TextField("理由", blank=True)
    graded_by = models.ForeignKey("clusters.User", models.PROTECT, verbose_name="评定人", related_name="+")
    graded_at = models.DateTimeField("评定时间", db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = "等次评定"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.assessment}：{self.get_grade_display()}"
