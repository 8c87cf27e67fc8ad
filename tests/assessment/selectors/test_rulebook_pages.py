"""The workshop's readings: which year is governed by which text, what a text amends, what stands in the way."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessment.enums import RulesetState
from assessment.models import RulesetVersion
from assessment.rules.parse.rulebook import parse_ruleset
from assessment.selectors import rulebook_pages
from assessment.services import rehearsals, rulesets
from tests.assessment.conftest import RULESETS
from tests.factories import DecisionFactory, ReportingYearFactory, RulesetVersionFactory
from tests.support.history import BASIS, settled

pytestmark = pytest.mark.django_db

CONTINUED = (RULESETS / "qingdao_continuation_example.toml").read_text(encoding="utf-8")


@pytest.fixture
def draft(reviewer) -> RulesetVersion:
    return rulesets.draft(CONTINUED, name="continuation", by=reviewer)


def test_years_without_a_ruleset_in_force_are_told(notice, draft):
    ReportingYearFactory(year=2023)
    years = {one.year: (one.ruleset, one.is_open) for one in rulebook_pages.governed_years(2024)}
    assert years == {
        2020: (notice, False),
        2021: (notice, False),
        2022: (notice, False),
        2023: (None, True),
        2024: (None, False),
    }


def test_ruleset_without_an_end_governs_every_later_year(notice):
    open_ended = RulesetVersionFactory(first_year=2023, last_year=None, text="# 接续")
    assert [one.ruleset for one in rulebook_pages.governed_years(2025)][3:] == [open_ended] * 3


def test_without_years_and_rulesets_there_is_nothing_to_govern():
    assert rulebook_pages.governed_years(2025) == []


def test_list_tells_when_exactly_this_text_was_rehearsed(notice, draft, reviewer, django_assert_num_queries):
    rehearsals.rehearse(draft.text, name="x", by=reviewer, ruleset=draft)
    with django_assert_num_queries(1):
        found = {row.pk: row.rehearsed_at for row in rulebook_pages.rows()}
    assert found[notice.pk] is None
    assert found[draft.pk] is not None


def test_overlap_counts_active_rulesets_only(notice, draft):
    rival = RulesetVersionFactory(first_year=2022, last_year=None, state=RulesetState.DRAFT, text="# 重叠")
    assert list(rulebook_pages.overlapping(rival)) == [notice]
    assert list(rulebook_pages.overlapping(draft)) == []
    assert list(rulebook_pages.others_in_force(draft)) == [notice]
    assert list(rulebook_pages.others_in_force(rival)) == []
    assert list(rulebook_pages.overlapping(notice)) == []


def test_ruleset_is_compared_with_the_one_it_follows(notice, draft):
    assert rulebook_pages.in_force_before(draft) == notice
    assert rulebook_pages.in_force_before(notice) is None


def test_decisions_of_governed_years_are_counted(notice):
    for year in (2020, 2021):
        DecisionFactory(assessment__duty__year=year)
    later = RulesetVersionFactory(first_year=2021, last_year=None, text="# 后")
    assert rulebook_pages.decided_years(notice) == {2020: 1, 2021: 1}
    assert rulebook_pages.decided_years(later) == {2021: 1}


def test_decisions_after_a_rehearsal_are_counted():
    DecisionFactory()
    now = timezone.now()
    assert rulebook_pages.decided_since(now - timedelta(minutes=5)) == 1
    assert rulebook_pages.decided_since(now + timedelta(minutes=5)) == 0


def test_sections_hold_every_line_and_fold_the_checks(notice):
    found = rulebook_pages.sections(parse_ruleset(notice.text, "x"))
    assert [(one.name, one.is_long) for one in found][-1] == ("数据检查", True)
    assert sum(not one.is_long for one in found) == len(found) - 1
    assert any(line.code == "tax_line" for one in found for line in one.entries)


def test_amendments_are_told_by_label(notice):
    row = """
[[amendments]]
parameter = "tax_line"
from = 2021
value = 800.5
cite = { document = "规则推演", clause = "拟调整标准线", basis = "department" }
"""
    assert rulebook_pages.amendments(notice.text + row) == ("单位面积税收标准线 800.5（2021年起）",)
    assert rulebook_pages.amendments(notice.text) == ()


@pytest.mark.parametrize(
    "tail", ("\n[[amendments]]\nfrom = ", "\n[[amendments]]\nfrom = 1", "\n[[amendments]]\nparameter = 1\nvalue = 1")
)
def test_amendments_that_cannot_be_read_are_left_out(tail):
    assert rulebook_pages.amendments("x = 1" + tail) == ()


def test_example_has_unsettled_grounds_and_the_notice_has_none(notice):
    assert rulebook_pages.unsettled(parse_ruleset(CONTINUED, "x"))
    assert rulebook_pages.unsettled(parse_ruleset(notice.text, "x")) == []


def test_acts_name_steps_and_people_latest_first(reviewer, approver):
    draft = rulesets.draft(settled(CONTINUED), name="continuation", by=reviewer)
    rehearsals.rehearse(draft.text, name="x", by=reviewer, ruleset=draft)
    rulesets.activate(draft, legal_basis="某文件", document=BASIS, by=approver)
    found = [(act["what"], act["who"], act["note"]) for act in rulebook_pages.acts(draft)]
    assert found == [("签发施行", approver.full_name, "某文件"), ("起草", reviewer.full_name, "")]
