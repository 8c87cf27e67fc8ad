"""The workbench of the city's reviewers and approvers."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse

from assessment.selectors import workbench


class PortalAdminSite(AdminSite):
    """Plain Django admin in the look of the portal; the index answers "what waits for me"."""

    site_header = "青岛市现代服务业集聚区管理平台"
    site_title = "工作台"
    index_title = "工作台"
    enable_nav_sidebar = True
    index_template = "admin/workbench.html"

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.has_perm("clusters.enter_admin")

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        return super().index(request, {"queues": workbench.queues_for(request.user), **(extra_context or {})})
