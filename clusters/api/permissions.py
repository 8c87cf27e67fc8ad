"""Who may call an endpoint: the role by the access tables, a token besides by its scopes."""

from typing import Any

from rest_framework import exceptions
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from clusters.enums import Role
from clusters.models import ApiToken

_ROLE = "您的角色不能使用此接口。"
_TOKEN_ONLY = "第三方统计机构须使用接口令牌，不能以登录会话调用接口。"


class ByRole(BasePermission):
    """Asks the view for `permission` and `scope`, or `permission_to_write` and `scope_to_write`.

    A view that names no permission lets nobody in; one that names no scope is open to every token.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        user = request.user
        if not user.is_authenticated:
            return False
        # A method that the endpoint does not have is answered 405, whoever may read here.
        writes = request.method not in SAFE_METHODS and hasattr(view, "permission_to_write")
        permission = view.permission_to_write if writes else getattr(view, "permission", "")
        scope = view.scope_to_write if writes else getattr(view, "scope", "")
        if not user.has_perm("clusters.use_api") or not user.has_perm(permission):
            raise exceptions.PermissionDenied(_ROLE)
        if isinstance(request.auth, ApiToken):
            if scope and not request.auth.permits(scope):
                raise exceptions.PermissionDenied(f"令牌没有“{scope}”权限范围。")
        elif user.role == Role.STATISTICS:
            raise exceptions.PermissionDenied(_TOKEN_ONLY)
        return True
