"""Marks on every request and answer: a reference number, and no caching of what a signed-in person sees."""

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class RequestMarks:
    """Give the request a number that error pages and audit lines repeat, and close signed-in pages to caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
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
