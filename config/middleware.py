"""Marks on every request and answer: a number, no caching of what a signed-in person sees, and what was typed in vain."""

import re
import uuid
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.urls import reverse

from assessment.models import Indicator

Respond = Callable[[HttpRequest], HttpResponse]

_KINDS = {"value": "", "remark": "（备注）", "confirm": "（情况说明）", "why": "（修改意见）"}
_FIGURE = re.compile(rf"({'|'.join(_KINDS)})[_-](?:\d+_)?(\w+)")
_LABELS = {
    "grounds": "申请理由",
    "reason": "理由",
    "note": "说明",
    "document": "文件",
    "legal_basis": "法律依据",
    "text": "规则集正文",
    "table": "日历",
    "name": "名称",
    "full_name": "姓名",
    "unit": "单位",
    "office_phone": "办公电话",
}
_NOT_TYPED = re.compile(r"csrf|password|revision|^(action|next|blank|seen|accept|mend|index|_.*)$")


class RequestMarks:
    """Give the request a number that error pages and audit lines repeat, and close signed-in pages to caches."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.reference = uuid.uuid4().hex[:12]  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-Reference"] = request.reference  # type: ignore[attr-defined]
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.user.is_authenticated:
            response.setdefault("Cache-Control", "no-store, private")
        return response


class TypedText:
    """Where a form was sent after its session had ended: show what was typed, to copy, instead of the sign-in page.

    The script of the portal asks before it sends; this is for browsers without it. `request.typed` serves the page
    that refuses a form whose token is gone as well.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response
        self.sign_in = {resolve_url(settings.LOGIN_URL), reverse("admin:login")}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.typed = lambda: typed_text(request)  # type: ignore[attr-defined]
        response = self.get_response(request)
        is_lost = request.method == "POST" and response.status_code == 302 and not request.user.is_authenticated
        if is_lost and urlsplit(response["Location"]).path in self.sign_in and typed_text(request):
            return render(request, "session_over.html", status=403)
        return response


def typed_text(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the texts that a form of this site carries, each with its label; no passwords, nothing of other sites."""
    origin = request.headers.get("Origin")
    if origin and urlsplit(origin).netloc != request.get_host():
        return []
    names = [name for name, text in request.POST.items() if str(text).strip() and not _NOT_TYPED.search(name)]
    figures = dict(Indicator.objects.values_list("code", "label")) if any(map(_FIGURE.fullmatch, names)) else {}
    return [(_label(name, figures), text) for name in names for text in request.POST.getlist(name)]


def _label(name: str, figures: dict[str, str]) -> str:
    found = _FIGURE.fullmatch(name)
    if found and found[2] in figures:
        return figures[found[2]] + _KINDS[found[1]]
    return _LABELS.get(name.rsplit("-", 1)[-1], "填写内容")
