"""The demonstration as `load_reference` and `load_demo` leave it, loaded once for all tests of a module."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from assessment.services import reference
from assessment.services.demo import loading


@pytest.fixture
def portal_demo(settings: Any) -> None:
    """A portal that says of itself that it is a demonstration."""
    settings.PORTAL_DEMO = True


@pytest.fixture(scope="module")
def loaded_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Reference data and demonstration, taken back after the last test of the module."""
    with django_db_blocker.unblock(), override_settings(PORTAL_DEMO=True), transaction.atomic():
        reference.load()
        loading.load()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded_once: None, db: None, portal_demo: None) -> None:
    """The loaded demonstration; what a test changes in it is undone after the test."""
