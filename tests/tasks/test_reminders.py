"""The clock's reminders: one message however often the task is delivered."""

from datetime import timedelta

import pytest
from django.utils import timezone

from clusters.messaging.models import Message
from tasks.reminders import before_deadlines
from tests.factories import DutyFactory, ReportingYearFactory, UserFactory


@pytest.mark.django_db
def test_task_delivered_three_times_reminds_once() -> None:
    ReportingYearFactory(deadline=timezone.now() + timedelta(hours=20))
    officer = UserFactory()
    DutyFactory(cluster__district=officer.district)
    for _ in range(3):
        before_deadlines.delay()
    assert Message.objects.get().recipient == officer
