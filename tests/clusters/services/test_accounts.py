"""Accounts are made by one administrator and given their powers by another, never by oneself."""

import pytest

from clusters.enums import Role
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from clusters.models import Event, User
from clusters.services import accounts
from tests.factories import PASSWORD, DistrictFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def system() -> User:
    return UserFactory(system_admin=True)


@pytest.fixture
def security() -> User:
    return UserFactory(security_admin=True)


def test_create_makes_a_stopped_account_without_a_password(system: User) -> None:
    user = accounts.create(by=system, username="wang", full_name="王一", role=Role.REVIEWER, district=None)
    assert not user.is_active
    assert not user.has_usable_password()
    assert Event.objects.get().action == "账号.新建"


@pytest.mark.parametrize(("role", "with_district"), ((Role.DISTRICT_OFFICER, False), (Role.REVIEWER, True)))
def test_create_refuses_a_district_that_does_not_fit_the_role(system: User, role: Role, with_district: bool) -> None:
    district = DistrictFactory() if with_district else None
    with pytest.raises(DomainError) as refusal:
        accounts.create(by=system, username="wang", full_name="王一", role=role, district=district)
    assert refusal.value.field == "district"
    assert not User.objects.filter(username="wang").exists()


def test_create_refuses_a_name_that_differs_only_in_case(system: User) -> None:
    UserFactory(username="Wang")
    with pytest.raises(DomainError) as refusal:
        accounts.create(by=system, username="wang", full_name="王一", role=Role.REVIEWER, district=None)
    assert refusal.value.field == "username"


def test_grant_gives_the_role_and_puts_the_account_in_use(system: User, security: User) -> None:
    user = accounts.create(by=system, username="wang", full_name="王一", role=Role.REVIEWER, district=None)
    done = accounts.grant(user, role=Role.APPROVER, district=None, reason="任命文件", by=security)
    assert (done.role, done.is_active) == (Role.APPROVER, True)
    event = Event.objects.latest("number")
    assert (event.before, event.after, event.note) == ("disabled", Role.APPROVER, "任命文件")


def test_grant_is_refused_to_the_system_administrator(system: User) -> None:
    user = UserFactory(reviewer=True, is_active=False)
    with pytest.raises(NotPermitted):
        accounts.grant(user, role=Role.APPROVER, district=None, reason="理由", by=system)
    user.refresh_from_db()
    assert not user.is_active


def test_nobody_grants_a_role_to_the_own_account(security: User) -> None:
    with pytest.raises(NotPermitted):
        accounts.grant(security, role=Role.APPROVER, district=None, reason="理由", by=security)
    security.refresh_from_db()
    assert security.role == Role.SECURITY_ADMIN


def test_nobody_disables_the_own_account(system: User) -> None:
    with pytest.raises(NotPermitted):
        accounts.disable(system, reason="理由", by=system)


def test_disable_ends_the_session_with_the_next_request(system: User, client) -> None:
    user = UserFactory(reviewer=True)
    client.force_login(user)
    accounts.disable(user, reason="离岗", by=system)
    assert client.get("/start/").status_code == 302


def test_disable_is_refused_for_a_stopped_account(system: User) -> None:
    with pytest.raises(NotAllowedNow):
        accounts.disable(UserFactory(reviewer=True, is_active=False), reason="理由", by=system)


def test_move_changes_the_district_and_leaves_a_line(system: User) -> None:
    user, district = UserFactory(), DistrictFactory()
    before = user.district_id
    accounts.move(user, district=district, reason="调动", by=system)
    user.refresh_from_db()
    assert user.district == district
    event = Event.objects.get()
    assert (event.before, event.after) == (before, district.pk)


def test_move_is_refused_for_a_role_without_district(system: User) -> None:
    with pytest.raises(NotAllowedNow):
        accounts.move(UserFactory(reviewer=True), district=DistrictFactory(), reason="理由", by=system)


def test_drawn_password_signs_in_and_the_old_one_does_not(security: User) -> None:
    user = UserFactory()
    password = accounts.draw_password(user, reason="忘记密码", by=security)
    user.refresh_from_db()
    assert user.check_password(password)
    assert not user.check_password(PASSWORD)
    assert password not in str(Event.objects.values())


def test_drawn_passwords_are_long_and_differ(security: User) -> None:
    user = UserFactory()
    drawn = {accounts.draw_password(user, reason="理由", by=security) for _ in range(20)}
    assert len(drawn) == 20
    assert {len(password) for password in drawn} == {23}


def test_password_is_not_drawn_by_the_system_administrator(system: User) -> None:
    with pytest.raises(NotPermitted):
        accounts.draw_password(UserFactory(), reason="理由", by=system)
