"""Rulebooks in the workbench: a list; reading, drafting, rehearsing and activating have their own pages."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from assessment.models import RulesetVersion
from assessment.rules.enums import Basis
from clusters.admin.base import PortalAdmin
from clusters.admin.cells import Cell, state_column
from clusters.templatetags.figures import zh_date


@admin.register(RulesetVersion)
class RulesetVersionAdmin(PortalAdmin):
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

    def get_queryset(self, request: HttpRequest) -> QuerySet[RulesetVersion]:
        return super().get_queryset(request).defer("text")

    def page(self, request: HttpRequest, row: RulesetVersion, **kwargs: object) -> HttpResponse:
        return redirect("assessment:rulebook", row.pk)

    @admin.display(description="名称", ordering="title")
    def title_cell(self, row: RulesetVersion) -> Cell:
        return Cell(row.title, note=f"{row.code} · {row.sha256[:12]}")

    @admin.display(description="适用数据年度", ordering="first_year")
    def years_cell(self, row: RulesetVersion) -> str:
        return f"{row.first_year}—{row.last_year}" if row.last_year else f"{row.first_year}起"

    @admin.display(description="依据类型", ordering="basis")
    def basis_cell(self, row: RulesetVersion) -> str:
        return Basis(row.basis).label

    @admin.display(description="施行", ordering="activated_at")
    def activated_cell(self, row: RulesetVersion) -> Cell:
        if row.activated_at is None:
            return Cell(blank="尚未施行")
        who = row.activated_by.full_name if row.activated_by else "随文件施行"
        return Cell(zh_date(row.activated_at), note=who)
