"""The register: clusters and their recognitions."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest

from clusters.admin.base import PortalAdmin
from clusters.admin.cells import Cell, cluster_column, column, head_of, state_column
from clusters.admin.steps import Step, StepForm
from clusters.models import Benefit, Cluster, User
from clusters.services import registry


class ReadingForm(StepForm):
    reading = Cluster._meta.get_field("reading").formfield(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"reading": self.row.reading}


class CorrectReading(Step):
    name, permission, verb, form_class = "reading", "clusters.correct_reading", "更正读音", ReadingForm
    icon = "volume-up"
    follows = "名录按新的读音排序；按原来的读音仍能查到。"
    done = "已更正“{row}”的读音。"

    def act(self, row: Cluster, data: dict[str, Any], by: User) -> Cluster:
        return registry.correct_reading(row, reading=data["reading"], by=by)


class ClusterAdmin(PortalAdmin):
    about = "基本情况、来源和历史"
    list_display = ("name_cell", "district", "category", "title_cell", "leading_industry", "is_published")
    list_filter = ("district", "category", "recognitions__level", "is_published")
    list_select_related = ("district", "category")
    search_fields = ("search_key", "code", "name_initials")
    steps = (CorrectReading(),)
    change_form_template = "admin/pages/cluster.html"
    fields = (
        ("code", "reading", "district", "category", "leading_industry", "operator", "management_mode"),
        ("land_area", "floor_area", "area_in_use", "is_published"),
        ("source_document", "source_note", "inferred_cell"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Cluster]:
        return super().get_queryset(request).prefetch_related("recognitions")

    @column("名称", order="name_key")
    def name_cell(self, row: Cluster) -> Cell:
        return Cell(row.name, note=f"{row.code}{' · 演示数据' if row.is_demo else ''}")

    @column("现有称号")
    def title_cell(self, row: Cluster) -> Cell:
        held = "、".join(title.get_level_display() for title in row.titles)
        gone = "、".join(f"{title.get_level_display()}称号已撤销" for title in row.withdrawn_titles)
        return Cell(held or "—", note=gone)

    @column("推断的项目")
    def inferred_cell(self, row: Cluster) -> str:
        return "、".join(head_of(self, name) for name in row.inferred_fields)

    def page_context(self, request: HttpRequest, row: Cluster) -> dict[str, Any]:
        titles = row.recognitions.prefetch_related(Prefetch("benefits", Benefit.objects.order_by("pk")))
        return {"titles": titles.order_by("recognised_on", "pk")}


class RecognitionAdmin(PortalAdmin):
    about = "各级称号的认定与撤销"
    _state = state_column({"active": "verified"})
    list_display = (cluster_column("cluster"), "level", "recognised_on", "document", _state)
    list_filter = ("level", "state", "cluster__district")
    list_select_related = ("cluster__district",)
    search_fields = ("cluster__search_key", "cluster__code", "cluster__name_initials", "document")
    fields = (
        ("cluster", "level", _state, "recognised_on", "document", "document_url"),
        ("note", "ended_on", "end_document", "is_demo"),
    )
