"""Messages are read by the person they are for."""

import pytest

from clusters.messaging.selectors import messages
from clusters.messaging.services.messages import Notice, mark_read, tell
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_unread_messages_are_the_persons_own(django_assert_num_queries):
    officer, other = UserFactory.create_batch(2)
    tell([officer], Notice("催报", "k", "请提交", "", "/"), by=other)
    with django_assert_num_queries(1):
        (message,) = messages.unread_for(officer)
        assert message.sent_by == other
    assert (messages.unread_count(officer), messages.unread_count(other)) == (1, 0)
    assert messages.unread_for(other) == []
    mark_read(officer)
    assert (messages.unread_for(officer), messages.unread_count(officer)) == ([], 0)
    assert list(messages.of(officer)) == [message]
