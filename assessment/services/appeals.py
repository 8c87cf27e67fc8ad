"""The appeal: filed by the district in time, ruled on by an officer who had no hand in the decision."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from assessment.enums import AppealState, DecisionKind
from assessment.models import Appeal, Decision, RulesetVersion
from assessment.selectors import rulebook
from assessment.services import annulments, letters, notices, proposals
from assessment.states import APPEAL
from clusters.documents.services import documents, store
from clusters.documents.services.store import Source
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from clusters.models import Cluster, User
from clusters.services import audit, workdays
from clusters.services.transitions import move

APPEALABLE = (DecisionKind.YELLOW_CARD, DecisionKind.DELISTING)


def last_day(decision: Decision) -> date:
    """Return the last day on which an appeal may be filed: the working days that the decision's ruleset grants."""
    ruleset = RulesetVersion.objects.get(sha256=decision.record["ruleset_sha256"])
    rules = rulebook.parsed(ruleset).at(decision.year)
    days = rules.policy.appeal_working_days if rules else 0
    return workdays.add_workdays(decision.decided_on, days)


@store.writing()
def file(decision: Decision, *, grounds: str, evidence: tuple[str, Source] | None = None, by: User) -> Appeal:
    """File an appeal with its evidence (name, content), which the form has checked.

    Raises NotPermitted for another district, DomainError for blank grounds, NotAllowedNow when the decision cannot be
    appealed, the period is over, or one is open already.
    """
    Cluster.objects.select_for_update().get(pk=decision.cluster_id)
    if not by.has_perm("assessment.file_appeal", decision):
        raise NotPermitted("只能为本区市的集聚区申请复核。")
    if not grounds.strip():
        raise DomainError("请写明申请复核的理由。", field="grounds")
    if decision.kind not in APPEALABLE or Decision.objects.filter(supersedes=decision).exists():
        raise NotAllowedNow("只能对有效的黄牌警告或摘牌决定申请复核。")
    if decision.appeals.filter(state__in=(AppealState.UPHELD, AppealState.REJECTED)).exists():
        raise NotAllowedNow("该决定已经复核，复核决定为最终结论。")
    due = last_day(decision)
    if timezone.localdate() > due:
        raise NotAllowedNow(f"复核申请期限（{due:%Y年%m月%d日}）已过。")
    document = None
    if evidence:
        document = documents.add(evidence[1], name=evidence[0], owner="assessment.appeal", by=by)
    try:
        with transaction.atomic():
            appeal = Appeal.objects.create(decision=decision, grounds=grounds.strip(), document=document, filed_by=by)
    except IntegrityError:
        raise NotAllowedNow("该决定已有审理中的复核申请。") from None
    digest = document.sha256 if document else ""
    audit.record("复核申请.提出", appeal, by=by, after=AppealState.PENDING, note=grounds, evidence=digest)
    notices.appeal_filed(appeal, by=by)
    proposals.follow_history(decision.assessment.duty)
    return appeal


@transaction.atomic
def rule(appeal: Appeal, *, uphold: bool, ruling: str, by: User) -> Appeal:
    """Rule on an appeal: upheld, the decision is annulled and with it a delisting that rests on it; else it stands.

    Raises NotPermitted for anybody who signed the decision; the later years are scored again in the same transaction.
    """
    decision = appeal.decision
    Cluster.objects.select_for_update().get(pk=decision.cluster_id)
    if by.pk in (decision.confirmed_by_id, decision.seconded_by_id):
        raise NotPermitted("签署过原决定的人员不能审理对它的复核申请，请由另一名审批人审理。")
    row = move(appeal, APPEAL, "uphold" if uphold else "reject", by=by, note=ruling)
    row.ruling, row.ruled_by, row.ruled_at = ruling.strip(), by, timezone.now()
    row.save(update_fields=["ruling", "ruled_by", "ruled_at"])
    if uphold:
        annulments.annul_with_consequences(decision, by=by, reason=f"复核申请成立：{ruling.strip()}")
    letters.issue_ruling(row, by=by)
    notices.appeal_ruled(row, by=by)
    proposals.follow_history(decision.assessment.duty)
    return row


@transaction.atomic
def withdraw(appeal: Appeal, *, reason: str, by: User) -> Appeal:
    """Take an appeal back; the decision stands."""
    Cluster.objects.select_for_update().get(pk=appeal.decision.cluster_id)
    row = move(appeal, APPEAL, "withdraw", by=by, note=reason)
    row.ruling, row.ruled_at = reason.strip(), timezone.now()
    row.save(update_fields=["ruling", "ruled_at"])
    proposals.follow_history(appeal.decision.assessment.duty)
    return row
