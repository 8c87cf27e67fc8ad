"""Which districts were reminded today."""

import pytest

from assessment.selectors import completeness
from assessment.services import reminders
from tests.factories import DutyFactory, UserFactory


@pytest.mark.django_db
def test_districts_reminded_today_are_known_by_code(reviewer):
    officer = UserFactory()
    DutyFactory(cluster__district=officer.district)
    assert completeness.reminded(2021) == {}
    reminders.remind(2021, by=reviewer)
    assert set(completeness.reminded(2021)) == {officer.district_id}
    assert completeness.reminded(2020) == {}
