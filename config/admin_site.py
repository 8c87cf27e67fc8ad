"""The workbench of the city's reviewers and approvers."""

from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, reverse

from assessment.selectors import workbench
from clusters.admin.words import WORDS
from clusters.models import User
from clusters.views.account import SignOut

# Passwords belong to the portal's own pages; nothing here looks records up for a widget or jumps by content type.
_UNUSED = frozenset({"password_change", "password_change_done", "autocomplete", "view_on_site"})


class PortalAdminSite(AdminSite):
    """Django's admin in the look of the portal; the index answers "what waits for me"."""

    site_header = settings.PORTAL_NAME
    site_title = "工作台"
    index_title = "工作台"
    enable_nav_sidebar = False
    index_template = "admin/workbench.html"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.has_perm("clusters.enter_admin")

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Answer 403 to those who have signed in and may not enter; only strangers are sent to sign in."""
        checked = super().admin_view(view, cacheable)

        @wraps(checked)
        def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied("您的角色不能使用工作台。")
            return checked(request, *args, **kwargs)

        return entered

    def get_urls(self) -> list[URLPattern | URLResolver]:
        return [entry for entry in super().get_urls() if getattr(entry, "name", None) not in _UNUSED]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """People sign in on the portal's own page."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied("您的角色不能使用工作台。")
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return SignOut.as_view()(request)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """Return the tables in the order of the work (that of their words), each with what it holds."""
        apps = super().get_app_list(request, app_label)
        order = list(WORDS)
        for app in apps:
            app["models"].sort(key=lambda table: order.index(table["model"]._meta.model_name))
            for table in app["models"]:
                table["about"] = getattr(self._registry[table["model"]], "about", "")
        return apps

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        person = request.user
        work = {}
        if isinstance(person, User):
            work = {"queues": workbench.queues_for(person), "flows": workbench.flows_for(person)}
        return super().index(request, {**work, **(extra_context or {})})
