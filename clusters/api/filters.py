"""Filters of the API: each takes exactly what the schema says and refuses anything else."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django_filters import ChoiceFilter, Filter, TypedChoiceFilter, rest_framework
from drf_spectacular.utils import extend_schema_field

from clusters.api.parameters import BadParameter

CODE = "[A-Za-z0-9_-]{1,40}"
YEAR = "20[0-9]{2}"
YEAR_SCHEMA = {"type": "integer", "minimum": 2000, "maximum": 2099}
_YES_NO = (("true", "是"), ("false", "否"))


class _PatternFilter(Filter):
    field_class = forms.RegexField


def code(field: str, words: str) -> Filter:
    """Filter by the exact code of something; a code that does not exist finds nothing."""
    schema = {"type": "string", "pattern": f"^{CODE}$", "description": words}
    return _by_pattern(field, CODE, "代码由1至40个字母、数字、“-”或“_”组成。", schema)


def year(field: str, words: str = "数据年度。") -> Filter:
    """Filter by a year of four digits."""
    return _by_pattern(field, YEAR, "年度为四位数字，例如 2021。", {**YEAR_SCHEMA, "description": words})


def choice(field: str, choices: Iterable[tuple[str, str]], words: str) -> Filter:
    """Filter by one of a closed list."""
    listed = [(str(value), str(label)) for value, label in choices]
    text = f"{words}{'；'.join(f'{value} {label}' for value, label in listed)}。"
    schema = {"type": "string", "enum": [value for value, _ in listed], "description": text}
    return extend_schema_field(schema)(ChoiceFilter(field_name=field, choices=listed))


def flag(field: str, words: str) -> Filter:
    """Filter by yes or no: true or false."""
    return _yes_or_no(field, "true", words)


def presence(field: str, words: str) -> Filter:
    """Filter by whether there is something at the other end of a relation."""
    return _yes_or_no(field, "false", words, lookup_expr="isnull")


def _by_pattern(field: str, pattern: str, refusal: str, schema: dict[str, Any]) -> Filter:
    found = _PatternFilter(field_name=field, regex=rf"\A{pattern}\Z", error_messages={"invalid": refusal})
    return extend_schema_field(schema)(found)


def _yes_or_no(field: str, yes: str, words: str, **more: str) -> Filter:
    found = TypedChoiceFilter(field_name=field, choices=_YES_NO, coerce=lambda text: text == yes, **more)
    return extend_schema_field({"type": "boolean", "description": words})(found)


class ByFilters(rest_framework.DjangoFilterBackend):
    """The view's `filterset_class`; a value that it refuses is 400 and named."""

    def filter_queryset(self, request: Any, queryset: QuerySet, view: Any) -> QuerySet:
        filterset = self.get_filterset(request, queryset, view)
        if filterset is None:
            return queryset
        if not filterset.is_valid():
            raise BadParameter({name: [str(text) for text in texts] for name, texts in filterset.errors.items()})
        return filterset.qs
