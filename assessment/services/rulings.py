"""Reasoned acts of the city about a year without usable figures."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from assessment.enums import RulingKind, SubmissionState
from assessment.models import Duty, Ruling
from assessment.services import locks, notices, proposals
from clusters.errors import NotAllowedNow
from clusters.models import User
from clusters.services import acts, audit


@audit.act()
def make(duty: Duty, *, kind: RulingKind, reason: str, by: User) -> Ruling:
    """Exempt the year, or rule a missing report a failure (semantics: 逾期未报视为不达标 is a named person's act).

    Raises DomainError without a reason, NotAllowedNow when a ruling is in force or, for a failure, when a report
    was filed or the deadline has not passed.
    """
    acts.require(by, "assessment.make_ruling", "只有市级审批人可以作出认定。")
    acts.require_text(reason, "请填写认定理由。")
    locks.hold_cluster(duty.cluster_id)
    locked = acts.held(duty, "reporting_year", "cluster")
    if kind == RulingKind.FAILED:
        _require_missing(locked)
    try:
        with transaction.atomic():
            ruling = Ruling.objects.create(duty=locked, kind=kind, reason=reason.strip(), made_by=by)
    except IntegrityError:
        raise NotAllowedNow(f"{locked}已有认定事项，请先撤回原认定。") from None
    notices.ruled(ruling, by=by)
    audit.record("报送任务.认定", locked, by=by, after=kind, note=reason)
    proposals.follow_new_figures(locked)
    return ruling


def _require_missing(duty: Duty) -> None:
    submission = getattr(duty, "submission", None)
    if submission is not None and submission.state in (SubmissionState.SUBMITTED, SubmissionState.VERIFIED):
        raise NotAllowedNow(f"{duty}已报送，不能认定为逾期未报。")
    if duty.deadline > timezone.now():
        raise NotAllowedNow("报送截止时间未到，不能认定为逾期未报。")


@audit.act()
def revoke(ruling: Ruling, *, reason: str, by: User) -> Ruling:
    """Take a ruling back; it stays on record."""
    acts.require(by, "assessment.make_ruling", "只有市级审批人可以撤回认定。")
    return take_back(ruling, reason=reason, by=by)


def take_back(ruling: Ruling, *, reason: str, by: User) -> Ruling:
    """Take a ruling back in the caller's transaction, which has asked who may: `revoke`, or the ruling on an appeal."""
    acts.require_text(reason, "请填写撤回理由。")
    locks.hold_cluster(ruling.duty.cluster_id)
    locked = acts.held(ruling, "duty")
    if locked.revoked_at is not None:
        raise NotAllowedNow("该认定已经撤回。")
    acts.store(locked, revoked_at=timezone.now())
    notices.ruled(locked, by=by)
    audit.record("报送任务.撤回认定", locked.duty, by=by, before=locked.kind, note=reason)
    proposals.follow_new_figures(locked.duty)
    return locked
