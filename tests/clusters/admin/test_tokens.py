"""The token pages: who opens them, that the secret is shown once, and that the own password is asked for."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clusters.enums import Role
from clusters.models import ApiToken, User
from clusters.services import tokens
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


def entry(user: User, **changes: Any) -> dict[str, Any]:
    values = {"user": user.pk, "name": "年报接口", "scopes": ["stats:read"], "days": 30, "addresses": "", "rate": 60}
    return {**values, "password": PASSWORD, **changes}


def issue(client: Client, user: User, **changes: Any) -> Any:
    return client.post(reverse("admin:clusters_apitoken_add"), entry(user, **changes), follow=True)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SECURITY_ADMIN])
def test_pages_are_for_the_security_administrator_alone(role: str, signed_in_as: SignIn) -> None:
    client = signed_in_as(role)
    assert client.get(reverse("admin:clusters_apitoken_changelist")).status_code == 403
    assert client.get(reverse("admin:clusters_apitoken_add")).status_code == 403
    assert issue(client, UserFactory(statistics=True)).status_code == 403
    assert not ApiToken.objects.exists()


def test_secret_is_shown_once_and_travels_in_no_cookie(signed_in_as: SignIn) -> None:
    """(8.D35) Messages are kept in the session; what the browser gets is the page alone."""
    client = signed_in_as(Role.SECURITY_ADMIN)
    shown = issue(client, UserFactory(statistics=True), addresses="10.1.2.0/24\n10.9.9.9").content.decode()
    token = ApiToken.objects.get()
    secret = shown.partition("令牌已签发： ")[2].partition(" ")[0]
    assert tokens.hash_of(secret) == token.sha256
    assert secret not in str(client.cookies)
    assert token.addresses == ["10.1.2.0/24", "10.9.9.9/32"]
    for last in ("change", "history"):
        assert secret not in client.get(reverse(f"admin:clusters_apitoken_{last}", args=[token.pk])).content.decode()
    assert secret not in client.get(reverse("admin:clusters_apitoken_changelist")).content.decode()


def test_own_password_is_asked_for(signed_in_as: SignIn) -> None:
    answer = issue(signed_in_as(Role.SECURITY_ADMIN), UserFactory(statistics=True), password="wrong")
    assert answer.status_code == 400
    assert "密码不正确" in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_scope_beyond_the_role_comes_back_at_its_field(signed_in_as: SignIn) -> None:
    answer = issue(signed_in_as(Role.SECURITY_ADMIN), UserFactory(leader=True), scopes=["stats:write"])
    assert answer.status_code == 400
    assert "不能取得“报送第三方统计数据”的权限范围" in answer.content.decode()


def test_accounts_without_a_use_for_the_api_are_not_offered(signed_in_as: SignIn) -> None:
    answer = issue(signed_in_as(Role.SECURITY_ADMIN), UserFactory(audit_admin=True))
    assert answer.status_code == 400
    assert not ApiToken.objects.exists()


def test_revoking_needs_a_reason_and_cannot_be_done_twice(signed_in_as: SignIn) -> None:
    client = signed_in_as(Role.SECURITY_ADMIN)
    issue(client, UserFactory(statistics=True))
    token = ApiToken.objects.get()
    address = reverse("admin:clusters_apitoken_revoke", args=[token.pk])
    assert client.post(address, {"reason": ""}).status_code == 400
    assert client.post(address, {"reason": "不再使用"}).status_code == 302
    assert client.post(address, {"reason": "再次"}).status_code == 409
    token.refresh_from_db()
    assert token.revoke_reason == "不再使用"
    assert "已撤销" in client.get(reverse("admin:clusters_apitoken_changelist")).content.decode()
