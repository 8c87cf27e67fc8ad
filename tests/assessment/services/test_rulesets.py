"""Rulesets: strict text, one in force a year, a second person, a legal basis."""

import pytest

from assessment.models import RulesetVersion
from assessment.services import rulesets
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from tests.assessment.conftest import RULESETS

pytestmark = pytest.mark.django_db


def _text(name):
    return (RULESETS / name).read_text(encoding="utf-8")


def test_install_puts_the_notice_in_force_once():
    row, new = rulesets.install(_text("qingdao_2020.toml"), name="qingdao_2020")
    again, second = rulesets.install(_text("qingdao_2020.toml"), name="qingdao_2020")
    assert (row.state, row.first_year, row.last_year, new, second) == ("active", 2020, 2022, True, False)
    assert again == row


def test_text_that_is_no_rulebook_is_refused_by_place(reviewer):
    text = _text("qingdao_2020.toml").replace("cite = { document", "cit = { document", 1)
    with pytest.raises(DomainError, match="cit"):
        rulesets.draft(text, name="坏的规则集", by=reviewer)
    assert not RulesetVersion.objects.exists()


def test_same_text_is_not_stored_twice(notice, reviewer):
    with pytest.raises(NotAllowedNow, match="完全相同"):
        rulesets.draft(notice.text, name="again", by=reviewer)


def test_draft_is_for_reviewers(approver):
    with pytest.raises(NotPermitted):
        rulesets.draft(_text("qingdao_2020.toml"), name="x", by=approver)
