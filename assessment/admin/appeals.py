"""Appeals: an approver who did not sign the decision rules on them."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest

from assessment.enums import AppealState
from assessment.models import Appeal
from assessment.selectors import resting, timeline
from assessment.services import appeals
from assessment.views.desk.judgement import panel_of_result
from clusters.admin.base import PortalAdmin
from clusters.admin.cells import Cell, cluster_column, column, state_column
from clusters.admin.steps import SHUT, ReasonForm, Step
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


class Rule(Step):
    """Ruling on an appeal, one way or the other."""

    permission, form_class, uphold = "assessment.rule_appeal", RulingForm, False
    done = "复核申请{made}，已签发复核决定书。"

    def shut(self, row: Appeal, by: User) -> str | None:
        if row.state != AppealState.PENDING:
            return SHUT
        return resting.four_eyes("审理", row, by)

    def act(self, row: Appeal, data: dict[str, Any], by: User) -> str:
        reopen = data.get("reopen", False)
        return appeals.rule(row, uphold=self.uphold, ruling=data["reason"], by=by, reopen=reopen).get_state_display()


class Uphold(Rule):
    name, verb, icon, uphold = "uphold", "申请成立", "check-circle", True
    follows = "撤销{row.decision}，视为自始未作出；签发复核决定书。"
    also = ("随之撤销的称号和扶持政策恢复。", "以后年度的评分按新的历史重新计算。")
    form_class = UpholdForm

    def items(self, row: Appeal) -> tuple[str, ...]:
        return (*(f"以其为依据的{one}一并撤销。" for one in resting.resting_on(row.decision)), *self.also)


class Reject(Rule):
    name, verb, icon = "reject", "申请不成立", "x-circle"
    follows = "维持{row.decision}；签发复核决定书。"
    also = ("因复核而暂缓的摘牌恢复办理，以后年度的评分重新计算。",)


class AppealAdmin(PortalAdmin):
    about = "区市对决定的异议及裁定"
    list_display = (_cluster, "decision_cell", _state, "filed_cell", "ruled_at")
    list_filter = ("state", "decision__year", "decision__cluster__district")
    search_fields = (
        "decision__cluster__search_key",
        "decision__cluster__code",
        "decision__cluster__name_initials",
        "grounds",
    )
    steps = (Uphold(), Reject())
    change_form_template = "admin/pages/appeal.html"
    fields = (
        _cluster,
        "decision_cell",
        _state,
        "hearing_cell",
        "filed_cell",
        "grounds",
        "document",
        "ruling",
        "ruled_by",
    )
    list_lead = "由没有签署过原决定的审批人裁定。"
    empty_text = "没有符合条件的复核申请。"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Appeal]:
        rows = super().get_queryset(request).defer("decision__record")
        return rows.select_related("decision__cluster__district", "filed_by", "ruled_by", "document")

    @column("原决定", order="decision__year")
    def decision_cell(self, row: Appeal) -> str:
        return f"{row.decision.year}年度{row.decision.get_kind_display()}"

    @column("申请", order="filed_at")
    def filed_cell(self, row: Appeal) -> Cell:
        return Cell(zh_date(row.filed_at), note=row.filed_by.full_name)

    @column("可以审理的人")
    def hearing_cell(self, row: Appeal) -> Cell:
        if row.state != AppealState.PENDING:
            return Cell(blank="已办结")
        return Cell(resting.named(resting.able("审理", row)) or "没有：由安全管理员授予审批人角色或指定承办人")

    def page_context(self, request: HttpRequest, row: Appeal) -> dict[str, Any]:
        panel = panel_of_result(row.decision.assessment)
        return {"appeal": row, "panel": panel, "entries": timeline.of_cluster(row.decision.cluster)}
