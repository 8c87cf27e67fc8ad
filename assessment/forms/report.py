"""The yearly report as a form: for each indicator its figure, its remark and the reason why an odd figure is true."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from assessment.forms import numbers
from assessment.forms.base import PlainForm, evidence_field
from assessment.models import Indicator, Submission
from assessment.services.submissions import Entry

MAX_WORDS = 500
MAX_REVISION = 2**31 - 1
SEEN = "seen"
_OUTDATED = "页面信息不完整，请重新载入本页后再提交。"


class FigureField(forms.Field):
    """One figure. A needed one is marked as such, yet a draft may leave it blank: filing asks for it."""

    widget = forms.TextInput

    def __init__(self, indicator: Indicator, stored: str | None = None) -> None:
        super().__init__(label=indicator.label, required=indicator.is_required, help_text=indicator.definition)
        self.indicator = indicator
        self.stored = Decimal(stored) if stored else None
        self.widget.attrs.update(inputmode="decimal", autocomplete="off", spellcheck="false")

    def to_python(self, value: str | None) -> Decimal | None:
        """Return the figure in the indicator's unit, None for a blank; raises ValidationError (Chinese)."""
        return numbers.figure(value or "", self.indicator, self.stored)

    def validate(self, value: Decimal | None) -> None:
        """A blank passes, see above."""

    def run_validators(self, value: Decimal | None) -> None:
        """The number was read strictly already."""


class WordsField(forms.CharField):
    """A remark or a reason."""

    widget = forms.Textarea

    def __init__(self, label: str, placeholder: str) -> None:
        super().__init__(
            label=label,
            required=False,
            max_length=MAX_WORDS,
            error_messages={"max_length": f"最多填写 {MAX_WORDS} 字，现为 %(show_value)s 字，请精简。"},
        )
        self.widget.attrs.update(rows=2, placeholder=placeholder)


class EvidenceForm(forms.Form):
    """One document beside a figure; its bytes decide what it is."""

    file = evidence_field(
        "佐证材料",
        error_messages={"required": "没有收到文件，请重新选择。", "empty": "所选文件是空的，请重新保存后上传。"},
    )


class ReportForm(PlainForm):
    """Fields are named value_CODE, remark_CODE and confirm_CODE; `revision` is the one the page was opened with.

    `stored` are the figures of the working copy by indicator code: those pass unchanged whatever the limits are now.
    """

    revision = forms.IntegerField(
        label="修订号", min_value=0, max_value=MAX_REVISION, required=False, widget=forms.HiddenInput
    )

    def __init__(
        self,
        indicators: Iterable[Indicator],
        data: Mapping[str, Any] | None = None,
        *,
        stored: Mapping[str, str | None] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.indicators = list(indicators)
        # What was read, kept apart: a later refusal takes a figure out of `cleaned_data`, but it stays what was typed.
        self._read: dict[str, Any] = {}
        self.unreadable: dict[str, str] = {}
        """Why a typed figure cannot be read, by indicator code."""
        for one in self.indicators:
            figure = self.fields[f"value_{one.code}"] = FigureField(one, (stored or {}).get(one.code))
            # The place of the hints is there from the start, so that what comes into it while one types is tied too.
            figure.widget.attrs["aria-describedby"] = f"id_value_{one.code}_helptext hints_{one.code}"
            self.fields[f"remark_{one.code}"] = WordsField(f"{one.label}备注", "口径变化、数据缺失原因等")
            self.fields[f"confirm_{one.code}"] = WordsField(f"{one.label}情况说明", "说明数据属实的原因和依据")

    @classmethod
    def of(cls, submission: Submission, indicators: Iterable[Indicator]) -> "ReportForm":
        """Return the unbound form that shows what is stored."""
        initial: dict[str, Any] = {"revision": submission.revision}
        for stored, name in (
            (submission.values, "value"),
            (submission.remarks, "remark"),
            (submission.confirmations, "confirm"),
        ):
            initial.update({f"{name}_{code}": text for code, text in stored.items()})
        return cls(indicators, initial=initial)

    def clean(self) -> dict[str, Any]:
        """A page without its revision cannot tell whether somebody saved in between."""
        self._read = dict(self.cleaned_data)
        for one in self.indicators:
            if found := self.errors.get(f"value_{one.code}"):
                self.unreadable[one.code] = str(found[0]).rstrip("。")
        if self.cleaned_data.get("revision") is None:
            self.errors.pop("revision", None)
            raise ValidationError(_OUTDATED, code="outdated")
        return self.cleaned_data

    def entry(self) -> Entry:
        """Return what was typed, as the services take it; needs a valid form."""
        return Entry(
            values=self.values(),
            remarks=self.words("remark"),
            confirmations=self.words("confirm"),
            revision=self._read["revision"],
        )

    def values(self) -> dict[str, Decimal | None]:
        """Return the readable figures by indicator code; blank and unreadable ones are None."""
        return {one.code: self._read.get(f"value_{one.code}") for one in self.indicators}

    def words(self, kind: str) -> dict[str, str]:
        """Return the remarks (`remark`) or the reasons (`confirm`) that are not blank, by indicator code."""
        typed = {one.code: self._read.get(f"{kind}_{one.code}") or "" for one in self.indicators}
        return {code: text.strip() for code, text in typed.items() if text.strip()}

    def refuse(self, code: str | None, message: str, *, kind: str = "value", seen: bool = False) -> None:
        """Put a refusal of filing at the field it is about, or above the form where it is about none.

        `seen`: the hint beside the figure says the same, so that the row need not repeat it.
        """
        name = f"{kind}_{code}"
        self.add_error(name if name in self.fields else None, ValidationError(message, code=SEEN if seen else None))


def own_errors(form: forms.BaseForm, name: str) -> list[str]:
    """Return the errors of a field save those whose words stand beside it already."""
    found = form.errors.as_data().get(name, [])
    return [text for error in found if error.code != SEEN for text in error.messages]
