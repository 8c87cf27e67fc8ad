"""The register: clusters with their recognitions, districts and categories."""

from django.db.models import QuerySet
from django_filters.rest_framework import FilterSet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.viewsets import GenericViewSet

from clusters.api import serializers, visible
from clusters.api.base import NUMBER, Reading
from clusters.api.filters import CODE, choice, code, flag
from clusters.enums import CategoryGroup, DistrictKind, Level, RecognitionState
from clusters.models import Category, Cluster, District, Recognition, User
from clusters.models.token import Scope

_TAG = ["名录"]


class ClusterFilter(FilterSet):
    district = code("district", "区市、功能区代码。")
    category = code("category", "类别代码。")
    level = choice("recognitions__level", Level.choices, "持有有效认定的级别：")

    def filter_queryset(self, queryset: QuerySet[Cluster]) -> QuerySet[Cluster]:
        level = self.form.cleaned_data.pop("level", None)
        found = super().filter_queryset(queryset)
        return found.holding(level) if level else found


class RecognitionFilter(FilterSet):
    cluster = code("cluster__code", "集聚区编号。")
    district = code("cluster__district", "区市、功能区代码。")
    level = choice("level", Level.choices, "级别：")
    state = choice("state", RecognitionState.choices, "状态：")


class DistrictFilter(FilterSet):
    kind = choice("kind", DistrictKind.choices, "类型：")


class CategoryFilter(FilterSet):
    group = choice("group", CategoryGroup.choices, "类别组：")
    is_producer_service = flag("is_producer_service", "是否生产性服务业；文件未载明的两者都不含。")


class RegisterReading(Reading):
    """What everybody may read who may use the API at all."""

    permission = "clusters.use_api"
    scope = Scope.REGISTER_READ
    lookup_value_regex = CODE

    def rows(self, user: User) -> QuerySet:
        return GenericViewSet.get_queryset(self)


@extend_schema_view(
    list=extend_schema(tags=_TAG, summary="集聚区列表", description="区市只见本区市的集聚区，市级见全部。"),
    retrieve=extend_schema(tags=_TAG, summary="一个集聚区", description="编号不存在或无权查看，均答复404。"),
)
class ClusterViewSet(RegisterReading):
    queryset = Cluster.objects.all()
    serializer_class = serializers.ClusterSerializer
    filterset_class = ClusterFilter
    orderings = {"name": "name_key", "code": "code", "district": "district__order"}
    default_ordering = ("name",)
    lookup_field = "code"

    def rows(self, user: User) -> QuerySet[Cluster]:
        found = visible.clusters_for(user)
        return found.select_related("district", "category").prefetch_related("recognitions")


@extend_schema_view(
    list=extend_schema(tags=_TAG, summary="认定列表", description="含已撤销的认定。"),
    retrieve=extend_schema(tags=_TAG, summary="一项认定"),
)
class RecognitionViewSet(RegisterReading):
    queryset = Recognition.objects.all()
    serializer_class = serializers.RecognitionSerializer
    filterset_class = RecognitionFilter
    orderings = {"cluster": "cluster__name_key", "recognised_on": "recognised_on"}
    default_ordering = ("cluster",)
    lookup_value_regex = NUMBER

    def rows(self, user: User) -> QuerySet[Recognition]:
        return visible.recognitions_for(user).select_related("cluster")


@extend_schema_view(
    list=extend_schema(tags=_TAG, summary="区市、功能区列表"),
    retrieve=extend_schema(tags=_TAG, summary="一个区市或功能区"),
)
class DistrictViewSet(RegisterReading):
    queryset = District.objects.all()
    serializer_class = serializers.DistrictSerializer
    filterset_class = DistrictFilter
    orderings = {"order": "order", "code": "code"}
    default_ordering = ("order",)


@extend_schema_view(
    list=extend_schema(tags=_TAG, summary="类别列表", description="每一类别附依据条款和起用年份。"),
    retrieve=extend_schema(tags=_TAG, summary="一个类别"),
)
class CategoryViewSet(RegisterReading):
    queryset = Category.objects.all()
    serializer_class = serializers.CategorySerializer
    filterset_class = CategoryFilter
    orderings = {"order": "order", "code": "code"}
    default_ordering = ("order",)
