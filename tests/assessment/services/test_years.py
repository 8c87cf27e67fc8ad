"""Opening a year gives each titled cluster its duty; deadlines move with a reason."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from assessment.models import Duty, ReportingYear
from assessment.selectors import desk
from assessment.services import years
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from clusters.messaging.models import Message
from clusters.models import Event
from tests.factories import ClusterFactory, DutyFactory, RecognitionFactory, UserFactory

pytestmark = pytest.mark.django_db
SOON = timezone.now() + timedelta(days=20)


def test_open_year_gives_duties_to_titled_clusters_only(approver):
    titled, reserve = ClusterFactory(municipal=True), RecognitionFactory(level="reserve").cluster
    ClusterFactory()
    years.open_year(2021, deadline=SOON, by=approver)
    duties = dict(Duty.objects.values_list("cluster", "is_judged"))
    assert duties == {titled.pk: True, reserve.pk: False}
    assert Event.objects.get(action="数据年度.开启").data["duties"] == 2


def test_cluster_recognised_later_owes_nothing(approver):
    RecognitionFactory(recognised_on="2022-05-01")
    years.open_year(2021, deadline=SOON, by=approver)
    assert not Duty.objects.exists()


def test_open_year_twice_is_refused(approver):
    years.open_year(2021, deadline=SOON, by=approver)
    with pytest.raises(NotAllowedNow, match="已经开启"):
        years.open_year(2021, deadline=SOON, by=approver)


def test_cluster_that_came_later_is_given_its_duty_once_and_its_district_told(approver):
    """(8.A11) The register may grow after a year was opened; what it owes is completed, not left out."""
    years.open_year(2021, deadline=SOON, by=approver)
    late = ClusterFactory(municipal=True)
    officer = UserFactory(district=late.district)
    RecognitionFactory(recognised_on="2022-05-01")
    assert years.complete(2021, by=approver) == 1
    assert list(Duty.objects.values_list("cluster", "is_judged")) == [(late.pk, True)]
    assert Event.objects.get(action="数据年度.补充报送任务").data["duties"] == 1
    assert Message.objects.get(recipient=officer).title.startswith("2021年度补充了报送任务")
    with pytest.raises(NotAllowedNow, match="均已有2021年度报送任务"):
        years.complete(2021, by=approver)


def test_completing_a_year_is_for_approvers(reviewer):
    with pytest.raises(NotPermitted):
        years.complete(2021, by=reviewer)


def test_open_year_is_for_approvers(reviewer):
    with pytest.raises(NotPermitted):
        years.open_year(2021, deadline=SOON, by=reviewer)


def test_closed_year_opens_again_with_a_later_deadline(approver):
    years.open_year(2021, deadline=SOON, by=approver)
    assert years.close_year(2021, by=approver).state == "closed"
    assert years.move_deadline(2021, deadline=SOON + timedelta(days=5), by=approver).state == "open"


def test_extension_needs_a_reason_and_a_future_date(approver):
    duty = DutyFactory()
    with pytest.raises(DomainError) as refusal:
        years.extend(duty, until=SOON, reason="", by=approver)
    assert refusal.value.field == "reason"
    with pytest.raises(DomainError) as refusal:
        years.extend(duty, until=timezone.now() - timedelta(days=1), reason="设备故障", by=approver)
    assert refusal.value.field == "until"


def test_extension_moves_the_deadline_of_one_duty(approver):
    duty, other = DutyFactory(), DutyFactory()
    years.extend(duty, until=SOON + timedelta(days=30), reason="设备故障", by=approver)
    duty.refresh_from_db()
    assert duty.deadline == years.through(SOON + timedelta(days=30))
    assert other.deadline == other.reporting_year.deadline


def test_extension_that_gives_no_more_time_is_refused(approver):
    duty = DutyFactory()
    with pytest.raises(DomainError, match="晚于现截止时间") as refusal:
        years.extend(duty, until=duty.deadline, reason="设备故障", by=approver)
    assert refusal.value.field == "until"
    duty.refresh_from_db()
    assert duty.deadline_extended_to is None


def test_later_deadline_for_everybody_overtakes_a_shorter_extension(approver):
    short, long = DutyFactory(), DutyFactory()
    deadline = short.reporting_year.deadline
    years.extend(short, until=deadline + timedelta(days=5), reason="设备故障", by=approver)
    years.extend(long, until=deadline + timedelta(days=90), reason="设备故障", by=approver)
    years.move_deadline(short.year, deadline=deadline + timedelta(days=30), by=approver)
    assert Duty.objects.get(pk=short.pk).deadline == years.through(deadline + timedelta(days=30))
    assert Duty.objects.get(pk=long.pk).deadline == years.through(deadline + timedelta(days=90))
    assert short.exceptions.count() == 1


TYPED = datetime(2022, 3, 31, 23, 59, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_deadline_lasts_to_the_end_of_its_minute(approver):
    """(8.C25) For the year, and for one duty that was given more time; typed as 23:59, over at 00:00."""
    ClusterFactory(municipal=True)
    with time_machine.travel(TYPED - timedelta(days=9), tick=False):
        years.open_year(2021, deadline=TYPED, by=approver)
        assert Duty.objects.get().deadline == TYPED + timedelta(minutes=1, microseconds=-1)
        years.move_deadline(2021, deadline=TYPED - timedelta(days=1), by=approver)
        years.extend(Duty.objects.get(), until=TYPED, reason="设备故障", by=approver)
    duty = Duty.objects.select_related("reporting_year").get()
    for seconds, is_over in ((0, False), (59, False), (60, True)):
        assert bool(desk.why_locked(duty, None, at=TYPED + timedelta(seconds=seconds))) is is_over


def test_deadline_saved_unchanged_changes_nothing(approver):
    """(8.C25) The form shows minutes: what comes back is the deadline that the year has."""
    years.open_year(2021, deadline=SOON, by=approver)
    before = ReportingYear.objects.get().deadline
    shown = before.replace(second=0, microsecond=0)
    years.move_deadline(2021, deadline=shown, by=approver)
    assert ReportingYear.objects.get().deadline == before
    assert not Event.objects.filter(action="数据年度.调整截止时间").exists()
    duty = DutyFactory(reporting_year=ReportingYear.objects.get())
    with pytest.raises(DomainError, match="晚于现截止时间"):
        years.extend(duty, until=shown, reason="设备故障", by=approver)
