"""Accounts: the system administrator makes and stops them, the security administrator gives them their powers.

Nobody changes the own account here, and nobody chooses another person's password: it is drawn by chance and shown once.
"""

import secrets
from datetime import timedelta
from typing import Final

from django.utils import timezone

from clusters.enums import Role
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from clusters.models import District, Event, User
from clusters.services import audit

# Read over the telephone without mistakes: no 0/O, 1/l/I.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 5
WRONG_PASSWORDS: Final = 10
LOCKED_FOR: Final = timedelta(minutes=15)
SIGNED_IN: Final = "账号.登录"
FAILED: Final = "账号.登录失败"


def _locked(user: User, permission: str, by: User) -> User:
    if not by.has_perm(permission):
        raise NotPermitted("您没有管理账号的权限。")
    if user.pk == by.pk:
        raise NotPermitted("不能变更自己的账号，请由另一名管理员办理。")
    return User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)


def _check_place(role: str, district: District | None) -> None:
    if role == Role.DISTRICT_OFFICER and district is None:
        raise DomainError("区市填报员须选择所属区市。", field="district")
    if role != Role.DISTRICT_OFFICER and district is not None:
        raise DomainError("只有区市填报员可以选择所属区市。", field="district")


def is_locked(username: str) -> bool:
    """Return whether an account takes no password for a while: too many wrong ones since the last right one.

    The lines of the audit are the counter, so all processes share it, and nobody can reset it but by waiting.
    """
    account = User.objects.filter(username=username).values_list("pk", flat=True).first()
    lines = Event.objects.filter(object_type=User._meta.label_lower, object_id=str(account))
    newest = lines.filter(at__gt=timezone.now() - LOCKED_FOR, action__in=(SIGNED_IN, FAILED))
    actions = list(newest.order_by("-number").values_list("action", flat=True)[:WRONG_PASSWORDS])
    return actions.count(FAILED) == WRONG_PASSWORDS


@audit.act()
def create(*, by: User, username: str, full_name: str, role: str, district: District | None, **fields: str) -> User:
    """Make an account. It stays stopped and without a password until the security administrator grants its role."""
    if not by.has_perm("clusters.add_user"):
        raise NotPermitted("只有系统管理员可以新建账号。")
    if User.objects.filter(username__iexact=username).exists():
        raise DomainError("该用户名已被使用。", field="username")
    _check_place(role, district)
    user = User.objects.create_user(
        username, None, full_name=full_name, role=role, district=district, is_active=False, **fields
    )
    audit.record("账号.新建", user, by=by, after=role)
    return user


@audit.act()
def disable(user: User, *, reason: str, by: User) -> User:
    """Stop an account; sessions that are open end with their next request."""
    row = _locked(user, "clusters.change_user", by)
    if not row.is_active:
        raise NotAllowedNow("该账号已经停用。")
    row.is_active = False
    row.save(update_fields=["is_active"])
    audit.record("账号.停用", row, by=by, before="active", after="disabled", note=reason)
    return row


@audit.act()
def move(user: User, *, district: District, reason: str, by: User) -> User:
    """Move a district officer to another district; effective with the next request."""
    row = _locked(user, "clusters.change_user", by)
    if row.role != Role.DISTRICT_OFFICER:
        raise NotAllowedNow("只有区市填报员有所属区市。")
    if row.district_id == district.pk:
        raise DomainError("该账号已属于此区市。", field="district")
    before = row.district_id or ""
    row.district = district
    row.save(update_fields=["district"])
    audit.record("账号.调整区市", row, by=by, before=before, after=district.pk, note=reason)
    return row


@audit.act()
def grant(user: User, *, role: str, district: District | None, reason: str, by: User) -> User:
    """Give an account its role and put it in use. Stopped accounts come back into use this way alone."""
    row = _locked(user, "clusters.grant_role", by)
    _check_place(role, district)
    before = row.role if row.is_active else "disabled"
    row.role, row.district, row.is_active = role, district, True
    row.save(update_fields=["role", "district", "is_active"])
    audit.record("账号.授予角色", row, by=by, before=before, after=role, note=reason)
    return row


@audit.act()
def draw_password(user: User, *, reason: str, by: User) -> str:
    """Give the account a new password drawn by chance and return it; open sessions of the person end."""
    row = _locked(user, "clusters.reset_password", by)
    password = "-".join("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    row.set_password(password)
    row.save(update_fields=["password"])
    audit.record("账号.重置密码", row, by=by, note=reason)
    return password
