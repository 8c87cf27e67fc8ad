"""Twenty approvers sign twenty rulesets for the same data years at once: one of them is in force."""

import pytest

from assessment.models import RulesetVersion
from assessment.services import rehearsals, rulesets
from clusters.errors import NotAllowedNow
from clusters.services import audit
from tests.assessment.conftest import RULESETS
from tests.assessment.services.test_races import together
from tests.factories import UserFactory
from tests.support.history import BASIS, settled

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
THREADS = 20
CONTINUED = settled((RULESETS / "qingdao_continuation_example.toml").read_text(encoding="utf-8"))


def test_one_ruleset_a_year_however_many_are_signed_at_once(reviewer):
    rows = [rulesets.draft(f"{CONTINUED}\n# {number}\n", name="x", by=reviewer) for number in range(THREADS)]
    for row in rows:
        rehearsals.rehearse(row.text, name="x", by=reviewer, ruleset=row)
    people = [UserFactory(approver=True) for _ in rows]
    results = together(
        *[
            lambda row=row, person=person: rulesets.activate(row, legal_basis="某文件", document=BASIS, by=person)
            for row, person in zip(rows, people, strict=True)
        ]
    )
    assert sum(isinstance(result, NotAllowedNow) for result in results) == THREADS - 1
    assert RulesetVersion.objects.filter(state="active").count() == 1
    assert audit.verify_chain() is None
