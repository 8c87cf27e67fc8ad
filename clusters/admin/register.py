"""The register: clusters and their recognitions, to read. Changes come from decisions and recognitions, not from here."""

from typing import Any

from django.contrib.admin import display
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest

from clusters.admin.base import PortalAdmin
from clusters.admin.cells import Cell, column, head_of
from clusters.models import Benefit, Cluster, Recognition


class ClusterAdmin(PortalAdmin):
    about = "基本情况、来源和历史"
    list_display = ("name_cell", "district", "category", "title_cell", "leading_industry", "is_published")
    list_filter = ("district", "category", "recognitions__level", "is_published")
    list_select_related = ("district", "category")
    search_fields = ("name", "code", "name_key", "name_initials")
    page_template = "admin/pages/cluster.html"
    facts = (
        "code",
        "district",
        "category",
        "leading_industry",
        "operator",
        "management_mode",
        "land_area",
        "floor_area",
        "area_in_use",
        "is_published",
        "source_document",
        "source_note",
        "inferred_cell",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Cluster]:
        return super().get_queryset(request).prefetch_related("recognitions")

    @column("名称", order="name_key")
    def name_cell(self, row: Cluster) -> Cell:
        return {"text": row.name, "note": f"{row.code}{' · 演示数据' if row.is_demo else ''}"}

    @column("现有称号")
    def title_cell(self, row: Cluster) -> Cell:
        held = "、".join(title.get_level_display() for title in row.titles)
        gone = "、".join(f"{title.get_level_display()}称号已撤销" for title in row.withdrawn_titles)
        return {"text": held or "—", "note": gone}

    @column("推断的项目")
    def inferred_cell(self, row: Cluster) -> str:
        return "、".join(head_of(self, name) for name in row.inferred_fields)

    def page_context(self, request: HttpRequest, row: Cluster) -> dict[str, Any]:
        titles = row.recognitions.prefetch_related(Prefetch("benefits", Benefit.objects.order_by("pk")))
        return {"titles": titles.order_by("recognised_on", "pk")}


class RecognitionAdmin(PortalAdmin):
    about = "各级称号的认定与撤销"
    list_display = ("cluster_cell", "level", "recognised_on", "document", "state_cell")
    list_filter = ("level", "state", "cluster__district")
    list_select_related = ("cluster__district",)
    search_fields = ("cluster__name", "cluster__code", "cluster__name_key", "cluster__name_initials", "document")
    facts = (
        "cluster",
        "level",
        "state_cell",
        "recognised_on",
        "document",
        "document_url",
        "note",
        "ended_on",
        "end_document",
        "is_demo",
    )

    @column("集聚区", order="cluster__name_key")
    def cluster_cell(self, row: Recognition) -> Cell:
        return {"text": row.cluster.name, "note": row.cluster.district.name if row.cluster.district else ""}

    @display(description="状态", ordering="state")
    def state_cell(self, row: Recognition) -> Cell:
        return {"text": row.get_state_display(), "state": "withdrawn" if row.ended_on else "verified"}
