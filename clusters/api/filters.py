"""Filters of the API: each takes exactly what the schema says and refuses anything else."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django_filters import ChoiceFilter, Filter, rest_framework
from drf_spectacular.utils import extend_schema_field

from clusters.api.parameters import BadParameter

CODE = "[A-Za-z0-9_-]{1,40}"
_FIRST_YEAR, _LAST_YEAR = 2000, 2099


class Filters(rest_framework.FilterSet):
    """The filters of one list, each declared by one of the functions below."""


class _CodeField(forms.Field):
    def to_python(self, value: Any) -> str | None:
        if value in self.empty_values:
            return None
        if not re.fullmatch(CODE, value, re.ASCII):
            raise forms.ValidationError("代码由1至40个字母、数字、“-”或“_”组成。")
        return str(value)


class _YearField(forms.Field):
    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        if not re.fullmatch("20[0-9]{2}", value, re.ASCII):
            raise forms.ValidationError("年度为四位数字，例如 2021。")
        return int(value)


class _CodeFilter(Filter):
    field_class = _CodeField


class _YearFilter(Filter):
    field_class = _YearField


class _FlagFilter(ChoiceFilter):
    yes: Any = True
    no: Any = False

    def filter(self, qs: QuerySet, value: Any) -> QuerySet:
        return qs.filter(**{str(self.field_name): self.yes if value == "true" else self.no}) if value else qs


class _PresenceFilter(_FlagFilter):
    yes, no = False, True


def code(field: str, words: str) -> Filter:
    """Filter by the exact code of something; a code that does not exist finds nothing."""
    schema = {"type": "string", "pattern": f"^{CODE}$", "description": words}
    return _described(_CodeFilter(field_name=field), schema)


def year(field: str, words: str = "数据年度。") -> Filter:
    """Filter by a year of four digits."""
    schema = {"type": "integer", "minimum": _FIRST_YEAR, "maximum": _LAST_YEAR, "description": words}
    return _described(_YearFilter(field_name=field), schema)


def choice(field: str, choices: Iterable[tuple[str, str]], words: str) -> Filter:
    """Filter by one of a closed list."""
    listed = [(str(value), str(label)) for value, label in choices]
    text = f"{words}{'；'.join(f'{value} {label}' for value, label in listed)}。"
    schema = {"type": "string", "enum": [value for value, _ in listed], "description": text}
    return _described(ChoiceFilter(field_name=field, choices=listed), schema)


_YES_NO = (("true", "是"), ("false", "否"))


def flag(field: str, words: str) -> Filter:
    """Filter by yes or no: true or false."""
    return _described(_FlagFilter(field_name=field, choices=_YES_NO), {"type": "boolean", "description": words})


def presence(field: str, words: str) -> Filter:
    """Filter by whether there is something at the other end of a relation."""
    one = _PresenceFilter(field_name=f"{field}__isnull", choices=_YES_NO)
    return _described(one, {"type": "boolean", "description": words})


def _described(one: Filter, schema: dict[str, Any]) -> Filter:
    extend_schema_field(schema)(one)
    return one


class ByFilters(rest_framework.DjangoFilterBackend):
    """The view's `filterset_class`; a value that it refuses is 400 and named."""

    def filter_queryset(self, request: Any, queryset: QuerySet, view: Any) -> QuerySet:
        filterset = self.get_filterset(request, queryset, view)
        if filterset is None:
            return queryset
        if not filterset.is_valid():
            raise BadParameter({name: [str(text) for text in texts] for name, texts in filterset.errors.items()})
        return filterset.qs
