"""Upkeep of the categories, dated: a category ends with a year and is never deleted."""

from collections.abc import Mapping
from typing import Any

from clusters.errors import DomainError
from clusters.models import Category, User
from clusters.services import upkeep

PERMISSION = "clusters.maintain_register"


def add(values: Mapping[str, Any], *, reason: str, by: User) -> Category:
    """Add a category with its clause. Raises NotPermitted, DomainError."""
    _check_years(values)
    return upkeep.add(Category(**values), reason=reason, by=by, permission=PERMISSION)


def change(row: Category, values: Mapping[str, Any], *, reason: str, by: User) -> Category:
    """Change a category; its code stays. Raises NotPermitted, DomainError."""
    _check_years({"from_year": row.from_year, "until_year": row.until_year, **values})
    return upkeep.change(row, values, reason=reason, by=by, permission=PERMISSION)


def _check_years(values: Mapping[str, Any]) -> None:
    if values["until_year"] and values["until_year"] < values["from_year"]:
        raise DomainError("停用年份不能早于起用年份。", field="until_year")
