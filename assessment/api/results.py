"""Results of the judgement and the decisions that were made on them."""

from django.db.models import Prefetch, QuerySet
from django_filters.rest_framework import FilterSet
from drf_spectacular.utils import extend_schema, extend_schema_view

from assessment.api import results_serializers as serializers
from assessment.api import visible
from assessment.enums import AssessmentState, DecisionKind
from assessment.models import Assessment, Decision, Letter
from assessment.rules.enums import Verdict
from clusters.api.base import NUMBER, Reading
from clusters.api.filters import choice, code, presence, year
from clusters.models import User
from clusters.models.token import Scope

_TAG = ["考核结果"]
_STATES = [(state.value, state.label) for state in AssessmentState if state != AssessmentState.SUPERSEDED]


class AssessmentFilter(FilterSet):
    year = year("duty__reporting_year")
    cluster = code("duty__cluster__code", "集聚区编号。")
    district = code("duty__district", "该年度所属区市、功能区的代码。")
    category = code("duty__cluster__category", "类别代码。")
    verdict = choice("verdict", [(one.value, one.label) for one in Verdict], "结论：")
    state = choice("state", _STATES, "状态：")


class DecisionFilter(FilterSet):
    year = year("year")
    cluster = code("cluster__code", "集聚区编号。")
    district = code("assessment__duty__district", "该年度所属区市、功能区的代码。")
    kind = choice("kind", DecisionKind.choices, "决定：")
    superseded = presence("superseded_by", "是否已被撤销。")


@extend_schema_view(
    list=extend_schema(
        tags=_TAG,
        summary="考核结果列表",
        description="区市和第三方统计机构只见已公布的结果；公布以前答复与没有相同。不含已被替代的结果。",
    ),
    retrieve=extend_schema(
        tags=_TAG,
        summary="一项考核结果",
        description="逐项标准的精确数值、标准线、判断、差距和依据；说明与页面、文书的文字相同。",
    ),
)
class AssessmentViewSet(Reading):
    permission = "assessment.read_results"
    scope = Scope.RESULTS_READ
    queryset = Assessment.objects.all()
    serializer_class = serializers.AssessmentSerializer
    detail_serializer_class = serializers.AssessmentDetailSerializer
    filterset_class = AssessmentFilter
    orderings = {"year": "duty__reporting_year", "cluster": "duty__cluster__name_key", "score": "score"}
    default_ordering = ("-year", "cluster")
    lookup_value_regex = NUMBER

    def rows(self, user: User) -> QuerySet[Assessment]:
        found = (
            visible.assessments_for(user)
            .select_related("duty__cluster", "duty__district", "ruleset", "version")
            .defer("inputs", "ruleset__text", "version__values")
        )
        return found if self.action == "retrieve" else found.defer("outcome", "explanation")


@extend_schema_view(
    list=extend_schema(tags=_TAG, summary="决定列表", description="已作出的决定，只增不改；被撤销的仍在其中并注明。"),
    retrieve=extend_schema(tags=_TAG, summary="一项决定", description="附签发的文书和数据来源。"),
)
class DecisionViewSet(Reading):
    permission = "assessment.read_results"
    scope = Scope.RESULTS_READ
    queryset = Decision.objects.all()
    serializer_class = serializers.DecisionSerializer
    detail_serializer_class = serializers.DecisionDetailSerializer
    filterset_class = DecisionFilter
    orderings = {"year": "year", "decided_on": "decided_on", "cluster": "cluster__name_key"}
    default_ordering = ("-decided_on",)
    lookup_value_regex = NUMBER

    def rows(self, user: User) -> QuerySet[Decision]:
        letters = Prefetch("letters", Letter.objects.select_related("series", "document").defer("slots"))
        return (
            visible.decisions_for(user)
            .select_related("cluster", "recognition", "superseded_by", "assessment__ruleset", "assessment__version")
            .defer("record", "superseded_by__record")
            .defer("assessment__inputs", "assessment__outcome", "assessment__explanation")
            .defer("assessment__ruleset__text", "assessment__version__values")
            .prefetch_related(letters)
        )
