"""Accounts are made by one administrator and given their powers by another, never by oneself."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from clusters.enums import Role
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from clusters.messaging.models import Message
from clusters.models import Event, User
from clusters.services import accounts
from tests.factories import DistrictFactory, UserFactory

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


def test_details_can_be_put_right_and_only_what_changed_is_noted(system: User) -> None:
    """(8.D34)"""
    user = UserFactory(full_name="王一", office_phone="")
    accounts.describe(user, full_name="王仪", unit="", office_phone="0532-1", by=system)
    user.refresh_from_db()
    assert (user.full_name, user.office_phone) == ("王仪", "0532-1")
    assert Event.objects.get().data["changed"] == {"full_name": ["王一", "王仪"], "office_phone": ["", "0532-1"]}
    with pytest.raises(NotAllowedNow, match="没有变动"):
        accounts.describe(user, full_name="王仪", unit="", office_phone="0532-1", by=system)
    with pytest.raises(DomainError, match="请填写姓名"):
        accounts.describe(user, full_name=" ", unit="", office_phone="", by=system)


def test_account_says_what_is_missing_until_its_person_can_work(system: User, security: User) -> None:
    """(8.D34)"""
    user = accounts.create(by=system, username="wang", full_name="王一", role=Role.REVIEWER, district=None)
    assert "授予角色" in accounts.missing(user)
    user = accounts.grant(user, role=Role.REVIEWER, district=None, reason="任命", by=security)
    assert "尚无密码" in accounts.missing(user)
    user = accounts.ask_reset(user, reason="新账号", by=security)
    assert "须由系统管理员交付本人" in accounts.missing(user)
    user.set_password("a long enough password")
    user.save()
    accounts.password_chosen(user, by_link=True)
    user.refresh_from_db()
    assert accounts.missing(user) == ""


def test_whoever_asks_for_a_reset_gets_nothing_and_cannot_hand_over(system: User, security: User) -> None:
    """(8.D35)"""
    person = UserFactory(approver=True)
    asked = accounts.ask_reset(person, reason="忘记密码", by=security)
    with pytest.raises(NotPermitted):
        accounts.hand_over(asked, by=security)
    security.role = Role.SYSTEM_ADMIN
    with pytest.raises(NotPermitted, match="发起重置的人不能交付"):
        accounts.hand_over(asked, by=security)
    assert "/password/set/" in accounts.hand_over(asked, by=system)
    lines = str(list(Event.objects.values()))
    assert "/password/set/" not in lines
    message = Message.objects.get(recipient=person)
    assert (message.occasion, "忘记密码" in message.text) == ("账号安全", True)


def test_link_is_handed_over_only_where_a_reset_was_asked_for(system: User, security: User) -> None:
    person = UserFactory()
    with pytest.raises(NotAllowedNow):
        accounts.hand_over(person, by=system)
    with pytest.raises(NotPermitted):
        accounts.hand_over(system, by=system)
    accounts.disable(person, reason="离岗", by=system)
    with pytest.raises(NotAllowedNow):
        accounts.ask_reset(person, reason="理由", by=security)


@pytest.mark.parametrize("role", (Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN, Role.APPROVER))
def test_reset_is_asked_for_by_the_security_administrator_alone(role: Role) -> None:
    with pytest.raises(NotPermitted):
        accounts.ask_reset(UserFactory(), reason="理由", by=UserFactory(role=role))


def test_nothing_is_signed_from_the_asking_until_a_day_after_the_choice(security: User) -> None:
    """(8.D35)"""
    person = UserFactory(approver=True)
    signing = ("assessment.confirm_decision", "assessment.rule_appeal", "assessment.annul_decision")
    assert all(person.has_perm(name) for name in signing)
    person = accounts.ask_reset(person, reason="忘记密码", by=security)
    assert not any(person.has_perm(name) for name in signing)
    assert person.has_perm("assessment.view_submission")
    accounts.password_chosen(person, by_link=True)
    person.refresh_from_db()
    assert not any(person.has_perm(name) for name in signing)
    assert Message.objects.filter(recipient=person, title__contains="已设密码").exists()
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert all(person.has_perm(name) for name in signing)


def test_own_change_without_a_reset_pauses_nothing() -> None:
    person = UserFactory(approver=True)
    accounts.password_chosen(person, by_link=False)
    person.refresh_from_db()
    assert person.may_sign
