"""From proposal to official act: one transaction for the decision, the register, the benefits, the letter, the audit."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from assessment.enums import AssessmentState, DecisionKind
from assessment.models import Assessment, Decision, Signature
from assessment.selectors import resting
from assessment.services import annulments, letter_slots, letters, locks, notices, proposals, records
from clusters.enums import Level
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from clusters.models import User
from clusters.services import acts, audit, registry

_REFUSALS = {
    "hold": "该集聚区当年为待核，不能作出达标或黄牌决定；请先补齐或核实数据后重新评分。",
    "not_assessed": "该集聚区当年不参加考核，无需确认。",
    "no_rule": "当年没有施行的规则集，不能作出决定。",
}


@audit.act()
def confirm(assessment: Assessment, *, by: User, note: str = "", on: date | None = None) -> list[Decision]:
    """Sign the proposal; return the decisions it became, or [] while a delisting waits for its second signature.

    `on` is the day of a decision made on paper before the portal existed; today when left out.

    Raises NotPermitted (role, or a person who verified the figures),
    NotAllowedNow (not open, stale, waiting for an earlier year) and writes nothing then.
    """
    locks.hold_results(assessment.duty.cluster_id)
    row = acts.held(assessment, "duty__cluster", "duty__reporting_year", "recognition", "ruleset", "version__review")
    _require_confirmable(row, by)
    _require_other_eyes(row, by)
    signers = _sign(row, by, note)
    if row.verdict == "delist" and len(signers) < 2:
        notices.first_signed(row, by=by)
        audit.record("考核结果.首签", row, by=by, after=row.verdict, note=note)
        return []
    made = _take_effect(row, signers, _reasons(row), on or timezone.localdate())
    if on is None:
        notices.decided(row.duty, made, by=by)
    return made


def _reasons(row: Assessment) -> str:
    """Return what was written when the decision was made: the note of each signer, with the signer's name where
    several signed, so that the second one's 同意 does not stand in for the first one's reason."""
    notes = [(one.signer.full_name, one.note.strip()) for one in row.signatures.select_related("signer").order_by("pk")]
    return notes[0][1] if len(notes) == 1 else "\n".join(f"{name}：{note or '（未写意见）'}" for name, note in notes)


def _require_confirmable(row: Assessment, by: User) -> None:
    acts.require(by, "assessment.confirm_decision", "只有市级审批人可以确认考核结果。", row)
    if row.state == AssessmentState.STALE:
        raise NotAllowedNow("评分依据的数据已有变化，请重新评分后再确认。")
    if row.state != AssessmentState.PROPOSED:
        raise NotAllowedNow(f"该结果{row.get_state_display()}，不能再次确认。")
    if row.verdict not in resting.KINDS:
        raise NotAllowedNow(_REFUSALS[row.verdict])
    if "waits_for_year" in row.flags:
        raise NotAllowedNow("以前年度的结论尚未确定，请先确认以前年度。")
    if not proposals.is_fresh(row):
        raise NotAllowedNow("评分依据的数据或以前年度的结论已有变化，请重新评分后再确认。")


def _require_other_eyes(row: Assessment, by: User) -> None:
    refusal = resting.four_eyes("确认", row, by)
    if refusal:
        raise NotPermitted(refusal)
    dead_end = resting.dead_end(row)
    if dead_end:
        raise NotAllowedNow(dead_end)


def _sign(row: Assessment, by: User, note: str) -> list[User]:
    """Put the signature under the proposal and return all signers in order; nobody signs twice."""
    try:
        with transaction.atomic():
            Signature.objects.create(assessment=row, signer=by, note=note)
    except IntegrityError:
        raise NotAllowedNow("您已签署，需由另一名审批人复签。") from None
    return [signature.signer for signature in row.signatures.select_related("signer").order_by("pk")]


def _take_effect(row: Assessment, signers: list[User], note: str, on: date) -> list[Decision]:
    standing, why = resting.standing_beside(row), note or "数据更正后重新考核。"
    for decision in resting.falling(row):
        is_own = decision.year == row.duty.year
        reason = why if is_own else f"所依据的{row.duty.year}年度黄牌已撤销。{why}"
        annulments.annul(decision, by=signers[-1], reason=reason, assessment=row if is_own else None)
    new = [_decide(row, kind, signers, note, on) for kind in resting.KINDS[row.verdict] if kind not in standing]
    Assessment.objects.filter(duty=row.duty_id, state=AssessmentState.CONFIRMED).update(
        state=AssessmentState.SUPERSEDED
    )
    acts.store(row, state=AssessmentState.CONFIRMED)
    audit.record("考核结果.确认", row, by=signers[-1], before="proposed", after=row.verdict, note=note)
    proposals.follow_history(row.duty)
    return new


def _decide(row: Assessment, kind: DecisionKind, signers: list[User], note: str, on: date) -> Decision:
    """Write one decision with its record, let it take effect in the register and issue its letter."""
    decision = records.write(row, kind, signers, reason=note, on=on)
    letter = letters.issue(decision, by=signers[-1])
    if kind == DecisionKind.DELISTING:
        _withdraw(decision, letter.document_number if letter else "", signers[-1])
    audit.record("决定.生效", decision, by=signers[-1], after=kind, note=note, record=decision.record_sha256)
    return decision


def _withdraw(decision: Decision, document: str, by: User) -> None:
    recognition = decision.recognition
    if recognition is None or recognition.level != Level.MUNICIPAL:
        raise DomainError("只有市级称号可以由本市撤销。")
    version = letter_slots.version_of(decision)
    reason = f"至{decision.year}年度{letter_slots.exit_terms(version, decision.year)}。"
    registry.withdraw_title(recognition, on=decision.decided_on, document=document, reason=reason, by=by)
