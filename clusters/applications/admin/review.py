"""Experts and their assignments, public notices with objections, batches."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from clusters.admin.base import PortalAdmin
from clusters.admin.cells import Cell, state_column
from clusters.admin.steps import SHUT, SignedForm, StepForm, step
from clusters.admin.upkeep import row_form
from clusters.applications.admin.application_forms import AssignForm
from clusters.applications.enums import AssignmentState, ObjectionState
from clusters.applications.models import Assignment, Batch, Expert, Objection, PublicNotice
from clusters.applications.services import experts, public_notices, recognitions
from clusters.models import User

_REVIEW = "applications.review"
_expert = row_form(Expert, ("user", "categories", "is_active"), fixed=("user",))


class ExpertAdmin(PortalAdmin):
    list_display = ("name_cell", "categories_cell", "is_active")
    search_fields = ("user__full_name", "user__unit")
    list_select_related = ("user",)
    fields = ("name_cell", "categories_cell", "is_active")
    adding = step("expert.add", experts.PERMISSION, experts.enter, _expert)
    steps = (step("expert.edit", experts.PERMISSION, experts.change, _expert),)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Expert]:
        return super().get_queryset(request).prefetch_related("categories")

    @admin.display(description="专家", ordering="user__full_name")
    def name_cell(self, row: Expert) -> Cell:
        return Cell(row.user.full_name, note=row.user.unit)

    @admin.display(description="熟悉的类别")
    def categories_cell(self, row: Expert) -> str:
        return "、".join(one.name for one in row.categories.all())


def _replaceable(row: Assignment, by: User) -> str | None:
    return SHUT if row.state in (AssignmentState.LOCKED, AssignmentState.REPLACED) else None


class AssignmentAdmin(PortalAdmin):
    _state = state_column(
        {"asked": "proposed", "accepted": "running", "locked": "verified", "conflict": "late", "declined": "late"}
    )
    list_display = ("application_cell", "expert", _state, "due_on", "total")
    list_filter = ("state", "application__call")
    list_select_related = ("application__call", "expert__user")
    fields = (("application", "expert", _state, "due_on"), ("total", "opinion", "reason", "locked_at"))
    steps = (step("assignment.replace", _REVIEW, experts.replace, AssignForm, shut=_replaceable),)

    @admin.display(description="申报", ordering="application__number")
    def application_cell(self, row: Assignment) -> Cell:
        return Cell(row.application.name, note=row.application.number)


class CloseForm(StepForm):
    failed: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        label="因异议成立不予通过的", queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(label="说明", required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["failed"].queryset = self.row.applications.all()  # type: ignore[attr-defined]


def _over(row: PublicNotice, by: User) -> str | None:
    if row.closed_at is not None:
        return SHUT
    last = public_notices.last_day(row)
    if timezone.localdate() <= last:
        return f"公示期至 {last:%Y年%m月%d日}（含当日）。"
    waiting = row.objections.filter(state=ObjectionState.OPEN).count()
    return f"还有 {waiting} 件异议没有答复。" if waiting else None


class PublicNoticeAdmin(PortalAdmin):
    list_display = ("call", "opened_on", "days", "added_days", "closed_at")
    list_select_related = ("call",)
    fields = (("call", "opened_on", "last_cell", "days", "added_days"), ("extension_reason", "text", "closed_at"))
    change_form_template = "admin/pages/public_notice.html"
    steps = (step("publicnotice.close", _REVIEW, public_notices.close, CloseForm, shut=_over),)

    @admin.display(description="公示截止")
    def last_cell(self, row: PublicNotice) -> Cell:
        return Cell(f"{public_notices.last_day(row):%Y-%m-%d}", note=public_notices.provisional(row))

    def page_context(self, request: HttpRequest, row: PublicNotice) -> dict[str, Any]:
        return {"applications": row.applications.all(), "objections": row.objections.select_related("application")}


class AnswerForm(StepForm):
    is_upheld = forms.TypedChoiceField(
        label="结论",
        choices=(("", "请选择"), ("yes", "异议成立"), ("no", "异议不成立")),
        coerce=lambda text: text == "yes",
    )
    text = forms.CharField(label="答复", widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)
    added_days = forms.IntegerField(
        label="延长公示（工作日）", min_value=0, max_value=30, initial=0, help_text="异议成立、须更正后再公示的填写。"
    )


def _unanswered(row: Objection, by: User) -> str | None:
    return None if row.state == ObjectionState.OPEN else SHUT


class ObjectionAdmin(PortalAdmin):
    _state = state_column({"open": "proposed", "upheld": "verified", "rejected": "closed"})
    list_display = ("receipt", "notice", "application", _state, "filed_at")
    list_filter = ("state",)
    list_select_related = ("notice__call", "application")
    fields = (("receipt", "notice", "application", _state), ("name", "contact", "text"), ("answer", "answered_by"))
    steps = (step("objection.answer", _REVIEW, public_notices.answer, AnswerForm, shut=_unanswered),)


class ConfirmForm(SignedForm):
    unsigned = "尚未确认认定"

    def clean(self) -> dict[str, Any]:
        super().clean()
        return {}


def _undecided(row: Batch, by: User) -> str | None:
    return SHUT if row.confirmed_at is not None or row.dropped_at is not None else None


def _confirmable(row: Batch, by: User) -> str | None:
    return _undecided(row, by) if _undecided(row, by) is not None else recognitions.four_eyes(row, by) or None


class BatchAdmin(PortalAdmin):
    list_display = ("call", "document", "recognised_on", "proposed_by", "confirmed_by")
    list_select_related = ("call", "proposed_by", "confirmed_by")
    fields = (
        ("call", "document", "recognised_on", "note"),
        ("proposed_by", "confirmed_by", "confirmed_at", "dropped_at"),
    )
    change_form_template = "admin/pages/batch.html"
    steps = (
        step("batch.confirm", "applications.recognise", recognitions.confirm, ConfirmForm, shut=_confirmable),
        step("batch.drop", "applications.recognise", recognitions.drop, shut=_undecided),
    )

    def page_context(self, request: HttpRequest, row: Batch) -> dict[str, Any]:
        return {"entries": row.entries}
