"""The one door for every change of state."""

from typing import TypeVar

from django.db import models

from clusters.models import User
from clusters.services import acts, audit
from clusters.workflow import StateTable

Record = TypeVar("Record", bound=models.Model)


@audit.act()
def move(instance: Record, states: StateTable, action: str, *, by: User, note: str = "", **data: object) -> Record:
    """Lock the row, find the step, check the permission and the reason, save the state, write the audit line.

    Returns the locked row. Raises NotAllowedNow (wrong state), NotPermitted (wrong person) or DomainError
    (reason missing); nothing is written then.
    """
    locked = acts.held(instance)
    step = states.step(action, locked.state)  # type: ignore[attr-defined]
    acts.require(by, step.permission, "您没有进行此操作的权限。", locked)
    if step.needs_reason:
        acts.require_text(note)
    before = locked.state  # type: ignore[attr-defined]
    acts.store(locked, state=step.target)
    audit.record(f"{states.name}.{action}", locked, by=by, before=before, after=step.target, note=note, **data)
    return locked
