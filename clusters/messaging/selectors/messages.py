"""Messages of the portal to a person."""

from django.db.models import QuerySet

from clusters.messaging.models import Message
from clusters.models import User

SHOWN = 5


def unread_for(user: User) -> list[Message]:
    """Return the newest messages that this person has not read yet, five at most; one query."""
    return list(Message.objects.visible_to(user).unread().select_related("sent_by")[:SHOWN])


def unread_count(user: User) -> int:
    """Return how many messages this person has not read yet."""
    return Message.objects.visible_to(user).unread().count()


def of(user: User) -> QuerySet[Message]:
    """Return every message to this person, the newest first."""
    return Message.objects.visible_to(user).select_related("sent_by")
