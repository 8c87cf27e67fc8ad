"""The panel (集体决策): who was there, how it decided on each application, the minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from clusters.applications.enums import PanelMode, StageKind, StageOutcome
from clusters.applications.models import Application, Call, Panel, PanelVote
from clusters.applications.services import stages
from clusters.errors import DomainError
from clusters.models import User
from clusters.services import audit


@dataclass(frozen=True, slots=True)
class Vote:
    """The panel's word on one application; the numbers are None where it decided by consensus."""

    application: Application
    outcome: StageOutcome
    note: str = ""
    in_favour: int | None = None
    against: int | None = None
    abstained: int | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """When the panel met, who was there, how it decided, and its minutes."""

    held_on: date
    present: Sequence[str]
    mode: PanelMode
    minutes: str


@audit.act()
def record(call: Call, *, meeting: Meeting, votes: Sequence[Vote], by: User) -> Panel:
    """Record a meeting and finish the stage of every application it decided on.

    Raises NotPermitted, NotAllowedNow for an application at another stage; DomainError naming the field: nobody
    present, votes that do not add up to those present, an outcome against the majority.
    """
    names = [name.strip() for name in meeting.present if name.strip()]
    if meeting.held_on > timezone.localdate():
        raise DomainError("会议日期不能晚于今天。", field="held_on")
    if not names:
        raise DomainError("请填写出席人员。", field="present")
    if not meeting.minutes.strip():
        raise DomainError("请填写会议纪要。", field="minutes")
    if not votes:
        raise DomainError("请填写至少一家的结论。", field="votes")
    panel = Panel.objects.create(
        call=call, held_on=meeting.held_on, present=names, mode=meeting.mode, minutes=meeting.minutes.strip(),
        recorded_by=by,
    )  # fmt: skip
    for vote in sorted(votes, key=lambda one: one.application.pk):
        row = stages.locked(vote.application, StageKind.PANEL, by)
        if row.call_id != call.pk:
            raise DomainError(f"“{row.name}”不属于本批次。", field="votes")
        _check(vote, meeting.mode, len(names))
        PanelVote.objects.create(
            panel=panel, application=row, outcome=vote.outcome, note=vote.note.strip(), in_favour=vote.in_favour,
            against=vote.against, abstained=vote.abstained,
        )  # fmt: skip
        stages.finish(row, StageKind.PANEL, vote.outcome, vote.note, by=by)
    audit.record("集体决策.记录", panel, by=by, present=names, mode=meeting.mode)
    return panel


def _check(vote: Vote, mode: PanelMode, present: int) -> None:
    counts = (vote.in_favour, vote.against, vote.abstained)
    if mode == PanelMode.CONSENSUS:
        if any(count is not None for count in counts):
            raise DomainError("一致同意的不填票数。", field="votes")
        return
    given = [count for count in counts if count is not None]
    if len(given) < len(counts) or sum(given) != present:
        raise DomainError(f"“{vote.application.name}”的票数合计须等于出席人数 {present} 人。", field="votes")
    has_majority = given[0] * 2 > present
    if has_majority != (vote.outcome == StageOutcome.PASSED):
        raise DomainError(
            f"“{vote.application.name}”的结论与票数不符：同意 {given[0]} 票，出席 {present} 人。", field="votes"
        )
