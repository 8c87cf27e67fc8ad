"""Which districts the city has reminded today."""

from datetime import date, datetime
from typing import Final

from django.db.models import Max
from django.utils import timezone

from clusters.messaging.models import Message

REMINDED: Final = "催报"


def key_of_day(year: int, day: date) -> str:
    """Return how the keys of a day's reminders about a data year begin."""
    return f"reminded:{year}:{day:%Y%m%d}"


def today(year: int) -> dict[str, datetime]:
    """Return when the city last reminded each district (by code) today."""
    rows = Message.objects.filter(key__startswith=f"{key_of_day(year, timezone.localdate())}:").order_by()
    return dict(rows.values_list("recipient__district_id").annotate(last=Max("sent_at")))
