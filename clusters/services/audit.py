"""Writing the audit line, in the transaction of its act and behind every other lock of it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from django.db import models, transaction

from clusters.models import ChainHead, Event, User

_lines: Final[ContextVar[list[Event] | None]] = ContextVar("lines of the act under way", default=None)


@contextmanager
def act() -> Iterator[None]:
    """One human act: a transaction whose audit lines are appended when all else is done.

    The chain's lock is thereby the last one that any act takes, and is held for a moment only. An act inside another
    is a savepoint of it; what it recorded is forgotten when it fails.
    """
    outer = _lines.get()
    lines: list[Event] = [] if outer is None else outer
    before, token = len(lines), _lines.set(lines)
    try:
        with transaction.atomic():
            yield
            if outer is None:
                _append(lines)
    except BaseException:
        del lines[before:]
        raise
    finally:
        _lines.reset(token)


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
    """Note one line about `instance` and return it; it is numbered and stored when the act ends.

    `by=None` is the system itself. In a plain transaction, outside `act`, the line is stored at once, so it must be
    the last step there. Raises TransactionManagementError outside a transaction: a line can never outlive what it
    records, and a failing line fails the act.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("an audit line belongs to the transaction of its act")
    event = Event(
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
    lines = _lines.get()
    if lines is None:
        _append([event])
    else:
        lines.append(event)
    return event


def _append(lines: Sequence[Event]) -> None:
    if not lines:
        return
    head, _ = ChainHead.objects.select_for_update(no_key=True).get_or_create(pk=1, defaults={"hash": "", "count": 0})
    for event in lines:
        head.count += 1
        event.number = head.count
        head.hash = event.seal(head.hash)
    Event.objects.bulk_create(lines)
    head.save(update_fields=["hash", "count"])


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
