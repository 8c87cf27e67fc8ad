"""Upkeep of the indicators: dated, and what a year was opened with no longer changes its meaning."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from assessment.models import Indicator, ReportingYear
from clusters.errors import DomainError
from clusters.models import User
from clusters.services import upkeep

PERMISSION = "assessment.maintain_indicator"
# What gives stored figures their meaning.
_FIXED = {"unit": "计量单位", "kind": "性质", "from_year": "起用年份"}


@transaction.atomic
def add(values: Mapping[str, Any], *, reason: str, by: User) -> Indicator:
    """Add an indicator for years that are not open yet. Raises NotPermitted, DomainError."""
    newest = _newest()
    if newest and values["from_year"] <= newest:
        raise DomainError(f"{newest}年度已经开启，新指标最早从{newest + 1}年度起用。", field="from_year")
    return upkeep.add(_checked(Indicator(**values)), reason=reason, by=by, permission=PERMISSION)


@transaction.atomic
def change(row: Indicator, values: Mapping[str, Any], *, reason: str, by: User) -> Indicator:
    """Change an indicator. Once a year asks for it, unit, kind and first year stay, and it ends after that year.

    Raises NotPermitted, DomainError.
    """
    newest = _newest()
    if newest and row.from_year <= newest:
        for name, label in _FIXED.items():
            if values.get(name, getattr(row, name)) != getattr(row, name):
                raise DomainError(f"{newest}年度已按该指标填报，{label}不能修改；请停用后另立指标。", field=name)
        until = values.get("until_year")
        if until and until != row.until_year and until < newest:
            raise DomainError(f"{newest}年度已经开启，停用年份不能早于{newest}。", field="until_year")
    _checked(Indicator(**{**_plain(row), **values}))
    return upkeep.change(row, values, reason=reason, by=by, permission=PERMISSION)


def _newest() -> int | None:
    return ReportingYear.objects.order_by("-year").values_list("year", flat=True).first()


def _plain(row: Indicator) -> dict[str, Any]:
    return {field.name: getattr(row, field.name) for field in row._meta.concrete_fields}


def _checked(row: Indicator) -> Indicator:
    if row.until_year and row.until_year < row.from_year:
        raise DomainError("停用年份不能早于起用年份。", field="until_year")
    if row.minimum is not None and row.maximum is not None and row.maximum < row.minimum:
        raise DomainError("上限不能小于下限。", field="maximum")
    return row
