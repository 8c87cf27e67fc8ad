"""The city behind the API, without what an earlier test counted against a caller."""

import pytest
from django.core.cache import cache

from tests.support import api


@pytest.fixture
def city(db: None) -> api.City:
    cache.clear()
    return api.city()
