"""Messages are read by the person they are for."""

import pytest

from assessment.selectors import messages
from assessment.services import reminders
from tests.factories import DutyFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return UserFactory()


def test_unread_messages_are_the_persons_own(officer, reviewer):
    DutyFactory(cluster__district=officer.district)
    reminders.remind(2021, by=reviewer)
    (message,) = messages.unread_for(officer)
    assert messages.unread_for(reviewer) == []
    assert messages.unread_for(UserFactory(district=officer.district)) == []
    reminders.mark_read(officer)
    assert messages.unread_for(officer) == []
    assert list(messages.of(officer)) == [message]


def test_districts_reminded_today_are_known_by_code(officer, reviewer):
    DutyFactory(cluster__district=officer.district)
    assert messages.reminded_today(2021) == {}
    reminders.remind(2021, by=reviewer)
    assert set(messages.reminded_today(2021)) == {officer.district_id}
    assert messages.reminded_today(2020) == {}


def test_desk_asks_once_for_unread_messages(officer, django_assert_num_queries):
    with django_assert_num_queries(1):
        messages.unread_for(officer)
