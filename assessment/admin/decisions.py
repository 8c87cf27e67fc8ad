"""Decisions, to read as part of the cluster's history; an approver who did not sign may take one back."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest

from assessment.enums import DecisionKind
from assessment.models import Appeal, Decision, Letter
from assessment.selectors import resting, results, timeline
from assessment.services import annulments, replay
from clusters.admin.base import PortalAdmin
from clusters.admin.cells import Cell, cluster_column, column
from clusters.admin.steps import SHUT, Step
from clusters.models import User

BADGES = {
    DecisionKind.PASSED: "pass",
    DecisionKind.YELLOW_CARD: "yellow_card",
    DecisionKind.DELISTING: "delist",
    DecisionKind.ESCALATION: "escalate",
    DecisionKind.ANNULMENT: "not_assessed",
}
# What can be taken back, and what comes back with it.
_FALLS: dict[DecisionKind, tuple[str, ...]] = {
    DecisionKind.YELLOW_CARD: ("随之撤销的称号和扶持政策恢复。",),
    DecisionKind.DELISTING: ("市级称号和随之停止的扶持政策恢复。",),
    DecisionKind.ESCALATION: (),
}


def is_superseded(row: Decision) -> bool:
    return getattr(row, "superseded_by", None) is not None


class Withdraw(Step):
    name, permission, verb, danger = "withdraw", "assessment.annul_decision", "撤销决定", True
    icon = "arrow-counterclockwise"
    follows = "作出一项撤销决定，原决定保留可查，视为自始未作出。"
    done = "已撤销{made}项决定。"

    def shut(self, row: Decision, by: User) -> str | None:
        if row.kind not in _FALLS or is_superseded(row):
            return SHUT
        return resting.four_eyes("撤销", row, by)

    def items(self, row: Decision) -> tuple[str, ...]:
        fall = (f"以其为依据的{one}一并撤销。" for one in resting.resting_on(row))
        return (*fall, *_FALLS[DecisionKind(row.kind)], "以后年度的评分按新的历史重新计算。")

    def act(self, row: Decision, data: dict[str, Any], by: User) -> int:
        return len(annulments.withdraw(row, reason=data["reason"], by=by))


class DecisionAdmin(PortalAdmin):
    about = "已生效的达标、黄牌、摘牌，及其撤销"
    list_display = (cluster_column("cluster"), "year", "kind_cell", "decided_on", "signed_cell", "letters_cell")
    list_filter = ("year", "kind", "cluster__district", "cluster__category")
    search_fields = ("cluster__search_key", "cluster__code", "cluster__name_initials")
    steps = (Withdraw(),)
    change_form_template = "admin/pages/decision.html"
    fields = ("cluster", "year", "kind_cell", "decided_on", "signed_cell", "reason", "record_sha256")
    list_lead = "决定只增不改：撤销是一项新的决定，原决定保留可查。"
    empty_text = "还没有作出决定。"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        letters = Prefetch("letters", Letter.objects.select_related("series").defer("slots"))
        rows = Decision.objects.visible_to(request.user)  # type: ignore[arg-type]
        return rows.select_related(
            "cluster__district", "confirmed_by", "seconded_by", "superseded_by", "supersedes"
        ).prefetch_related(letters)

    @column("决定", order="kind")
    def kind_cell(self, row: Decision) -> Cell:
        note = "已撤销" if is_superseded(row) else ""
        if row.supersedes is not None:
            note = f"撤销：{row.supersedes.get_kind_display()}"
        return Cell(row.get_kind_display(), badge=BADGES[DecisionKind(row.kind)], note=note)

    @column("签署")
    def signed_cell(self, row: Decision) -> str:
        return "、".join(person.full_name for person in (row.confirmed_by, row.seconded_by) if person)

    @column("公文")
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
