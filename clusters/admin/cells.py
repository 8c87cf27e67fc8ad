"""From a record to the words of a table cell or a line of facts."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import label_for_field, lookup_field
from django.db import models

from clusters.templatetags.figures import BLANK, number, zh_date, zh_time

Cell = dict[str, Any]
"""A cell of components/table_cell.html: text, exact, href, badge, state, note, blank, num."""
Method = TypeVar("Method", bound=Callable[..., Any])


def column(label: str, *, order: object = None, num: bool = False) -> Callable[[Method], Method]:
    """Declare a method of an admin as a column: its head, the field it sorts by, whether it holds figures."""

    def declare(method: Method) -> Method:
        method.short_description = label  # type: ignore[attr-defined]
        method.admin_order_field = order  # type: ignore[attr-defined]
        method.is_figure = num  # type: ignore[attr-defined]
        return method

    return declare


def words(value: Any) -> str:
    """Return a plain value in words; blank becomes a dash."""
    if value is None or value == "":
        return BLANK
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return zh_time(value)
    if isinstance(value, date):
        return zh_date(value)
    return number(value) if isinstance(value, Decimal) else str(value)


def value_of(admin: ModelAdmin, name: str, row: models.Model) -> Any:
    """Return what a column or fact shows of a record: words, or the Cell that a method gives."""
    field, _, value = lookup_field(name, row, admin)
    if field is not None and getattr(field, "choices", None):
        return words(getattr(row, f"get_{field.name}_display")())
    if isinstance(value, dict) and field is None:
        return value
    if isinstance(value, list) and field is not None:
        return "、".join(str(item) for item in value) or BLANK
    return words(value)


def cell_of(admin: ModelAdmin, name: str, row: models.Model) -> Cell:
    """Return one cell of a record, with the head of its column for cards on a phone."""
    value = value_of(admin, name, row)
    cell = dict(value) if isinstance(value, dict) else {"text": value}
    method = getattr(admin, name, None)
    field = None if callable(method) else _field(admin, name)
    cell.setdefault("num", getattr(method, "is_figure", False) or is_figure(field))
    # A date or a word of a fixed list is read at a glance only when it stays on one line.
    cell.setdefault("whole", isinstance(field, models.DateField) or bool(getattr(field, "choices", None)))
    cell["label"] = head_of(admin, name)
    return cell


def head_of(admin: ModelAdmin, name: str) -> str:
    """Return the head of a column or the label of a fact."""
    return str(label_for_field(name, admin.model, admin))


def facts_of(admin: ModelAdmin, names: Iterable[str], row: models.Model) -> list[Cell]:
    """Return facts for components/facts.html."""
    facts = []
    for name in names:
        value = value_of(admin, name, row)
        cell = value if isinstance(value, dict) else {"text": value}
        facts.append({"label": head_of(admin, name), "value": cell.get("text"), **cell})
    return facts


def is_figure(field: models.Field | None) -> bool:
    """Whether a field holds figures, which are aligned to the right."""
    plain = isinstance(field, (models.DecimalField, models.IntegerField)) and not field.choices
    return plain and not isinstance(field, models.BooleanField)


def _field(admin: ModelAdmin, name: str) -> models.Field | None:
    return next((field for field in admin.model._meta.concrete_fields if field.name == name), None)
