"""Reminders reach the officers of districts with work left, once a day; the clock tells each stage once."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from assessment.models import ReportingYear
from assessment.services import reminders
from clusters.errors import NotAllowedNow, NotPermitted
from clusters.messaging.models import Message
from clusters.models import Event
from tests.factories import (
    CalendarDayFactory,
    ClusterFactory,
    DistrictFactory,
    DutyFactory,
    ReportingYearFactory,
    RulingFactory,
    SubmissionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def at(text):
    """A moment in the portal's time zone."""
    return timezone.make_aware(datetime.fromisoformat(text))


def duty(district, **fields):
    return DutyFactory(cluster=ClusterFactory(municipal=True, district=district), **fields)


@pytest.fixture
def district():
    return DistrictFactory()


@pytest.fixture
def officer(district):
    return UserFactory(district=district)


def test_reminder_goes_to_officers_with_work_left_only(reviewer, district, officer):
    duty(district)
    done, other = DistrictFactory(), UserFactory()
    SubmissionFactory(duty=duty(done), submitted=True)
    UserFactory(district=done)
    UserFactory(district=district, is_active=False)
    assert reminders.remind(2021, by=reviewer) == reminders.Reminded(1, 0, ())
    message = Message.objects.get()
    assert (message.recipient, message.sent_by, message.mail_state) == (officer, reviewer, "waiting")
    assert not Message.objects.visible_to(other).exists()


def test_reminder_names_what_is_left_and_until_when(reviewer, district, officer):
    ReportingYearFactory(deadline=at("2022-03-31T18:00"))
    names = [SubmissionFactory(duty=duty(district), returned=True).duty.cluster.name, duty(district).cluster.name]
    SubmissionFactory(duty=duty(district), verified=True)
    with time_machine.travel(at("2022-03-24T10:00"), tick=False):
        reminders.remind(2021, by=reviewer)
    message = Message.objects.get(recipient=officer)
    assert message.title == "请尽快提交2021年度数据：还有2家"
    assert all(name in message.text for name in names)
    assert "其中1家已退回待修改" in message.text
    assert "请于2022年03月31日 18:00前提交，还剩5个工作日。" in message.text
    assert message.url == "/desk/reports/?year=2021"


def test_reminder_is_sent_once_a_day(reviewer, district, officer):
    ReportingYearFactory(deadline=at("2022-03-31T18:00"))
    duty(district)
    with time_machine.travel(at("2022-03-24T10:00"), tick=False):
        reminders.remind(2021, by=reviewer)
        assert reminders.remind(2021, by=reviewer) == reminders.Reminded(0, 1, ())
    with time_machine.travel(at("2022-03-25T00:10"), tick=False):
        assert reminders.remind(2021, by=reviewer).sent == 1
    assert Message.objects.count() == 2
    lines = Event.objects.filter(action="报送任务.催报")
    assert [line.data for line in lines] == [{"districts": [district.code], "recipients": 1}] * 2


def test_reminder_can_be_kept_to_some_districts(approver, district, officer):
    elsewhere = UserFactory()
    duty(district)
    duty(elsewhere.district)
    reminders.remind(2021, by=approver, districts=[district.code])
    assert Message.objects.get().recipient == officer
    with pytest.raises(NotAllowedNow, match="没有需要催报"):
        reminders.remind(2021, by=approver, districts=["none"])


def test_districts_without_an_officer_are_named(reviewer, district):
    duty(district)
    assert reminders.remind(2021, by=reviewer) == reminders.Reminded(0, 0, (district.name,))
    assert not Event.objects.filter(action="报送任务.催报").exists()


def test_nothing_to_file_is_refused(reviewer, district, officer):
    RulingFactory(duty=duty(district))
    DutyFactory(year=2020, reporting_year=ReportingYearFactory(year=2020, closed=True), cluster__district=district)
    for year in (2020, 2021):
        with pytest.raises(NotAllowedNow):
            reminders.remind(year, by=reviewer)
    with pytest.raises(ReportingYear.DoesNotExist):
        reminders.remind(2019, by=reviewer)


def test_only_the_city_reminds(district, officer):
    duty(district)
    for person in (officer, UserFactory(leader=True)):
        with pytest.raises(NotPermitted):
            reminders.remind(2021, by=person)
    assert not Message.objects.exists()


def test_clock_tells_each_stage_once(district, officer):
    CalendarDayFactory(day="2022-04-04", name="清明节")
    CalendarDayFactory(day="2022-04-05", name="清明节")
    ReportingYearFactory(deadline=at("2022-04-08T18:00"))
    duty(district)
    told = {}
    for day in (
        "2022-03-21",
        "2022-03-22",
        "2022-03-23",
        "2022-03-30",
        "2022-03-31",
        "2022-04-01",
        "2022-04-07",
        "2022-04-08",
    ):
        with time_machine.travel(at(f"{day}T09:00"), tick=False):
            told[day] = reminders.remind_before_deadlines() + reminders.remind_before_deadlines()
    assert [day for day, count in told.items() if count] == ["2022-03-23", "2022-03-30", "2022-04-07"]
    assert set(told.values()) == {0, 1}
    assert Message.objects.filter(sent_by=None, occasion="截止提醒").count() == 3


def test_clock_makes_up_for_a_day_on_which_nothing_ran(district, officer):
    ReportingYearFactory(deadline=at("2022-03-31T18:00"))
    duty(district)
    with time_machine.travel(at("2022-03-28T09:00"), tick=False):
        assert reminders.remind_before_deadlines() == 1
    assert Event.objects.get(action="报送任务.截止提醒").actor is None


def test_clock_minds_the_extension_of_a_single_report(district, officer):
    ReportingYearFactory(deadline=at("2022-03-01T18:00"), state="closed")
    duty(district)
    extended = duty(district, deadline_extended_to=timezone.now() + timedelta(hours=20))
    assert reminders.remind_before_deadlines() == 1
    assert extended.cluster.name in Message.objects.get().text
    assert "有1家" in Message.objects.get().text


def test_clock_is_silent_about_filed_reports_and_past_deadlines(district, officer):
    SubmissionFactory(duty=duty(district), submitted=True)
    assert reminders.remind_before_deadlines() == 0
    ReportingYear.objects.update(deadline=timezone.now() - timedelta(hours=1))
    duty(district)
    assert reminders.remind_before_deadlines() == 0
