"""The account pages: what each administrator is offered, and what a forged POST meets."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from clusters.enums import Role
from clusters.models import User
from tests.factories import PASSWORD, DistrictFactory, UserFactory

pytestmark = pytest.mark.django_db

NEW = {"username": "wang", "full_name": "王一", "role": "reviewer", "unit": "", "office_phone": "", "district": ""}


def offered(answer) -> set[str]:
    return {offer.step.name for offer in answer.context_data["offers"] if not offer.refusal}


def page(user: User) -> str:
    return reverse("admin:clusters_user_change", args=[user.pk])


def step(user: User, name: str) -> str:
    return reverse(f"admin:clusters_user_{name}", args=[user.pk])


def test_each_administrator_is_offered_the_own_steps(signed_in_as) -> None:
    officer = UserFactory()
    assert offered(signed_in_as(Role.SYSTEM_ADMIN).get(page(officer))) == {"describe", "move", "disable"}
    assert offered(signed_in_as(Role.SECURITY_ADMIN).get(page(officer))) == {"grant", "password"}


def test_own_account_offers_nothing_and_says_why(client) -> None:
    security = UserFactory(security_admin=True)
    client.force_login(security)
    answer = client.get(page(security))
    assert offered(answer) == set()
    assert "这是您自己的账号" in answer.content.decode()


def test_system_administrator_makes_an_account(signed_in_as) -> None:
    answer = signed_in_as(Role.SYSTEM_ADMIN).post(reverse("admin:clusters_user_add"), NEW)
    user = User.objects.get(username="wang")
    assert answer.headers["Location"] == page(user)
    assert not user.is_active


def test_wrong_entry_comes_back_with_what_was_typed(signed_in_as) -> None:
    answer = signed_in_as(Role.SYSTEM_ADMIN).post(
        reverse("admin:clusters_user_add"), {**NEW, "role": "district_officer"}
    )
    assert answer.status_code == 400
    assert "区市填报员须选择所属区市。" in answer.content.decode()
    assert 'value="wang"' in answer.content.decode()
    assert not User.objects.filter(username="wang").exists()


@pytest.mark.parametrize("role", (Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.REVIEWER, Role.APPROVER))
def test_account_is_not_made_by_others(role: str, signed_in_as) -> None:
    assert signed_in_as(role).post(reverse("admin:clusters_user_add"), NEW).status_code == 403
    assert not User.objects.filter(username="wang").exists()


def test_forged_fields_of_a_new_account_are_ignored(signed_in_as) -> None:
    signed_in_as(Role.SYSTEM_ADMIN).post(
        reverse("admin:clusters_user_add"), {**NEW, "is_active": "1", "password": "x" * 20, "is_superuser": "1"}
    )
    user = User.objects.get(username="wang")
    assert (user.is_active, user.has_usable_password(), user.is_superuser) == (False, False, False)


def test_role_is_not_granted_by_the_system_administrator(signed_in_as) -> None:
    officer = UserFactory()
    answer = signed_in_as(Role.SYSTEM_ADMIN).post(step(officer, "grant"), {"role": "approver", "reason": "理由"})
    assert answer.status_code == 403
    officer.refresh_from_db()
    assert officer.role == Role.DISTRICT_OFFICER


def test_security_administrator_grants_a_role(signed_in_as) -> None:
    person = UserFactory(reviewer=True, is_active=False)
    answer = signed_in_as(Role.SECURITY_ADMIN).post(
        step(person, "grant"), {"role": "approver", "district": "", "reason": "任命文件"}
    )
    assert answer.status_code == 302
    person.refresh_from_db()
    assert (person.role, person.is_active) == (Role.APPROVER, True)


def test_step_without_a_reason_shows_its_dialog_again(signed_in_as) -> None:
    officer, district = UserFactory(), DistrictFactory()
    answer = signed_in_as(Role.SYSTEM_ADMIN).post(step(officer, "move"), {"district": district.pk, "reason": " "})
    assert answer.status_code == 400
    assert "请填写理由。" in answer.content.decode()
    officer.refresh_from_db()
    assert officer.district != district


def test_reset_shows_nothing_to_whoever_asks_and_a_link_once_to_another(signed_in_as, client) -> None:
    """(8.D35)"""
    person, asking = UserFactory(approver=True), signed_in_as(Role.SECURITY_ADMIN)
    asked = asking.post(step(person, "password"), {"reason": "忘记密码"}, follow=True)
    assert "须由系统管理员交付本人" in asked.content.decode()
    assert asking.post(step(person, "hand-over")).status_code == 403
    handing = signed_in_as(Role.SYSTEM_ADMIN)
    answer = handing.post(step(person, "hand-over"))
    assert "messages" not in answer.cookies
    assert "password/set" not in str(answer.cookies)
    shown = handing.get(page(person)).content.decode()
    (link,) = re.findall(r"/password/set/[^/]+/[^/ ]+/", shown)
    assert "/password/set/" not in handing.get(page(person)).content.decode()
    chosen = {"new_password1": "rong-hai-5-zhong", "new_password2": "rong-hai-5-zhong"}
    form = Client().get(link, follow=True)
    assert form.client.post(form.redirect_chain[-1][0], chosen).url == reverse("login")
    person.refresh_from_db()
    assert (person.check_password("rong-hai-5-zhong"), person.may_sign) == (True, False)
    assert "链接无效或已过期" in Client().get(link).content.decode()
    own = Client()
    assert own.login(username=person.username, password="rong-hai-5-zhong")
    assert "暂停签署" in own.get(reverse("admin:index")).content.decode()


def test_one_security_administrator_cannot_bring_about_a_decision(signed_in_as) -> None:
    """(8.D35) Both approvers reset, no secret seen: neither account can be signed in with."""
    approvers, asking = UserFactory.create_batch(2, approver=True), signed_in_as(Role.SECURITY_ADMIN)
    for person in approvers:
        seen = asking.post(step(person, "password"), {"reason": "忘记密码"}, follow=True).content.decode()
        assert "/password/set/" not in seen
        assert asking.post(step(person, "hand-over")).status_code == 403
        person.refresh_from_db()
        assert person.check_password(PASSWORD)
        assert not person.has_perm("assessment.confirm_decision")


def test_page_and_steps_say_what_an_account_still_lacks(signed_in_as) -> None:
    """(8.D34)"""
    signed_in_as(Role.SYSTEM_ADMIN).post(reverse("admin:clusters_user_add"), NEW)
    user, security = User.objects.get(username="wang"), signed_in_as(Role.SECURITY_ADMIN)
    assert "须由安全管理员授予角色" in security.get(page(user)).content.decode()
    granted = security.post(step(user, "grant"), {"role": "reviewer", "district": "", "reason": "任命"}, follow=True)
    assert "尚无密码：须由安全管理员发起设置密码" in granted.content.decode()


def test_system_administrator_puts_name_and_telephone_right(signed_in_as) -> None:
    """(8.D34)"""
    person = UserFactory(reviewer=True)
    data = {"full_name": "李新", "unit": "发改委", "office_phone": "0532-85911111"}
    assert signed_in_as(Role.SYSTEM_ADMIN).post(step(person, "describe"), data).status_code == 302
    person.refresh_from_db()
    assert (person.full_name, person.unit, person.office_phone) == ("李新", "发改委", "0532-85911111")
    assert signed_in_as(Role.SECURITY_ADMIN).post(step(person, "describe"), data).status_code == 403


@pytest.mark.parametrize("role", (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN))
def test_lines_about_an_account_are_for_the_audit_administrator_alone(role: str, signed_in_as) -> None:
    person, client = UserFactory(), signed_in_as(role)
    assert "办理记录" not in client.get(page(person)).content.decode()
    assert client.get(reverse("admin:clusters_user_history", args=[person.pk])).status_code == 403
