"""Where a person begins."""

import pytest
from django.urls import reverse

from clusters.enums import ADMIN_SITE_ROLES, Role
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

PAGES = {
    Role.DISTRICT_OFFICER: "assessment:desk",
    Role.EXPERT: "applications:reviews",
    Role.LEADER: "assessment:dashboard",
    Role.STATISTICS: "assessment:register",
    **dict.fromkeys(ADMIN_SITE_ROLES, "admin:index"),
}


def test_front_door_is_the_register_for_everybody(client):
    assert client.get("/").headers["Location"] == reverse("assessment:register")
    client.force_login(UserFactory())
    assert client.get("/").headers["Location"] == reverse("assessment:register")


@pytest.mark.parametrize("role", Role.values)
def test_each_role_begins_on_a_page_it_may_open(client, role):
    client.force_login(UserFactory(role=role))
    answer = client.get(reverse("start"))
    assert answer.headers["Location"] == reverse(PAGES[role])
    assert client.get(answer.headers["Location"]).status_code == 200


def test_start_asks_to_sign_in(client):
    assert client.get(reverse("start")).headers["Location"] == f"{reverse('login')}?next={reverse('start')}"
