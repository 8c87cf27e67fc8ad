"""Rulebooks in the workbench: a list; reading, drafting, rehearsing and activating have their own pages."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from assessment.models import RulesetVersion
from assessment.rules.enums import Basis
from clusters.admin.base import PortalAdmin
from clusters.admin.cells import Cell, column, state_column
from clusters.templatetags.figures import zh_date


class RulesetVersionAdmin(PortalAdmin):
    about = "标准线、判断口径及其依据"
    list_display = (
        "title_cell",
        "years_cell",
        state_column({"active": "verified", "retired": "closed"}),
        "basis_cell",
        "activated_cell",
    )
    list_filter = ("state", "basis")
    list_select_related = ("activated_by", "drafted_by")
    search_fields = ("title", "code")
    list_lead = "评分只用施行中的规则集；每个数据年度恰有一个。文本一经存入不再改动，变更是新的规则集。"

    def get_queryset(self, request: HttpRequest) -> QuerySet[RulesetVersion]:
        return super().get_queryset(request).defer("text")

    def page(self, request: HttpRequest, row: RulesetVersion, **kwargs: object) -> HttpResponse:
        return redirect("assessment:rulebook", row.pk)

    @column("名称", order="title")
    def title_cell(self, row: RulesetVersion) -> Cell:
        return Cell(row.title, note=f"{row.code} · {row.sha256[:12]}")

    @column("适用数据年度", order="first_year")
    def years_cell(self, row: RulesetVersion) -> str:
        return f"{row.first_year}—{row.last_year}" if row.last_year else f"{row.first_year}起"

    @column("依据类型", order="basis")
    def basis_cell(self, row: RulesetVersion) -> str:
        return Basis(row.basis).label

    @column("施行", order="activated_at")
    def activated_cell(self, row: RulesetVersion) -> Cell:
        if row.activated_at is None:
            return Cell(blank="尚未施行")
        who = row.activated_by.full_name if row.activated_by else "随文件施行"
        return Cell(zh_date(row.activated_at), note=who)
