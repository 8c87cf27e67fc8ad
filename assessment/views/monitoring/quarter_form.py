"""The figures of one quarter as a form: for each cluster its figures and the revision the page was opened with."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from assessment.forms.report import MAX_REVISION, FigureField
from assessment.models import Duty, QuarterlyIndicator
from assessment.selectors import figures
from assessment.selectors.quarterly import Saved
from assessment.services.quarters import Entry

_OUTDATED = "页面信息不完整，请重新载入本页后再保存。"


class QuarterForm(forms.Form):
    """Fields are named value_DUTY_CODE and revision_DUTY; a blank figure is a figure not known yet."""

    use_required_attribute = False

    def __init__(
        self,
        duties: Sequence[Duty],
        asked: Sequence[QuarterlyIndicator],
        stored: Mapping[int, Saved],
        data: Mapping[str, Any] | None = None,
    ) -> None:
        self.duties, self.asked = duties, asked
        super().__init__(data, initial=_initial(duties, asked, stored))
        for duty in duties:
            self.fields[f"revision_{duty.pk}"] = forms.IntegerField(
                min_value=0, max_value=MAX_REVISION, required=False, widget=forms.HiddenInput
            )
            for one in asked:
                field = FigureField(one.indicator)
                field.label = f"{duty.cluster.name}，{one.indicator.label}"
                field.widget.attrs["aria-label"] = field.label
                self.fields[f"value_{duty.pk}_{one.indicator_id}"] = field

    def clean(self) -> dict[str, Any]:
        """A page without its revisions cannot tell whether somebody saved in between."""
        if any(self.cleaned_data.get(f"revision_{duty.pk}") is None for duty in self.duties):
            raise ValidationError(_OUTDATED, code="outdated")
        return self.cleaned_data

    def entries(self) -> dict[int, Entry]:
        """Return what was typed by duty (primary key), as the service takes it; needs a valid form."""
        return {duty.pk: Entry(self._values(duty), self.cleaned_data[f"revision_{duty.pk}"]) for duty in self.duties}

    def _values(self, duty: Duty) -> dict[str, Decimal | None]:
        return {one.indicator_id: self.cleaned_data[f"value_{duty.pk}_{one.indicator_id}"] for one in self.asked}


def _initial(
    duties: Sequence[Duty], asked: Sequence[QuarterlyIndicator], stored: Mapping[int, Saved]
) -> dict[str, Any]:
    initial: dict[str, Any] = {}
    for duty in duties:
        saved = stored.get(duty.pk)
        initial[f"revision_{duty.pk}"] = saved.revision if saved else 0
        texts = figures.to_text(saved.values) if saved else {}
        initial.update({f"value_{duty.pk}_{one.indicator_id}": texts.get(one.indicator_id) for one in asked})
    return initial
