"""Confirming a proposal: what each confirmation brings about, in words, and the second person of a delisting."""

from typing import Any

from assessment.enums import AssessmentState, DecisionKind
from assessment.models import Assessment, Decision
from assessment.selectors import resting
from assessment.services import decisions, letter_slots, proposals
from clusters.admin.steps import SHUT, NoteForm, SignedForm, Step
from clusters.errors import NotAllowedNow
from clusters.models import User

WAITS = "waits_for_year"


class SignForm(NoteForm, SignedForm):
    """A delisting is signed with the own password."""

    field_order = ("note", "password")


def why_not(row: Assessment, by: User) -> str | None:
    """Return why this person cannot confirm this proposal now, SHUT when there is nothing to confirm, else None."""
    if row.state == AssessmentState.STALE:
        return "评分依据的数据已有变化，请重新发起评分后再确认。"
    if row.state != AssessmentState.PROPOSED:
        return SHUT
    if WAITS in row.flags:
        return "以前年度的结论尚未确定，请先确认以前年度。"
    if any(signature.signer_id == by.pk for signature in row.signatures.all()):
        return "您已签署，等待另一名审批人复签。"
    if not proposals.is_fresh(row):
        return "评分依据的数据或以前年度的结论已有变化，请重新发起评分后再确认。"
    return resting.four_eyes("确认", row, by) or resting.dead_end(row)


class Confirm(Step):
    """A confirmation of one kind of verdict."""

    permission, form_class, primary = "assessment.confirm_decision", NoteForm, True
    verdict = ""
    heading = "{step.verb}：{row.duty}"

    def shut(self, row: Assessment, by: User) -> str | None:
        return why_not(row, by) if row.verdict == self.verdict else SHUT

    def items(self, row: Assessment) -> tuple[str, ...]:
        """Return what else follows, beginning with the decisions that already stand for the year."""
        own = (text.format(row=row, next_year=row.duty.year + 1) for text in self.also)
        fall = (f"现行的{_named(decision)}决定随之撤销{_restored(decision)}。" for decision in resting.falling(row))
        appeal = (self.heard_by(row),) if set(resting.KINDS[self.verdict]) & set(resting.APPEALABLE) else ()
        return (*own, *fall, *appeal, "决定作出后不能修改；确有错误的，须以新的决定撤销，原决定保留可查。")

    def heard_by(self, row: Assessment) -> str:
        people = resting.hearing(row, besides=[signature.signer_id for signature in row.signatures.all()])
        return f"区市申请复核的，由没有签署的人审理；本次签署的人以外，可以审理的有：{resting.named(people)}。"

    def act(self, row: Assessment, data: dict[str, Any], by: User) -> str:
        # The service confirms whatever the verdict is; each verdict has its own step, with what it asks of a person.
        if row.verdict != self.verdict:
            raise NotAllowedNow("该结果的结论与此操作不符，请刷新页面后再办理。")
        return confirmed(row, by, data["note"].strip())


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


class ConfirmPass(Confirm):
    name, verb, verdict, icon = "confirm-pass", "确认达标", "pass", "check-circle"
    follows = "作出达标决定，签发考核结果通知书，结果向区市公开并记入名录；此前的黄牌不再计入连续。"


class ConfirmCard(Confirm):
    name, verb, verdict, icon = "confirm-card", "确认黄牌", "yellow_card", "exclamation-triangle"
    follows = "作出黄牌警告决定，签发《黄牌警告通知书》，并在名录中公示；区市可在规定期限内申请复核。"

    def items(self, row: Assessment) -> tuple[str, ...]:
        exit_terms = [letter_slots.exit_terms(row.ruleset, row.duty.year)] if row.ruleset else []
        return (*(f"再次不达标，{terms}。" for terms in exit_terms), *super().items(row))


class ConfirmEscalation(Confirm):
    name, verb, verdict, icon = "confirm-escalation", "确认黄牌并报上级", "escalate", "arrow-up-circle"
    follows = "作出黄牌警告和报上级处理两项决定：该集聚区没有市级称号，本市不能摘牌，须报省级主管部门。"


class SignDelisting(Confirm):
    name, verb, verdict, danger, icon = "sign", "签署摘牌", "delist", True, "x-octagon"
    primary, form_class = False, SignForm
    also = ("同时签发黄牌警告通知书和撤销称号通知，名录即时更新并公示。",)

    def title(self, row: Assessment) -> str:
        turn = "第二人" if row.signatures.all() else "第一人"
        return f"签署摘牌（{turn}）：{row.duty}"

    def consequence(self, row: Assessment) -> str:
        first = next(iter(row.signatures.all()), None)
        if first is None:
            return "您的签署先行记录，不发生效力；另一名审批人复签后才作出决定。"
        return f"{first.signer.full_name}已签署。您复签后决定立即生效：撤销市级称号，停止享受扶持政策。"

    def items(self, row: Assessment) -> tuple[str, ...]:
        kept = ("该集聚区另有上级称号：只撤销市级称号，须报省级主管部门。",) if "higher_title_kept" in row.flags else ()
        own, *rest = super().items(row)
        return (own, *kept, *rest)
