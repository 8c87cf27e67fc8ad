"""The appeal: filed by the district in time, ruled on by an officer who had no hand in the decision."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from assessment.enums import AppealState, RulingKind, SubmissionState
from assessment.models import Appeal, Decision, RulesetVersion, Ruling, Submission
from assessment.selectors import resting, rulebook
from assessment.services import annulments, letters, locks, notices, proposals, rulings, submissions
from assessment.states import APPEAL
from clusters.documents.services import documents, store
from clusters.documents.services.store import Source
from clusters.errors import NotAllowedNow, NotPermitted
from clusters.models import User
from clusters.services import acts, audit, workdays
from clusters.services.transitions import move


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
    locks.hold_cluster(decision.cluster_id)
    acts.require(by, "assessment.file_appeal", "只能为本区市的集聚区申请复核。", decision)
    acts.require_text(grounds, "请写明申请复核的理由。", field="grounds")
    if decision.kind not in resting.APPEALABLE or Decision.objects.filter(supersedes=decision).exists():
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


@audit.act()
def rule(appeal: Appeal, *, uphold: bool, ruling: str, by: User, reopen: bool = False) -> Appeal:
    """Rule on an appeal: upheld, the decision is annulled with everything that rests on it; else it stands.

    `reopen`: the ruling says that the year's data must be mended. The verified report goes back to the district (or
    the ruling that it was missing is taken back), which is then the next to act. Raises NotPermitted for anybody who
    had a hand in the decision, NotAllowedNow when there is nothing to reopen or when an appeal that is rejected shall
    reopen data. The later years are scored again in the same transaction.
    """
    decision = appeal.decision
    locks.hold_cluster(decision.cluster_id)
    refusal = resting.four_eyes("审理", appeal, by)
    if refusal:
        raise NotPermitted(refusal)
    row = move(appeal, APPEAL, "uphold" if uphold else "reject", by=by, note=ruling)
    acts.store(row, ruling=ruling.strip(), ruled_by=by, ruled_at=timezone.now())
    if reopen:
        _reopen(row, by)
    locks.hold_results(decision.cluster_id)
    if uphold:
        annulments.annul_with_consequences(decision, by=by, reason=f"复核申请成立：{row.ruling}")
    letters.issue_ruling(row, by=by)
    notices.appeal_ruled(row, by=by)
    proposals.follow_history(decision.assessment.duty)
    return row


def _reopen(appeal: Appeal, by: User) -> None:
    """Give the year's data back to who must mend them: the district, with the ruling as the reason."""
    if appeal.state != AppealState.UPHELD:
        raise NotAllowedNow("维持原决定的，不重新开放数据。")
    duty, reason = appeal.decision.assessment.duty, f"复核申请成立，请按复核决定更正：{appeal.ruling}"
    submission = Submission.objects.filter(duty=duty, state=SubmissionState.VERIFIED).first()
    missing = Ruling.objects.filter(duty=duty, revoked_at__isnull=True, kind=RulingKind.FAILED).first()
    if submission is not None:
        submissions.reopen(submission, reason=reason, by=by)
    elif missing is not None:
        rulings.take_back(missing, reason=reason, by=by)
    else:
        raise NotAllowedNow("该年度没有可以重新开放的报送数据。")


@audit.act()
def withdraw(appeal: Appeal, *, reason: str, by: User) -> Appeal:
    """Take an appeal back; the decision stands."""
    locks.hold_cluster(appeal.decision.cluster_id)
    row = move(appeal, APPEAL, "withdraw", by=by, note=reason)
    acts.store(row, ruling=reason.strip(), ruled_at=timezone.now())
    proposals.follow_history(appeal.decision.assessment.duty)
    return row
