"""Who may do what: names nobody declared are refused, districts stop at their border, duties stay apart."""

from types import SimpleNamespace

import pytest

from clusters import access
from clusters.enums import ADMIN_SITE_ROLES, CITY_STAFF, Role
from tests.factories import UserFactory

ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
# What opens a door and says nothing of the records behind it.
FOR_ENTERING = {
    "clusters.start",
    "clusters.change_own_password",
    "clusters.enter_admin",
    "documents.download",
    "clusters.use_api",
    "assessment.view_desk",
    "applications.view_desk",
    "applications.view_call",
}


def person(role: str, district: str | None = None) -> SimpleNamespace:
    return SimpleNamespace(role=role, district_id=district)


def held_by(role: str, obj: object | None = None) -> set[str]:
    """The permissions of a role, for a district officer those of district 370202."""
    district = "370202" if role == Role.DISTRICT_OFFICER else None
    return {name for name in access.names() if access.allows(person(role, district), name, obj)}


def test_name_that_no_table_lists_is_refused_to_everybody():
    assert not any(access.allows(person(role), "clusters.fly") for role in Role.values)


def test_name_declared_twice_is_a_mistake_and_changes_nothing():
    before = access.names()
    with pytest.raises(ValueError, match=r"clusters\.view_event"):
        access.extend({"clusters.new": access.signed_in, "clusters.view_event": access.signed_in})
    assert access.names() == before
    assert not access.allows(person(Role.REVIEWER), "clusters.view_event")


def test_roles_asks_for_the_role_alone():
    allowed = access.roles(Role.LEADER)
    assert allowed(person(Role.LEADER), None)
    assert allowed(person(Role.LEADER), object())
    assert not allowed(person(Role.REVIEWER), None)


@pytest.mark.parametrize(
    ("user", "obj", "expected"),
    (
        (person(Role.DISTRICT_OFFICER, "370202"), None, True),
        (person(Role.DISTRICT_OFFICER, "370202"), SimpleNamespace(district_id="370202"), True),
        (person(Role.DISTRICT_OFFICER, "370202"), SimpleNamespace(district_id="370203"), False),
        (person(Role.DISTRICT_OFFICER, "370202"), SimpleNamespace(district_id=None), False),
        (person(Role.DISTRICT_OFFICER, "370202"), SimpleNamespace(), False),
        (person(Role.REVIEWER), SimpleNamespace(district_id=None), False),
        (person(Role.LEADER), None, False),
    ),
)
def test_own_district_is_for_officers_on_their_own_records(user, obj, expected):
    assert access.own_district(user, obj) is expected


@pytest.mark.parametrize(("first", "second"), ((True, True), (True, False), (False, True), (False, False)))
def test_predicates_combine(first, second):
    both = (lambda user, obj: first), (lambda user, obj: second)
    assert access.any_of(*both)(None, None) is (first or second)
    assert access.all_of(*both)(None, None) is (first and second)


def test_no_permission_reaches_into_another_district():
    """Every permission of every app, so that a new one is held to it as well."""
    foreign = SimpleNamespace(district_id="370203", is_released=True)
    assert held_by(Role.DISTRICT_OFFICER, foreign) <= FOR_ENTERING


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_administrators_have_no_part_in_the_assessment(role):
    """Save that the security administrator names who acts where four eyes leave nobody (8.A2), as he grants roles."""
    naming = {"assessment.designate_person", "assessment.view_designation"} if role == Role.SECURITY_ADMIN else set()
    assert {name for name in held_by(role) if name.startswith("assessment.")} == naming


def test_administrators_share_no_power():
    """等保三权分立: making accounts, giving powers and reading the trail lie with three persons."""
    powers = [held_by(role) - FOR_ENTERING - {"clusters.view_user"} for role in ADMINISTRATORS]
    assert all(powers)
    assert sum(map(len, powers)) == len(set.union(*powers))
    assert "clusters.grant_role" not in held_by(Role.SYSTEM_ADMIN)
    assert held_by(Role.AUDIT_ADMIN) - FOR_ENTERING == {"clusters.view_event"}


def test_leader_reads_and_changes_nothing():
    verbs = {name.split(".")[1].split("_")[0] for name in held_by(Role.LEADER) - FOR_ENTERING}
    assert verbs <= {"view", "read"}


@pytest.mark.parametrize("role", Role.values)
def test_workbench_opens_for_the_roles_that_work_there(role):
    assert ("clusters.enter_admin" in held_by(role)) is (role in ADMIN_SITE_ROLES)


@pytest.mark.parametrize("role", Role.values)
def test_everybody_finds_a_start_page(role):
    assert "clusters.start" in held_by(role)


def test_titles_are_given_by_approvers_alone():
    """They are taken and given back by a decision only: who makes it is asked there."""
    assert {role for role in Role.values if "clusters.recognise_cluster" in held_by(role)} == {Role.APPROVER}


def test_city_staff_is_reviewers_and_approvers():
    assert {role for role in Role.values if access.city_staff(person(role), None)} == set(CITY_STAFF)


@pytest.mark.django_db
def test_account_that_was_stopped_holds_nothing():
    user = UserFactory(approver=True)
    assert user.has_perm("clusters.recognise_cluster")
    user.is_active = False
    assert not any(user.has_perm(name) for name in access.names())
