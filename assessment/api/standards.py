"""By what is judged: indicators, and the rulesets with every parameter, reading and city target and its citation."""

from typing import Any

from django.db.models import QuerySet
from django_filters.rest_framework import FilterSet
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers

from assessment.api.fields import CiteSerializer, LabelledSerializer, Plain
from assessment.enums import Family, Kind, RulesetState
from assessment.models import Indicator, RulesetVersion
from assessment.rules.ruleset import Target
from assessment.rules.words.entries import target_text
from assessment.selectors import rulebook
from clusters.api.filters import choice, flag
from clusters.api.register import RegisterReading
from clusters.api.serializers import RowSerializer
from clusters.models import User

_TAG = ["标准与依据"]
_PUBLISHED = (RulesetState.ACTIVE, RulesetState.RETIRED)


class IndicatorSerializer(RowSerializer):
    class Meta:
        model = Indicator
        fields = [
            "code", "label", "unit", "family", "kind", "decimals", "minimum", "maximum", "definition", "is_required",
            "from_year", "until_year",
        ]  # fmt: skip


class TargetSerializer(serializers.Serializer):
    code = serializers.CharField(help_text="代码")
    label = serializers.CharField(help_text="名称")  # type: ignore[assignment]
    since = serializers.IntegerField(help_text="自该数据年度起")
    by_year = serializers.IntegerField(allow_null=True, help_text="目标年份")
    subject = serializers.SerializerMethodField(help_text="与目标值相比的数")
    op = serializers.CharField(help_text="比较方式")
    value = Plain(source="line", help_text="目标值")
    unit = serializers.CharField(help_text="单位")
    is_approximate = serializers.BooleanField(help_text="原文是否写“左右”")
    cite = CiteSerializer(help_text="依据，附原文")

    def get_subject(self, one: Target) -> str:
        return target_text(one)


class ValueSerializer(serializers.Serializer):
    from_year = serializers.IntegerField(source="since", help_text="自该数据年度起")
    value = Plain(help_text="取值")
    cite = CiteSerializer(help_text="依据")


class ParameterSerializer(LabelledSerializer):
    unit = serializers.CharField(help_text="单位")
    values = ValueSerializer(many=True, help_text="历次取值")


class ReadingValueSerializer(serializers.Serializer):
    from_year = serializers.IntegerField(source="since", help_text="自该数据年度起")
    text = serializers.CharField(source="value", help_text="规定")
    cite = CiteSerializer(help_text="依据")


class ReadingSerializer(LabelledSerializer):
    values = ReadingValueSerializer(many=True, help_text="历次规定")


class RulesetSerializer(RowSerializer):
    """A ruleset that is or was in force; `sha256` is the hash of its text."""

    class Meta:
        model = RulesetVersion
        fields = [
            "sha256", "code", "title", "first_year", "last_year", "basis", "legal_basis", "state", "activated_at",
        ]  # fmt: skip


class RulesetDetailSerializer(RulesetSerializer):
    """A ruleset with its parameters, readings and the targets of the city, which never give a card to a cluster."""

    parameters = serializers.SerializerMethodField(help_text="参数：每个取值附依据")
    readings = serializers.SerializerMethodField(help_text="口径：组合、退出、缺报等的规定，每条附依据")
    targets = serializers.SerializerMethodField(help_text="全市目标：附原文和条款；只看全市，不据此发黄牌")

    class Meta(RulesetSerializer.Meta):
        fields = [*RulesetSerializer.Meta.fields, "parameters", "readings", "targets"]

    @extend_schema_field(ParameterSerializer(many=True))
    def get_parameters(self, row: RulesetVersion) -> Any:
        return ParameterSerializer(list(rulebook.parsed(row).parameters.values()), many=True).data

    @extend_schema_field(ReadingSerializer(many=True))
    def get_readings(self, row: RulesetVersion) -> Any:
        return ReadingSerializer(rulebook.parsed(row).policies, many=True).data

    @extend_schema_field(TargetSerializer(many=True))
    def get_targets(self, row: RulesetVersion) -> Any:
        return TargetSerializer(rulebook.parsed(row).steps[-1][1].targets, many=True).data


class IndicatorFilter(FilterSet):
    family = choice("family", Family.choices, "指标类别：")
    kind = choice("kind", Kind.choices, "性质：")
    is_required = flag("is_required", "是否考核必需。")


class RulesetFilter(FilterSet):
    state = choice("state", [(state.value, state.label) for state in _PUBLISHED], "状态：")


@extend_schema_view(
    list=extend_schema(tags=_TAG, summary="指标列表", description="每项指标的单位、口径和起止年度。"),
    retrieve=extend_schema(tags=_TAG, summary="一项指标"),
)
class IndicatorViewSet(RegisterReading):
    queryset = Indicator.objects.all()
    serializer_class = IndicatorSerializer
    filterset_class = IndicatorFilter
    orderings = {"order": "order", "code": "code"}
    default_ordering = ("order",)


@extend_schema_view(
    list=extend_schema(tags=_TAG, summary="规则集列表", description="施行中的和已停用的，不含草案。"),
    retrieve=extend_schema(
        tags=_TAG, summary="一个规则集", description="以全文的哈希为编号；每个参数附历次取值和依据。"
    ),
)
class RulesetViewSet(RegisterReading):
    queryset = RulesetVersion.objects.all()
    serializer_class = RulesetSerializer
    detail_serializer_class = RulesetDetailSerializer
    filterset_class = RulesetFilter
    orderings = {"first_year": "first_year", "code": "code"}
    default_ordering = ("-first_year",)
    lookup_field = "sha256"
    lookup_value_regex = "[0-9a-f]{64}"

    def rows(self, user: User) -> QuerySet[RulesetVersion]:
        found = RulesetVersion.objects.filter(state__in=_PUBLISHED)
        return found if self.action == "retrieve" else found.defer("text")
