"""Applications on the city's side: what was filed, what stands where, and the steps."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from clusters.admin.base import PortalAdmin
from clusters.admin.cells import Cell, column, state_column
from clusters.applications.admin.application_steps import (
    Accept,
    Assign,
    Conclude,
    Draw,
    NotAccept,
    RecordVisit,
    Return,
)
from clusters.applications.enums import ApplicationState
from clusters.applications.models import Application
from clusters.applications.selectors import changes, progress, scores, spread, stages

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


class ApplicationAdmin(PortalAdmin):
    about = "各区市的认定申报及其评审"
    list_display = ("name_cell", "call", "district", "category", _state, "stage_cell", "filed_cell")
    list_filter = ("state", "call", "category", "district")
    search_fields = ("name", "number")
    list_select_related = ("call", "district", "category", "current_version")
    fields = (
        ("name", "number", "call", "district", "category", "cluster"),
        (_state, "stage_cell", "filed_cell", "spread_reason"),
    )
    change_form_template = "admin/pages/application.html"
    steps = (Accept(), Return(), NotAccept(), Draw(), Assign(), Conclude(), RecordVisit())
    empty_text = "没有符合条件的申报。"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Application]:
        rows = super().get_queryset(request).exclude(number="")
        return rows.prefetch_related("results", "call__stages")

    @column("集聚区", order="name")
    def name_cell(self, row: Application) -> Cell:
        return Cell(row.name, note=row.number)

    @column("环节")
    def stage_cell(self, row: Application) -> Cell:
        stage = stages.current(row)
        if stage is not None:
            return Cell(stage.get_kind_display())
        failed = row.state == ApplicationState.REVIEWING and stages.has_failed(row)
        return Cell("有环节未通过，待认定时办结" if failed else "", blank="不在评审中")

    @column("提交", order="current_version__filed_at")
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
