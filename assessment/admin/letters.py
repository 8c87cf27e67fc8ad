"""Issued letters, to read and to download."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from assessment.models import Letter
from clusters.admin.base import PortalAdmin
from clusters.letters import pdf


@admin.register(Letter)
class LetterAdmin(PortalAdmin):
    list_display = ("number_cell", "title", "kind", "decision__cluster", "issued_on", "code")
    list_filter = ("kind", "series", "decision__cluster__district")
    search_fields = (
        "title",
        "code",
        "decision__cluster__search_key",
        "decision__cluster__name_initials",
    )
    change_form_template = "admin/pages/letter.html"
    fields = (
        "number_cell",
        "title",
        "kind",
        "decision__cluster",
        "issued_on",
        "issued_at",
        "code",
        "document__file__sha256",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Letter]:
        rows = super().get_queryset(request).defer("decision__record")
        return rows.select_related("series", "decision__cluster__district")

    @admin.display(description="文号", ordering="number")
    def number_cell(self, row: Letter) -> str:
        return row.document_number

    def heading(self, row: Letter) -> str:
        return row.document_number

    def page_context(self, request: HttpRequest, row: Letter) -> dict[str, Any]:
        return {"letter": row, "has_pdf": pdf.program() is not None}
