"""Results and decisions as JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assessment.api.fields import CiteSerializer, Exact, LabelledSerializer
from assessment.api.judgement import criteria_of, findings_of, sections_of
from assessment.models import Assessment, Decision, Letter, RulesetVersion, SourceChoice
from assessment.rules.enums import Verdict
from assessment.selectors import explanations, third_party
from clusters.api.serializers import NamedSerializer

_VERDICTS = {verdict.value: verdict.label for verdict in Verdict}


class RulesetReference(serializers.ModelSerializer):
    """The ruleset that something was judged by."""

    class Meta:
        model = RulesetVersion
        fields: tuple[str, ...] = ("sha256", "code", "title")
        read_only_fields = fields


class FractionSerializer(serializers.Serializer):
    numerator = Exact(help_text="分子")
    denominator = Exact(help_text="分母，大于零")


class ComparisonSerializer(serializers.Serializer):
    """A value held against its line."""

    code = serializers.CharField(help_text="标准代码")
    label = serializers.CharField(help_text="标准名称")  # type: ignore[assignment]
    unit = serializers.CharField(help_text="单位")
    value = Exact(allow_null=True, help_text="数值：按小数位截取，与判断不矛盾；没有可比较的数值时为 null")
    exact = FractionSerializer(allow_null=True, help_text="精确数值")
    op = serializers.CharField(help_text="比较方式：>=、>、<=、<；不以标准线判断的为空")
    line = Exact(allow_null=True, help_text="标准线")
    state = serializers.CharField(help_text="判断")
    state_label = serializers.CharField(help_text="判断名称")
    cause = serializers.CharField(help_text="不能判断的原因")
    cause_label = serializers.CharField(help_text="原因名称")
    near = serializers.BooleanField(help_text="接近标准线，建议现场核实")
    note = serializers.CharField(help_text="说明")


class InputSerializer(serializers.Serializer):
    code = serializers.CharField(help_text="指标代码")
    label = serializers.CharField(help_text="指标名称")  # type: ignore[assignment]
    unit = serializers.CharField(help_text="单位")
    value = Exact(allow_null=True, help_text="填报数；null 为未填写，不等于零")


class ChangeSerializer(serializers.Serializer):
    """One way to reach a missed line, everything else unchanged."""

    indicator = serializers.CharField(help_text="指标代码")
    label = serializers.CharField(help_text="指标名称")  # type: ignore[assignment]
    unit = serializers.CharField(help_text="单位")
    have = Exact(help_text="现有数")
    need = Exact(help_text="须达到的数")
    by = Exact(help_text="相差的数")
    text = serializers.CharField(help_text="差距的说明")


class CriterionSerializer(ComparisonSerializer):
    kind = serializers.CharField(help_text="标准的种类")
    family = serializers.CharField(help_text="指标类别")
    decides_card = serializers.BooleanField(help_text="是否决定黄牌")
    points = Exact(allow_null=True, help_text="得分")
    full_points = Exact(allow_null=True, help_text="满分")
    terms = serializers.CharField(help_text="计分办法")
    inputs = InputSerializer(many=True, help_text="所用的填报数")
    cite = CiteSerializer(help_text="依据")
    definition = CiteSerializer(allow_null=True, help_text="口径的依据")
    distances = ChangeSerializer(many=True, help_text="距标准线的差距：各种单独达到的办法")
    parts = ComparisonSerializer(many=True, help_text="组合条件的各项")


class FindingSerializer(serializers.Serializer):
    """What a data check found."""

    code = serializers.CharField(help_text="核验规则代码")
    severity = serializers.CharField(help_text="性质")
    severity_label = serializers.CharField(help_text="性质名称")
    indicators = serializers.ListField(child=serializers.CharField(), help_text="涉及的指标代码")
    text = serializers.CharField(help_text="说明")
    confirmed = serializers.BooleanField(help_text="是否已确认")
    cite = CiteSerializer(help_text="依据")


class SectionSerializer(serializers.Serializer):
    heading = serializers.CharField(help_text="小标题")
    sentences = serializers.ListField(child=serializers.CharField(), help_text="语句")


class AssessmentSerializer(serializers.ModelSerializer):
    """A result in short."""

    year = serializers.IntegerField(source="duty.year", help_text="数据年度")
    cluster = NamedSerializer(source="duty.cluster", help_text="集聚区")
    district = NamedSerializer(source="duty.district", allow_null=True, help_text="该年度所属区市")
    verdict_label = serializers.SerializerMethodField(help_text="结论名称")
    state_label = serializers.CharField(source="get_state_display", help_text="状态名称")
    flags = serializers.SerializerMethodField(help_text="标记")
    score = Exact(allow_null=True, help_text="综合得分")
    proposed_grade = serializers.CharField(
        help_text="建议等次：excellent、good、pass、fail、none（不评等次）；没有综合得分的为空"
    )
    proposed_grade_label = serializers.CharField(source="get_proposed_grade_display", help_text="建议等次名称")
    ruleset = RulesetReference(allow_null=True, help_text="适用的规则集")
    version = serializers.IntegerField(source="version.number", default=None, allow_null=True, help_text="数据版本号")

    class Meta:
        model = Assessment
        fields: tuple[str, ...] = (
            "id",
            "year",
            "cluster",
            "district",
            "verdict",
            "verdict_label",
            "state",
            "state_label",
            "flags",
            "score",
            "proposed_grade",
            "proposed_grade_label",
            "ruleset",
            "version",
            "engine_version",
            "input_sha256",
            "created_at",
        )
        read_only_fields = fields

    def get_verdict_label(self, row: Assessment) -> str:
        return _VERDICTS.get(row.verdict, row.verdict)

    @extend_schema_field(LabelledSerializer(many=True))
    def get_flags(self, row: Assessment) -> list[dict[str, str]]:
        return [
            {"code": code, "label": label} for code, label in zip(row.flags, explanations.flags_of(row), strict=True)
        ]


class AssessmentDetailSerializer(AssessmentSerializer):
    """A result with everything that explains it."""

    criteria = serializers.SerializerMethodField(help_text="逐项标准")
    findings = serializers.SerializerMethodField(help_text="数据核验的发现")
    explanation = serializers.SerializerMethodField(help_text="说明：与页面、文书的文字相同")

    class Meta(AssessmentSerializer.Meta):
        fields: tuple[str, ...] = (*AssessmentSerializer.Meta.fields, "criteria", "findings", "explanation")
        read_only_fields = fields

    @extend_schema_field(CriterionSerializer(many=True))
    def get_criteria(self, row: Assessment) -> list[dict[str, Any]]:
        return criteria_of(row)

    @extend_schema_field(FindingSerializer(many=True))
    def get_findings(self, row: Assessment) -> list[dict[str, Any]]:
        return findings_of(row)

    @extend_schema_field(SectionSerializer(many=True))
    def get_explanation(self, row: Assessment) -> list[dict[str, Any]]:
        return sections_of(row)


class LetterSerializer(serializers.ModelSerializer):
    """An issued letter; its code opens the public verification page."""

    kind_label = serializers.CharField(source="get_kind_display", help_text="文种名称")
    number = serializers.CharField(source="document_number", help_text="发文字号")

    class Meta:
        model = Letter
        fields: tuple[str, ...] = ("kind", "kind_label", "number", "title", "issued_on", "sha256")
        read_only_fields = fields


class FigureSourceSerializer(serializers.ModelSerializer):
    """Whose figure stands behind one that was judged."""

    indicator = LabelledSerializer(help_text="指标")
    source_label = serializers.CharField(source="get_source_display", help_text="来源名称")
    third_party_value = Exact(source="figure.value", help_text="当时比对的第三方统计数")
    supplier = serializers.CharField(source="figure.batch.supplier", help_text="第三方统计机构")

    class Meta:
        model = SourceChoice
        fields: tuple[str, ...] = ("indicator", "source", "source_label", "third_party_value", "supplier")
        read_only_fields = fields


class DecisionSerializer(serializers.ModelSerializer):
    """An issued decision; a superseded one stays and names what took its place."""

    cluster = NamedSerializer(help_text="集聚区")
    kind_label = serializers.CharField(source="get_kind_display", help_text="决定名称")
    level = serializers.CharField(source="recognition.level", default=None, allow_null=True, help_text="所涉称号的级别")
    superseded_by = serializers.SerializerMethodField(help_text="撤销本决定的决定编号；null 为有效")
    ruleset = RulesetReference(source="assessment.ruleset", allow_null=True, help_text="适用的规则集")
    engine_version = serializers.CharField(source="assessment.engine_version", help_text="判断程序版本")
    letters = LetterSerializer(many=True, help_text="签发的文书")

    class Meta:
        model = Decision
        fields: tuple[str, ...] = (
            "id",
            "year",
            "cluster",
            "kind",
            "kind_label",
            "level",
            "decided_on",
            "supersedes",
            "superseded_by",
            "assessment",
            "ruleset",
            "engine_version",
            "record_sha256",
            "letters",
        )
        read_only_fields = fields

    def get_superseded_by(self, row: Decision) -> int | None:
        newer = getattr(row, "superseded_by", None)
        return None if newer is None else newer.pk


class DecisionDetailSerializer(DecisionSerializer):
    """A decision with the sources of its figures."""

    figure_sources = serializers.SerializerMethodField(help_text="数据来源：有第三方统计数的指标，审核时认定的来源")

    class Meta(DecisionSerializer.Meta):
        fields: tuple[str, ...] = (*DecisionSerializer.Meta.fields, "figure_sources")
        read_only_fields = fields

    @extend_schema_field(FigureSourceSerializer(many=True))
    def get_figure_sources(self, row: Decision) -> Any:
        return FigureSourceSerializer(third_party.choices_of(row.assessment.version), many=True).data
