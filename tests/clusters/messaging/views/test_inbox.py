"""消息: a person reads and marks the own messages, nobody those of others; the bell counts them on every page."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from clusters.enums import ADMIN_SITE_ROLES, Role
from clusters.messaging.models import Message
from clusters.messaging.services.messages import Notice, tell
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
HERE = "/messages/"
READ = "/messages/read/"
REPORTS = "/desk/reports/?year=2021"


@pytest.fixture
def reviewer():
    return UserFactory(reviewer=True)


@pytest.fixture
def message(reviewer):
    tell([UserFactory()], Notice("催报", "k", "请尽快提交", "还有 3 家。", REPORTS), by=reviewer)
    return Message.objects.get()


def opened(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def district(message):
    return opened(message.recipient)


def bell(page):
    """Return what the bell says to those who hear the page."""
    return re.search(r'class="visually-hidden">(消息[^<]*)<', page.content.decode())[1]


def test_message_is_shown_with_its_sender(district, message, reviewer):
    words = district.get(HERE).content.decode()
    for said in (message.title, message.text, reviewer.full_name, "催报", reverse("message", args=[message.pk])):
        assert said in words


def test_link_leads_to_the_act_and_marks_the_message_as_read(district, message):
    answer = district.get(reverse("message", args=[message.pk]))
    assert (answer.status_code, answer.url) == (302, REPORTS)
    message.refresh_from_db()
    assert message.read_at is not None


@pytest.mark.parametrize("role", Role.values)
def test_bell_counts_on_the_first_page_of_every_role(role):
    """(8.D30)"""
    user = UserFactory(role=role)
    client = opened(user)
    assert bell(client.get(reverse("start"), follow=True)) == "消息"
    tell([user], Notice("核实", "k", "已核实", "", "/"), by=None)
    assert bell(client.get(reverse("start"), follow=True)) == "消息，1 条未读"
    if role in ADMIN_SITE_ROLES:
        assert bell(client.get("/admin/")) == "消息，1 条未读"


def test_public_page_has_no_bell_for_strangers(client):
    assert 'class="topbar-link bell"' not in client.get("/register/").content.decode()


def test_message_is_marked_as_read_once(district, message):
    answer = district.post(READ, {"message": message.pk}, follow=True)
    assert answer.redirect_chain[-1][0] == HERE
    assert "标为已读" not in answer.content.decode()
    message.refresh_from_db()
    assert message.read_at is not None


def test_everything_can_be_marked_at_once_and_lead_back_to_the_start(district, message):
    assert district.post(READ, {"back": "start"}).url == "/start/"
    assert not Message.objects.unread().exists()


def test_strange_ways_back_lead_to_the_messages(district, message):
    assert district.post(READ, {"back": "//evil.example"}).url == HERE


def test_messages_of_others_are_neither_shown_nor_marked(message):
    other = opened(UserFactory())
    assert message.title not in other.get(HERE).content.decode()
    assert other.get(reverse("message", args=[message.pk])).status_code == 404
    other.post(READ, {"message": message.pk})
    other.post(READ)
    assert Message.objects.unread().exists()


@pytest.mark.parametrize("number", ("x", "-1", "²", str(2**63), "9" * 40))
def test_strange_numbers_mark_nothing(district, message, number):
    assert district.post(READ, {"message": number}).status_code == 302
    assert Message.objects.unread().exists()


@pytest.mark.parametrize("number", (0, 2**63, 10**30))
def test_numbers_of_no_message_are_404(district, number):
    assert district.get(reverse("message", args=[number])).status_code == 404


def test_messages_ask_to_sign_in(client):
    assert client.get(HERE).status_code == 302
    assert client.post(READ).status_code == 302


def test_list_without_messages_says_so():
    assert "没有消息" in opened(UserFactory(audit_admin=True)).get(HERE).content.decode()
