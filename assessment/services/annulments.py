"""Taking a decision back: a new row that supersedes it; the old one stays on record."""

from django.db import IntegrityError, transaction

from assessment.enums import DecisionKind
from assessment.models import Assessment, Decision
from assessment.services import records
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from clusters.models import User
from clusters.services import audit, registry


def annul(decision: Decision, *, by: User, reason: str, assessment: Assessment | None = None) -> Decision:
    """Supersede `decision` by an annulment; an annulled delisting gives the title and the benefits back.

    Runs in the caller's transaction, which holds the cluster's lock. Raises NotAllowedNow when it is superseded.
    """
    if not by.has_perm("assessment.annul_decision", decision):
        raise NotPermitted("只有市级审批人可以撤销决定。")
    if not reason.strip():
        raise DomainError("请填写撤销原决定的理由。", field="reason")
    try:
        with transaction.atomic():
            row = records.write(
                assessment or decision.assessment, DecisionKind.ANNULMENT, [by], reason=reason, supersedes=decision
            )
    except IntegrityError:
        raise NotAllowedNow(f"{decision}已被撤销，不能再次撤销。") from None
    if decision.kind == DecisionKind.DELISTING and decision.recognition is not None:
        registry.restore_title(decision.recognition, reason=reason, by=by)
    audit.record("决定.撤销", decision, by=by, before=decision.kind, after="annulled", note=reason)
    return row
