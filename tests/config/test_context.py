"""What every page knows."""

import pytest
from django.contrib.auth.models import AnonymousUser

from config.context import navigation, portal
from tests.factories import UserFactory


@pytest.mark.parametrize("demo", (True, False))
def test_portal_says_who_it_is_and_whether_the_figures_are_invented(rf, settings, demo):
    settings.PORTAL_NAME, settings.PORTAL_OWNER = "测试平台", "测试机关"
    settings.PORTAL_DEMO, settings.MAP_APPROVAL_NO = demo, "鲁SG（2026）001号"
    assert portal(rf.get("/")) == {
        "portal": {"name": "测试平台", "owner": "测试机关", "demo": demo, "map_approval_no": "鲁SG（2026）001号"}
    }


@pytest.mark.django_db
@pytest.mark.parametrize("path", ("/register/", "/login/", "/not-there/"))
def test_demonstration_says_so_on_every_page(client, settings, path):
    assert "演示" not in client.get(path).content.decode()
    settings.PORTAL_DEMO = True
    assert "演示" in client.get(path).content.decode()


@pytest.mark.django_db
def test_navigation_is_that_of_the_person_and_of_the_page(rf):
    request = rf.get("/dashboard/")
    request.user = UserFactory(leader=True)
    labels = {entry["label"]: entry["active"] for entry in navigation(request)["navigation"]}
    assert labels["全市看板"] is True
    assert "工作台" not in labels


@pytest.mark.parametrize("user", (None, AnonymousUser()))
def test_navigation_without_a_person_is_the_public_one(rf, user):
    request = rf.get("/")
    if user:
        request.user = user
    assert [entry["url"] for entry in navigation(request)["navigation"]] == [
        "/register/",
        "/calls/",
        "/standards/",
        "/verify/",
    ]
