"""What the acts of all services begin with: the right to it, the reason for it, the row held."""

from typing import Any, TypeVar

from django.db import models

from clusters.errors import DomainError, NotPermitted
from clusters.models import User

Row = TypeVar("Row", bound=models.Model)


def require(by: User, permission: str, refusal: str, on: object = None) -> None:
    """Raise NotPermitted with this refusal unless the person holds the permission (on the object, where one is given)."""
    if not by.has_perm(permission, on):
        raise NotPermitted(refusal)


def require_text(text: str, refusal: str = "请填写理由。", *, field: str = "reason") -> str:
    """Return a text without the blanks around it. Raises DomainError at its field where nothing is left."""
    if not text.strip():
        raise DomainError(refusal, field=field)
    return text.strip()


def held(row: Row, *related: str) -> Row:
    """Lock a row to the end of the transaction and return it as it is now, with these relations read along.

    FOR NO KEY UPDATE: a new row that refers to a locked one need not wait. See `assessment.services.locks` for the order.
    """
    # Who is signed in comes as a lazy object: its model is asked, not its Python type.
    rows: Any = row._meta.model._default_manager.select_for_update(of=("self",), no_key=True)
    return (rows.select_related(*related) if related else rows).get(pk=row.pk)


def store(row: Row, **values: object) -> Row:
    """Give the row these values, write their columns and no others, and return the row."""
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    return row
