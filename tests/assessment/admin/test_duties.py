"""Single duties: more time, exemption, the ruling that a missing report is a failure."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessment.models import Duty, Ruling
from tests.factories import DutyFactory, ReportingYearFactory, RulingFactory, SubmissionFactory
from tests.support.workbench import address, listed, names, offered, refused, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]


def late(**fields) -> Duty:
    ReportingYearFactory(year=2021, closed=True)
    return DutyFactory(year=2021, **fields)


def test_overdue_filter_shows_what_is_missing_and_not_dealt_with(approving):
    missing, filed, ruled, extended = late(), late(), late(), late()
    SubmissionFactory(duty=filed, submitted=True)
    RulingFactory(duty=ruled)
    Duty.objects.filter(pk=extended.pk).update(deadline_extended_to=timezone.now() + timedelta(days=3))
    assert names(approving.get(f"{listed(Duty)}?overdue=1")) == [missing.cluster.name]


def test_duty_whose_ruling_was_revoked_is_overdue_again(approving):
    duty = late()
    RulingFactory(duty=duty, revoked_at=timezone.now())
    assert names(approving.get(f"{listed(Duty)}?overdue=1")) == [duty.cluster.name]


def test_approver_is_offered_what_fits_a_missing_report(approving, reviewing):
    duty = late()
    assert offered(approving.get(address(duty))) == {"extend", "exempt", "fail"}
    assert offered(reviewing.get(address(duty))) == set()


def test_missing_report_is_not_ruled_a_failure_before_the_deadline(approving):
    duty = DutyFactory(year=2021)
    assert "截止时间未到" in refused(approving.get(address(duty)))["fail"]
    assert approving.post(address(duty, "fail"), {"reason": "理由"}).status_code == 409
    assert not Ruling.objects.exists()


def test_missing_report_is_ruled_a_failure_with_a_reason(approving, approver):
    duty = late()
    assert approving.post(address(duty, "fail"), {"reason": ""}).status_code == 400
    approving.post(address(duty, "fail"), {"reason": "三次催报未果"})
    ruling = Ruling.objects.get()
    assert (ruling.kind, ruling.reason, ruling.made_by) == ("failed", "三次催报未果", approver)


def test_exemption_is_made_and_revoked(approving):
    duty = late()
    approving.post(address(duty, "exempt"), {"reason": "整体改造"})
    assert offered(approving.get(address(duty))) == {"extend", "revoke"}
    approving.post(address(duty, "revoke"), {"reason": "改造提前完成"})
    page = text(approving.get(address(duty)))
    assert Ruling.objects.get().revoked_at is not None
    assert "整体改造" in page
    assert "撤回" in page


def test_extension_is_granted_with_who_and_why(approving, approver):
    duty = late()
    until = (timezone.localtime() + timedelta(days=5)).strftime("%Y-%m-%dT%H:%M")
    answer = approving.post(address(duty, "extend"), {"until": until, "reason": "系统故障"}, follow=True)
    duty.refresh_from_db()
    assert timezone.localtime(duty.deadline_extended_to).strftime("%Y-%m-%dT%H:%M") == until
    assert "系统故障" in text(answer)
    assert approver.full_name in text(answer)


def test_extension_into_the_past_is_answered_at_its_field(approving):
    duty = late()
    answer = approving.post(address(duty, "extend"), {"until": "2020-01-01T00:00", "reason": "理由"})
    assert answer.status_code == 400
    assert "延期时间应晚于现在。" in text(answer)


@pytest.mark.parametrize("step", ("extend", "exempt", "fail", "revoke"))
def test_reviewer_makes_no_ruling(step, reviewing):
    assert reviewing.post(address(late(), step), {"reason": "理由"}).status_code == 403
    assert not Ruling.objects.exists()
