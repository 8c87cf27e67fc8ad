"""Which data years have all their results, and on which the pages of the city open."""

import pytest

from assessment.enums import RulingKind
from assessment.selectors import city
from assessment.services import appeals, decisions, rulings, runs, submissions
from tests.factories import DutyFactory, ReportingYearFactory, UserFactory
from tests.support.history import confirmed, municipal, proposal, report


@pytest.mark.django_db
def test_page_opens_on_the_newest_year_whose_results_are_complete(notice, approver):
    """(8.A7)"""
    cluster, other = municipal(), municipal()
    assert city.opening_year() is None
    report(cluster, 2020)
    runs.assess_now(2020, by=None)
    assert city.opening_year() == 2020, "not complete, but the only one with results"
    confirmed(cluster, 2020, approver)
    for each in (cluster, other):
        report(each, 2021)
    confirmed(cluster, 2021, approver)
    found = city.load(2021)
    assert (city.opening_year(), found.open, found.is_complete) == (2020, {"待确认": 1}, False)
    decisions.confirm(proposal(other, 2021), by=approver)
    found = city.load(2021)
    assert (city.opening_year(), found.open, found.is_complete) == (2021, {}, True)


@pytest.mark.django_db
def test_cluster_on_hold_or_not_scored_leaves_the_year_incomplete(notice, approver):
    held, exempt = municipal(), municipal()
    report(held, 2020, tax=None)
    rulings.make(DutyFactory(cluster=exempt, year=2020), kind=RulingKind.EXEMPT, reason="重建", by=approver)
    runs.assess_now(2020, by=None)
    DutyFactory(cluster=municipal(), year=2020)
    assert city.load(2020).open == {"待核": 1, "未评分": 1}


@pytest.mark.django_db
def test_card_taken_back_is_a_result_and_a_correction_that_waits_hides_none(notice, approver, second, reviewer):
    cluster = municipal()
    submission = report(cluster, 2020, failing=True)
    (card,) = confirmed(cluster, 2020, approver)
    submissions.reopen(submission, reason="更正", by=reviewer)
    assert city.load(2020).is_complete
    appeal = appeals.file(card, grounds="异议", by=UserFactory(district=cluster.district))
    appeals.rule(appeal, uphold=True, ruling="成立", by=second)
    assert [row.verdict for row in city.load(2020).rows] in (["annulled"], ["proposed"], ["hold"])


@pytest.mark.django_db
def test_year_without_a_judged_cluster_is_not_complete():
    ReportingYearFactory(year=2020)
    assert not city.load(2020).is_complete
