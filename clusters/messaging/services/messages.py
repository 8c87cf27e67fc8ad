"""Telling people: whoever has a next step is told in the transaction of the act that gives it to them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, F, Value, When
from django.db.models.functions import Now

from clusters.messaging.models import Message
from clusters.models import User


@dataclass(frozen=True, slots=True)
class Notice:
    """A message before it is addressed. With the recipient's number behind it, `key` names the occasion."""

    occasion: str
    key: str
    title: str
    text: str
    url: str


def tell(people: Iterable[User], notice: Notice, *, by: User | None) -> int:
    """Write one notice to these people, but not to whoever acts; return how many messages are new."""
    return send(((person, notice) for person in people if by is None or person.pk != by.pk), by=by)


def send(addressed: Iterable[tuple[User, Notice]], *, by: User | None) -> int:
    """Write notices in the caller's transaction; nobody is told twice of one occasion. Return how many are new."""
    drafts = [
        Message(
            recipient=person,
            occasion=notice.occasion,
            key=f"{notice.key}:{person.pk}",
            url=notice.url,
            title=notice.title[:120],
            text=notice.text,
            sent_by=by,
        )
        for person, notice in addressed
    ]
    known = set(Message.objects.filter(key__in=[one.key for one in drafts]).values_list("key", flat=True))
    return len(Message.objects.bulk_create([one for one in drafts if one.key not in known]))


def mark_read(by: User, pk: int | None = None) -> int:
    """Mark one message of this person as read, or all of them; return how many were unread."""
    rows = Message.objects.visible_to(by).unread()
    waiting = When(mail_state=Message.MailState.WAITING, then=Value(Message.MailState.DROPPED))
    return (rows if pk is None else rows.filter(pk=pk)).update(
        read_at=Now(), mail_state=Case(waiting, default=F("mail_state"))
    )
