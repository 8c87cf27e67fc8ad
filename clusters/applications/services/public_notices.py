"""The public notice: opened for n working days, objected to by anybody, closed when all is answered."""

import secrets
from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from clusters.applications.enums import ObjectionState, StageKind, StageOutcome
from clusters.applications.models import Application, Call, Objection, PublicNotice
from clusters.applications.services import notices, stages
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from clusters.models import User
from clusters.services import audit, workdays

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
MIN_TEXT = 10


def last_day(notice: PublicNotice) -> date:
    """Return the last day on which objections are taken: working days from the day after the opening."""
    return workdays.add_workdays(notice.opened_on, notice.days + notice.added_days)


def provisional(notice: PublicNotice) -> str:
    """Return why the last day may still move, in a sentence; "" where it is certain."""
    return workdays.unpublished(notice.opened_on, last_day(notice))


def is_open(notice: PublicNotice, today: date | None = None) -> bool:
    return notice.closed_at is None and (today or timezone.localdate()) <= last_day(notice)


@audit.act()
def open_(call: Call, *, applications: Iterable[Application], text: str = "", by: User) -> PublicNotice:
    """Open the notice today for applications that stand at this stage. Raises NotPermitted, NotAllowedNow, DomainError."""
    if not applications:
        raise DomainError("请选择公示的申报。", field="applications")
    rows = [stages.locked(one, StageKind.PUBLIC_NOTICE, by) for one in sorted(applications, key=lambda one: one.pk)]
    Call.objects.select_for_update(no_key=True).get(pk=call.pk)
    if call.notices.filter(closed_at__isnull=True).exists():
        raise NotAllowedNow("本批次已有正在进行的公示。")
    if any(row.call_id != call.pk for row in rows):
        raise DomainError("只能公示本批次的申报。", field="applications")
    notice = PublicNotice.objects.create(
        call=call, opened_on=timezone.localdate(), days=call.notice_days, text=text.strip(), opened_by=by
    )
    notice.applications.set(rows)
    audit.record("社会公示.发布", notice, by=by, applications=[row.number for row in rows])
    notices.notice_opened(notice, rows, by=by)
    return notice


@audit.act()
def file_objection(
    notice: PublicNotice, *, text: str, application: Application | None = None, name: str = "", contact: str = ""
) -> Objection:
    """Take an objection from anybody and give it a receipt number. Raises NotAllowedNow after the last day, DomainError."""
    row = PublicNotice.objects.select_for_update(no_key=True).get(pk=notice.pk)
    if not is_open(row):
        raise NotAllowedNow(f"公示已于 {last_day(row):%Y年%m月%d日} 结束，不再受理异议。")
    if len(text.strip()) < MIN_TEXT:
        raise DomainError(f"请写明异议的事项和理由（至少 {MIN_TEXT} 字）。", field="text")
    if application is not None and not row.applications.filter(pk=application.pk).exists():
        raise DomainError("所选的集聚区不在本次公示中。", field="application")
    receipt = "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))
    made = Objection.objects.create(
        notice=row,
        application=application,
        receipt=receipt,
        name=name.strip(),
        contact=contact.strip(),
        text=text.strip(),
    )
    audit.record("社会公示.收到异议", made, by=None, after=ObjectionState.OPEN)
    notices.objection_filed(made)
    return made


@audit.act()
def answer(objection: Objection, *, is_upheld: bool, text: str, added_days: int = 0, by: User) -> Objection:
    """Answer an objection; an upheld one may make the notice longer, with the answer as the reason.

    Raises NotPermitted, NotAllowedNow when it is answered already, DomainError naming the field.
    """
    if not by.has_perm("applications.review"):
        raise NotPermitted("只有市级审核员可以答复异议。")
    notice = PublicNotice.objects.select_for_update(no_key=True).get(pk=objection.notice_id)
    row = Objection.objects.select_for_update(of=("self",), no_key=True).get(pk=objection.pk)
    if row.state != ObjectionState.OPEN:
        answered = row.answered_by.full_name if row.answered_by else ""
        raise NotAllowedNow(f"该异议已由{answered}答复，请刷新页面后再看。")
    if not text.strip():
        raise DomainError("请填写答复。", field="text")
    if added_days and not is_upheld:
        raise DomainError("异议成立的才延长公示。", field="added_days")
    row.state = ObjectionState.UPHELD if is_upheld else ObjectionState.REJECTED
    row.answer, row.answered_by, row.answered_at = text.strip(), by, timezone.now()
    row.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    if added_days:
        notice.added_days += added_days
        notice.extension_reason = text.strip()
        notice.save(update_fields=["added_days", "extension_reason"])
    audit.record("社会公示.答复异议", row, by=by, after=row.state, note=text, added_days=added_days)
    return row


@audit.act()
def close(notice: PublicNotice, *, failed: Iterable[Application] = (), note: str = "", by: User) -> PublicNotice:
    """End the notice: the stage of every application on it is passed, save those that an upheld objection ends.

    Raises NotAllowedNow while the clock runs or an objection is unanswered; DomainError when an application fails
    without an upheld objection or without a reason.
    """
    row = PublicNotice.objects.select_for_update(no_key=True).get(pk=notice.pk)
    if row.closed_at is not None:
        raise NotAllowedNow("本次公示已经办结。")
    if timezone.localdate() <= (due := last_day(row)):
        raise NotAllowedNow(f"公示期至 {due:%Y年%m月%d日}（含当日），期满后才能办结。")
    waiting = row.objections.filter(state=ObjectionState.OPEN).count()
    if waiting:
        raise NotAllowedNow(f"还有 {waiting} 件异议没有答复，答复后才能办结公示。")
    upheld = set(row.objections.filter(state=ObjectionState.UPHELD).values_list("application", flat=True))
    ended = {one.pk for one in failed}
    if ended - upheld:
        raise DomainError("只有异议成立的申报可以在公示环节不予通过。", field="failed")
    for one in row.applications.order_by("pk"):
        held = stages.locked(one, StageKind.PUBLIC_NOTICE, by)
        outcome = StageOutcome.FAILED if held.pk in ended else StageOutcome.PASSED
        stages.finish(held, StageKind.PUBLIC_NOTICE, outcome, note, by=by)
    row.closed_at = timezone.now()
    row.save(update_fields=["closed_at"])
    audit.record("社会公示.办结", row, by=by, note=note)
    return row
