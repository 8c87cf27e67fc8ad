"""What is asked when something is done for all applications of a call together."""

from typing import Any

from django import forms

from clusters.admin.steps import StepForm
from clusters.applications.enums import PanelMode, StageKind, StageOutcome
from clusters.applications.selectors import stages
from clusters.applications.services.panels import Meeting, Vote


class CopyForm(StepForm):
    """The code and the year of the copy."""

    code = forms.SlugField(label="新批次的代码", max_length=30)
    year = forms.IntegerField(label="申报年度", min_value=2000, max_value=2100)


class NoticeForm(StepForm):
    """Which applications go on public notice."""

    applications: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        label="公示的申报", queryset=None, widget=forms.CheckboxSelectMultiple
    )
    text = forms.CharField(label="公示说明", required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [one.pk for one in stages.waiting(self.row, StageKind.PUBLIC_NOTICE)]
        rows = self.row.applications.filter(pk__in=keys).order_by("number")
        self.fields["applications"].queryset = rows  # type: ignore[attr-defined]
        self.initial["applications"] = keys


class PanelForm(StepForm):
    """A meeting; for each application that waits for it the outcome with its votes."""

    held_on = forms.DateField(label="会议日期", widget=forms.DateInput(attrs={"type": "date"}))
    present = forms.CharField(label="出席人员", widget=forms.Textarea(attrs={"rows": 3}), help_text="一行一人。")
    mode = forms.TypedChoiceField(label="表决方式", choices=PanelMode.choices, coerce=PanelMode)
    minutes = forms.CharField(label="会议纪要", widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting = stages.waiting(self.row, StageKind.PANEL)
        for one in self.waiting:
            choices = [("", "本次不议"), *StageOutcome.choices]
            self.fields[f"outcome_{one.pk}"] = forms.ChoiceField(label=one.name, choices=choices, required=False)
            self.fields[f"votes_{one.pk}"] = forms.RegexField(
                r"^\s*\d{1,3}\s*/\s*\d{1,3}\s*/\s*\d{1,3}\s*$", label=f"{one.name}票数", required=False,
                help_text="票决的按“同意/反对/弃权”填写，如 5/1/0；一致同意的不填。",
                error_messages={"invalid": "请按“同意/反对/弃权”填写，如 5/1/0。"},
            )  # fmt: skip
            self.fields[f"note_{one.pk}"] = forms.CharField(label=f"{one.name}说明", required=False, max_length=500)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        meeting = Meeting(data["held_on"], data["present"].splitlines(), data["mode"], data["minutes"])
        votes = []
        for one in self.waiting:
            if outcome := data[f"outcome_{one.pk}"]:
                counts = [int(part) for part in data[f"votes_{one.pk}"].split("/") if part.strip()]
                votes.append(Vote(one, StageOutcome(outcome), data[f"note_{one.pk}"], *counts))
        return {"meeting": meeting, "votes": votes}
