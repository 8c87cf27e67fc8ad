"""Tokens: who issues them, what they may hold, when they stop opening the door."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils import timezone

from clusters.enums import Role
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from clusters.models import ApiToken, Event, User
from clusters.models.token import SCOPES_OF, Scope
from clusters.services import tokens
from clusters.services.tokens import Terms
from tests.factories import UserFactory

READ = Scope.STATS_READ


@pytest.fixture
def security(db: None) -> User:
    cache.clear()
    return UserFactory(security_admin=True)


def terms(**changes: Any) -> Terms:
    return Terms(**{"name": "统计接口", "scopes": [READ], "days": 90, **changes})


def issued(security: User, user: User | None = None, **changes: Any) -> tuple[ApiToken, str]:
    return tokens.issue(user or UserFactory(statistics=True), terms(**changes), by=security)


def test_issue_keeps_the_hash_and_never_the_secret(security: User) -> None:
    token, secret = issued(security)
    row = ApiToken.objects.values().get(pk=token.pk)
    assert row["sha256"] == tokens.hash_of(secret)
    assert not any(secret in str(value) for value in row.values())
    assert len(secret) - len(tokens.PREFIX) == 43  # 32 bytes of chance in base64
    assert token.hint == secret[:9]
    assert not Event.objects.filter(data__contains=secret).exists()


def test_issue_draws_another_secret_each_time(security: User) -> None:
    assert len({issued(security)[1] for _ in range(20)}) == 20


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SECURITY_ADMIN])
def test_only_the_security_administrator_issues_and_revokes(security: User, role: str) -> None:
    token, _ = issued(security)
    person = UserFactory(role=role)
    with pytest.raises(NotPermitted):
        tokens.issue(UserFactory(statistics=True), terms(), by=person)
    with pytest.raises(NotPermitted):
        tokens.revoke(token, reason="停用", by=person)
    assert ApiToken.objects.filter(revoked_at__isnull=True).count() == 1


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("scope", Scope)
def test_scopes_go_by_the_role_of_the_account(security: User, role: str, scope: str) -> None:
    user = UserFactory(role=role)
    if scope in SCOPES_OF.get(role, ()):
        assert issued(security, user, scopes=[scope])[0].scopes == [scope]
        return
    with pytest.raises(DomainError):
        issued(security, user, scopes=[scope])


def test_only_a_statistics_body_may_write() -> None:
    assert {role for role, scopes in SCOPES_OF.items() if Scope.STATS_WRITE in scopes} == {Role.STATISTICS}


@pytest.mark.parametrize(
    ("changes", "field"),
    (
        ({"name": "  "}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["register:write"]}, "scopes"),
        ({"days": 0}, "days"),
        ({"days": 366}, "days"),
        ({"rate": 0}, "rate"),
        ({"addresses": ["10.0.0.0/8", "内网"]}, "addresses"),
    ),
)
def test_issue_refuses_and_names_the_field(security: User, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(DomainError) as refusal:
        issued(security, **changes)
    assert refusal.value.field == field
    assert not ApiToken.objects.exists()


def test_issue_refuses_a_stopped_account(security: User) -> None:
    with pytest.raises(DomainError):
        issued(security, UserFactory(statistics=True, is_active=False))


def test_issue_and_revoke_leave_one_line_each(security: User) -> None:
    token, _ = issued(security)
    tokens.revoke(token, reason="人员变动", by=security)
    lines = Event.objects.filter(object_type="clusters.apitoken", object_id=str(token.pk)).order_by("number")
    assert [(line.action, line.actor_id, line.note) for line in lines] == [
        ("接口令牌.签发", security.pk, ""),
        ("接口令牌.撤销", security.pk, "人员变动"),
    ]


def test_recognised_finds_the_token_of_its_secret_alone(security: User) -> None:
    token, secret = issued(security)
    issued(security)
    assert tokens.recognised(secret, address="10.0.0.1") == token
    for other in ("", secret[:-1], f"{secret}x", token.sha256, token.hint):
        assert tokens.recognised(other, address="10.0.0.1") is None


def test_recognised_refuses_revoked_expired_and_stopped(security: User) -> None:
    token, secret = issued(security)
    tokens.revoke(token, reason="停用", by=security)
    assert tokens.recognised(secret, address="") is None
    with pytest.raises(NotAllowedNow):
        tokens.revoke(token, reason="再次", by=security)

    token, secret = issued(security)
    past = timezone.now() - timedelta(seconds=1)
    ApiToken.objects.filter(pk=token.pk).update(issued_at=past - timedelta(days=1), expires_at=past)
    assert tokens.recognised(secret, address="") is None

    token, secret = issued(security)
    User.objects.filter(pk=token.user_id).update(is_active=False)
    assert tokens.recognised(secret, address="") is None


def test_revoke_needs_a_reason(security: User) -> None:
    token, secret = issued(security)
    with pytest.raises(DomainError):
        tokens.revoke(token, reason=" ", by=security)
    assert tokens.recognised(secret, address="") == token


@pytest.mark.parametrize(
    ("networks", "address", "allowed"),
    (
        ((), "203.0.113.9", True),
        ((), "", True),
        (("10.1.2.0/24",), "10.1.2.200", True),
        (("10.1.2.0/24",), "10.1.3.1", False),
        (("10.1.2.3",), "10.1.2.3", True),
        (("10.1.2.3",), "10.1.2.4", False),
        (("10.1.2.0/24",), "::ffff:10.1.2.5", True),
        (("2001:db8::/32",), "2001:db8::1", True),
        (("10.1.2.0/24", "2001:db8::/32"), "10.1.2.9", True),
        (("10.1.2.0/24",), "", False),
        (("10.1.2.0/24",), "10.1.2.3, 10.1.2.4", False),
    ),
)
def test_addresses_decide_from_where_it_opens(
    security: User, networks: tuple[str, ...], address: str, allowed: bool
) -> None:
    token, secret = issued(security, addresses=networks)
    assert (tokens.recognised(secret, address=address) == token) is allowed


def test_use_from_elsewhere_is_noted_once_an_hour(security: User) -> None:
    _, secret = issued(security, addresses=("10.1.2.0/24",))
    for _ in range(3):
        assert tokens.recognised(secret, address="198.51.100.7") is None
    line = Event.objects.get(action="接口令牌.地址不符")
    assert line.data == {"address": "198.51.100.7"}


def test_use_is_noted_by_day_and_costs_one_write_a_day(security: User, django_assert_num_queries: Any) -> None:
    token, secret = issued(security)
    tokens.recognised(secret, address="")
    token.refresh_from_db()
    assert token.last_used_on == timezone.localdate()
    with django_assert_num_queries(1):
        tokens.recognised(secret, address="")


def test_change_of_role_takes_the_scope_away(security: User) -> None:
    token, _ = issued(security, scopes=[Scope.STATS_WRITE])
    assert token.permits(Scope.STATS_WRITE)
    token.user.role = Role.LEADER
    assert not token.permits(Scope.STATS_WRITE)
    assert not token.permits(Scope.REGISTER_READ)


def test_database_refuses_a_token_that_expires_before_it_begins(security: User) -> None:
    token, _ = issued(security)
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiToken.objects.filter(pk=token.pk).update(expires_at=token.issued_at)
