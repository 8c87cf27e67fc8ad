"""An application with the officer of its district, and the city's people."""

import pytest

from clusters.applications.models import Application
from clusters.models import User
from tests.factories import ApplicationFactory, UserFactory


@pytest.fixture
def application(folder) -> Application:
    return ApplicationFactory()


@pytest.fixture
def officer(application) -> User:
    return UserFactory(district=application.district)


@pytest.fixture
def reviewer() -> User:
    return UserFactory(reviewer=True)


@pytest.fixture
def approver() -> User:
    return UserFactory(approver=True)
