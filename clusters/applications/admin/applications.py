"""Applications on the city's side: what was filed, what stands where, and the steps."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from clusters.admin.base import PortalAdmin
from clusters.admin.cells import Cell, state_column
from clusters.admin.steps import SHUT, step
from clusters.applications.admin.application_forms import (
    AcceptForm,
    AssignForm,
    DrawForm,
    NotAcceptForm,
    OutcomeForm,
    ReturnForm,
    VerdictForm,
    VisitForm,
)
from clusters.applications.enums import ApplicationState, StageKind
from clusters.applications.models import Application
from clusters.applications.selectors import changes, progress, scores, spread, stages
from clusters.applications.services import experts, formal, visits
from clusters.models import User

_REVIEW = "applications.review"
_state = state_column(
    {
        "submitted": "submitted",
        "returned": "returned",
        "reviewing": "running",
        "recognised": "verified",
        "not_accepted": "closed",
        "refused": "closed",
        "withdrawn": "withdrawn",
    }
)


def _filed(row: Application, by: User) -> str | None:
    return None if row.state == ApplicationState.SUBMITTED else SHUT


def _at(kind: StageKind) -> Callable[[Application, User], str | None]:
    """Offer a step while the application stands at a stage of this kind."""
    return lambda row, by: SHUT if stages.refusal(row, kind) else None


_experts, _visit = _at(StageKind.EXPERT_REVIEW), _at(StageKind.SITE_VISIT)


class ApplicationAdmin(PortalAdmin):
    list_display = ("name_cell", "call", "district", "category", _state, "stage_cell", "filed_cell")
    list_filter = ("state", "call", "category", "district")
    search_fields = ("name", "number")
    list_select_related = ("call", "district", "category", "current_version")
    fields = (
        ("name", "number", "call", "district", "category", "cluster"),
        (_state, "stage_cell", "filed_cell", "spread_reason"),
    )
    change_form_template = "admin/pages/application.html"
    steps = (
        step("application.accept", _REVIEW, formal.accept, AcceptForm, shut=_filed),
        step("application.verdict", _REVIEW, formal.judge_document, VerdictForm, shut=_filed),
        step("application.return", _REVIEW, formal.return_, ReturnForm, shut=_filed),
        step("application.not_accept", _REVIEW, formal.not_accept, NotAcceptForm, shut=_filed),
        step("application.draw", _REVIEW, experts.draw, DrawForm, shut=_experts),
        step("application.assign", _REVIEW, experts.assign, AssignForm, shut=_experts),
        step("application.conclude", _REVIEW, experts.conclude, OutcomeForm, shut=_experts),
        step("application.visit", _REVIEW, visits.record, VisitForm, shut=_visit),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Application]:
        rows = super().get_queryset(request).exclude(number="")
        return rows.prefetch_related("results", "call__stages")

    @admin.display(description="集聚区", ordering="name")
    def name_cell(self, row: Application) -> Cell:
        return Cell(row.name, note=row.number)

    @admin.display(description="环节")
    def stage_cell(self, row: Application) -> Cell:
        stage = stages.current(row)
        if stage is not None:
            return Cell(stage.get_kind_display())
        failed = row.state == ApplicationState.REVIEWING and stages.has_failed(row)
        return Cell("有环节未通过，待认定时办结" if failed else "", blank="不在评审中")

    @admin.display(description="提交", ordering="current_version__filed_at")
    def filed_cell(self, row: Application) -> Cell:
        version = row.current_version
        return Cell(f"{version.filed_at:%Y-%m-%d}", note=version.label) if version else Cell()

    def page_context(self, request: HttpRequest, row: Application) -> dict[str, Any]:
        return {
            "application": row,
            "changes": changes.since_last(row),
            "sections": changes.shown(row),
            "documents": progress.document_rows(row),
            "spread": spread.spread_of(row),
            "sheet": scores.sheet_of(row),
            "assignments": row.assignments.select_related("expert__user"),
            "visits": row.visits.prefetch_related("photos__document"),
            "results": row.results.select_related("stage", "decided_by"),
        }
