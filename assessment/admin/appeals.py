"""Appeals: an approver who did not sign the decision rules on them."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from assessment.admin.notices import falls
from assessment.enums import AppealState
from assessment.models import Appeal
from assessment.selectors import resting, timeline, workbench
from assessment.services import appeals
from assessment.views.desk.judgement import panel_of_result
from clusters.admin.base import PortalAdmin
from clusters.admin.cells import Cell, cluster_column, state_column
from clusters.admin.lists import picked
from clusters.admin.steps import SHUT, ReasonForm, Step, step
from clusters.models import User
from clusters.templatetags.figures import zh_date

_cluster = cluster_column("decision__cluster")
_state = state_column({"pending": "proposed", "upheld": "verified", "rejected": "closed", "withdrawn": "withdrawn"})


class RulingForm(ReasonForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "复核意见"
        self.fields["reason"].help_text = "写入复核决定书并送达区市。"


class UpholdForm(RulingForm):
    reopen = forms.BooleanField(
        label="重新开放该年度数据",
        required=False,
        help_text="复核意见认为数据须更正的请勾选：报表退回区市更正，成为其待办；未勾选的，列入工作台“决定撤销后待办”。",
    )


def _shut(row: Appeal, by: User) -> str | None:
    return SHUT if row.state != AppealState.PENDING else resting.four_eyes("审理", row, by)


def _ruled(row: Appeal, *, reason: str, **ruling: Any) -> Appeal:
    return appeals.rule(row, ruling=reason, **ruling)


def _ruling(name: str, form: type[RulingForm], *, uphold: bool) -> Step:
    service = partial(_ruled, uphold=uphold)
    return step(
        f"appeal.{name}", "assessment.rule_appeal", service, form, shut=_shut, more=falls(lambda row: row.decision)
    )


@admin.register(Appeal)
class AppealAdmin(PortalAdmin):
    list_display = (_cluster, "decision_cell", _state, "filed_cell", "ruled_at")
    list_filter = (
        "state",
        picked("待我办理", "mine", (("1", "待我审理"),), lambda rows, one, by: workbench.hearable(rows, by)),
        "decision__year",
        "decision__cluster__district",
    )
    search_fields = (
        "decision__cluster__search_key",
        "decision__cluster__code",
        "decision__cluster__name_initials",
        "grounds",
    )
    steps = (_ruling("uphold", UpholdForm, uphold=True), _ruling("reject", RulingForm, uphold=False))
    change_form_template = "admin/pages/appeal.html"
    fields = (
        (_cluster, "decision_cell", _state, "hearing_cell", "filed_cell"),
        ("grounds", "document", "ruling", "ruled_by"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Appeal]:
        rows = super().get_queryset(request).defer("decision__record")
        return rows.select_related("decision__cluster__district", "filed_by", "ruled_by", "document")

    @admin.display(description="原决定", ordering="decision__year")
    def decision_cell(self, row: Appeal) -> str:
        return f"{row.decision.year}年度{row.decision.get_kind_display()}"

    @admin.display(description="申请", ordering="filed_at")
    def filed_cell(self, row: Appeal) -> Cell:
        return Cell(zh_date(row.filed_at), note=row.filed_by.full_name)

    @admin.display(description="可以审理的人")
    def hearing_cell(self, row: Appeal) -> Cell:
        if row.state != AppealState.PENDING:
            return Cell(blank="已办结")
        return Cell(resting.named(resting.able("审理", row)) or "没有：由安全管理员授予审批人角色或指定承办人")

    def page_context(self, request: HttpRequest, row: Appeal) -> dict[str, Any]:
        panel = panel_of_result(row.decision.assessment)
        return {"appeal": row, "panel": panel, "entries": timeline.of_cluster(row.decision.cluster)}
