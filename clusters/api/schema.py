"""The description of the API: every answer an endpoint can give stands in it, the refusals too."""

from functools import lru_cache
from typing import Any

from django.views.generic import TemplateView
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import SAFE_METHODS
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clusters.api.filters import CODE
from clusters.api.problems import KINDS, PROBLEM
from clusters.views.guards import Guarded

_REFUSALS = {
    "400": "参数、请求头或请求内容的格式有误，errors 逐项说明。",
    "401": "没有登录，也没有有效的令牌。",
    "403": "角色或令牌的权限范围不含此操作。",
    "404": "没有这条记录，或无权查看；两者的答复完全相同。",
    "406": "Accept 请求头不含 application/json。",
    "409": "记录的当前状态不允许此操作。",
    "413": "请求内容过大。",
    "415": "请求内容不是 application/json。",
    "422": "格式正确，但内容不能接受，errors 逐项说明；没有保存任何内容。",
    "429": "请求过于频繁，Retry-After 给出须等待的秒数。",
}
_SUCCESS = {"200": "成功。", "201": "已接收。"}
_ALWAYS = ("401", "403", "406", "429")
_WRITING = ("400", "409", "413", "415", "422")
_PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "问题详情（RFC 9457），文字均为中文。",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": "问题种类，本页“问题种类”一节逐一说明"},
        "title": {"type": "string", "description": "种类的名称"},
        "status": {"type": "integer", "description": "HTTP 状态码"},
        "detail": {"type": "string", "description": "这一次的具体说明和怎么办"},
        "errors": {
            "type": "array",
            "description": "逐项说明",
            "items": {
                "type": "object",
                "required": ["detail"],
                "properties": {
                    "detail": {"type": "string", "description": "说明"},
                    "parameter": {"type": "string", "description": "有误的查询参数"},
                    "header": {"type": "string", "description": "有误的请求头"},
                    "pointer": {
                        "type": "string",
                        "description": "请求内容中的位置（JSON Pointer），如 #/figures/0/value",
                    },
                },
            },
        },
    },
}


def document_refusals(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Add to each operation the refusals it can answer with, and 304 to what can be revalidated."""
    schemas = result["components"].setdefault("schemas", {})
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            answers = {status: _refusal(status) for status in _statuses(path, method, operation)}
            if method == "get":
                answers["304"] = {"description": "与 If-None-Match 给出的 ETag 相同，内容没有变化。"}
            for parameter in operation.get("parameters", ()):
                if parameter["in"] == "path":
                    parameter["schema"].setdefault("pattern", f"^{CODE}$")
            for status, answer in operation["responses"].items():
                answers[status] = {**answer, "description": answer.get("description") or _SUCCESS[status]}
            operation["responses"] = dict(sorted(answers.items()))
    for name, schema in schemas.items():
        _tidy(name, schema)
    schemas["Problem"] = _PROBLEM_SCHEMA
    return result


def _statuses(path: str, method: str, operation: dict[str, Any]) -> tuple[str, ...]:
    if method != "get":
        return (*_ALWAYS, *_WRITING)
    # Any endpoint refuses a parameter it does not have; a list can be asked for a page that it does not reach.
    paged = any(parameter["name"] == "page" for parameter in operation.get("parameters", ()))
    return (*_ALWAYS, "400", "404") if paged or "{" in path else (*_ALWAYS, "400")


def _refusal(status: str) -> dict[str, Any]:
    content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": _REFUSALS[status], "content": content}


def _tidy(name: str, schema: dict[str, Any]) -> None:
    """Leave out what the code says to its readers; say of what is sent to us that it may hold nothing else."""
    if str(schema.get("description", "")).isascii():
        schema.pop("description", None)
    if name.endswith("Request"):
        schema["additionalProperties"] = False


class Described(AutoSchema):
    """Each operation says which scope a token needs."""

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        operation = super().get_operation(*args, **kwargs)
        if operation is not None:
            writes = self.method not in SAFE_METHODS and hasattr(self.view, "scope_to_write")
            scope = getattr(self.view, "scope_to_write" if writes else "scope", "")
            text = str(operation.get("description", ""))
            operation["description"] = f"{'' if text.isascii() else text}令牌须有权限范围 `{scope}`。"
        return operation


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
            (f"problem-{name}", status, title, _REFUSALS.get(str(status), words))
            for status, (name, title, words) in KINDS.items()
        ],
    }
