"""Activation keeps its document; taking out of force leaves a year without rules."""

import hashlib

import pytest

from assessment.models import RulesetVersion
from assessment.selectors import rulebook
from assessment.services import rehearsals, rulesets
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from clusters.models import Event
from tests.assessment.conftest import RULESETS
from tests.factories import UserFactory
from tests.support.files import content_of
from tests.support.history import BASIS, settled

pytestmark = pytest.mark.django_db


@pytest.fixture
def rehearsed(reviewer) -> RulesetVersion:
    text = settled((RULESETS / "qingdao_continuation_example.toml").read_text(encoding="utf-8"))
    row = rulesets.draft(text, name="continuation", by=reviewer)
    rehearsals.rehearse(row.text, name="continuation", by=reviewer, ruleset=row)
    return row


def test_document_of_the_legal_basis_is_kept_with_its_hash_on_record(rehearsed, approver):
    rulesets.activate(rehearsed, legal_basis="某文件", by=approver, document=BASIS)
    row = RulesetVersion.objects.get(pk=rehearsed.pk)
    assert (row.document.name, content_of(row)) == ("依据.pdf", b"%PDF-1.4")
    line = Event.objects.get(action="规则集.activate")
    assert line.data["document_sha256"] == hashlib.sha256(b"%PDF-1.4").hexdigest()


def test_activation_without_the_file_of_its_basis_is_refused(rehearsed, approver):
    with pytest.raises(DomainError, match="请上传规则集施行依据的文件") as refusal:
        rulesets.activate(rehearsed, legal_basis="某文件", document=("", b""), by=approver)
    assert refusal.value.field == "document"
    assert RulesetVersion.objects.get(pk=rehearsed.pk).state == "draft"


def test_refused_activation_keeps_no_document(notice, rehearsed, reviewer):
    with pytest.raises(NotPermitted):
        rulesets.activate(rehearsed, legal_basis="某文件", by=reviewer, document=BASIS)
    row = RulesetVersion.objects.get(pk=rehearsed.pk)
    assert (row.state, row.document) == ("draft", None)


def test_retired_ruleset_judges_no_year(notice, approver):
    rulesets.retire(notice, reason="由新规则集接替", by=approver)
    assert rulebook.in_force(2021) is None
    line = Event.objects.get(action="规则集.retire")
    assert (line.before, line.after, line.note, line.actor) == ("active", "retired", "由新规则集接替", approver)


def test_retiring_needs_a_reason_an_approver_and_a_ruleset_in_force(notice, rehearsed, approver, reviewer):
    with pytest.raises(DomainError, match="理由"):
        rulesets.retire(notice, reason=" ", by=approver)
    for person in (reviewer, UserFactory(leader=True)):
        with pytest.raises(NotPermitted):
            rulesets.retire(notice, reason="x", by=person)
    with pytest.raises(NotAllowedNow):
        rulesets.retire(rehearsed, reason="x", by=approver)
    assert rulebook.in_force(2021) == notice


def test_years_of_a_retired_ruleset_may_be_governed_anew(notice, approver, reviewer):
    text = settled(rehearsals.with_lines(notice, {"tax_line": 800}))
    row = rulesets.draft(text, name="x", by=reviewer)
    rehearsals.rehearse(text, name="x", by=reviewer, ruleset=row)
    rulesets.retire(notice, reason="接替", by=approver)
    rulesets.activate(row, legal_basis="某文件", document=BASIS, by=approver)
    assert rulebook.in_force(2021) == row
