"""The register: clusters and their recognitions."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from clusters.admin.base import PortalAdmin
from clusters.admin.cells import Cell, cluster_column, head_of, state_column
from clusters.admin.steps import StepForm, step
from clusters.admin.upkeep import fields_form, row_form
from clusters.enums import Level
from clusters.models import Benefit, Cluster, Recognition
from clusters.services import registry

_STATED = (
    ("name", "district", "category", "leading_industry", "operator", "management_mode"),
    ("land_area", "floor_area", "area_in_use", "is_published"),
    ("source_document", "source_url", "source_note"),
)
_form = row_form(Cluster, tuple(flatten(_STATED)))


class RecognitionForm(StepForm):
    """A title with its document."""

    level = forms.TypedChoiceField(label="级别", choices=Level.choices, coerce=Level)
    recognised_on = forms.DateField(label="认定日期", widget=forms.DateInput(attrs={"type": "date"}))
    document = forms.CharField(label="认定文件", max_length=200, help_text="文件名称和文号。")
    document_url = forms.URLField(label="文件网址", max_length=300, required=False, assume_scheme="https")
    note = forms.CharField(label="说明", max_length=300, required=False)

    def clean_recognised_on(self) -> date:
        day: date = self.cleaned_data["recognised_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("认定日期不能晚于今天。")
        return day


ReadingForm = fields_form(Cluster, ("reading",))


@admin.register(Cluster)
class ClusterAdmin(PortalAdmin):
    list_display = ("name_cell", "district", "category", "title_cell", "leading_industry", "is_published")
    list_filter = ("district", "category", "recognitions__level", "is_published")
    list_select_related = ("district", "category")
    search_fields = ("search_key", "code", "name_initials")
    change_form_template = "admin/pages/cluster.html"
    fields = ("code", "reading", *_STATED, "inferred_cell")
    adding = step("cluster.add", registry.PERMISSION, registry.enter, _form)
    steps = (
        step("cluster.recognise", "clusters.recognise_cluster", registry.recognise, RecognitionForm),
        step("cluster.edit", registry.PERMISSION, registry.change, _form),
        step("cluster.reading", "clusters.correct_reading", registry.correct_reading, ReadingForm),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Cluster]:
        return super().get_queryset(request).prefetch_related("recognitions")

    @admin.display(description="名称", ordering="name_key")
    def name_cell(self, row: Cluster) -> Cell:
        return Cell(row.name, note=f"{row.code}{' · 演示数据' if row.is_demo else ''}")

    @admin.display(description="现有称号")
    def title_cell(self, row: Cluster) -> Cell:
        held = "、".join(title.get_level_display() for title in row.titles)
        gone = "、".join(f"{title.get_level_display()}称号已撤销" for title in row.withdrawn_titles)
        return Cell(held or "—", note=gone)

    @admin.display(description="推断的项目")
    def inferred_cell(self, row: Cluster) -> str:
        return "、".join(head_of(self, name) for name in row.inferred_fields)

    def page_context(self, request: HttpRequest, row: Cluster) -> dict[str, Any]:
        titles = row.recognitions.prefetch_related(Prefetch("benefits", Benefit.objects.order_by("pk")))
        return {"titles": titles.order_by("recognised_on", "pk")}


@admin.register(Recognition)
class RecognitionAdmin(PortalAdmin):
    _state = state_column({"active": "verified"})
    list_display = (cluster_column("cluster"), "level", "recognised_on", "document", _state)
    list_filter = ("level", "state", "cluster__district")
    list_select_related = ("cluster__district",)
    search_fields = ("cluster__search_key", "cluster__code", "cluster__name_initials", "document")
    fields = (
        ("cluster", "level", _state, "recognised_on", "document", "document_url"),
        ("note", "ended_on", "end_document", "is_demo"),
    )
