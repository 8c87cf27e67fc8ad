"""Issued letters, to read and to download."""

from typing import Any
from urllib.parse import quote

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from assessment.models import Letter
from clusters.admin.base import PortalAdmin
from clusters.admin.cells import Cell, column

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class LetterAdmin(PortalAdmin):
    list_display = ("number_cell", "title", "kind", "cluster_cell", "issued_on", "code")
    list_filter = ("kind", "series", "decision__cluster__district")
    search_fields = ("title", "code", "decision__cluster__name", "decision__cluster__name_key")
    page_template = "admin/pages/letter.html"
    facts = ("number_cell", "title", "kind", "cluster_cell", "issued_on", "issued_at", "code", "sha256")
    empty_text = "还没有签发公文。决定生效时公文随之签发。"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Letter]:
        rows = super().get_queryset(request).defer("content", "decision__record")
        return rows.select_related("series", "decision__cluster__district")

    def get_urls(self) -> list[URLPattern]:
        download = self.admin_site.admin_view(self.download_view)
        return [path("<path:object_id>/download/", download, name=self.address("download")), *super().get_urls()]

    def download_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Answer the stored file, byte for byte as it was issued."""
        row = self.found(request, object_id)
        name = quote(f"{row.document_number}{row.title}.docx")
        answer = HttpResponse(bytes(row.content), content_type=DOCX)
        answer["Content-Disposition"] = f"attachment; filename=\"letter.docx\"; filename*=UTF-8''{name}"
        answer["X-Content-Type-Options"] = "nosniff"
        return answer

    @column("文号", order="number")
    def number_cell(self, row: Letter) -> Cell:
        return {"text": row.document_number}

    @column("集聚区")
    def cluster_cell(self, row: Letter) -> str:
        return row.decision.cluster.name if row.decision else ""

    def heading(self, row: Letter) -> str:
        return row.document_number

    def page_context(self, request: HttpRequest, row: Letter) -> dict[str, Any]:
        decision = row.decision_id
        return {"letter": row, "download_url": self.url("download", row), "decision_id": decision}
