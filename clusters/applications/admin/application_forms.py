"""What the city is asked when it acts on one application."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from clusters.admin.steps import NoteForm, ReasonForm, StepForm
from clusters.applications.enums import DocumentVerdict, StageOutcome
from clusters.applications.models import Expert
from clusters.applications.selectors import progress
from clusters.applications.services import experts
from clusters.applications.services.visits import Visit
from clusters.documents.forms.attachments import JPEG, PNG, AttachmentField

_REVIEW_DAYS = 14
_PHOTOS = 5


class FiledForm(StepForm):
    """A form about the version that the page showed: its number comes back with the step."""

    @property
    def seen(self) -> str:
        version = self.row.current_version
        return str(version.number) if version else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        seen = str(self.data.get("seen", ""))
        return {**data, "seen": int(seen) if seen.isdecimal() and len(seen) < 10 else 0}


class AcceptForm(FiledForm, NoteForm):
    pass


class NotAcceptForm(FiledForm, ReasonForm):
    pass


class ReturnForm(FiledForm, ReasonForm):
    """For each section what is to be mended ("" leaves it shut), for the documents which and why."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "总的意见"
        self.sections = progress.sections_of(self.row.call)
        for section in self.sections:
            self.fields[f"part_{section.code}"] = forms.CharField(
                label=section.label, required=False, max_length=500, help_text="写明需要修改什么；不填的部分不退回。"
            )
        choices = [(one.code, one.label) for one in self.row.call.requirements.all()]
        self.fields["documents"] = forms.MultipleChoiceField(
            label="需补正的材料", choices=choices, required=False, widget=forms.CheckboxSelectMultiple
        )
        self.fields["documents_reason"] = forms.CharField(label="材料需补正什么", required=False, max_length=500)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        parts: dict[str, dict[str, Any]] = {
            one.code: {"reason": data[f"part_{one.code}"]} for one in self.sections if data.get(f"part_{one.code}")
        }
        if data.get("documents"):
            parts[progress.DOCUMENTS] = {"reason": data.get("documents_reason", ""), "fields": data["documents"]}
        return {"parts": parts, "reason": data.get("reason", ""), "seen": data["seen"]}


class VerdictForm(StepForm):
    """One of the documents that count, what is said of it, and why."""

    document: forms.ModelChoiceField = forms.ModelChoiceField(label="材料", queryset=None, empty_label="请选择")
    verdict = forms.TypedChoiceField(
        label="意见", choices=DocumentVerdict.choices, coerce=DocumentVerdict, widget=forms.RadioSelect
    )
    note = forms.CharField(label="说明", required=False, max_length=300, help_text="补正的写明补正什么。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = self.row.documents.filter(is_current=True).select_related("requirement", "application")
        self.fields["document"].queryset = rows  # type: ignore[attr-defined]
        self.fields["document"].label_from_instance = lambda one: str(one.requirement)  # type: ignore[attr-defined]


def _due() -> Any:
    return timezone.localdate() + timedelta(days=_REVIEW_DAYS)


class DrawForm(StepForm):
    """How many experts, until when."""

    count = forms.IntegerField(label="抽取人数", min_value=1, max_value=15, initial=3)
    due_on = forms.DateField(label="评审截止", widget=forms.DateInput(attrs={"type": "date"}), initial=_due)


class AssignForm(StepForm):
    """One expert by name; those near to the applicant are not offered."""

    expert: forms.ModelChoiceField = forms.ModelChoiceField(label="专家", queryset=None, empty_label="请选择")
    due_on = forms.DateField(label="评审截止", widget=forms.DateInput(attrs={"type": "date"}), initial=_due)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        application = getattr(self.row, "application", self.row)
        keys = [one.pk for one in experts.candidates(application)]
        self.fields["expert"].queryset = Expert.objects.filter(pk__in=keys).select_related("user")  # type: ignore[attr-defined]


class OutcomeForm(NoteForm):
    """Passed or not; not needs its reason."""

    outcome = forms.TypedChoiceField(label="结论", choices=StageOutcome.choices, coerce=StageOutcome)
    field_order = ("outcome", "note")


class VisitForm(StepForm):
    """A visit with up to five photographs."""

    visited_on = forms.DateField(label="核查日期", widget=forms.DateInput(attrs={"type": "date"}))
    visitors = forms.CharField(label="核查人员", max_length=200)
    findings = forms.CharField(label="核查情况", widget=forms.Textarea(attrs={"rows": 5}))
    outcome = forms.TypedChoiceField(label="结论", choices=StageOutcome.choices, coerce=StageOutcome)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, _PHOTOS + 1):
            self.fields[f"photo_{number}"] = AttachmentField(
                label=f"照片 {number}", kinds=(JPEG, PNG), limit=10, required=False,
                help_text="存入时去除位置等拍摄信息。" if number == 1 else "",
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        photos = []
        for number in range(1, _PHOTOS + 1):
            if found := data[f"photo_{number}"]:
                found.file.seek(0)
                photos.append(found.file.read())
        visit = Visit(data["visited_on"], data["visitors"], data["findings"], photos)
        return {"visit": visit, "outcome": data["outcome"]}
