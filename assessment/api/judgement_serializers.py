"""A judgement as JSON: every criterion of the engine with its exact value, line, state, distance and citation."""

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assessment.api.fields import CiteSerializer, Exact, Plain
from assessment.rules.outcome import Line
from assessment.rules.words.distance import Change, distance


class FractionSerializer(serializers.Serializer):
    numerator = Exact(help_text="分子")
    denominator = Exact(help_text="分母，大于零")

    def to_representation(self, instance: tuple[Decimal, Decimal]) -> dict[str, str]:
        return {name: Plain().to_representation(part) for name, part in zip(self.fields, instance, strict=True)}


class ShownValue(Exact):
    """The value of a Line as the pages show it, without separators."""

    def to_representation(self, value: Any) -> Any:
        return None if value.value is None else value.display.replace(",", "")


class ComparisonSerializer(serializers.Serializer):
    """A value held against its line: reads a Line."""

    code = serializers.CharField(source="spec.code", help_text="标准代码")
    label = serializers.CharField(source="spec.label", help_text="标准名称")  # type: ignore[assignment]
    unit = serializers.CharField(source="spec.unit", help_text="单位")
    value = ShownValue(
        source="*", allow_null=True, help_text="数值：按小数位截取，与判断不矛盾；没有可比较的数值时为 null"
    )
    exact = FractionSerializer(source="value", allow_null=True, help_text="精确数值")
    op = serializers.CharField(source="spec.op", help_text="比较方式：>=、>、<=、<；不以标准线判断的为空")
    line = Plain(source="spec.line", allow_null=True, help_text="标准线")
    state = serializers.CharField(source="state.value", help_text="判断")
    state_label = serializers.CharField(source="state.label", help_text="判断名称")
    cause = serializers.CharField(source="cause.value", read_only=True, default="", help_text="不能判断的原因")
    cause_label = serializers.CharField(source="cause.label", read_only=True, default="", help_text="原因名称")
    near = serializers.BooleanField(help_text="接近标准线，建议现场核实")
    note = serializers.CharField(help_text="说明")


class PartSerializer(ComparisonSerializer):
    """A part of a compound criterion, which may be compound itself."""

    parts = serializers.SerializerMethodField(help_text="本项为组合条件的，其各项")

    @extend_schema_field({"type": "array", "items": {"$ref": "#/components/schemas/Part"}})
    def get_parts(self, line: Line) -> Any:
        return PartSerializer(line.parts, many=True).data


class InputSerializer(serializers.Serializer):
    code = serializers.CharField(help_text="指标代码")
    label = serializers.CharField(help_text="指标名称")  # type: ignore[assignment]
    unit = serializers.CharField(help_text="单位")
    value = Plain(allow_null=True, help_text="填报数；null 为未填写，不等于零")


class ChangeSerializer(serializers.Serializer):
    """One way to reach a missed line, everything else unchanged: reads a Change."""

    indicator = serializers.CharField(source="indicator.code", help_text="指标代码")
    label = serializers.CharField(source="indicator.label", help_text="指标名称")  # type: ignore[assignment]
    unit = serializers.CharField(source="indicator.unit", help_text="单位")
    have = Plain(help_text="现有数")
    need = Plain(help_text="须达到的数")
    by = Plain(help_text="相差的数")
    text = serializers.SerializerMethodField(help_text="差距的说明")

    def get_text(self, change: Change) -> str:
        return f"{change.indicator.label}{'差' if change.rises else '超出'} {change.gap}"


class CriterionSerializer(ComparisonSerializer):
    kind = serializers.CharField(source="spec.kind.value", help_text="标准的种类")
    family = serializers.CharField(source="spec.family", help_text="指标类别")
    decides_card = serializers.BooleanField(source="spec.card", help_text="是否决定黄牌")
    points = Plain(allow_null=True, help_text="得分")
    full_points = Plain(source="spec.full", allow_null=True, help_text="满分")
    terms = serializers.CharField(source="spec.terms", help_text="计分办法")
    inputs = serializers.SerializerMethodField(help_text="所用的填报数")
    cite = CiteSerializer(source="spec.cite", help_text="依据")
    definition = CiteSerializer(source="spec.definition", allow_null=True, help_text="口径的依据")
    distances = serializers.SerializerMethodField(help_text="距标准线的差距：各种单独达到的办法")
    parts = PartSerializer(many=True, help_text="组合条件的各项")

    @extend_schema_field(InputSerializer(many=True))
    def get_inputs(self, line: Line) -> Any:
        filed = [
            {"code": one.code, "label": one.label, "unit": one.unit, "value": value}
            for one, value in zip(line.spec.sources, line.inputs, strict=True)
        ]
        return InputSerializer(filed, many=True).data

    @extend_schema_field(ChangeSerializer(many=True))
    def get_distances(self, line: Line) -> Any:
        missed = distance(line)
        return ChangeSerializer([one for one in (missed.above, missed.below) if one] if missed else [], many=True).data


class FindingSerializer(serializers.Serializer):
    """What a data check found: reads a Finding."""

    code = serializers.CharField(help_text="核验规则代码")
    severity = serializers.CharField(source="severity.value", help_text="性质")
    severity_label = serializers.CharField(source="severity.label", help_text="性质名称")
    indicators = serializers.ListField(source="fields", child=serializers.CharField(), help_text="涉及的指标代码")
    text = serializers.CharField(help_text="说明")
    confirmed = serializers.BooleanField(help_text="是否已确认")
    cite = CiteSerializer(help_text="依据")


class SectionSerializer(serializers.Serializer):
    heading = serializers.CharField(help_text="小标题")
    sentences = serializers.ListField(child=serializers.CharField(), help_text="语句")
