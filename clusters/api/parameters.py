"""The query of a request: only what the endpoint lists, each once, nothing blank; pages and order the same way."""

import re
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from rest_framework import exceptions
from rest_framework.filters import BaseFilterBackend
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request

_WHOLE = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)


class BadParameter(exceptions.ValidationError):
    """A query parameter is unknown or wrong; the problem details name it as a parameter."""

    where = "parameter"


class BadHeader(exceptions.ValidationError):
    """A request header is missing or wrong."""

    where = "header"


def check_names(request: Request, known: frozenset[str]) -> None:
    """Raise BadParameter for a parameter that the endpoint does not have, that comes twice or is blank."""
    errors = {}
    for name, values in request.query_params.lists():
        if name not in known:
            listed = "、".join(sorted(known)) or "无"
            errors[name] = [f"没有这个参数。可用参数：{listed}。"]
        elif len(values) > 1:
            errors[name] = ["参数不能重复。"]
        elif not values[0]:
            errors[name] = ["参数不能为空；不需要时请省略。"]
    if errors:
        raise BadParameter(errors)


def _whole(request: Request, name: str, default: int, largest: int) -> int:
    text = request.query_params.get(name)
    if text is None:
        return default
    if not _WHOLE.fullmatch(text) or int(text) > largest:
        raise BadParameter({name: [f"应为1至{largest}的整数。"]})
    return int(text)


class Pages(PageNumberPagination):
    """Pages by number, from 1; a page beyond the last one is 404."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
    last_page_strings = ()
    _LAST = 999_999

    def get_page_size(self, request: Request) -> int:
        return _whole(request, "page_size", self.page_size, self.max_page_size)

    def get_page_number(self, request: Request, paginator: Any) -> int:
        return _whole(request, "page", 1, self._LAST)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": "string", "format": "uri", "nullable": True}
        return {
            "type": "object",
            "required": ["count", "next", "previous", "results"],
            "properties": {
                "count": {"type": "integer", "description": "总条数"},
                "next": {**link, "description": "下一页的地址"},
                "previous": {**link, "description": "上一页的地址"},
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [
            _schema("page", "页码，从1开始。", {"type": "integer", "minimum": 1, "maximum": self._LAST}),
            _schema(
                "page_size",
                f"每页条数，默认{self.page_size}，最多{self.max_page_size}。",
                {"type": "integer", "minimum": 1, "maximum": self.max_page_size},
            ),
        ]


class Ordering(BaseFilterBackend):
    """`?ordering=-year,cluster`: the view's `orderings` maps the names of the API to fields; ties go by key."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        orderings: Mapping[str, str] = view.orderings
        text = request.query_params.get("ordering")
        names = view.default_ordering if text is None else text.split(",")
        fields = []
        for name in names:
            plain = name.removeprefix("-")
            if plain not in orderings:
                raise BadParameter({"ordering": [f"不能按“{plain[:40]}”排序。可用：{'、'.join(orderings)}。"]})
            fields.append(f"-{orderings[plain]}" if name.startswith("-") else orderings[plain])
        return queryset.order_by(*fields, "pk")

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        one = f"-?({'|'.join(view.orderings)})"
        text = f"排序，逗号分隔，前加“-”为降序。可用：{'、'.join(view.orderings)}。"
        return [_schema("ordering", text, {"type": "string", "pattern": f"^{one}(,{one})*$"})]


def _schema(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}
