"""What tests of the assessment share: the notice's ruleset in force, and the people who act."""

from pathlib import Path

import pytest

from assessment.models import RulesetVersion
from assessment.services import rulesets
from clusters.models import User
from tests.factories import UserFactory
from tests.support.history import standby

RULESETS = Path(__file__).resolve().parents[2] / "fixtures" / "rulesets"


@pytest.fixture
def notice(db: None) -> RulesetVersion:
    """The ruleset of the notice, in force for 2020–2022."""
    standby()
    row, _ = rulesets.install((RULESETS / "qingdao_2020.toml").read_text(encoding="utf-8"), name="qingdao_2020")
    return row


@pytest.fixture
def reviewer(db: None) -> User:
    return UserFactory(reviewer=True)


@pytest.fixture
def approver(db: None) -> User:
    return UserFactory(approver=True)


@pytest.fixture
def second(db: None) -> User:
    """Another approver: the second pair of eyes."""
    return UserFactory(approver=True)
