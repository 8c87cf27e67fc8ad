"""Who asks: a program by its token in the Authorization header, or a person by the portal's own session."""

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication, SessionAuthentication, get_authorization_header
from rest_framework.request import Request

from clusters.models import ApiToken, User
from clusters.services import limits, tokens
from clusters.views.guards import client_address

REFUSED = "令牌无效、已过期、已撤销，或不允许从此地址使用。"
NO_CSRF = "缺少有效的 CSRF 令牌：以登录会话调用写接口时，须带 X-CSRFToken 请求头。"


class BearerToken(BaseAuthentication):
    """`Authorization: Bearer …`. A header that is there and does not open the door is refused, session or not."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        header = get_authorization_header(request)
        if not header:
            return None
        scheme, _, secret = header.partition(b" ")
        address = client_address(request)
        is_bearer = scheme.lower() == b"bearer"
        token = tokens.recognised(secret.strip().decode("latin-1"), address=address) if is_bearer else None
        if token is None:
            # Whoever tries tokens is slowed down; a good one still opens the door from the same address.
            wait = limits.seconds_to_wait("token", address)
            raise exceptions.Throttled(wait) if wait else exceptions.AuthenticationFailed(REFUSED)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


class PortalSession(SessionAuthentication):
    """The session of a person who has signed in; whatever writes needs the CSRF token as on every page."""

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except exceptions.PermissionDenied:
            raise exceptions.PermissionDenied(NO_CSRF) from None


class BearerScheme(OpenApiAuthenticationExtension):
    """How the schema names the token."""

    target_class = BearerToken
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer", "description": "安全管理员签发的接口令牌。"}


class SessionScheme(OpenApiAuthenticationExtension):
    """How the schema names the session."""

    target_class = PortalSession
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": settings.SESSION_COOKIE_NAME,
            "description": "在门户登录后的会话。",
        }
