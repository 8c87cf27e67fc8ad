"""Calls: drafted by a reviewer, published by an approver, and what is done for all their applications together."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import flatten
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest

from clusters.admin.base import PortalAdmin
from clusters.admin.cells import Cell, state_column
from clusters.admin.steps import SHUT, ReasonForm, StepForm, step
from clusters.admin.upkeep import fields_form, row_form
from clusters.applications.admin.call_forms import CopyForm, NoticeForm, PanelForm
from clusters.applications.enums import CallState, StageKind
from clusters.applications.models import Batch, Call, LateException
from clusters.applications.selectors import stages
from clusters.applications.services import calls, panels, public_notices, recognitions
from clusters.models import User

_STATED = (
    ("code", "title", "year", "document", "contact", "summary"),
    ("opens_at", "closes_at", "cutoff_on", "categories", "per_district"),
    ("spread_warn", "spread_block", "spread_basis", "notice_days", "plan_days"),
    ("score_by", "scores_shown", "reward_places", "reward", "reward_basis", "form"),
)
_form = row_form(Call, tuple(flatten(_STATED)), fixed=("code",))
_shown = tuple(tuple(name for name in row if name not in ("categories", "form")) for row in _STATED)


def _draft(row: Call, by: User) -> str | None:
    return None if row.state == CallState.DRAFT else SHUT


def _published(row: Call, by: User) -> str | None:
    return None if row.state == CallState.PUBLISHED else SHUT


def _whole(row: Call, by: User) -> str | None:
    missing = calls.gaps(row) if row.state == CallState.DRAFT else []
    return f"还不能发布：{'；'.join(missing)}。" if missing else _draft(row, by)


def _panel(row: Call, by: User) -> str | None:
    return SHUT if row.state != CallState.PUBLISHED else (None if stages.waiting(row, StageKind.PANEL) else SHUT)


def _ready(row: Call, by: User) -> str | None:
    if row.state != CallState.PUBLISHED or row.batches.filter(dropped_at__isnull=True).exists():
        return SHUT
    missing = recognitions.gaps(row)
    return f"{'；'.join(missing[:3])}。" if missing else None


class CallAdmin(PortalAdmin):
    _state = state_column({"draft": "draft", "published": "open", "finished": "finished"})
    list_display = ("title", "year", _state, "opens_at", "closes_at", "count_cell")
    list_filter = ("state", "year")
    search_fields = ("title", "code")
    fields = (*_shown, "categories_cell")
    change_form_template = "admin/pages/call.html"
    adding = step("call.add", calls.PERMISSION, calls.draft, _form)
    steps = (
        step("call.publish", "applications.publish_call", calls.publish, StepForm, shut=_whole),
        step("call.notice", "applications.review", public_notices.open_, NoticeForm, shut=_published),
        step("call.panel", "applications.review", panels.record, PanelForm, shut=_panel),
        step(
            "call.propose", "applications.recognise", recognitions.propose,
            fields_form(Batch, ("document", "recognised_on", "note")), shut=_ready,
        ),
        step(
            "call.exception", "applications.grant_exception", calls.grant_exception,
            fields_form(LateException, ("district", "until"), ReasonForm), shut=_published,
        ),
        step("call.copy", calls.PERMISSION, calls.copy, CopyForm),
        step("call.edit", calls.PERMISSION, calls.change, _form, shut=_draft),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Call]:
        filed = Count("applications", filter=~Q(applications__number=""))
        return super().get_queryset(request).annotate(filed=filed)

    @admin.display(description="申报")
    def count_cell(self, row: Call) -> Cell:
        return Cell(f"{row.filed} 家", value=row.filed)  # type: ignore[attr-defined]

    @admin.display(description="申报类别")
    def categories_cell(self, row: Call) -> str:
        return "、".join(one.name for one in row.categories.all())

    def page_context(self, request: HttpRequest, row: Call) -> dict[str, Any]:
        filed = row.applications.exclude(number="").select_related("district", "category")
        return {
            "call": row,
            "applications": filed[:50],
            "stages": row.stages.all(),
            "requirements": row.requirements.all(),
            "conditions": row.conditions.select_related("category"),
            "rubric": row.rubric.all(),
            "notices": row.notices.all(),
            "batches": row.batches.all(),
        }
