"""Rulings on years without usable figures."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessment.enums import RulingKind
from assessment.services import rulings, runs
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from tests.factories import DutyFactory, ReportingYearFactory
from tests.support.history import confirmed, municipal, proposal, report, scored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]


@pytest.fixture
def overdue():
    year = ReportingYearFactory(year=2021, state="closed", deadline=timezone.now() - timedelta(days=1))
    return DutyFactory(cluster=municipal(), reporting_year=year)


def test_missing_report_ruled_a_failure_becomes_a_card(overdue, approver):
    runs.assess_now(2021, by=None)
    assert proposal(overdue.cluster, 2021).verdict == "hold"
    rulings.make(overdue, kind=RulingKind.FAILED, reason="三次催报未果", by=approver)
    assert proposal(overdue.cluster, 2021).verdict == "yellow_card"


def test_failure_ruled_before_the_deadline_is_refused(approver):
    duty = DutyFactory(cluster=municipal(), year=2021)
    with pytest.raises(NotAllowedNow, match="截止时间未到"):
        rulings.make(duty, kind=RulingKind.FAILED, reason="理由", by=approver)


def test_failure_cannot_be_ruled_on_a_filed_report(approver):
    submission = report(municipal(), 2021)
    with pytest.raises(NotAllowedNow, match="已报送"):
        rulings.make(submission.duty, kind=RulingKind.FAILED, reason="理由", by=approver)


def test_exempt_year_breaks_the_streak(approver):
    cluster = municipal()
    report(cluster, 2020, failing=True)
    confirmed(cluster, 2020, approver)
    submission = report(cluster, 2021, failing=True)
    rulings.make(submission.duty, kind=RulingKind.EXEMPT, reason="整体改造", by=approver)
    assert scored(cluster, 2021).verdict == "not_assessed"
    report(cluster, 2022, failing=True)
    assert scored(cluster, 2022).verdict == "yellow_card"


def test_revoked_ruling_counts_no_more(overdue, approver):
    runs.assess_now(2021, by=None)
    ruling = rulings.make(overdue, kind=RulingKind.FAILED, reason="未报", by=approver)
    rulings.revoke(ruling, reason="邮件延误", by=approver)
    assert proposal(overdue.cluster, 2021).verdict == "hold"


def test_second_ruling_is_refused(overdue, approver):
    rulings.make(overdue, kind=RulingKind.FAILED, reason="未报", by=approver)
    with pytest.raises(NotAllowedNow, match="已有认定"):
        rulings.make(overdue, kind=RulingKind.EXEMPT, reason="改造", by=approver)


def test_ruling_needs_a_reason_and_an_approver(overdue, approver, reviewer):
    with pytest.raises(DomainError, match="理由"):
        rulings.make(overdue, kind=RulingKind.EXEMPT, reason=" ", by=approver)
    with pytest.raises(NotPermitted):
        rulings.make(overdue, kind=RulingKind.EXEMPT, reason="改造", by=reviewer)
