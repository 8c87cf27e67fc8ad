"""Upkeep of tables by the city: one way to add a row and to change one, with what changed in the audit line."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from clusters.errors import DomainError
from clusters.models import User
from clusters.services import acts, audit

Row = TypeVar("Row", bound=models.Model)
Values = Mapping[str, Any]


def require(by: User, permission: str) -> None:
    """Raise NotPermitted unless the person may maintain the table."""
    acts.require(by, permission, "您的角色不能维护此表。")


@audit.act()
def add(row: Row, *, reason: str, by: User, permission: str) -> Row:
    """Store a new row with its audit line. Raises NotPermitted, or DomainError naming the field that is wrong."""
    require(by, permission)
    check(row)
    row.save(force_insert=True)
    audit.record(f"{row._meta.verbose_name}.新增", row, by=by, note=reason)
    return row


@audit.act()
def change(row: Row, values: Values, *, reason: str, by: User, permission: str) -> Row:
    """Give a row other values; the audit line holds old and new of each under its label, and the reason.

    Raises NotPermitted, or DomainError when nothing differs or a value is wrong.
    """
    require(by, permission)
    locked = type(row)._default_manager.select_for_update(of=("self",), no_key=True).get(pk=row.pk)
    changed = differences(locked, values)
    if not changed:
        raise DomainError("没有改动任何一项，未保存。")
    for name in changed:
        setattr(locked, name, values[name])
    check(locked)
    locked.save()
    labels = {str(one.verbose_name): changed[one.name] for one in locked._meta.fields if one.name in changed}
    audit.record(f"{locked._meta.verbose_name}.修改", locked, by=by, note=reason, changed=labels)
    return locked


def differences(row: models.Model, values: Values) -> dict[str, list[str]]:
    """Return old and new, in words, of each field that would differ."""
    return {
        name: [_worded(getattr(row, name)), _worded(value)]
        for name, value in values.items()
        if getattr(row, name) != value
    }


def check(row: models.Model) -> None:
    """Raise DomainError with the first thing that is wrong with a row, at its field."""
    try:
        row.full_clean()
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise DomainError(messages[0], field=None if name == NON_FIELD_ERRORS else name) from error


def _worded(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)
