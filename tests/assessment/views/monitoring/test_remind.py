"""催报: one click, for all districts or one; the answer says what was done."""

import pytest

from assessment.services.reminders import Reminded
from assessment.views.monitoring.progress import words_of
from clusters.messaging.models import Message
from tests.factories import DutyFactory, SubmissionFactory, UserFactory

pytestmark = pytest.mark.django_db
HERE = "/monitoring/remind/"


def said(answer):
    return "".join(str(message) for message in answer.context["messages"])


def test_one_click_reminds_every_district(city, duty, officer):
    UserFactory(district=DutyFactory().district)
    answer = city.post(HERE, {"year": "2021"}, follow=True)
    assert answer.redirect_chain == [("/monitoring/?year=2021", 302)]
    assert "已向 2 名填报员发送催报消息" in said(answer)
    assert Message.objects.count() == 2
    assert "今天已催报过，未重复发送" in said(city.post(HERE, {"year": "2021"}, follow=True))
    assert Message.objects.count() == 2


def test_one_district_can_be_reminded_alone(city, duty, officer):
    UserFactory(district=DutyFactory().district)
    city.post(HERE, {"year": "2021", "district": [duty.district_id]})
    assert Message.objects.get().recipient == officer


def test_nothing_left_is_said_and_nothing_is_sent(city, duty, officer):
    SubmissionFactory(duty=duty, submitted=True)
    assert "没有需要催报的报表" in said(city.post(HERE, {"year": "2021"}, follow=True))
    assert not Message.objects.exists()


@pytest.mark.parametrize("person", ("district", "leader"))
def test_only_the_city_reminds(request, person, duty):
    client = request.getfixturevalue(person)
    assert client.post(HERE, {"year": "2021"}).status_code == 403
    assert not Message.objects.exists()


@pytest.mark.parametrize("year", ("", "2019", "x", "²021", "99999", "-2021", "0000"))
def test_year_that_was_not_opened_is_not_found(city, duty, year):
    assert city.post(HERE, {"year": year}).status_code == 404


def test_unknown_district_is_not_found(city, duty):
    assert city.post(HERE, {"year": "2021", "district": "nowhere"}).status_code == 404


def test_reminder_needs_a_post(city, duty):
    assert city.get(HERE).status_code == 405


def test_districts_without_an_officer_are_named():
    words = words_of(Reminded(1, 2, ("市南区", "市北区")))
    assert words == (
        "已向 1 名填报员发送催报消息。2 名填报员今天已催报过，未重复发送。"
        "市南区、市北区没有在用的填报员账号，请联系系统管理员。"
    )
