"""Setting the grade: the reviewer's own act, with a reason where it differs from what the score proposes."""

from typing import Any

from django import forms

from assessment.enums import AssessmentState, Grade
from assessment.models import Assessment
from assessment.services import grades
from clusters.admin.steps import SHUT, Step, StepForm
from clusters.models import User

_UNJUDGED = ("hold", "not_assessed", "no_rule")


class GradeForm(StepForm):
    """The grade, and why it is not the proposed one."""

    grade = forms.ChoiceField(label="等次", choices=Grade.choices)
    reason = forms.CharField(
        label="理由",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="与建议等次不同，或没有建议等次时必填。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"grade": self.row.proposed_grade}


class SetGrade(Step):
    """The grade of one result; the last one set counts."""

    name, permission, verb, icon = "grade", "assessment.grade_assessment", "评定等次", "award"
    form_class = GradeForm
    heading = "{step.verb}：{row.duty}"

    def shut(self, row: Assessment, by: User) -> str | None:
        open_states = (AssessmentState.PROPOSED, AssessmentState.CONFIRMED)
        return SHUT if row.state not in open_states or row.verdict in _UNJUDGED else None

    def consequence(self, row: Assessment) -> str:
        proposed = row.get_proposed_grade_display() if row.proposed_grade else "无（数据不全，没有得分）"
        return f"按综合得分建议等次：{proposed}。评定的等次列入综合排名，不影响黄牌与达标结论。"

    def act(self, row: Assessment, data: dict[str, Any], by: User) -> str:
        grading = grades.grade(row, grade=Grade(data["grade"]), reason=data["reason"], by=by)
        return f"已评定{row.duty}为“{grading.get_grade_display()}”。"
