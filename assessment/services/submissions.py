"""The yearly report: kept as a working copy, filed as a version, verified or returned by the city."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils import timezone

from assessment.enums import ReviewAction, Source
from assessment.models import Duty, Review, SourceChoice, Submission, SubmissionVersion
from assessment.rules.wire.facts import canonical
from assessment.selectors import desk, figures, third_party
from assessment.services import locks, notices, proposals
from assessment.states import SUBMISSION
from clusters.errors import DomainError, NotAllowedNow, StaleForm
from clusters.models import User
from clusters.services import acts, audit
from clusters.services.transitions import move

Values = dict[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a person typed, already parsed: figures by indicator code, notes and confirmations by code.

    `revision` is the one the form was opened with; None means "whatever is stored" (imports that merged already).
    """

    values: Values
    remarks: dict[str, str] = field(default_factory=dict)
    confirmations: dict[str, str] = field(default_factory=dict)
    revision: int | None = None
    source: str = Source.FORM


def database_now() -> datetime:
    """Return the clock of the database at this statement: deadlines are judged by it, not by a web server."""
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        return cursor.fetchone()[0]


@audit.act()
def begin(duty: Duty, *, by: User) -> Submission:
    """Return the working copy of the duty, made when it is first opened. Raises NotPermitted for another district."""
    acts.require(by, "assessment.edit_submission", "只能填报本区市的集聚区。", duty)
    submission, _ = Submission.objects.get_or_create(duty=duty)
    return submission


def locked(submission: Submission, by: User) -> Submission:
    """Lock the report for a change by its district; refuse a foreign, filed or closed one."""
    row = acts.held(submission, "duty__reporting_year", "duty__cluster")
    acts.require(by, "assessment.edit_submission", "只能填报本区市的集聚区。", row)
    reason = desk.why_locked(row.duty, row, at=database_now())
    if reason:
        raise NotAllowedNow(reason)
    return row


def _check_revision(row: Submission, entry: Entry) -> None:
    if entry.revision is not None and entry.revision != row.revision:
        saver = row.saved_by.full_name if row.saved_by else "他人"
        raise StaleForm(
            f"本报表已由{saver}于{timezone.localtime(row.saved_at):%H:%M:%S}另行保存，您的修改尚未保存。请对照后再提交。",
            theirs=dict(row.values),
        )


def _store(row: Submission, entry: Entry, by: User) -> None:
    row.values = figures.to_text(entry.values)
    row.remarks = {code: text.strip() for code, text in entry.remarks.items() if text.strip()}
    row.confirmations = {code: text.strip() for code, text in entry.confirmations.items() if text.strip()}
    row.revision += 1
    row.source = entry.source
    row.saved_by, row.saved_at = by, timezone.now()


_WORKING = ("values", "remarks", "confirmations", "revision", "source", "saved_by", "saved_at")


@audit.act()
def save_draft(submission: Submission, entry: Entry, *, by: User) -> Submission:
    """Keep the working copy. Raises StaleForm when somebody saved since the form was opened; nothing is stored then."""
    row = locked(submission, by)
    _check_revision(row, entry)
    _store(row, entry, by)
    row.save(update_fields=_WORKING)
    return row


@audit.act()
def submit(submission: Submission, entry: Entry, *, by: User) -> SubmissionVersion:
    """File the figures as the next version.

    Raises DomainError when a needed figure is blank without a note, a figure is impossible, or an odd one is not
    confirmed with a reason; StaleForm and NotAllowedNow as in `save_draft`.
    """
    row = locked(submission, by)
    _check_revision(row, entry)
    _store(row, entry, by)
    figures.require_complete(row)
    row.save(update_fields=_WORKING)
    version = file_version(row, by=by)
    notices.filed(version, by=by)
    return version


def file_history(submission: Submission, values: Values, *, by: User) -> SubmissionVersion:
    """File figures of a past year from the bureau's own books; they wait for verification like any other.

    Remarks and reasons stay. Runs in the caller's transaction, which holds the lock of the report.
    """
    entry = Entry(values, submission.remarks, submission.confirmations, source=Source.WORKBOOK)
    _store(submission, entry, by)
    submission.save(update_fields=_WORKING)
    return file_version(submission, by=by, action="load")


def file_version(row: Submission, *, by: User, action: str = "submit") -> SubmissionVersion:
    """Freeze the working copy as a version and move the report to 已提交; runs in the caller's transaction."""
    move(row, SUBMISSION, action, by=by)
    version = sealed(row, number=row.versions.count() + 1, by=by)
    version.save(force_insert=True)
    Submission.objects.filter(pk=row.pk).update(current_version=version, returned_fields=[], return_reason="")
    return version


def sealed(row: Submission, *, number: int, by: User | None, **fields: Any) -> SubmissionVersion:
    """Return the working copy as an unsaved version with the hash over what it says."""
    content = {"values": row.values, "remarks": row.remarks, "confirmations": row.confirmations}
    sha256 = hashlib.sha256(canonical(content).encode()).hexdigest()
    return SubmissionVersion(
        submission=row, number=number, source=row.source, sha256=sha256, filed_by=by, **content, **fields
    )


@audit.act()
def withdraw(submission: Submission, *, by: User) -> Submission:
    """Take a filed report back while the city has not taken it up; the version that was filed stays on record.

    A first filing becomes a draft again, and is refused once it could not be filed anew; one that mended a return or
    verified figures becomes 已退回 again, which may be mended at any time. Raises NotPermitted, NotAllowedNow.
    """
    held = Submission.objects.select_for_update(of=("self",), no_key=True).select_related("duty__reporting_year")
    row = held.get(pk=submission.pk)
    if SourceChoice.objects.filter(version=row.current_version_id).exists():
        raise NotAllowedNow("市级审核员已开始办理本次报送，不能撤回。如需更正，请联系审核员退回。")
    reviewed = row.versions.filter(review__isnull=False).order_by("-number").first()
    moved = move(row, SUBMISSION, "withdraw_mended" if reviewed else "withdraw", by=by)
    over = desk.why_locked(row.duty, moved, at=database_now())
    if over:
        raise NotAllowedNow(over)
    if reviewed is not None and reviewed.review.action == ReviewAction.RETURNED:
        moved.returned_fields, moved.return_reason = reviewed.review.fields, reviewed.review.reason
    filed = row.current_version
    moved.current_version = reviewed
    moved.save(update_fields=["current_version", "returned_fields", "return_reason"])
    if filed is not None:
        notices.withdrawn(filed, by=by)
    return moved


@audit.act()
def return_(
    submission: Submission,
    *,
    reason: str,
    fields: Collection[str] | Mapping[str, str] = (),
    seen: int | None = None,
    by: User,
) -> Submission:
    """Send the report back with a reason and the codes of the figures to mend. `seen` as in `verify`.

    `fields` may be a mapping that gives the reason of each figure; blank where the general reason says enough.
    """
    codes = sorted(fields)
    reasons = {code: words for code in codes if (words := fields[code].strip())} if isinstance(fields, Mapping) else {}
    row = move(submission, SUBMISSION, "return", by=by, note=reason, fields=codes, field_reasons=reasons)
    acts.store(row, returned_fields=codes, return_reason=reason.strip())
    Review.objects.create(
        version=_unreviewed(row, seen),
        action=ReviewAction.RETURNED,
        reason=reason,
        fields=codes,
        field_reasons=reasons,
        reviewed_by=by,
    )
    notices.returned(row, reason, by=by)
    return row


@audit.act()
def verify(
    submission: Submission, *, accepted: Collection[str] = (), reason: str = "", seen: int | None = None, by: User
) -> Submission:
    """Accept the filed version as the figures that count; `accepted` names the odd figures whose reason is believed.

    `seen` is the number of the version that the person looked at; raises StaleForm when another one was filed since.
    Proposals that rest on another version become stale, and a decided year gets a follow-up proposal.
    """
    locks.hold_cluster(submission.duty.cluster_id)
    row = move(submission, SUBMISSION, "verify", by=by, note=reason, accepted=sorted(accepted))
    version = _unreviewed(row, seen)
    unknown = set(accepted) - set(version.confirmations)
    if unknown:
        raise DomainError("只能采信填报单位已说明理由的异常数据。", field="accepted")
    _refuse_undecided(row, version)
    Review.objects.create(
        version=version, action=ReviewAction.VERIFIED, reason=reason, accepted=sorted(accepted), reviewed_by=by
    )
    acts.store(row, verified_version=version)
    proposals.follow_new_figures(row.duty)
    notices.verified(row, by=by)
    return row


def _refuse_undecided(row: Submission, version: SubmissionVersion) -> None:
    """Refuse figures that differ from a statistics body's beyond the tolerance while nobody has said which counts."""
    names = "、".join(one.indicator.label for one in third_party.undecided(row.duty, version))
    if names:
        raise NotAllowedNow(f"{names}与第三方统计数相差超出容差，请先认定数据来源，或退回区市更正。")


@audit.act()
def reopen(submission: Submission, *, reason: str, by: User) -> Submission:
    """Open verified figures for a correction: the verified version goes on counting until a new one is verified."""
    row = move(submission, SUBMISSION, "reopen", by=by, note=reason)
    acts.store(row, return_reason=reason.strip())
    notices.reopened(row, reason, by=by)
    return row


def _unreviewed(row: Submission, seen: int | None) -> SubmissionVersion:
    version = row.current_version
    if version is None:
        raise NotAllowedNow("本报表尚未提交。")
    if seen is not None and seen != version.number:
        raise StaleForm(
            f"您打开本页之后，区市提交了{version.label}，本次操作未办理。请核对{version.label}数据后再办理。"
        )
    return version
