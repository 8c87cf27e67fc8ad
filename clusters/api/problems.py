"""Refusals of the API as problem details (RFC 9457) in Chinese."""

from collections.abc import Iterator, Mapping
from math import ceil
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions
from rest_framework.permissions import SAFE_METHODS
from rest_framework.response import Response
from rest_framework.views import set_rollback

from clusters.errors import DomainError, NotAllowedNow, NotPermitted

PROBLEM = "application/problem+json"
# By status: the name of the kind (an anchor of the documentation page), its title, and words where nothing better is known.
KINDS: dict[int, tuple[str, str, str]] = {
    400: ("invalid", "请求有误", "请求的格式有误，请按说明改正后重试。"),
    401: ("not-authenticated", "未登录或令牌无效", "请登录，或在 Authorization 请求头中带上有效的令牌。"),
    403: ("not-permitted", "无权操作", "您没有进行此操作的权限。"),
    404: ("not-found", "没有找到", "没有这条记录，或您无权查看。"),
    405: ("method-not-allowed", "不支持的方法", "此地址不支持这种请求方法。"),
    406: ("not-acceptable", "不能提供所要求的格式", "接口只提供 application/json。"),
    409: ("conflict", "当前状态不允许", "记录的当前状态不允许此操作。"),
    413: ("too-large", "请求内容过大", "请求内容过大，请分批报送。"),
    415: ("unsupported-media-type", "不支持的内容类型", "请求内容须为 application/json。"),
    422: ("refused", "内容不能接受", "请求的内容不能接受，没有保存任何内容。"),
    429: ("throttled", "请求过于频繁", "请求过于频繁，请稍后再试。"),
}
_SPOKEN = frozenset({403, 409, 413, 422})
_LISTED = "有{count}处不符合要求，没有保存任何内容，逐项说明见 errors。"
_ASKED = "有{count}处不符合要求，逐项说明见 errors。"
_DOMAIN: tuple[tuple[type[DomainError], int], ...] = ((NotPermitted, 403), (NotAllowedNow, 409), (DomainError, 422))
Item = dict[str, str]


def handler(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Return the problem details of a refusal; None for an error of ours, which goes on to Django's error page."""
    request = context["request"]
    found = _known(error, safe=request.method in SAFE_METHODS)
    if found is None:
        return None
    status, detail, items, headers = found
    set_rollback()
    name, title, words = KINDS[status]
    data: dict[str, Any] = {
        "type": f"/api/v1/docs/#problem-{name}",
        "title": title,
        "status": status,
        "detail": detail or words,
    }
    if items:
        data["errors"] = items
    return Response(data, status=status, headers={"Cache-Control": "no-store", **headers}, content_type=PROBLEM)


def _known(error: Exception, *, safe: bool) -> tuple[int, str, list[Item], dict[str, str]] | None:
    """Return status, detail, errors and headers of a refusal."""
    if isinstance(error, Http404):
        return 404, "", [], {}
    if isinstance(error, PermissionDenied):
        return 403, str(error), [], {}
    if isinstance(error, DomainError):
        return _of_domain(error)
    if isinstance(error, exceptions.ValidationError):
        return _of_validation(error, safe)
    if isinstance(error, exceptions.APIException) and error.status_code in KINDS:
        return _of_framework(error)
    return None


def _of_domain(error: DomainError) -> tuple[int, str, list[Item], dict[str, str]]:
    status = next(code for kind, code in _DOMAIN if isinstance(error, kind))
    listed = getattr(error, "items", ())
    items = [{"pointer": f"#/{pointer}", "detail": text} for pointer, text in listed]
    if not items and error.field:
        items = [{"pointer": f"#/{error.field}", "detail": error.message}]
    return status, error.message, items, {}


def _of_validation(error: exceptions.ValidationError, safe: bool) -> tuple[int, str, list[Item], dict[str, str]]:
    where = getattr(error, "where", "parameter" if safe else "pointer")
    items = [_item(where, path, text) for path, text in _leaves(error.detail)]
    words = _ASKED if safe else _LISTED
    return 400, words.format(count=len(items)), items, {}


def _of_framework(error: exceptions.APIException) -> tuple[int, str, list[Item], dict[str, str]]:
    headers, detail = {}, ""
    if isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        headers["WWW-Authenticate"] = getattr(error, "auth_header", "") or "Bearer"
        detail = str(error.detail) if isinstance(error, exceptions.AuthenticationFailed) else ""
    elif isinstance(error, exceptions.Throttled):
        seconds = max(1, ceil(getattr(error, "wait", None) or 1))
        headers["Retry-After"] = str(seconds)
        detail = f"请求过于频繁，请在{seconds}秒后再试。"
    elif error.status_code in _SPOKEN or isinstance(error, exceptions.ParseError):
        detail = str(error.detail)
    return error.status_code, detail, [], headers


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
