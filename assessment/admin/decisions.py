"""Decisions, to read as part of the cluster's history; an approver who did not sign may take one back."""

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest

from assessment.admin.notices import falls
from assessment.enums import DecisionKind
from assessment.models import Appeal, Decision, Letter
from assessment.selectors import resting, results, timeline
from assessment.services import annulments, replay
from clusters.admin.base import PortalAdmin
from clusters.admin.cells import Cell, cluster_column
from clusters.admin.steps import SHUT, step
from clusters.models import User

BADGES = {
    DecisionKind.PASSED: "pass",
    DecisionKind.YELLOW_CARD: "yellow_card",
    DecisionKind.DELISTING: "delist",
    DecisionKind.ESCALATION: "escalate",
    DecisionKind.ANNULMENT: "not_assessed",
}
_REVOCABLE = (DecisionKind.YELLOW_CARD, DecisionKind.DELISTING, DecisionKind.ESCALATION)


def is_superseded(row: Decision) -> bool:
    return getattr(row, "superseded_by", None) is not None


def _shut(row: Decision, by: User) -> str | None:
    if row.kind not in _REVOCABLE or is_superseded(row):
        return SHUT
    return resting.four_eyes("撤销", row, by)


@admin.register(Decision)
class DecisionAdmin(PortalAdmin):
    list_display = (cluster_column("cluster"), "year", "kind_cell", "decided_on", "signed_cell", "letters_cell")
    list_filter = ("year", "kind", "cluster__district", "cluster__category")
    search_fields = ("cluster__search_key", "cluster__code", "cluster__name_initials")
    steps = (
        step(
            "decision.withdraw",
            "assessment.annul_decision",
            annulments.withdraw,
            shut=_shut,
            more=falls(lambda row: row),
        ),
    )
    change_form_template = "admin/pages/decision.html"
    list_select_related = ("cluster__district", "confirmed_by", "seconded_by", "superseded_by", "supersedes")
    fields = ("cluster", "year", "kind_cell", "decided_on", "signed_cell", "reason", "record_sha256")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        letters = Prefetch("letters", Letter.objects.select_related("series").defer("slots"))
        return super().get_queryset(request).prefetch_related(letters)

    @admin.display(description="决定", ordering="kind")
    def kind_cell(self, row: Decision) -> Cell:
        note = "已撤销" if is_superseded(row) else ""
        if row.supersedes is not None:
            note = f"撤销：{row.supersedes.get_kind_display()}"
        return Cell(row.get_kind_display(), badge=BADGES[DecisionKind(row.kind)], note=note)

    @admin.display(description="签署")
    def signed_cell(self, row: Decision) -> str:
        return "、".join(person.full_name for person in (row.confirmed_by, row.seconded_by) if person)

    @admin.display(description="公文")
    def letters_cell(self, row: Decision) -> str:
        return "、".join(letter.document_number for letter in row.letters.all())

    def page_context(self, request: HttpRequest, row: Decision) -> dict[str, Any]:
        return {
            "decision": row,
            "entries": timeline.of_cluster(row.cluster),
            "signatures": results.signatures_of([row]),
            "letters": row.letters.all(),
            "appeals": Appeal.objects.filter(decision=row),
            "differences": replay.differences(row),
        }
