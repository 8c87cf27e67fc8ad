"""Experts and their assignments, public notices with objections, batches."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from clusters.admin.base import PortalAdmin
from clusters.admin.cells import Cell, column, state_column
from clusters.admin.steps import SHUT, ReasonForm, SignedForm, Step, StepForm
from clusters.admin.upkeep import adding, changing, row_form
from clusters.applications.admin.application_steps import AssignForm
from clusters.applications.enums import AssignmentState, ObjectionState
from clusters.applications.models import Assignment, Batch, Expert, Objection, PublicNotice
from clusters.applications.services import experts, public_notices, recognitions
from clusters.models import User

_expert = row_form(Expert, ("user", "categories", "is_active"), fixed=("user",))


class ExpertAdmin(PortalAdmin):
    about = "评审专家和熟悉的类别"
    list_display = ("name_cell", "categories_cell", "is_active")
    search_fields = ("user__full_name", "user__unit")
    list_select_related = ("user",)
    fields = ("name_cell", "categories_cell", "is_active")
    adding = adding(_expert, experts.enter, experts.PERMISSION, "登记专家", "先由系统管理员建立“评审专家”账号。")
    steps = (changing(_expert, experts.change, experts.PERMISSION),)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Expert]:
        return super().get_queryset(request).prefetch_related("categories")

    @column("专家", order="user__full_name")
    def name_cell(self, row: Expert) -> Cell:
        return Cell(row.user.full_name, note=row.user.unit)

    @column("熟悉的类别")
    def categories_cell(self, row: Expert) -> str:
        return "、".join(one.name for one in row.categories.all())


class ReplaceForm(AssignForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        row = kwargs["row"]
        super().__init__(*args, **{**kwargs, "row": row.application})
        self.row = row


class Replace(Step):
    name, permission, verb, icon, form_class = "replace", "applications.review", "更换专家", "arrow-repeat", ReplaceForm
    follows = "原指派留存；通知新的专家声明有无利益冲突。"
    done = "已更换为：{made.expert}。"

    def shut(self, row: Assignment, by: User) -> str | None:
        return SHUT if row.state in (AssignmentState.LOCKED, AssignmentState.REPLACED) else None

    def act(self, row: Assignment, data: dict[str, Any], by: User) -> Assignment:
        return experts.replace(row, data["expert"], due_on=data["due_on"], by=by)


class AssignmentAdmin(PortalAdmin):
    about = "专家的声明、评分和意见"
    _state = state_column(
        {"asked": "proposed", "accepted": "running", "locked": "verified", "conflict": "late", "declined": "late"}
    )
    list_display = ("application_cell", "expert", _state, "due_on", "total")
    list_filter = ("state", "application__call")
    list_select_related = ("application", "expert__user")
    fields = (("application", "expert", _state, "due_on"), ("total", "opinion", "reason", "locked_at"))
    steps = (Replace(),)

    @column("申报", order="application__number")
    def application_cell(self, row: Assignment) -> Cell:
        return Cell(row.application.name, note=row.application.number)


class CloseForm(StepForm):
    failed = forms.ModelMultipleChoiceField(
        label="因异议成立不予通过的", queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(label="说明", required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["failed"].queryset = self.row.applications.all()  # type: ignore[attr-defined]


class Close(Step):
    name, permission, verb, primary, icon = "close", "applications.review", "办结公示", True, "check2-all"
    form_class = CloseForm
    follows = "公示的申报通过该环节，进入下一环节。"
    done = "公示已办结。"

    def shut(self, row: PublicNotice, by: User) -> str | None:
        if row.closed_at is not None:
            return SHUT
        last = public_notices.last_day(row)
        if timezone.localdate() <= last:
            return f"公示期至 {last:%Y年%m月%d日}（含当日）。"
        waiting = row.objections.filter(state=ObjectionState.OPEN).count()
        return f"还有 {waiting} 件异议没有答复。" if waiting else None

    def act(self, row: PublicNotice, data: dict[str, Any], by: User) -> PublicNotice:
        return public_notices.close(row, failed=list(data["failed"]), note=data["note"], by=by)


class PublicNoticeAdmin(PortalAdmin):
    about = "社会公示的期限和异议"
    list_display = ("call", "opened_on", "last_cell", "closed_at")
    list_select_related = ("call",)
    fields = (("call", "opened_on", "last_cell", "days", "added_days"), ("extension_reason", "text", "closed_at"))
    change_form_template = "admin/pages/public_notice.html"
    steps = (Close(),)

    @column("公示截止")
    def last_cell(self, row: PublicNotice) -> Cell:
        return Cell(f"{public_notices.last_day(row):%Y-%m-%d}", note=public_notices.provisional(row))

    def page_context(self, request: HttpRequest, row: PublicNotice) -> dict[str, Any]:
        return {"applications": row.applications.all(), "objections": row.objections.select_related("application")}


class AnswerForm(StepForm):
    verdict = forms.ChoiceField(label="结论", choices=(("", "请选择"), *ObjectionState.choices[1:]))
    answer = forms.CharField(label="答复", widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)
    added_days = forms.IntegerField(
        label="延长公示（工作日）", min_value=0, max_value=30, initial=0, help_text="异议成立、须更正后再公示的填写。"
    )


class Answer(Step):
    name, permission, verb, primary, icon = "answer", "applications.review", "答复异议", True, "chat-left-text"
    form_class = AnswerForm
    follows = "答复后异议人凭回执号可以查到；公示办结后公布。"
    done = "已答复：{made.receipt}。"

    def shut(self, row: Objection, by: User) -> str | None:
        return None if row.state == ObjectionState.OPEN else SHUT

    def act(self, row: Objection, data: dict[str, Any], by: User) -> Objection:
        is_upheld = data["verdict"] == ObjectionState.UPHELD
        return public_notices.answer(
            row, is_upheld=is_upheld, text=data["answer"], added_days=data["added_days"], by=by
        )


class ObjectionAdmin(PortalAdmin):
    about = "公示期间收到的异议和答复"
    _state = state_column({"open": "proposed", "upheld": "verified", "rejected": "closed"})
    list_display = ("receipt", "notice", "application", _state, "filed_at")
    list_filter = ("state",)
    list_select_related = ("notice__call", "application")
    fields = (("receipt", "notice", "application", _state), ("name", "contact", "text"), ("answer", "answered_by"))
    steps = (Answer(),)


class ConfirmForm(SignedForm):
    unsigned = "尚未确认认定"


class Confirm(Step):
    name, permission, verb, primary, icon = "confirm", "applications.recognise", "确认认定", True, "award"
    form_class = ConfirmForm
    follows = "名单中通过的集聚区取得市级称号并列入名录，未通过的不予认定；一并生效。"
    also = ("通知各区市，并要求按专家意见修改规划。",)

    def shut(self, row: Batch, by: User) -> str | None:
        if row.confirmed_at is not None or row.dropped_at is not None:
            return SHUT
        return recognitions.four_eyes(row, by) or None

    def act(self, row: Batch, data: dict[str, Any], by: User) -> str:
        return f"已认定{len(recognitions.confirm(row, by=by))}家集聚区。"


class Drop(Step):
    name, permission, verb, icon, form_class = "drop", "applications.recognise", "作废", "trash", ReasonForm
    follows = "作废后可以重新提出。"
    done = "已作废。"

    def shut(self, row: Batch, by: User) -> str | None:
        return SHUT if row.confirmed_at is not None or row.dropped_at is not None else None

    def act(self, row: Batch, data: dict[str, Any], by: User) -> Batch:
        return recognitions.drop(row, reason=data["reason"], by=by)


class BatchAdmin(PortalAdmin):
    about = "各批次的认定名次和确认"
    list_display = ("call", "document", "recognised_on", "proposed_by", "confirmed_by")
    list_select_related = ("call", "proposed_by", "confirmed_by")
    fields = (
        ("call", "document", "recognised_on", "note"),
        ("proposed_by", "confirmed_by", "confirmed_at", "dropped_at"),
    )
    change_form_template = "admin/pages/batch.html"
    steps = (Confirm(), Drop())

    def page_context(self, request: HttpRequest, row: Batch) -> dict[str, Any]:
        return {"entries": row.entries}
