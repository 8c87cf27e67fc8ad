"""Every view says who may enter: `public`, or the name of a permission. A test walks all addresses for it."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.generic import View

from clusters.models import User

FunctionView = TypeVar("FunctionView", bound=Callable[..., HttpResponse])


def public(view: FunctionView) -> FunctionView:
    """Mark a function view as open to everybody."""
    view.public = True  # type: ignore[attr-defined]
    return view


class Public(View):
    """A page for everybody."""

    public = True


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
