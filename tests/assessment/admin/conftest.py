"""What tests of the workbench share: clients of the people who act."""

import pytest
from django.test import Client

from clusters.models import User
from tests.factories import UserFactory


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def reviewing(reviewer: User) -> Client:
    """A client signed in as the reviewer."""
    return _client(reviewer)


@pytest.fixture
def approving(approver: User) -> Client:
    """A client signed in as the approver."""
    return _client(approver)


@pytest.fixture
def third() -> User:
    """An approver who signed nothing: the one to take back what two others signed."""
    return UserFactory(approver=True)


@pytest.fixture
def thirding(third: User) -> Client:
    """A client signed in as the third approver."""
    return _client(third)


@pytest.fixture
def seconding(second: User) -> Client:
    """A client signed in as the other approver."""
    return _client(second)
