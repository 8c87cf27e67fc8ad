"""复核申请: the period, the form of the district, what became of it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from assessment.enums import AppealState, LetterKind
from assessment.forms.appeals import AppealForm, WithdrawForm
from assessment.models import Appeal, Decision, Letter
from assessment.selectors import resting
from assessment.services import appeals
from assessment.views.desk.loading import reader
from clusters.enums import Role
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from clusters.models import User
from clusters.services import workdays
from clusters.templatetags.figures import zh_date
from clusters.views.guards import Guarded

_RULED = (AppealState.UPHELD, AppealState.REJECTED)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a decision stands towards an appeal: until when, what was filed, and why nothing can be filed (any more)."""

    decision: Decision
    last_day: date | None
    days_left: int
    shut: str
    provisional: str = ""
    """Why the last day may still move, in a sentence; "" where it is certain."""
    appeals: list[Appeal] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return not self.shut


def standing_of(decision: Decision, filed: list[Appeal]) -> Standing:
    """Return how an appealable decision stands today; `filed` are its appeals."""
    today = timezone.localdate()
    last = appeals.last_day(decision) if "ruleset_sha256" in decision.record else None
    left = workdays.workdays_between(today, last) if last and last >= today else -1
    provisional = workdays.unpublished(decision.decided_on, last) if last and left >= 0 else ""
    shut = _shut(decision, filed, last, is_over=left < 0)
    return Standing(decision, last, left, shut, provisional, filed)


def _shut(decision: Decision, filed: list[Appeal], last: date | None, *, is_over: bool) -> str:
    """Return why no appeal can be filed, in the order in which the reasons weigh; empty when one can."""
    if getattr(decision, "superseded_by", None) is not None:
        return "该决定已撤销，不需要申请复核。"
    if any(one.state in _RULED for one in filed):
        return "该决定已经复核，复核决定为最终结论。"
    if any(one.state == AppealState.PENDING for one in filed):
        return "复核申请正在审理，请等待复核决定。"
    if is_over:
        return f"复核申请期限已于 {zh_date(last)} 届满，不能再申请复核。" if last else "该决定没有可查的复核期限。"
    return ""


def standings(decisions: list[Decision], filed: list[Appeal]) -> list[Standing]:
    """Return the standing of every appealable decision of a result."""
    return [
        standing_of(decision, [one for one in filed if one.decision_id == decision.pk])
        for decision in decisions
        if decision.kind in resting.APPEALABLE
    ]


def _decisions(user: User) -> QuerySet[Decision]:
    rows = Decision.objects.visible_to(user).filter(kind__in=resting.APPEALABLE)
    return rows.select_related("assessment__duty__district", "cluster", "superseded_by", "confirmed_by").defer(
        "superseded_by__record", "assessment__inputs", "assessment__outcome", "assessment__explanation"
    )


def _appeals(user: User) -> QuerySet[Appeal]:
    return Appeal.objects.filter(decision__in=_decisions(user)).select_related("decision__assessment__duty")


class AppealPage(Guarded):
    """The appeal against one decision; a decision of another district is 404, as one that does not exist."""

    permission = "assessment.view_appeal"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, get_object_or_404(_decisions(reader(request)), pk=pk), AppealForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = reader(request)
        decision = get_object_or_404(_decisions(user), pk=pk)
        if not user.has_perm("assessment.file_appeal", decision):
            raise PermissionDenied("只有本区市的填报员可以申请复核。")
        form = AppealForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(request, decision, form, status=422)
        found = form.cleaned_data["evidence"]
        try:
            appeals.file(
                decision,
                grounds=form.cleaned_data["grounds"],
                evidence=(found.name, found.file) if found else None,
                by=user,
            )
        except DomainError as refusal:
            status = _status(refusal)
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            return self._page(request, decision, form, status=status)
        messages.success(request, "复核申请已提交，由没有签署过原决定的市级审批人审理。")
        return redirect("assessment:appeal", decision.pk)

    def _page(self, request: HttpRequest, decision: Decision, form: AppealForm, *, status: int = 200) -> HttpResponse:
        return render(request, "assessment/desk/appeal.html", _context(reader(request), decision, form), status=status)


def _context(
    user: User, decision: Decision, form: AppealForm, withdrawing: WithdrawForm | None = None
) -> dict[str, Any]:
    filed = list(decision.appeals.select_related("filed_by", "ruled_by", "document").order_by("-pk"))
    standing = standing_of(decision, filed)
    letters = Letter.objects.filter(decision=decision).select_related("series").defer("slots")
    may_file = user.has_perm("assessment.file_appeal", decision)
    return {
        "title": "复核申请",
        "decision": decision,
        "duty": decision.assessment.duty,
        "standing": standing,
        "form": form if may_file and (standing.is_open or form.is_bound) else None,
        "withdraw_form": (withdrawing or WithdrawForm()) if may_file else None,
        "letters": [one for one in letters if one.kind != LetterKind.RULING],
        "ruling": next((one for one in letters if one.kind == LetterKind.RULING), None),
        "may_rule": any(user.has_perm("assessment.rule_appeal", one) for one in filed),
        "hearing": _heard_by(decision)
        if standing.is_open or any(one.state == AppealState.PENDING for one in filed)
        else "",
    }


def _heard_by(decision: Decision) -> str:
    """Return who may rule on an appeal, in a sentence for the district; the named person by name."""
    people = resting.hearing(decision)
    others = [one for one in people if one.role != Role.APPROVER]
    if others:
        return f"由安全管理员指定的{'、'.join(one.full_name for one in others)}审理。"
    if people:
        return f"由没有经手原决定的市级审批人审理，现有{len(people)}人可以审理。"
    return "目前没有可以审理的审批人；申请照常受理，由安全管理员指定承办人后审理。"


class AppealWithdraw(Guarded):
    """The district takes its open appeal back; the decision stands."""

    permission = "assessment.file_appeal"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = reader(request)
        appeal = get_object_or_404(_appeals(user), pk=pk)
        form, status = WithdrawForm(request.POST), 422
        if form.is_valid():
            try:
                appeals.withdraw(appeal, reason=form.cleaned_data["reason"], by=user)
            except DomainError as refusal:
                status = _status(refusal)
                form.add_error(None, refusal.message)
            else:
                messages.success(request, "复核申请已撤回，原决定继续有效。")
                return redirect("assessment:appeal", appeal.decision_id)
        decision = get_object_or_404(_decisions(user), pk=appeal.decision_id)
        context = _context(user, decision, AppealForm(), form)
        return render(request, "assessment/desk/appeal.html", context, status=status)


def _status(refusal: DomainError) -> int:
    if isinstance(refusal, NotPermitted):
        raise PermissionDenied(refusal.message)
    return 409 if isinstance(refusal, NotAllowedNow) else 422
