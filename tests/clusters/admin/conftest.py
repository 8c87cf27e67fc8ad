"""What tests of the admin share: signing in as a role."""

from collections.abc import Callable

import pytest
from django.test import Client

from clusters.enums import Role
from tests.factories import UserFactory


@pytest.fixture
def signed_in_as(db: None) -> Callable[[str], Client]:
    """Return a client signed in as a new person of a role."""

    def sign_in(role: str) -> Client:
        client = Client()
        client.force_login(UserFactory(role=Role(role)))
        return client

    return sign_in
