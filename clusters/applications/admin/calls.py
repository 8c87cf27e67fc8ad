"""Calls: drafted by a reviewer, published by an approver, and what is done for all their applications together."""

from typing import Any

from django.contrib.admin.utils import flatten
from django.http import HttpRequest

from clusters.admin.base import PortalAdmin
from clusters.admin.cells import Cell, column, state_column
from clusters.admin.upkeep import adding, changing, row_form
from clusters.applications.admin.call_steps import Copy, Except, OpenNotice, Propose, Publish, RecordPanel
from clusters.applications.models import Call
from clusters.applications.services import calls

_STATED = (
    ("code", "title", "year", "document", "contact", "summary"),
    ("opens_at", "closes_at", "cutoff_on", "categories", "per_district"),
    ("spread_warn", "spread_block", "spread_basis", "notice_days", "plan_days"),
    ("score_by", "scores_shown", "reward_places", "reward", "reward_basis", "form"),
)
_form = row_form(Call, tuple(flatten(_STATED)), fixed=("code",))


class CallAdmin(PortalAdmin):
    about = "申报批次的时间、环节、材料、条件和评分"
    _state = state_column({"draft": "draft", "published": "open", "finished": "finished"})
    list_display = ("title", "year", _state, "opens_at", "closes_at", "count_cell")
    list_filter = ("state", "year")
    search_fields = ("title", "code")
    fields = (
        *(tuple(name for name in row if name not in ("categories", "form")) for row in _STATED),
        "categories_cell",
    )
    change_form_template = "admin/pages/call.html"
    adding = adding(_form, calls.draft, calls.PERMISSION, "起草申报批次", "也可以从上一年的批次复制。")
    steps = (
        Publish(), OpenNotice(), RecordPanel(), Propose(), Except(), Copy(), changing(_form, calls.change, calls.PERMISSION),
    )  # fmt: skip

    @column("申报")
    def count_cell(self, row: Call) -> Cell:
        count = row.applications.exclude(number="").count()
        return Cell(f"{count} 家", value=count)

    @column("申报类别")
    def categories_cell(self, row: Call) -> str:
        return "、".join(one.name for one in row.categories.all())

    def page_context(self, request: HttpRequest, row: Call) -> dict[str, Any]:
        return {
            "call": row,
            "applications": row.applications.exclude(number="").select_related("district", "category"),
            "stages": row.stages.all(),
            "requirements": row.requirements.all(),
            "conditions": row.conditions.select_related("category"),
            "rubric": row.rubric.all(),
            "notices": row.notices.all(),
            "batches": row.batches.all(),
        }
