"""The register: clusters and their recognitions."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.admin.utils import flatten
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from clusters.admin.base import PortalAdmin
from clusters.admin.cells import Cell, cluster_column, column, head_of, state_column
from clusters.admin.steps import Step, StepForm
from clusters.admin.upkeep import adding, changing, row_form
from clusters.enums import Level
from clusters.models import Benefit, Cluster, Recognition, User
from clusters.services import registry

_STATED = (
    ("name", "district", "category", "leading_industry", "operator", "management_mode"),
    ("land_area", "floor_area", "area_in_use", "is_published"),
    ("source_document", "source_url", "source_note"),
)
_form = row_form(Cluster, tuple(flatten(_STATED)))


class RecognitionForm(StepForm):
    """A title with its document."""

    level = forms.ChoiceField(label="级别", choices=Level.choices)
    recognised_on = forms.DateField(label="认定日期", widget=forms.DateInput(attrs={"type": "date"}))
    document = forms.CharField(label="认定文件", max_length=200, help_text="文件名称和文号。")
    document_url = forms.URLField(label="文件网址", max_length=300, required=False, assume_scheme="https")
    note = forms.CharField(label="说明", max_length=300, required=False)

    def clean_recognised_on(self) -> date:
        day: date = self.cleaned_data["recognised_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("认定日期不能晚于今天。")
        return day


class Recognise(Step):
    name, permission, verb, icon = "recognise", "clusters.recognise_cluster", "认定或提升", "award"
    form_class = RecognitionForm
    follows = "{row}取得所选级别的称号，列入名录；以后开启的数据年度按此生成报送任务。"
    also = ("提升为更高级别的，原有称号不变；储备转为市级的，从认定之日起计算。",)
    done = "已认定：{made}。"

    def act(self, row: Cluster, data: dict[str, Any], by: User) -> Recognition:
        return registry.recognise(row, by=by, **{**data, "level": Level(data["level"])})


class ReadingForm(StepForm):
    reading = Cluster._meta.get_field("reading").formfield(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"reading": self.row.reading}


class CorrectReading(Step):
    name, permission, verb, icon = "reading", "clusters.correct_reading", "更正读音", "volume-up"
    form_class = ReadingForm
    follows = "名录按新的读音排序；按原来的读音仍能查到。"
    done = "已更正“{made}”的读音。"

    def act(self, row: Cluster, data: dict[str, Any], by: User) -> Cluster:
        return registry.correct_reading(row, reading=data["reading"], by=by)


class ClusterAdmin(PortalAdmin):
    about = "基本情况、来源和历史"
    list_display = ("name_cell", "district", "category", "title_cell", "leading_industry", "is_published")
    list_filter = ("district", "category", "recognitions__level", "is_published")
    list_select_related = ("district", "category")
    search_fields = ("search_key", "code", "name_initials")
    change_form_template = "admin/pages/cluster.html"
    fields = (
        "code",
        "reading",
        *_STATED,
        "inferred_cell",
    )
    adding = adding(_form, registry.enter, registry.PERMISSION, "登记集聚区", "编号由系统给出；称号由审批人另行认定。")
    steps = (Recognise(), changing(_form, registry.change, registry.PERMISSION), CorrectReading())

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
