"""Messages of the portal to a person."""

from datetime import datetime, time

from django.db.models import Max, QuerySet
from django.utils import timezone

from assessment.models import Message
from clusters.models import User

SHOWN = 5


def unread_for(user: User) -> list[Message]:
    """Return the newest messages that this person has not read yet, five at most; one query."""
    return list(Message.objects.visible_to(user).unread().select_related("sent_by")[:SHOWN])


def of(user: User) -> QuerySet[Message]:
    """Return every message to this person, the newest first."""
    return Message.objects.visible_to(user).select_related("sent_by")


def reminded_today(year: int) -> dict[str, datetime]:
    """Return when the city last reminded each district (by code) today."""
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    rows = Message.objects.filter(
        reporting_year=year, occasion=Message.Occasion.REMINDED, sent_at__gte=midnight
    ).order_by()
    return dict(rows.values_list("recipient__district_id").annotate(last=Max("sent_at")))
