"""Third-party figures beside a report: the reviewer names whose figure stands behind the filed one, with a reason."""

from typing import Any

from django import forms

from assessment.enums import SubmissionState
from assessment.models import Submission
from assessment.models.third_party import FigureSource
from assessment.selectors import third_party as selector
from assessment.services import third_party
from clusters.admin.steps import SHUT, Step, StepForm
from clusters.models import User


class SourceForm(StepForm):
    """One indicator, the source, and why."""

    indicator = forms.ChoiceField(label="指标")
    source = forms.ChoiceField(label="采用", choices=FigureSource.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="理由",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="两者相差超出容差而采用区市填报数的，必须写明理由。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = selector.comparison_of(self.row.duty, self.row.current_version)
        ordered = sorted(rows, key=lambda one: not one.is_open)
        field = self.fields["indicator"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.indicator.code, f"{one.indicator.label}：{one.counts}") for one in ordered]
        self.initial = {"source": FigureSource.DISTRICT}


class ChooseSource(Step):
    name, permission, verb, icon = "source", "assessment.choose_source", "认定数据来源", "intersect"
    form_class = SourceForm
    heading = "认定数据来源：{row.duty.cluster}"
    follows = "考核始终以区市填报并核实的数为准；这里认定它的依据，具名记录，列入考核结果。"
    also = ("第三方统计数更可信的，请退回区市更正，由其改填后重新提交。",)

    def shut(self, row: Submission, by: User) -> str | None:
        if row.state != SubmissionState.SUBMITTED or row.current_version is None:
            return SHUT
        return None if selector.comparison_of(row.duty, row.current_version) else SHUT

    def act(self, row: Submission, data: dict[str, Any], by: User) -> str:
        assert row.current_version is not None
        source = FigureSource(data["source"])
        choice = third_party.choose_source(row.current_version, data["indicator"], source, reason=data["reason"], by=by)
        return f"“{choice.indicator.label}”已认定：{choice.get_source_display()}。"
