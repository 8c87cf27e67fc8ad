"""What tests of the workshop share: people at a browser, a history, drafts, the files they hand in."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from assessment.models import Rehearsal, RulesetVersion
from assessment.services import rehearsals, rulesets
from clusters.models import Cluster, User
from tests.assessment.conftest import RULESETS
from tests.factories import UserFactory
from tests.factories.people import PASSWORD
from tests.support.history import confirmed, municipal, report, settled

EXAMPLE = (RULESETS / "qingdao_continuation_example.toml").read_text(encoding="utf-8")
CONTINUED = settled(EXAMPLE)
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<<>>\n%%EOF\n"


def browser_of(user: User) -> Client:
    """Return a browser in which this person is signed in."""
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def at_reviewer(reviewer) -> Client:
    return browser_of(reviewer)


@pytest.fixture
def at_approver(approver) -> Client:
    return browser_of(approver)


@pytest.fixture(params=("district_officer", "leader", "statistics", "system_admin", "security_admin", "audit_admin"))
def at_outsider(request, db) -> Client:
    """The browser of somebody who is not city staff."""
    return browser_of(UserFactory(role=request.param))


@pytest.fixture
def history(notice, approver) -> Cluster:
    """A cluster with 700 元/㎡ of tax in 2020 and 2021, passed both times."""
    cluster = municipal(name="受评集聚区")
    for year in (2020, 2021):
        report(cluster, year)
        confirmed(cluster, year, approver)
    return cluster


@pytest.fixture
def draft(reviewer) -> RulesetVersion:
    return rulesets.draft(CONTINUED, name="continuation", by=reviewer)


@pytest.fixture
def rehearsed(draft, reviewer) -> Rehearsal:
    return rehearsals.rehearse(draft.text, name="continuation", by=reviewer, ruleset=draft)


@pytest.fixture
def higher_tax(history, notice, reviewer) -> Rehearsal:
    """The rehearsal of "tax line 600 → 800"."""
    text = rehearsals.with_lines(notice, {"tax_line": 800})
    return rehearsals.rehearse(text, name=notice.code, by=reviewer, ruleset=notice)


def signature(**changes: object) -> dict[str, object]:
    """What the form of the signature sends."""
    document = SimpleUploadedFile("依据.pdf", PDF)
    return {"legal_basis": "青发改〔2026〕1号", "document": document, "password": PASSWORD, **changes}
