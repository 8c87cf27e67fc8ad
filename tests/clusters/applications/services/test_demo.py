"""The demonstration: an application in each state, and something to do for every role."""

import pytest

from clusters.applications.models import Application, Assignment, Call, PublicNotice
from clusters.applications.selectors import calls
from clusters.applications.services import demo, public_notices
from tests.factories import CategoryFactory, DistrictFactory, UserFactory

pytestmark = pytest.mark.django_db
DISTRICTS = ("370202", "370203", "370211", "370212")


def test_every_role_has_a_next_step(folder, reviewer):
    for code in ("modern_logistics", "modern_finance", "cultural_creativity", "business_services"):
        CategoryFactory(code=code)
    officers = {code: UserFactory(district=DistrictFactory(code=code)) for code in DISTRICTS}
    people = [UserFactory(expert=True) for _ in range(3)]
    assert demo.load(officers, reviewer, people) == 4
    assert sorted(Application.objects.values_list("state", flat=True)) == [
        "draft",
        "returned",
        "reviewing",
        "reviewing",
    ]
    assert set(Application.objects.values_list("is_demo", flat=True)) == {True}
    assert sorted(Assignment.objects.values_list("state", flat=True)) == ["accepted", "asked", "locked"]
    assert public_notices.is_open(PublicNotice.objects.get())
    open_call, closed = Call.objects.order_by("-year")
    assert calls.to_apply(officers["370202"]) == [open_call]
    assert not closed.is_open()
