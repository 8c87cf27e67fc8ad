"""Under a mutation run every test reads its rulebooks anew: one kept from before the change would hide the change."""

import os

import pytest

from tests.assessment.rules.samples import ruleset


@pytest.fixture(autouse=True)
def _fresh_rulebooks() -> None:
    if "MUTANT_UNDER_TEST" in os.environ:
        ruleset.cache_clear()
