"""消息: a person reads and marks the own messages, nobody those of others."""

import pytest

from assessment.models import Message
from assessment.services import reminders
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
HERE = "/messages/"
READ = "/messages/read/"


@pytest.fixture
def message(duty, officer, reviewer):
    reminders.remind(2021, by=reviewer)
    return Message.objects.get()


def test_message_is_shown_with_its_sender_and_link(district, message, reviewer):
    words = district.get(HERE).content.decode()
    assert message.title in words
    assert reviewer.full_name in words
    assert "/desk/reports/?year=2021" in words


def test_message_is_marked_as_read_once(district, message):
    answer = district.post(READ, {"message": message.pk}, follow=True)
    assert answer.redirect_chain[-1][0] == HERE
    assert "标为已读" not in answer.content.decode()
    message.refresh_from_db()
    assert message.read_at is not None


def test_everything_can_be_marked_at_once_and_lead_back_to_the_desk(district, message):
    assert district.post(READ, {"back": "desk"}).url == "/desk/"
    assert not Message.objects.unread().exists()


def test_strange_ways_back_lead_to_the_messages(district, message):
    assert district.post(READ, {"back": "//evil.example"}).url == HERE


def test_messages_of_others_are_neither_shown_nor_marked(opened, message):
    other = opened(UserFactory())
    assert message.title not in other.get(HERE).content.decode()
    other.post(READ, {"message": message.pk})
    other.post(READ)
    assert Message.objects.unread().exists()


@pytest.mark.parametrize("number", ("x", "-1", "²", str(2**63), "9" * 40))
def test_strange_numbers_mark_nothing(district, message, number):
    assert district.post(READ, {"message": number}).status_code == 302
    assert Message.objects.unread().exists()


def test_messages_ask_to_sign_in(client, db):
    assert client.get(HERE).status_code == 302
    assert client.post(READ).status_code == 302


def test_list_without_messages_says_so(opened, db):
    assert "没有消息" in opened(UserFactory(audit_admin=True)).get(HERE).content.decode()
