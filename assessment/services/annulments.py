"""Taking a decision back: a new row that supersedes it; the old one stays on record."""

from django.db import IntegrityError, transaction

from assessment.enums import DecisionKind
from assessment.models import Assessment, Decision
from assessment.services import notices, proposals, records
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from clusters.models import Cluster, User
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
    notices.annulled(row, by=by)
    audit.record("决定.撤销", decision, by=by, before=decision.kind, after="annulled", note=reason)
    return row


def annul_with_consequences(
    decision: Decision, *, by: User, reason: str, assessment: Assessment | None = None
) -> list[Decision]:
    """Annul a card or delisting and every delisting that rests on it; return the annulments.

    `assessment` is the new result for which the decision is taken back, where there is one.

    A card that was annulled was never received, so what was built on it falls with it: the title comes back in
    the same transaction. The later year's own card stays and counts as a first one.
    """
    annulled = [annul(decision, by=by, reason=reason, assessment=assessment)]
    for delisting in resting_on(decision):
        annulled.append(annul(delisting, by=by, reason=f"所依据的{decision.year}年度黄牌已撤销。{reason}"))
    return annulled


def resting_on(decision: Decision) -> list[Decision]:
    """Return the delistings in effect that rest on this decision; none where it is no card."""
    if decision.kind != DecisionKind.YELLOW_CARD:
        return []
    delistings = Decision.objects.in_effect().filter(
        recognition=decision.recognition_id, kind=DecisionKind.DELISTING, year__gte=decision.year
    )
    return [
        delisting
        for delisting in delistings.select_related("assessment", "recognition", "cluster")
        if decision.year in (delisting.year, *delisting.record["outcome"]["rests_on"])
    ]


@transaction.atomic
def withdraw(decision: Decision, *, reason: str, by: User) -> list[Decision]:
    """The city takes its own decision back (same effect as an appeal upheld); return the annulments."""
    Cluster.objects.select_for_update().get(pk=decision.cluster_id)
    if decision.kind not in (DecisionKind.YELLOW_CARD, DecisionKind.DELISTING, DecisionKind.ESCALATION):
        raise NotAllowedNow("只能撤回黄牌警告、摘牌或报上级处理的决定。")
    if by.pk in (decision.confirmed_by_id, decision.seconded_by_id):
        raise NotPermitted("签署过原决定的人员不能自行撤回，请由另一名审批人办理。")
    annulled = annul_with_consequences(decision, by=by, reason=reason)
    proposals.follow_history(decision.assessment.duty)
    return annulled
