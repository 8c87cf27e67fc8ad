"""What a reviewer does with a filed report: verify it, return it, open it again. Figures are never edited here."""

from collections.abc import Callable
from typing import Any

from django import forms

from assessment.enums import SubmissionState
from assessment.models import Indicator, SourceChoice, Submission
from assessment.models.third_party import FigureSource
from assessment.selectors import third_party as selector
from assessment.services import submissions, third_party
from clusters.admin.steps import SHUT, NoteForm, ReasonForm, StepForm, step
from clusters.models import User

SEPARATOR = ","
_LONGEST = 300


class FiledForm(StepForm):
    """A form about the version that the page showed: its number comes back with the step."""

    @property
    def seen(self) -> str:
        version = self.row.current_version
        return str(version.number) if version else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        seen = str(self.data.get("seen", ""))
        data["seen"] = int(seen) if seen.isdecimal() and len(seen) < 10 else None
        return data


class VerifyForm(FiledForm, NoteForm):
    """`accept` holds, for each odd figure that is believed, the codes of its indicators."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        given = self.data.getlist("accept") if hasattr(self.data, "getlist") else []
        accepted = sorted({code for codes in given for code in codes.split(SEPARATOR) if code})
        return {"accepted": accepted, "reason": data.get("note", "").strip(), "seen": data["seen"]}


class ReturnForm(FiledForm, ReasonForm):
    """`mend` holds the figures that were marked in the table, each with its own reason (field `why-CODE`)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "退回理由"
        self.fields[
            "reason"
        ].help_text = "区市填报员会看到这段话；请写明问题和修改办法。需修改的指标请在表中勾选标记，并可逐项写明原因。"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        given = set(self.data.getlist("mend")) if hasattr(self.data, "getlist") else set()
        known = set(Indicator.objects.in_force(self.row.duty.year).values_list("code", flat=True))
        if given - known:
            raise forms.ValidationError("标记的指标不在本年度指标之列，请刷新页面后重新标记。")
        fields = {code: str(self.data.get(f"why-{code}", "")).strip()[:_LONGEST] for code in sorted(given)}
        return {**data, "fields": fields}


class SourceForm(StepForm):
    """One indicator, whose figure stands behind the filed one, and why."""

    indicator = forms.ChoiceField(label="指标")
    source = forms.TypedChoiceField(
        label="采用", choices=FigureSource.choices, coerce=FigureSource, widget=forms.RadioSelect
    )
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


def _choose_source(row: Submission, *, indicator: str, source: FigureSource, reason: str, by: User) -> SourceChoice:
    assert row.current_version is not None
    return third_party.choose_source(row.current_version, indicator, source, reason=reason, by=by)


def _only(state: SubmissionState) -> Callable[[Submission, User], str | None]:
    return lambda row, by: None if row.state == state else SHUT


def _source_shut(row: Submission, by: User) -> str | None:
    if row.state != SubmissionState.SUBMITTED or row.current_version is None:
        return SHUT
    return None if selector.comparison_of(row.duty, row.current_version) else SHUT


_waiting, _done = _only(SubmissionState.SUBMITTED), _only(SubmissionState.VERIFIED)
VERIFY = "assessment.verify_submission"
STEPS = (
    step("submission.verify", VERIFY, submissions.verify, VerifyForm, shut=_waiting),
    step("submission.return", VERIFY, submissions.return_, ReturnForm, shut=_waiting),
    step("submission.source", "assessment.choose_source", _choose_source, SourceForm, shut=_source_shut),
    step("submission.reopen", "assessment.reopen_submission", submissions.reopen, shut=_done),
)
