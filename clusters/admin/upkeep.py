"""Forms made of a table's own fields: for a row that is added or changed, or for one step on a row."""

from typing import Any

from django import forms
from django.db import models
from django.forms.models import model_to_dict

from clusters.admin.steps import ReasonForm, StepForm

_MINUTE = "%Y-%m-%dT%H:%M"


def fields_form(
    model: type[models.Model], names: tuple[str, ...], base: type[StepForm] = StepForm, **words: Any
) -> type[StepForm]:
    """Return a form that asks for fields of `model` and then what `base` asks for; it begins with the row's values.

    `words` are `labels` and `help_texts` by field, as for a model form. The values go to a service; nothing is saved here.
    """
    plain = forms.fields_for_model(model, fields=names, formfield_callback=_asked, **words)

    class FieldsForm(base):  # type: ignore[valid-type, misc]
        field_order = (*names, *base.base_fields)

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            if self.row is not None:
                self.initial = model_to_dict(self.row, fields=names)

    return type(f"{model.__name__}Form", (FieldsForm,), dict(plain))


def row_form(model: type[models.Model], names: tuple[str, ...], fixed: tuple[str, ...] = ()) -> type[StepForm]:
    """Return the form of a whole row: its fields as `values`, and the `reason`; `fixed` ones are asked of a new row alone."""

    class RowForm(fields_form(model, names, ReasonForm)):  # type: ignore[misc]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            for name in fixed if self.row is not None else ():
                del self.fields[name]

        def clean(self) -> dict[str, Any]:
            values = super().clean() or {}
            return {"reason": values.pop("reason", ""), "values": values}

    return RowForm


def moment(label: str, help_text: str = "") -> forms.DateTimeField:
    """Return a field for a day and a time of day, in the portal's time zone."""
    return forms.DateTimeField(
        label=label,
        help_text=help_text,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MINUTE),
        input_formats=(_MINUTE, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"),
        error_messages={"required": "请填写日期和时间。", "invalid": "请按“年-月-日 时:分”填写。"},
    )


def _asked(field: models.Field, **kwargs: Any) -> forms.Field | None:
    """Return the form field of a column; an address without a scheme is an https one, nothing chosen is said in words."""
    if isinstance(field, models.DateTimeField):
        return moment(kwargs.get("label", field.verbose_name), kwargs.get("help_text", ""))
    more: dict[str, Any] = {"assume_scheme": "https"} if isinstance(field, models.URLField) else {}
    if isinstance(field, models.ForeignKey):
        more["empty_label"] = "（不选）"
    return field.formfield(**kwargs, **more)
