"""Confirming a proposal: what each confirmation brings about, in words, and the second person of a delisting."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django import forms

from assessment.enums import AssessmentState, DecisionKind, Grade
from assessment.models import Assessment, Decision
from assessment.selectors import resting
from assessment.services import decisions, grades, letter_slots, proposals
from clusters.admin.steps import SHUT, NoteForm, SignedForm, Step, StepForm, step
from clusters.errors import NotAllowedNow
from clusters.models import User

WAITS = "waits_for_year"


class SignForm(NoteForm, SignedForm):
    """A delisting is signed with the own password."""

    field_order = ("note", "password")


def fresh_of(rows: Sequence[Assessment]) -> set[int]:
    """Return the keys of the proposals that stand as they were scored; whatever else is asked of each is read as well."""
    resting.prepare(rows)
    return proposals.fresh([row for row in rows if row.state == AssessmentState.PROPOSED])


def why_not(row: Assessment, by: User, fresh: set[int] | None = None) -> str | None:
    """Return why this person cannot confirm this proposal now, SHUT when there is nothing to confirm, else None."""
    if row.state == AssessmentState.STALE:
        return "评分依据的数据已有变化，请重新发起评分后再确认。"
    if row.state != AssessmentState.PROPOSED:
        return SHUT
    if WAITS in row.flags:
        return "以前年度的结论尚未确定，请先确认以前年度。"
    if any(signature.signer_id == by.pk for signature in row.signatures.all()):
        return "您已签署，等待另一名审批人复签。"
    if row.pk not in (fresh_of([row]) if fresh is None else fresh):
        return "评分依据的数据或以前年度的结论已有变化，请重新发起评分后再确认。"
    return resting.four_eyes("确认", row, by) or resting.dead_end(row)


def _named(decision: Decision) -> str:
    return f"{decision.year}年度“{decision.get_kind_display()}”"


def _restored(decision: Decision) -> str:
    return "，恢复其市级称号和扶持政策" if decision.kind == DecisionKind.DELISTING else ""


def confirmed(row: Assessment, by: User, note: str = "") -> str:
    """Confirm the proposal and return in words what that brought about."""
    fallen = resting.falling(row) if row.verdict in resting.KINDS else []
    made = decisions.confirm(row, by=by, note=note)
    if row.verdict == "delist" and not made:
        return f"已签署{row.duty}摘牌，等待另一名审批人复签。"
    words = [f"已作出决定：{row.duty}{'、'.join(decision.get_kind_display() for decision in made)}。"] if made else []
    words += [f"原{_named(decision)}决定已撤销{_restored(decision)}。" for decision in fallen]
    return "".join(words) or f"{row.duty}的结论与现行决定一致，已确认。"


def _confirm(row: Assessment, *, verdict: str, by: User, note: str, password: str = "") -> str:
    # The service confirms whatever the verdict is; each verdict has its own step, with what it asks of a person.
    if row.verdict != verdict:
        raise NotAllowedNow("该结果的结论与此操作不符，请刷新页面后再办理。")
    return confirmed(row, by, note.strip())


def _consequences(row: Assessment, made: Any) -> dict[str, Any]:
    """Return what follows from this very confirmation: the decisions that fall, the terms of the exit, who signed first."""
    fall = [f"现行的{_named(decision)}决定随之撤销{_restored(decision)}。" for decision in resting.falling(row)]
    return {
        "fall": "\n".join(fall),
        "exit": letter_slots.exit_terms(row.ruleset, row.duty.year) if row.ruleset else "",
        "first": next(iter(row.signatures.all()), None),
        "hearing": resting.named(resting.hearing(row, besides=[one.signer_id for one in row.signatures.all()])),
    }


def _confirming(name: str, verdict: str, form: type[StepForm] = NoteForm) -> Step:
    """Return the confirmation of one kind of verdict."""
    return step(
        f"assessment.{name}",
        "assessment.confirm_decision",
        partial(_confirm, verdict=verdict),
        form,
        shut=lambda row, by: why_not(row, by) if row.verdict == verdict else SHUT,
        more=_consequences,
    )


class GradeForm(StepForm):
    """The grade, and why it is not the one that the score proposes."""

    grade = forms.TypedChoiceField(label="等次", choices=Grade.choices, coerce=Grade)
    reason = forms.CharField(
        label="理由",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="与建议等次不同，或没有建议等次时必填。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"grade": self.row.proposed_grade}


def _grade_shut(row: Assessment, by: User) -> str | None:
    is_open = row.state in (AssessmentState.PROPOSED, AssessmentState.CONFIRMED)
    return None if is_open and row.verdict not in ("hold", "not_assessed", "no_rule") else SHUT


STEPS = (
    _confirming("confirm-pass", "pass"),
    _confirming("confirm-card", "yellow_card"),
    _confirming("confirm-escalation", "escalate"),
    _confirming("sign", "delist", SignForm),
    step("assessment.grade", "assessment.grade_assessment", grades.grade, GradeForm, shut=_grade_shut),
)
