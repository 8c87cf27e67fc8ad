"""Taking a decision back: a new row that supersedes it; the old one stays on record."""

from django.db import IntegrityError, transaction

from assessment.enums import DecisionKind
from assessment.models import Assessment, Decision
from assessment.selectors import resting
from assessment.services import locks, notices, proposals, records
from clusters.errors import NotAllowedNow, NotPermitted
from clusters.models import User
from clusters.services import acts, audit, registry


def annul(decision: Decision, *, by: User, reason: str, assessment: Assessment | None = None) -> Decision:
    """Supersede `decision` by an annulment; an annulled delisting gives the title and the benefits back.

    Runs in the caller's transaction, which holds the cluster's lock and has asked who acts. Raises NotAllowedNow when it is superseded.
    """
    acts.require_text(reason, "请填写撤销原决定的理由。")
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
    """Annul a decision and everything that rests on it; return the annulments.

    `assessment` is the new result for which the decision is taken back, where there is one.

    A card that was annulled was never received, so what was built on it falls with it, a delisting as well as a
    report upwards: the title comes back in the same transaction. The later year's own card stays and counts as a
    first one. Appeals, corrections and the city's own withdrawals all come here.
    """
    built_on = resting.resting_on(decision)
    annulled = [annul(decision, by=by, reason=reason, assessment=assessment)]
    for other in built_on:
        annulled.append(annul(other, by=by, reason=f"所依据的{decision.year}年度黄牌已撤销。{reason}"))
    return annulled


@audit.act()
def withdraw(decision: Decision, *, reason: str, by: User) -> list[Decision]:
    """The city takes its own decision back (same effect as an appeal upheld); return the annulments."""
    acts.require(by, "assessment.annul_decision", "只有市级审批人可以撤销决定。", decision)
    locks.hold_results(decision.cluster_id)
    if decision.kind not in (DecisionKind.YELLOW_CARD, DecisionKind.DELISTING, DecisionKind.ESCALATION):
        raise NotAllowedNow("只能撤回黄牌警告、摘牌或报上级处理的决定。")
    refusal = resting.four_eyes("撤销", decision, by)
    if refusal:
        raise NotPermitted(refusal)
    annulled = annul_with_consequences(decision, by=by, reason=reason)
    proposals.follow_history(decision.assessment.duty)
    return annulled
