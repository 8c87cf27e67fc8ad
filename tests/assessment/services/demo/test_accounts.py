"""The demonstration's accounts: one a role and more where four eyes need them, never outside a demonstration."""

from collections import Counter

import pytest
from django.contrib.auth.password_validation import validate_password

from assessment.services.demo import accounts, story
from clusters.enums import Role
from clusters.errors import NotAllowedNow
from clusters.models import User
from clusters.services import reference

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(portal_demo: None) -> dict[str, User]:
    reference.load()
    return accounts.create()


def test_accounts_are_refused_outside_a_demonstration() -> None:
    with pytest.raises(NotAllowedNow, match="不是演示环境"):
        accounts.create()
    assert not User.objects.exists()


def test_every_role_has_a_person_and_four_eyes_have_two(people: dict[str, User]) -> None:
    roles = Counter(user.role for user in people.values())
    assert set(roles) == set(Role)
    # Two approvers sign a delisting; the third may rule on its appeal (8.A2).
    assert (roles[Role.REVIEWER], roles[Role.APPROVER]) == (2, 3)


def test_every_district_of_the_story_has_its_officer(people: dict[str, User]) -> None:
    stated = {row["code"]: row.get("district") for row in reference.read("clusters.toml", "cluster")}
    districts = {row.get("district") or stated[row["code"]] for row in story.told()["cluster"]}
    officers = {user.district_id for user in people.values() if user.role == Role.DISTRICT_OFFICER}
    assert districts == officers


def test_people_are_plainly_made_up_and_can_sign_in(people: dict[str, User]) -> None:
    for user in people.values():
        assert user.full_name.endswith("（演示）")
        assert user.check_password(accounts.password())
        validate_password(accounts.password(), user)


def test_second_creation_keeps_a_changed_password(people: dict[str, User]) -> None:
    user = people["shinan"]
    user.set_password("another-password-77")
    user.save()
    assert accounts.create()["shinan"].check_password("another-password-77")
    assert User.objects.count() == len(people)


def test_table_names_the_first_page_of_each_person(people: dict[str, User]) -> None:
    rows = {row.username: row for row in accounts.table()}
    assert set(rows) == set(people)
    assert rows["shinan"].role == "区市填报员·市南"
    assert rows["shenpi1"].start == "/admin/"
    assert rows["shinan"].start != rows["lingdao"].start
