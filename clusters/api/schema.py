"""The description of the API: every answer an endpoint can give stands in it, the refusals too."""

from functools import lru_cache
from typing import Any

from django.views.generic import TemplateView
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.permissions import SAFE_METHODS
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clusters.api.filters import CODE
from clusters.api.problems import KINDS, PROBLEM
from clusters.views.guards import Guarded

_SUCCESS = {"200": "成功。", "201": "已接收。"}
_ALWAYS, _WRITING = (401, 403, 406, 429), (400, 409, 413, 415, 422)


class ProblemItemSerializer(serializers.Serializer):
    detail = serializers.CharField(help_text="说明")
    parameter = serializers.CharField(required=False, help_text="有误的查询参数")
    header = serializers.CharField(required=False, help_text="有误的请求头")
    pointer = serializers.CharField(required=False, help_text="请求内容中的位置（JSON Pointer），如 #/figures/0/value")


class ProblemSerializer(serializers.Serializer):
    """Problem details (RFC 9457), in Chinese."""

    type = serializers.CharField(help_text="问题种类，本页“问题种类”一节逐一说明")
    title = serializers.CharField(help_text="种类的名称")
    status = serializers.IntegerField(help_text="HTTP 状态码")
    detail = serializers.CharField(help_text="这一次的具体说明和怎么办")
    errors = ProblemItemSerializer(many=True, required=False, help_text="逐项说明")  # type: ignore[assignment]


class Described(AutoSchema):
    """Each operation says which scope a token needs, and every refusal that it can answer with."""

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        operation = super().get_operation(*args, **kwargs)
        if operation is not None:
            writes = self.method not in SAFE_METHODS and hasattr(self.view, "scope_to_write")
            scope = getattr(self.view, "scope_to_write" if writes else "scope", "")
            operation["description"] = f"{operation.get('description', '')}令牌须有权限范围 `{scope}`。"
        return operation

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        for status, answer in bodies.items():
            answer["description"] = answer["description"] or _SUCCESS[status]
        if self.method == "GET":
            bodies["304"] = {"description": "与 If-None-Match 给出的 ETag 相同，内容没有变化。"}
        # Any endpoint refuses a parameter it does not have; a list can be asked for a page that it does not reach.
        missing = (404,) if self._get_paginator() or "{" in self.path else ()
        for code in (*_ALWAYS, 400, *missing) if self.method == "GET" else (*_ALWAYS, *_WRITING):
            problem = OpenApiResponse(ProblemSerializer, KINDS[code].documented)
            bodies[str(code)] = self._get_response_for_code(problem, str(code), [PROBLEM], direction)
        return bodies


def tidy(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Say the form of codes in addresses, and that what is sent to us may hold nothing else."""
    for operations in result["paths"].values():
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                if parameter["in"] == "path":
                    parameter["schema"].setdefault("pattern", f"^{CODE}$")
    for name, schema in result["components"]["schemas"].items():
        if name.endswith("Request"):
            schema["additionalProperties"] = False
    return result


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """Return the OpenAPI document, made once a process; it is the same for everybody."""
    return SchemaGenerator().get_schema(request=None, public=True)


class SchemaView(APIView):
    """The OpenAPI document, for all who may use the API."""

    permission = "clusters.use_api"
    renderer_classes = (JSONRenderer, OpenApiJsonRenderer)

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        return Response(document())


class Docs(Guarded, TemplateView):
    """The description for people, with a try-out; scripts and styles come from files alone."""

    permission = "clusters.use_api"
    template_name = "api/docs.html"
    extra_context = {
        "title": "数据接口",
        "problems": [
            (f"problem-{kind.name}", status, kind.title, kind.documented or kind.words)
            for status, kind in KINDS.items()
        ],
    }
