"""By what is judged: indicators, and the rulesets with every parameter, reading and city target and its citation."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers

from assessment.api.fields import CiteSerializer, Exact, cite_of
from assessment.enums import Family, Kind, RulesetState
from assessment.models import Indicator, RulesetVersion
from assessment.rules.citation import Parameter
from assessment.rules.numbers import plain
from assessment.rules.ruleset import RulebookEntry, Target
from assessment.rules.words.entries import target_text
from assessment.selectors import rulebook
from clusters.api.base import Reading
from clusters.api.filters import CODE, Filters, choice, flag
from clusters.models import User
from clusters.models.token import Scope

_TAG = ["标准与依据"]
_PUBLISHED = (RulesetState.ACTIVE, RulesetState.RETIRED)


class IndicatorSerializer(serializers.ModelSerializer):
    family_label = serializers.CharField(source="get_family_display", help_text="指标类别名称")
    kind_label = serializers.CharField(source="get_kind_display", help_text="性质名称")

    class Meta:
        model = Indicator
        fields: tuple[str, ...] = (
            "code",
            "label",
            "unit",
            "family",
            "family_label",
            "kind",
            "kind_label",
            "decimals",
            "minimum",
            "maximum",
            "definition",
            "is_required",
            "from_year",
            "until_year",
        )
        read_only_fields = fields


class TargetSerializer(serializers.Serializer):
    code = serializers.CharField(help_text="代码")
    label = serializers.CharField(help_text="名称")  # type: ignore[assignment]
    since = serializers.IntegerField(help_text="自该数据年度起")
    by_year = serializers.IntegerField(allow_null=True, help_text="目标年份")
    subject = serializers.CharField(help_text="与目标值相比的数")
    op = serializers.CharField(help_text="比较方式")
    value = Exact(help_text="目标值")
    unit = serializers.CharField(help_text="单位")
    is_approximate = serializers.BooleanField(help_text="原文是否写“左右”")
    cite = CiteSerializer(help_text="依据，附原文")


class ValueSerializer(serializers.Serializer):
    from_year = serializers.IntegerField(help_text="自该数据年度起")
    value = Exact(help_text="取值")
    cite = CiteSerializer(help_text="依据")


class ParameterSerializer(serializers.Serializer):
    code = serializers.CharField(help_text="代码")
    label = serializers.CharField(help_text="名称")  # type: ignore[assignment]
    unit = serializers.CharField(help_text="单位")
    values = ValueSerializer(many=True, help_text="历次取值")


class ReadingValueSerializer(serializers.Serializer):
    from_year = serializers.IntegerField(help_text="自该数据年度起")
    text = serializers.CharField(help_text="规定")
    cite = CiteSerializer(help_text="依据")


class ReadingSerializer(serializers.Serializer):
    code = serializers.CharField(help_text="代码")
    label = serializers.CharField(help_text="名称")  # type: ignore[assignment]
    values = ReadingValueSerializer(many=True, help_text="历次规定")


class RulesetSerializer(serializers.ModelSerializer):
    """A ruleset that is or was in force; `sha256` is the hash of its text."""

    state_label = serializers.CharField(source="get_state_display", help_text="状态名称")

    class Meta:
        model = RulesetVersion
        fields: tuple[str, ...] = (
            "sha256",
            "code",
            "title",
            "first_year",
            "last_year",
            "basis",
            "legal_basis",
            "state",
            "state_label",
            "activated_at",
        )
        read_only_fields = fields


class RulesetDetailSerializer(RulesetSerializer):
    """A ruleset with its parameters, readings and the targets of the city, which never give a card to a cluster."""

    parameters = serializers.SerializerMethodField(help_text="参数：每个取值附依据")
    readings = serializers.SerializerMethodField(help_text="口径：组合、退出、缺报等的规定，每条附依据")

    class Meta(RulesetSerializer.Meta):
        fields: tuple[str, ...] = (*RulesetSerializer.Meta.fields, "parameters", "readings", "targets")
        read_only_fields = fields

    targets = serializers.SerializerMethodField(help_text="全市目标：附原文和条款；只看全市，不据此发黄牌")

    @extend_schema_field(ParameterSerializer(many=True))
    def get_parameters(self, row: RulesetVersion) -> list[dict[str, Any]]:
        return [_parameter(one) for one in rulebook.parsed(row).parameters.values()]

    @extend_schema_field(ReadingSerializer(many=True))
    def get_readings(self, row: RulesetVersion) -> list[dict[str, Any]]:
        return [_reading(one) for one in rulebook.parsed(row).policies]

    @extend_schema_field(TargetSerializer(many=True))
    def get_targets(self, row: RulesetVersion) -> list[dict[str, Any]]:
        return [_target(one) for one in rulebook.parsed(row).steps[-1][1].targets]


def _parameter(one: Parameter) -> dict[str, Any]:
    values = [{"from_year": v.since, "value": plain(v.value), "cite": cite_of(v.cite)} for v in one.values]
    return {"code": one.code, "label": one.label, "unit": one.unit, "values": values}


def _reading(one: RulebookEntry) -> dict[str, Any]:
    values = [{"from_year": v.since, "text": v.value, "cite": cite_of(v.cite)} for v in one.values]
    return {"code": one.code, "label": one.label, "values": values}


def _target(one: Target) -> dict[str, Any]:
    named = ("code", "label", "since", "by_year", "op", "unit", "is_approximate")
    found = {name: getattr(one, name) for name in named}
    return found | {"subject": target_text(one), "value": plain(one.line), "cite": cite_of(one.cite)}


class IndicatorFilter(Filters):
    family = choice("family", Family.choices, "指标类别：")
    kind = choice("kind", Kind.choices, "性质：")
    is_required = flag("is_required", "是否考核必需。")

    class Meta:
        model = Indicator
        fields: tuple[str, ...] = ()


class RulesetFilter(Filters):
    state = choice("state", [(state.value, state.label) for state in _PUBLISHED], "状态：")

    class Meta:
        model = RulesetVersion
        fields: tuple[str, ...] = ()


@extend_schema_view(
    list=extend_schema(tags=_TAG, summary="指标列表", description="每项指标的单位、口径和起止年度。"),
    retrieve=extend_schema(tags=_TAG, summary="一项指标"),
)
class IndicatorViewSet(Reading):
    permission = "clusters.use_api"
    scope = Scope.REGISTER_READ
    queryset = Indicator.objects.none()
    serializer_class = IndicatorSerializer
    filterset_class = IndicatorFilter
    orderings = {"order": "order", "code": "code"}
    default_ordering = ("order",)
    lookup_value_regex = CODE

    def rows(self, user: User) -> QuerySet[Indicator]:
        return Indicator.objects.all()


@extend_schema_view(
    list=extend_schema(tags=_TAG, summary="规则集列表", description="施行中的和已停用的，不含草案。"),
    retrieve=extend_schema(
        tags=_TAG, summary="一个规则集", description="以全文的哈希为编号；每个参数附历次取值和依据。"
    ),
)
class RulesetViewSet(Reading):
    permission = "clusters.use_api"
    scope = Scope.REGISTER_READ
    queryset = RulesetVersion.objects.none()
    filterset_class = RulesetFilter
    orderings = {"first_year": "first_year", "code": "code"}
    default_ordering = ("-first_year",)
    lookup_field = "sha256"
    lookup_value_regex = "[0-9a-f]{64}"

    def rows(self, user: User) -> QuerySet[RulesetVersion]:
        found = RulesetVersion.objects.filter(state__in=_PUBLISHED)
        return found if self.action == "retrieve" else found.defer("text")

    def get_serializer_class(self) -> type[serializers.BaseSerializer]:
        return RulesetDetailSerializer if self.action == "retrieve" else RulesetSerializer
