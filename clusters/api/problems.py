"""Refusals of the API as problem details (RFC 9457) in Chinese."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from rest_framework import exceptions
from rest_framework.permissions import SAFE_METHODS
from rest_framework.response import Response
from rest_framework.views import exception_handler

from clusters.errors import DomainError, NotAllowedNow, NotPermitted

PROBLEM = "application/problem+json"


class Kind(NamedTuple):
    """A kind of refusal: its anchor on the documentation page, its title, words where nothing better is known, and what
    the description of the API says of it."""

    name: str
    title: str
    words: str
    documented: str = ""


KINDS: dict[int, Kind] = {
    400: Kind("invalid", "请求有误", "请求的格式有误，请按说明改正后重试。", "参数、请求头或请求内容的格式有误，errors 逐项说明。"),
    401: Kind("not-authenticated", "未登录或令牌无效", "请登录，或在 Authorization 请求头中带上有效的令牌。", "没有登录，也没有有效的令牌。"),
    403: Kind("not-permitted", "无权操作", "您没有进行此操作的权限。", "角色或令牌的权限范围不含此操作。"),
    404: Kind("not-found", "没有找到", "没有这条记录，或您无权查看。", "没有这条记录，或无权查看；两者的答复完全相同。"),
    405: Kind("method-not-allowed", "不支持的方法", "此地址不支持这种请求方法。"),
    406: Kind("not-acceptable", "不能提供所要求的格式", "接口只提供 application/json。", "Accept 请求头不含 application/json。"),
    409: Kind("conflict", "当前状态不允许", "记录的当前状态不允许此操作。", "记录的当前状态不允许此操作。"),
    413: Kind("too-large", "请求内容过大", "请求内容过大，请分批报送。", "请求内容过大。"),
    415: Kind("unsupported-media-type", "不支持的内容类型", "请求内容须为 application/json。", "请求内容不是 application/json。"),
    422: Kind("refused", "内容不能接受", "请求的内容不能接受，没有保存任何内容。", "格式正确，但内容不能接受，errors 逐项说明；没有保存任何内容。"),
    429: Kind("throttled", "请求过于频繁", "请求过于频繁，请稍后再试。", "请求过于频繁，Retry-After 给出须等待的秒数。"),
}  # fmt: skip
# Refusals whose own words are ours; those of the framework are English.
_SPOKEN = frozenset({401, 403, 409, 413, 422})
_DOMAIN: tuple[tuple[type[DomainError], int], ...] = ((NotPermitted, 403), (NotAllowedNow, 409), (DomainError, 422))
_HEADERS = {401: {"WWW-Authenticate": "Bearer"}, 429: {"Retry-After": "1"}}
Item = dict[str, str]


class Refused(exceptions.APIException):
    """A refusal of a service."""

    def __init__(self, error: DomainError) -> None:
        super().__init__(error.message)
        self.status_code = next(code for kind, code in _DOMAIN if isinstance(error, kind))
        listed = getattr(error, "items", ()) or ([(error.field, error.message)] if error.field else [])
        self.items = [{"pointer": f"#/{pointer}", "detail": text} for pointer, text in listed]


def handler(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Return the problem details of a refusal; None for an error of ours, which goes on to Django's error page."""
    refusal = Refused(error) if isinstance(error, DomainError) else error
    response = exception_handler(refusal, dict(context))
    if response is None or response.status_code not in KINDS:
        return None
    kind = KINDS[response.status_code]
    detail, items = _said(refusal, safe=context["request"].method in SAFE_METHODS)
    response.data = {
        "type": f"/api/v1/docs/#problem-{kind.name}",
        "title": kind.title,
        "status": response.status_code,
        "detail": detail or kind.words,
        **({"errors": items} if items else {}),
    }
    response.content_type = PROBLEM
    response["Cache-Control"] = "no-store"
    for name, value in _HEADERS.get(response.status_code, {}).items():
        response.headers.setdefault(name, value)
    return response


def _said(error: Exception, *, safe: bool) -> tuple[str, list[Item]]:
    """Return what the refusal says, as a whole and item by item."""
    if isinstance(error, exceptions.ValidationError):
        where = getattr(error, "where", "parameter" if safe else "pointer")
        items = [_item(where, path, text) for path, text in _leaves(error.detail)]
        nothing_saved = "" if safe else "，没有保存任何内容"
        return f"有{len(items)}处不符合要求{nothing_saved}，逐项说明见 errors。", items
    if isinstance(error, exceptions.Throttled):
        return f"请求过于频繁，请在{max(1, getattr(error, 'wait', None) or 1)}秒后再试。", []
    if isinstance(error, PermissionDenied):
        return str(error), []
    spoken = isinstance(error, exceptions.APIException) and (
        error.status_code in _SPOKEN or isinstance(error, exceptions.ParseError)
    )
    unasked = isinstance(error, exceptions.NotAuthenticated)
    return str(error.detail) if spoken and not unasked else "", getattr(error, "items", [])  # type: ignore[attr-defined]


def _leaves(detail: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Walk nested messages; what concerns a whole object stands at its own place."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            yield from _leaves(inner, path if name == "non_field_errors" else (*path, str(name)))
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            yield from _leaves(inner, (*path, str(index)) if isinstance(inner, Mapping | list) else path)
    else:
        yield path, str(detail)


def _item(where: str, path: tuple[str, ...], text: str) -> Item:
    if where == "pointer":
        steps = (step.replace("~", "~0").replace("/", "~1") for step in path)
        return {"pointer": "#/" + "/".join(steps) if path else "#", "detail": text}
    return {where: "/".join(path), "detail": text} if path else {"detail": text}
