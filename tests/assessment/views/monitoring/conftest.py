"""Who looks at the monitoring pages: an officer, the city, a leader, each signed in with a client of their own."""

from collections.abc import Callable

import pytest
from django.test import Client

from clusters.models import User
from tests.factories import DutyFactory, UserFactory

Opener = Callable[[User], Client]


@pytest.fixture
def opened() -> Opener:
    """Sign a person in: `opened(user).get(…)`."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def duty(db: None):
    """A duty of the open year 2021."""
    return DutyFactory()


@pytest.fixture
def officer(duty) -> User:
    return UserFactory(district=duty.district)


@pytest.fixture
def city(opened: Opener, reviewer: User) -> Client:
    return opened(reviewer)


@pytest.fixture
def district(opened: Opener, officer: User) -> Client:
    return opened(officer)


@pytest.fixture
def leader(opened: Opener, db: None) -> Client:
    return opened(UserFactory(leader=True))
