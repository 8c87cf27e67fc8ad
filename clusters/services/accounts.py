"""Accounts: the system administrator makes and stops them, the security administrator gives them their powers.

Nobody changes the own account here, and nobody ever knows another person's password: one administrator asks for a
reset, another hands over a link, the person chooses.
"""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from clusters.enums import Role
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from clusters.messaging.services.messages import Notice, tell
from clusters.models import District, Event, User
from clusters.services import acts, audit

WRONG_PASSWORDS: Final = 10
LOCKED_FOR: Final = timedelta(minutes=15)
SIGNED_IN: Final = "账号.登录"
FAILED: Final = "账号.登录失败"
SIGNING_PAUSE: Final = timedelta(days=1)
"""How long nothing is signed after a reset."""


def _locked(user: User, permission: str, by: User) -> User:
    acts.require(by, permission, "您没有管理账号的权限。")
    if user.pk == by.pk:
        raise NotPermitted("不能变更自己的账号，请由另一名管理员办理。")
    return acts.held(user)


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
    acts.require(by, "clusters.add_user", "只有系统管理员可以新建账号。")
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
    acts.store(row, is_active=False)
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
    acts.store(row, district=district)
    audit.record("账号.调整区市", row, by=by, before=before, after=district.pk, note=reason)
    return row


@audit.act()
def grant(user: User, *, role: str, district: District | None, reason: str, by: User) -> User:
    """Give an account its role and put it in use. Stopped accounts come back into use this way alone."""
    row = _locked(user, "clusters.grant_role", by)
    _check_place(role, district)
    before = row.role if row.is_active else "disabled"
    acts.store(row, role=role, district=district, is_active=True)
    audit.record("账号.授予角色", row, by=by, before=before, after=role, note=reason)
    return row


@audit.act()
def describe(user: User, *, full_name: str, unit: str, office_phone: str, by: User) -> User:
    """Put right the name, the unit and the telephone of an account."""
    row = _locked(user, "clusters.change_user", by)
    new = {"full_name": full_name.strip(), "unit": unit.strip(), "office_phone": office_phone.strip()}
    changed = {name: [getattr(row, name), value] for name, value in new.items() if getattr(row, name) != value}
    if not new["full_name"]:
        raise DomainError("请填写姓名。", field="full_name")
    if not changed:
        raise NotAllowedNow("内容没有变动。")
    acts.store(row, **{name: new[name] for name in changed})
    audit.record("账号.更正信息", row, by=by, changed=changed)
    return row


def missing(user: User) -> str:
    """Return what an account still needs before its person can work, as a sentence; empty when nothing is."""
    if not user.is_active:
        return "账号停用中，须由安全管理员授予角色后启用。"
    if user.reset_asked_at is not None:
        return "待交付设置密码链接：须由系统管理员交付本人。"
    return "" if user.has_usable_password() else "尚无密码：须由安全管理员发起设置密码。"


@audit.act()
def ask_reset(user: User, *, reason: str, by: User) -> User:
    """Begin to give an account a (new) password. Whoever asks gets nothing to sign in with: another administrator
    hands the link over, and until the person has chosen a password, and for a day after, signs nothing."""
    row = _locked(user, "clusters.reset_password", by)
    if not row.is_active:
        raise NotAllowedNow("该账号已停用，请先授予角色并启用。")
    acts.store(row, reset_asked_by=by, reset_asked_at=timezone.now())
    told = f"{by.full_name}为您的账号发起了密码重置。理由：{reason} 若非您本人要求，请立即修改密码并报告。"
    _tell(row, "发起重置", told, by)
    audit.record("账号.发起重置密码", row, by=by, note=reason)
    return row


@audit.act()
def hand_over(user: User, *, by: User) -> str:
    """Return the link, good once and for an hour, with which the person chooses a password.

    Raises NotAllowedNow where no reset was asked for, NotPermitted for whoever asked for it.
    """
    row = _locked(user, "clusters.hand_over_password", by)
    if row.reset_asked_at is None or not row.is_active:
        raise NotAllowedNow("该账号没有待交付的设置密码链接。")
    if row.reset_asked_by_id == by.pk:  # Should the same person hold the other role by now.
        raise NotPermitted("发起重置的人不能交付链接，请由另一名管理员办理。")
    audit.record("账号.交付密码链接", row, by=by)
    code, token = urlsafe_base64_encode(force_bytes(row.pk)), default_token_generator.make_token(row)
    return f"{settings.PORTAL_PUBLIC_URL}{reverse('password_set', args=[code, token])}"


@audit.act()
def password_chosen(user: User, *, by_link: bool) -> None:
    """Note that a person has chosen a password, in the transaction that stores it. After a reset the person is told
    and signs nothing for a day: time to protest, should it have been somebody else."""
    row = acts.held(user)
    if row.reset_asked_at is not None or by_link:
        acts.store(row, reset_asked_by=None, reset_asked_at=None, signs_from=timezone.now() + SIGNING_PAUSE)
        _tell(row, "已设密码", "您的密码已重新设置，24 小时内不能签署。若非您本人操作，请立即报告安全管理员。", None)
    audit.record("账号.设置密码" if by_link else "账号.修改密码", row, by=row)


def _tell(user: User, what: str, text: str, by: User | None) -> None:
    key = f"password:{what}:{timezone.now():%Y%m%d%H%M%S%f}"
    tell([user], Notice("账号安全", key, f"账号密码：{what}", text, reverse("password_change")), by=by)
