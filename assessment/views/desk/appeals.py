"""复核申请: the period, the form of the district, what became of it."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from assessment.enums import AppealState, LetterKind
from assessment.forms.appeals import AppealForm, WithdrawForm
from assessment.models import Appeal, Decision, Letter
from assessment.selectors import resting
from assessment.services import appeals
from clusters.enums import Role
from clusters.services import workdays
from clusters.templatetags.figures import zh_date
from clusters.views.pages import FormPage

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


class AppealPage(FormPage):
    """The appeal against one decision; a decision of another district is 404, as one that does not exist."""

    permission = "assessment.view_appeal"
    template_name = "assessment/desk/appeal.html"
    form_class: type[forms.Form] = AppealForm

    @property
    def decision_pk(self) -> int:
        return int(self.kwargs["pk"])

    @cached_property
    def decision(self) -> Decision:
        rows = Decision.objects.visible_to(self.user).filter(kind__in=resting.APPEALABLE)
        related = rows.select_related("assessment__duty__district", "cluster", "superseded_by", "confirmed_by")
        unread = ("superseded_by__record", "assessment__inputs", "assessment__outcome", "assessment__explanation")
        return get_object_or_404(related.defer(*unread), pk=self.decision_pk)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.user.has_perm("assessment.file_appeal", self.decision):
            raise PermissionDenied("只有本区市的填报员可以申请复核。")
        return super().post(request, *args, **kwargs)

    def act(self, form: Any) -> HttpResponse:
        found = form.cleaned_data["evidence"]
        evidence = (found.name, found.file) if found else None
        appeals.file(self.decision, grounds=form.cleaned_data["grounds"], evidence=evidence, by=self.user)
        messages.success(self.request, "复核申请已提交，由没有签署过原决定的市级审批人审理。")
        return redirect("assessment:appeal", self.decision.pk)

    def get_context_data(
        self, form: Any = None, withdrawing: WithdrawForm | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        decision, shown = self.decision, form or AppealForm()
        filed = list(decision.appeals.select_related("filed_by", "ruled_by", "document").order_by("-pk"))
        standing = standing_of(decision, filed)
        is_heard = standing.is_open or any(one.state == AppealState.PENDING for one in filed)
        letters = Letter.objects.filter(decision=decision).select_related("series").defer("slots")
        may_file = self.user.has_perm("assessment.file_appeal", decision)
        return super().get_context_data(
            title="复核申请",
            decision=decision,
            duty=decision.assessment.duty,
            standing=standing,
            form=shown if may_file and (standing.is_open or shown.is_bound) else None,
            withdraw_form=(withdrawing or WithdrawForm()) if may_file else None,
            letters=[one for one in letters if one.kind != LetterKind.RULING],
            ruling=next((one for one in letters if one.kind == LetterKind.RULING), None),
            may_rule=any(self.user.has_perm("assessment.rule_appeal", one) for one in filed),
            hearing=_heard_by(decision) if is_heard else "",
            **kwargs,
        )


def _heard_by(decision: Decision) -> str:
    """Return who may rule on an appeal, in a sentence for the district; the named person by name."""
    people = resting.hearing(decision)
    others = [one for one in people if one.role != Role.APPROVER]
    if others:
        return f"由安全管理员指定的{'、'.join(one.full_name for one in others)}审理。"
    if people:
        return f"由没有经手原决定的市级审批人审理，现有{len(people)}人可以审理。"
    return "目前没有可以审理的审批人；申请照常受理，由安全管理员指定承办人后审理。"


class AppealWithdraw(AppealPage):
    """The district takes its open appeal back; the decision stands."""

    permission = "assessment.file_appeal"
    http_method_names = ("post",)
    form_class = WithdrawForm

    @cached_property
    def appeal(self) -> Appeal:
        rows = Appeal.objects.filter(decision__in=Decision.objects.visible_to(self.user))
        return get_object_or_404(rows.select_related("decision__assessment__duty"), pk=self.kwargs["pk"])

    @property
    def decision_pk(self) -> int:
        return self.appeal.decision_id

    def act(self, form: WithdrawForm) -> HttpResponse:
        appeals.withdraw(self.appeal, reason=form.cleaned_data["reason"], by=self.user)
        messages.success(self.request, "复核申请已撤回，原决定继续有效。")
        return redirect("assessment:appeal", self.appeal.decision_id)

    def shown(self, form: Any, status: int = 200, **more: Any) -> HttpResponse:
        return super().shown(AppealForm(), status, withdrawing=form, **more)
