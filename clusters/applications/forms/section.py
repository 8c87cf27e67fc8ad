"""One section of an application as a Django form, built from its definition; what is wrong never bars saving."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from clusters.applications import answers
from clusters.applications.answers import Answers, Fault
from clusters.applications.form import Field, Section

_ROWS = {"long": 4, "table": 12}
MAX_REVISION = 2**31 - 1


class SectionForm(forms.Form):
    """Fields are named by the keys of the answers; `revision` is the one the page was opened with."""

    use_required_attribute = False

    revision = forms.IntegerField(min_value=0, max_value=MAX_REVISION, required=False, widget=forms.HiddenInput)

    def __init__(
        self, section: Section, periods: tuple[str, ...], data: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.section = section
        self.periods = periods
        for key, field, period in section.entries():
            self.fields[key] = _field(field, "" if period is None else f"（{periods[period]}）")

    @classmethod
    def of(cls, section: Section, periods: tuple[str, ...], kept: Answers, revision: int) -> "SectionForm":
        """Return the unbound form that shows what is stored."""
        shown = {
            key: answers.text_of(field, kept.get(key, [])) if field.kind == "table" else kept.get(key, "")
            for key, field, _ in section.entries()
        }
        return cls(section, periods, initial={**shown, "revision": revision})

    def grid(self) -> list[tuple[Field, list[forms.BoundField]]]:
        """Return the rows of a section by period: each field with its inputs, the oldest period first."""
        inputs: dict[Field, list[forms.BoundField]] = {}
        for key, field, _ in self.section.entries():
            inputs.setdefault(field, []).append(self[key])
        return list(inputs.items())

    def typed(self) -> Answers:
        """Return what was typed, tables as rows; needs `is_valid`, which only the revision can fail."""
        return {
            key: answers.rows_of(field, self.cleaned_data.get(key, ""))
            if field.kind == "table"
            else self.cleaned_data.get(key, "")
            for key, field, _ in self.section.entries()
        }

    def show(self, faults: Iterable[Fault]) -> None:
        """Put what is wrong beside its field; of a long list the first lines."""
        for one in list(faults)[:50]:
            self.add_error(one.key, f"{one.label}：{one.message}" if "第" in one.label else one.message)


def _field(field: Field, period: str) -> forms.Field:
    label = f"{field.label}{period}" + (f"（{field.unit}）" if field.unit else "")
    if field.kind == "choice":
        options = [("", "请选择"), *((one, one) for one in field.options)]
        made: forms.Field = forms.CharField(widget=forms.Select(choices=options))
    elif field.kind in _ROWS:
        made = forms.CharField(widget=forms.Textarea(attrs={"rows": _ROWS[field.kind]}), max_length=200_000)
    else:
        made = forms.CharField(max_length=answers.MAX_TEXT)
        made.widget.attrs["autocomplete"] = "off"
        if field.kind == "number":
            made.widget.attrs["inputmode"] = "decimal"
    # Needed answers are marked as such; a draft may leave them blank all the same.
    made.label, made.required, made.help_text = label, False, _help(field)
    made.is_needed = field.is_required  # type: ignore[attr-defined]
    return made


def _help(field: Field) -> str:
    if field.kind != "table":
        return field.help
    columns = "、".join(f"{one.label}（{one.unit}）" if one.unit else one.label for one in field.columns)
    return f"从 Excel 复制后粘贴，一行一条，各列依次为：{columns}。{field.help}"
