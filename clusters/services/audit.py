"""Writing the audit line. Call it last: it takes the lock of the chain, so every other row is locked before."""

from typing import Any

from django.db import models, transaction

from clusters.models import ChainHead, Event, User

_FIRST = {"hash": "", "count": 0}


def record(
    action: str,
    instance: models.Model,
    *,
    by: User | None,
    before: str = "",
    after: str = "",
    note: str = "",
    **data: Any,
) -> Event:
    """Append one line about `instance` inside the caller's transaction and return it.

    `by=None` is the system itself. Raises TransactionManagementError outside a transaction, so that a line
    can never outlive the act it records. A failing line fails the act.
    """
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an audit line belongs to the transaction of its act")
    ChainHead.objects.get_or_create(pk=1, defaults=_FIRST)
    head = ChainHead.objects.select_for_update().get(pk=1)
    event = Event(
        number=head.count + 1,
        actor=by,
        actor_name=by.full_name if by else "系统",
        actor_role=by.role if by else "",
        action=action,
        object_type=instance._meta.label_lower,
        object_id="" if instance.pk is None else str(instance.pk),
        object_label=str(instance)[:200],
        district_code=str(getattr(instance, "district_id", "") or ""),
        before=before,
        after=after,
        note=note,
        data=data,
    )
    head.hash = event.seal(head.hash)
    head.count = event.number
    event.save(force_insert=True)
    head.save(update_fields=["hash", "count"])
    return event


def verify_chain(*, batch: int = 2000) -> str | None:
    """Walk the whole chain and return None when it holds, else a Chinese sentence naming the first bad line."""
    previous, number = "", 0
    for event in Event.objects.order_by("number").iterator(chunk_size=batch):
        number += 1
        if event.number != number:
            return f"操作记录第{number}条缺失或顺序被改动。"
        stored = event.hash
        if event.previous_hash != previous or event.seal(previous) != stored:
            return f"操作记录第{number}条的内容与哈希不符。"
        previous = stored
    head = ChainHead.objects.filter(pk=1).first()
    if head and (head.count != number or head.hash != previous):
        return f"操作记录末尾被截断：应有{head.count}条，实有{number}条。"
    return None
