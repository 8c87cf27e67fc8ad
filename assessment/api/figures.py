"""Verified yearly figures: one record a cluster and year, and their sums."""

import re
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django_filters.rest_framework import FilterSet
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from assessment.api import visible
from assessment.api.fields import Exact
from assessment.models import Duty
from assessment.selectors.figures import from_text, to_text
from assessment.selectors.totals import BY, Total, totals_of
from clusters.api.base import Endpoint
from clusters.api.filters import CODE, YEAR, YEAR_SCHEMA, code, flag, year
from clusters.api.parameters import BadParameter
from clusters.api.serializers import NamedSerializer
from clusters.models import User
from clusters.models.token import Scope

_TAG = ["年度数据"]
_ID = {"type": "string", "pattern": f"^{YEAR}-{CODE}$"}


class FigureSerializer(serializers.Serializer):
    """The figures that count for a cluster and year: the verified version, each in the unit of its indicator."""

    id = serializers.SerializerMethodField(help_text="年度-集聚区编号")
    year = serializers.IntegerField(help_text="数据年度")
    cluster = NamedSerializer(help_text="集聚区")
    district = NamedSerializer(allow_null=True, help_text="该年度所属区市")
    is_judged = serializers.BooleanField(help_text="是否参加考核")
    version = serializers.IntegerField(source="submission.verified_version.number", help_text="数据版本号")
    source = serializers.CharField(  # type: ignore[assignment]
        source="submission.verified_version.source", help_text="填报方式"
    )
    source_label = serializers.CharField(
        source="submission.verified_version.get_source_display", help_text="填报方式名称"
    )
    sha256 = serializers.CharField(source="submission.verified_version.sha256", help_text="数据版本的哈希")
    filed_at = serializers.DateTimeField(source="submission.verified_version.filed_at", help_text="提交时间")
    verified_at = serializers.DateTimeField(
        source="submission.verified_version.review.reviewed_at", help_text="核实时间"
    )
    values = serializers.SerializerMethodField(help_text="按指标代码；null 为未填写，不等于零")

    def get_id(self, row: Duty) -> str:
        return f"{row.year}-{row.cluster.code}"

    @extend_schema_field(serializers.DictField(child=Exact(allow_null=True)))
    def get_values(self, row: Duty) -> dict[str, str | None]:
        version = row.submission.verified_version
        return to_text(from_text(version.values)) if version else {}


class TotalSerializer(serializers.Serializer):
    """The sums of one group."""

    code = serializers.CharField(help_text="组的代码；未载明的为空")
    name = serializers.CharField(help_text="组的名称")
    clusters = serializers.IntegerField(help_text="有已核实数据的集聚区数")
    sums = serializers.SerializerMethodField(help_text="按指标代码的合计")
    counts = serializers.SerializerMethodField(help_text="按指标代码：填报了该指标的集聚区数")

    @extend_schema_field(serializers.DictField(child=Exact()))
    def get_sums(self, row: Total) -> dict[str, str | None]:
        return to_text(row.sums)

    @extend_schema_field(serializers.DictField(child=serializers.IntegerField()))
    def get_counts(self, row: Total) -> dict[str, int]:
        return dict(row.counts)


class FigureFilter(FilterSet):
    year = year("reporting_year")
    cluster = code("cluster__code", "集聚区编号。")
    district = code("district", "该年度所属区市、功能区的代码。")
    category = code("cluster__category", "类别代码。")
    is_judged = flag("is_judged", "是否参加考核。")


@extend_schema_view(
    list=extend_schema(
        tags=_TAG,
        summary="已核实的年度数据",
        description="区市只见本区市的；领导只见结果已公布的，其余见合计；草稿和未核实的数据不在其中。",
    ),
)
class FigureViewSet(Endpoint, ListModelMixin):
    permission = "assessment.read_figures"
    scope = Scope.STATS_READ
    queryset = Duty.objects.all()
    serializer_class = FigureSerializer
    filterset_class = FigureFilter
    orderings = {"year": "reporting_year", "cluster": "cluster__name_key", "district": "district__order"}
    default_ordering = ("-year", "cluster")
    lookup_url_kwarg = "id"
    lookup_value_regex = f"{YEAR}-{CODE}"
    parameters = {"totals": frozenset({"year", "by"})}

    def rows(self, user: User) -> QuerySet[Duty]:
        return visible.figures_for(user).select_related("cluster", "district", "submission__verified_version__review")

    @extend_schema(
        tags=_TAG,
        summary="一个集聚区一年的已核实数据",
        parameters=[
            OpenApiParameter("id", _ID, OpenApiParameter.PATH, description="年度-集聚区编号，例如 2021-QJ-0001。")
        ],
    )
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        number, _, cluster = kwargs["id"].partition("-")
        row = self.get_queryset().filter(reporting_year=int(number), cluster__code=cluster).first()
        if row is None:
            raise Http404
        return Response(self.get_serializer(row).data)

    @extend_schema(
        tags=_TAG,
        summary="合计",
        description="参加考核的集聚区已核实数据的合计。区市只合计本区市的；领导可见全市，含尚未公布结果的。",
        parameters=[
            OpenApiParameter("year", YEAR_SCHEMA, required=True, description="数据年度。"),
            OpenApiParameter("by", {"type": "string", "enum": list(BY)}, description="分组，默认 city。"),
        ],
        responses=TotalSerializer(many=True),
    )
    @action(detail=False, pagination_class=None, filter_backends=(), filterset_class=None)
    def totals(self, request: Request) -> Response:
        number, by = request.query_params.get("year", ""), request.query_params.get("by", "city")
        if not re.fullmatch(YEAR, number, re.ASCII):
            raise BadParameter({"year": ["请给出四位数字的数据年度，例如 2021。"]})
        if by not in BY:
            raise BadParameter({"by": [f"应为下列之一：{'、'.join(BY)}。"]})
        duties = visible.totalled_for(request.user).filter(reporting_year=int(number))  # type: ignore[arg-type]
        loaded = duties.select_related("cluster__category", "district", "submission__verified_version")
        return Response(TotalSerializer(totals_of(loaded, by), many=True).data)
