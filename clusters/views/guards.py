"""Every view says who may enter: `public`, or the name of a permission. A test walks all addresses for it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar, Protocol, TypeVar, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import View

from clusters.models import User
from clusters.services import limits

FunctionView = TypeVar("FunctionView", bound=Callable[..., HttpResponse])


def public(view: FunctionView) -> FunctionView:
    """Mark a function view as open to everybody."""
    view.public = True  # type: ignore[attr-defined]
    return view


def guarded(permission: str) -> Callable[[FunctionView], FunctionView]:
    """Let only signed-in holders of `permission` in; others are sent to the sign-in page or refused (403)."""

    def decorate(view: FunctionView) -> FunctionView:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not request.user.has_perm(permission):
                raise PermissionDenied("您的角色不能使用此页面。")
            return view(request, *args, **kwargs)

        checked.permission = permission  # type: ignore[attr-defined]
        return checked  # type: ignore[return-value]

    return decorate


class Public(View):
    """A page for everybody."""

    public = True


class HasMeta(Protocol):
    """A request, of Django or of the REST framework."""

    @property
    def META(self) -> Any: ...


def client_address(request: HasMeta) -> str:
    """Return the address of the client: what the proxies in front say, as far as there are proxies of ours."""
    remote = str(request.META.get("REMOTE_ADDR") or "")
    proxies, forwarded = settings.REST_FRAMEWORK["NUM_PROXIES"], request.META.get("HTTP_X_FORWARDED_FOR")
    if not proxies or not forwarded:
        return remote
    stations = [station.strip() for station in forwarded.split(",")]
    return stations[-min(proxies, len(stations))]


class Limited(View):
    """A page for everybody where neither guessing nor flooding pays: strangers are counted by their address (429)."""

    public = True
    limited: ClassVar[tuple[str, ...]] = ("GET", "POST")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in self.limited and not request.user.is_authenticated:
            wait = limits.seconds_to_wait("form", client_address(request))
            if wait:
                answer = render(request, "429.html", {"wait": wait}, status=429)
                answer["Retry-After"] = str(wait)
                return answer
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]


class Guarded(View):
    """A page for signed-in holders of `permission`. Rows are narrowed by `visible_to` in the view itself."""

    permission = ""

    @property
    def user(self) -> User:
        """The signed-in person."""
        return cast(User, self.request.user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.user.has_perm(self.permission):
            raise PermissionDenied("您的角色不能使用此页面。")
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]
