"""Messages: written once for an occasion, marked as read by the person they are for."""

import pytest

from clusters.messaging.models import Message
from clusters.messaging.services.messages import Notice, mark_read, send, tell
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

NOTICE = Notice("退回", "returned:7", "已退回", "请修改。", "/desk/reports/2021/x/")


def test_everybody_is_told_but_the_one_who_acts(django_assert_num_queries):
    people = UserFactory.create_batch(3)
    with django_assert_num_queries(2):
        assert tell(people, NOTICE, by=people[0]) == 2
    assert set(Message.objects.values_list("recipient", flat=True)) == {people[1].pk, people[2].pk}
    message = Message.objects.first()
    assert (message.occasion, message.title, message.url, message.sent_by) == ("退回", "已退回", NOTICE.url, people[0])


def test_same_occasion_is_told_once_also_to_somebody_who_came_later():
    first, later = UserFactory.create_batch(2)
    assert tell([first], NOTICE, by=None) == 1
    assert tell([first, later], NOTICE, by=None) == 1
    assert send([(first, Notice("退回", "returned:8", "又退回", "请修改。", "/"))], by=None) == 1
    assert Message.objects.visible_to(first).count() == 2


def test_long_titles_are_cut_to_the_column():
    tell([UserFactory()], Notice("退回", "k", "长" * 300, "", "/"), by=None)
    assert len(Message.objects.get().title) == 120


def test_read_message_needs_no_mail():
    officer = UserFactory()
    tell([officer], NOTICE, by=None)
    message = Message.objects.get()
    assert mark_read(UserFactory(), message.pk) == 0
    assert mark_read(officer, message.pk) == 1
    assert mark_read(officer) == 0
    message.refresh_from_db()
    assert (message.read_at is not None, message.mail_state) == (True, "dropped")


def test_mail_that_went_out_stays_sent_when_it_is_read():
    officer = UserFactory()
    tell([officer], NOTICE, by=None)
    Message.objects.update(mail_state="sent")
    assert mark_read(officer) == 1
    assert Message.objects.get().mail_state == "sent"
