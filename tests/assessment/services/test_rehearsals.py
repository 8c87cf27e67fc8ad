"""Rehearsing a ruleset: what would change is listed and kept, and nothing else happens."""

from decimal import Decimal

import pytest

from assessment.models import Assessment, Decision, Rehearsal
from assessment.services import rehearsals, rulesets
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from tests.assessment.conftest import RULESETS
from tests.factories import UserFactory
from tests.support.history import BASIS, confirmed, municipal, report, settled

pytestmark = pytest.mark.django_db


@pytest.fixture
def history(notice, approver):
    """A cluster with 700 元/㎡ of tax in 2020 and 2021, passed both times."""
    cluster = municipal()
    for year in (2020, 2021):
        report(cluster, year)
        confirmed(cluster, year, approver)
    return cluster


def test_higher_tax_line_lists_who_would_get_a_card_and_lose_the_title(notice, history, reviewer):
    text = rehearsals.with_lines(notice, {"tax_line": Decimal(800)})
    row = rehearsals.rehearse(text, name="税收800", by=reviewer)
    found = [(change["code"], change["year"], change["before"], change["after"]) for change in row.changes]
    assert found == [(history.code, 2020, "pass", "yellow_card"), (history.code, 2021, "pass", "delist")]
    assert row.summary == {"将新增黄牌": 1, "将被摘牌": 1}
    assert (row.total, row.years) == (2, [2020, 2021])


def test_rehearsal_of_the_rules_in_force_changes_nothing(notice, history, reviewer):
    before = (Assessment.objects.count(), Decision.objects.count())
    assert rehearsals.rehearse(notice.text, name="现行", by=reviewer).changes == []
    assert (Assessment.objects.count(), Decision.objects.count()) == before


def test_unknown_line_and_broken_text_are_refused(notice, reviewer):
    with pytest.raises(DomainError, match="no_such_line"):
        rehearsals.with_lines(notice, {"no_such_line": Decimal(1)})
    with pytest.raises(DomainError):
        rehearsals.rehearse("format = 1", name="坏的", by=reviewer)
    assert not Rehearsal.objects.exists()


def test_rehearsal_is_for_city_staff(notice):
    with pytest.raises(NotPermitted):
        rehearsals.rehearse(notice.text, name="x", by=UserFactory(leader=True))


@pytest.fixture
def draft(notice, reviewer):
    text = settled((RULESETS / "qingdao_continuation_example.toml").read_text(encoding="utf-8"))
    return rulesets.draft(text, name="continuation", by=reviewer)


def test_activation_without_a_rehearsal_of_this_text_is_refused(notice, history, draft, approver, reviewer):
    rehearsals.rehearse(notice.text, name="别的文本", by=reviewer)
    with pytest.raises(NotAllowedNow, match="尚未推演"):
        rulesets.activate(draft, legal_basis="某文件", document=BASIS, by=approver)
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_rehearsed_draft_is_activated_by_another_person_with_its_basis(history, draft, approver, reviewer):
    rehearsals.rehearse(draft.text, name="continuation", by=reviewer, ruleset=draft)
    with pytest.raises(DomainError, match="法律依据"):
        rulesets.activate(draft, legal_basis=" ", document=BASIS, by=approver)
    with pytest.raises(NotPermitted):
        rulesets.activate(draft, legal_basis="某文件", document=BASIS, by=reviewer)
    active = rulesets.activate(draft, legal_basis="青发改〔2026〕1号", document=BASIS, by=approver)
    assert (active.state, active.activated_by, active.legal_basis) == ("active", approver, "青发改〔2026〕1号")


def test_second_ruleset_for_a_governed_year_is_refused(notice, history, approver, reviewer):
    text = settled(rehearsals.with_lines(notice, {"tax_line": Decimal(800)}))
    rival = rulesets.draft(text, name="rival", by=reviewer)
    rehearsals.rehearse(text, name="rival", by=reviewer, ruleset=rival)
    with pytest.raises(NotAllowedNow, match="2020年度已有施行的规则集"):
        rulesets.activate(rival, legal_basis="某文件", document=BASIS, by=approver)
