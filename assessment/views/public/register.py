"""The public register: the list, and the page of one cluster."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from assessment.selectors import timeline
from clusters.documents.views.downloads import exported
from clusters.forms.register import RegisterSearchForm
from clusters.models import Cluster
from clusters.selectors import register
from clusters.views.guards import Public
from clusters.views.pages import Paged
from clusters.workbooks.write.export import ExportTable

_KEPT_SECONDS = 300
_HEADINGS = ("编号", "名称", "区市", "类别", "称号", "依据文件", "推断的项目", "演示设定的项目", "演示数据")
_NAMES = {"district": "区市", "category": "类别"}


class Register(Public, Paged):
    """The list with its filters."""

    template_name = "assessment/public/register.html"
    paginate_by = 30

    def get_queryset(self) -> QuerySet[Cluster]:
        self.form = RegisterSearchForm(self.request.GET or None)
        return register.found(self.form.search() if self.form.is_bound else register.Search())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title="现代服务业集聚区名录",
            form=self.form,
            reset_url=reverse("assessment:register") if self.request.GET else "",
            **kwargs,
        )


class RegisterExport(Public):
    """The list as open data, with the same filters; everybody gets the same file, so it may be kept a while."""

    def get(self, request: HttpRequest) -> HttpResponse:
        form = RegisterSearchForm(request.GET)
        rows = [_exported(cluster) for cluster in register.found(form.search())]
        answer = exported(ExportTable("", _HEADINGS, rows), "csv", f"{settings.PORTAL_REGISTER}.csv")
        answer["Cache-Control"] = f"public, max-age={_KEPT_SECONDS}"
        return answer


def _exported(cluster: Cluster) -> tuple[str, ...]:
    """Return what the list shows of a cluster; what a document does not say stays blank."""
    inferred, assumed = ("、".join(_NAMES[code] for code in codes if code in _NAMES)
                         for codes in (cluster.inferred_fields, cluster.demo_fields))  # fmt: skip
    titles = [row.get_level_display() for row in cluster.titles]
    gone = [f"{row.get_level_display()}称号已撤销" for row in cluster.withdrawn_titles]
    return (
        cluster.code,
        cluster.name,
        cluster.district.name if cluster.district else "",
        cluster.category.name if cluster.category else "",
        "、".join([*titles, *gone]),
        cluster.source_document,
        inferred,
        assumed,
        "是" if cluster.is_demo else "否",
    )


class RegisterCluster(Public, TemplateView):
    """The published facts of one cluster and its history of decisions; an unpublished one is 404."""

    template_name = "assessment/public/cluster.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = (
            Cluster.objects.published()
            .select_related("district", "category")
            .prefetch_related("recognitions__benefits")
        )
        # PostgreSQL takes no NUL, not even to look for it.
        cluster = get_object_or_404(rows.none() if "\x00" in kwargs["code"] else rows, code=kwargs["code"])
        return super().get_context_data(
            title=cluster.name,
            cluster=cluster,
            marks=dict.fromkeys(cluster.demo_fields, "（演示设定）")
            | dict.fromkeys(cluster.inferred_fields, "（推断）"),
            history=timeline.public(cluster),
            search_url=reverse("assessment:register"),
            trail=[{"label": "集聚区名录", "url": reverse("assessment:register")}],
            **kwargs,
        )
