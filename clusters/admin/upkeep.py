"""Steps that add a row to a table and change one: a model form, and the services that store it."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.forms.models import model_to_dict

from clusters.admin.steps import Add, ReasonForm, Step, StepForm
from clusters.models import User

Data = dict[str, Any]


def row_form(model: type[models.Model], fields: tuple[str, ...], fixed: tuple[str, ...] = ()) -> type[StepForm]:
    """Return the form of a row: the model's own fields with their labels, and the reason.

    `fixed` fields are asked for a new row alone. The values go to a service; nothing is saved here.
    """
    plain = forms.fields_for_model(model, fields=fields, formfield_callback=_asked)

    class RowForm(ReasonForm):
        field_order = (*fields, "reason")

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            if self.row is not None:
                self.initial = model_to_dict(self.row, fields=fields)
                for name in fixed:
                    del self.fields[name]

    return type(f"{model.__name__}Form", (RowForm,), dict(plain))


def _asked(field: models.Field, **kwargs: Any) -> forms.Field | None:
    """Return the form field of a column; an address without a scheme is an https one."""
    more: dict[str, Any] = {"assume_scheme": "https"} if isinstance(field, models.URLField) else {}
    return field.formfield(**kwargs, **more)


def adding(form: type[StepForm], service: Callable[..., Any], permission: str, verb: str, lead: str = "") -> Add:
    """Return the step that makes a row: `service(values, reason=, by=)` stores and returns it."""
    return _Adding(form, service, permission, verb, lead)


def changing(form: type[StepForm], service: Callable[..., Any], permission: str) -> Step:
    """Return the step that changes a row: `service(row, values, reason=, by=)` stores it."""
    return _Changing(form, service, permission)


class _Adding(Add):
    icon, done = "plus-lg", "已新增：{made}。"

    def __init__(
        self, form: type[StepForm], service: Callable[..., Any], permission: str, verb: str, lead: str
    ) -> None:
        self.form_class, self.service, self.permission = form, service, permission  # type: ignore[misc]
        self.verb, self.lead = verb, lead  # type: ignore[misc]

    def act(self, row: None, data: Data, by: User) -> Any:
        return self.service(_values(data), reason=data["reason"], by=by)


class _Changing(Step):
    name, verb, icon, on_page = "edit", "修改", "pencil", True
    follows = "修改前后的值和理由记入办理记录。"
    done: ClassVar[str] = "已修改：{made}。"

    def __init__(self, form: type[StepForm], service: Callable[..., Any], permission: str) -> None:
        self.form_class, self.service, self.permission = form, service, permission  # type: ignore[misc]

    def act(self, row: Any, data: Data, by: User) -> Any:
        return self.service(row, _values(data), reason=data["reason"], by=by)


def _values(data: Data) -> Data:
    return {name: value for name, value in data.items() if name != "reason"}
