"""Tokens: the security administrator issues and revokes them; a program shows one with each request."""

import hashlib
import ipaddress
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.core.cache import cache
from django.db.models import Q
from django.utils import timezone
from redis.exceptions import RedisError

from clusters.errors import DomainError, NotAllowedNow
from clusters.models import ApiToken, User
from clusters.models.token import SCOPES_OF, Scope
from clusters.services import acts, audit

PREFIX = "qdjj_"
_HINT = len(PREFIX) + 4
_BYTES = 32
LONGEST = 365
HIGHEST_RATE = 6000
_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Terms:
    """What a token is issued for: purpose, scopes, days until it expires, networks, requests a minute."""

    name: str
    scopes: Collection[str]
    days: int
    addresses: Sequence[str] = field(default=())
    rate: int = 60


def hash_of(secret: str) -> str:
    """Return the hash under which a secret is stored. The secret is 256 bits of chance, so one round is enough."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


@audit.act()
def issue(user: User, terms: Terms, *, by: User) -> tuple[ApiToken, str]:
    """Issue a token for an account; return it with its secret, which nobody can read again.

    Raises NotPermitted, or DomainError naming the field: no purpose, a scope that the role is not entitled to, more
    than a year, a network that is none.
    """
    acts.require(by, "clusters.issue_token", "只有安全管理员可以签发接口令牌。")
    _check(user, terms)
    secret = f"{PREFIX}{secrets.token_urlsafe(_BYTES)}"
    now = timezone.now()
    token = ApiToken.objects.create(
        name=terms.name.strip(),
        user=user,
        sha256=hash_of(secret),
        hint=secret[:_HINT],
        scopes=sorted(str(scope) for scope in set(terms.scopes)),
        addresses=[str(_network(text)) for text in terms.addresses],
        rate=terms.rate,
        issued_by=by,
        issued_at=now,
        expires_at=now + timedelta(days=terms.days),
    )
    audit.record(
        "接口令牌.签发", token, by=by, after="active", user=user.username, scopes=token.scopes, days=terms.days
    )
    return token, secret


def _check(user: User, terms: Terms) -> None:
    acts.require_text(terms.name, "请写明令牌的用途。", field="name")
    entitled = SCOPES_OF.get(user.role, frozenset())
    if not user.is_active or not entitled:
        raise DomainError("该账号已停用，或其角色不使用接口，不能签发令牌。", field="user")
    if not terms.scopes:
        raise DomainError("请至少选择一个权限范围。", field="scopes")
    for scope in terms.scopes:
        if scope not in entitled:
            label = Scope(scope).label if scope in Scope.values else scope
            raise DomainError(f"“{user.get_role_display()}”不能取得“{label}”的权限范围。", field="scopes")
    if not 1 <= terms.days <= LONGEST:
        raise DomainError(f"有效期为1至{LONGEST}天。", field="days")
    if not 1 <= terms.rate <= HIGHEST_RATE:
        raise DomainError(f"每分钟请求上限为1至{HIGHEST_RATE}次。", field="rate")


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    try:
        return ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        raise DomainError(f"“{text}”不是IP地址或网段，例如 10.1.2.3 或 10.1.2.0/24。", field="addresses") from None


@audit.act()
def revoke(token: ApiToken, *, reason: str, by: User) -> ApiToken:
    """Revoke a token; the next request with it is refused. Raises NotAllowedNow when it is revoked already."""
    acts.require(by, "clusters.issue_token", "只有安全管理员可以撤销接口令牌。")
    acts.require_text(reason, "请填写撤销理由。")
    row = acts.held(token)
    if row.revoked_at is not None:
        raise NotAllowedNow("该令牌已经撤销。")
    acts.store(row, revoked_at=timezone.now(), revoked_by=by, revoke_reason=reason.strip())
    audit.record("接口令牌.撤销", row, by=by, before="active", after="revoked", note=reason)
    return row


def recognised(secret: str, *, address: str) -> ApiToken | None:
    """Return the usable token with this secret, shown from an address it allows; None for anything else.

    A token shown from elsewhere leaves an audit line, one an hour and address: it may have been stolen.
    """
    token = ApiToken.objects.usable().select_related("user").filter(sha256=hash_of(secret)).first()
    if token is None:
        return None
    if not allows_address(token, address):
        if _is_news(token, address):
            _note_elsewhere(token, address)
        return None
    _note_use(token)
    return token


def _is_news(token: ApiToken, address: str) -> bool:
    try:
        return cache.add(f"token-elsewhere:{token.pk}:{hash_of(address)}", 1, timeout=_HOUR)
    except RedisError:
        # Rather one line too many than none.
        return True


def allows_address(token: ApiToken, address: str) -> bool:
    """Whether a request from this address may use the token; one from an unreadable address only without a list."""
    if not token.addresses:
        return True
    try:
        client = ipaddress.ip_address(address)
    except ValueError:
        return False
    client = getattr(client, "ipv4_mapped", None) or client
    return any(client in ipaddress.ip_network(network) for network in token.addresses)


@audit.act()
def _note_elsewhere(token: ApiToken, address: str) -> None:
    audit.record("接口令牌.地址不符", token, by=None, address=address[:45])


def _note_use(token: ApiToken) -> None:
    today = timezone.localdate()
    if token.last_used_on != today:
        unnoted = Q(last_used_on__isnull=True) | Q(last_used_on__lt=today)
        ApiToken.objects.filter(unnoted, pk=token.pk).update(last_used_on=today)
