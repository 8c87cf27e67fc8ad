"""What a district sees: the calls open to it, its own applications."""

from datetime import timedelta

import pytest
from django.utils import timezone

from clusters.applications.enums import ApplicationState, CallState
from clusters.applications.selectors import calls
from clusters.applications.services import calls as acts
from tests.factories import ApplicationFactory, CallFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_open_calls_by_deadline_and_closed_ones_with_leave(folder, approver):
    officer, now = UserFactory(), timezone.now()
    late, soon = CallFactory(closes_at=now + timedelta(days=9)), CallFactory(closes_at=now + timedelta(days=2))
    CallFactory(state=CallState.DRAFT)
    CallFactory(opens_at=now + timedelta(days=1))
    past = CallFactory(opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=3))
    assert calls.to_apply(officer) == [soon, late]
    acts.grant_exception(past, district=officer.district, until=now + timedelta(days=1), reason="故障", by=approver)
    assert calls.to_apply(officer) == [past, soon, late]
    assert past not in calls.to_apply(UserFactory())


def test_district_sees_its_own_and_the_city_what_was_filed(application, officer, reviewer):
    filed = ApplicationFactory(call=application.call, number="x-001", state=ApplicationState.SUBMITTED)
    assert list(calls.applications_of(officer)) == [application]
    assert list(calls.applications_of(reviewer)) == [filed]
    assert not calls.applications_of(UserFactory(leader=True)).exists()


@pytest.mark.parametrize("state", ApplicationState.values)
def test_every_state_has_a_next_step(application, state):
    application.state = state
    assert calls.next_step(application)
