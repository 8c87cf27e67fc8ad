"""Results and decisions as JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assessment.api.fields import Exact, LabelledSerializer
from assessment.api.judgement_serializers import CriterionSerializer, FindingSerializer, SectionSerializer
from assessment.models import Assessment, Decision, Letter, RulesetVersion, SourceChoice
from assessment.rules.enums import Verdict
from assessment.rules.wire.outcomes import read_outcome
from assessment.selectors import explanations, third_party
from clusters.api.serializers import NamedSerializer, RowSerializer

_VERDICTS = {verdict.value: verdict.label for verdict in Verdict}


class RulesetReference(RowSerializer):
    """The ruleset that something was judged by."""

    class Meta:
        model = RulesetVersion
        fields = ["sha256", "code", "title"]


class AssessmentSerializer(RowSerializer):
    """A result in short."""

    year = serializers.IntegerField(source="duty.year", help_text="数据年度")
    cluster = NamedSerializer(source="duty.cluster", help_text="集聚区")
    district = NamedSerializer(source="duty.district", allow_null=True, help_text="该年度所属区市")
    verdict_label = serializers.SerializerMethodField(help_text="结论名称")
    flags = serializers.SerializerMethodField(help_text="标记")
    score = Exact(allow_null=True, help_text="综合得分")
    proposed_grade = serializers.CharField(
        help_text="建议等次：excellent、good、pass、fail、none（不评等次）；没有综合得分的为空"
    )
    ruleset = RulesetReference(allow_null=True, help_text="适用的规则集")
    version = serializers.IntegerField(source="version.number", default=None, allow_null=True, help_text="数据版本号")

    class Meta:
        model = Assessment
        fields = [
            "id", "year", "cluster", "district", "verdict", "verdict_label", "state", "flags", "score",
            "proposed_grade", "ruleset", "version", "engine_version", "input_sha256", "created_at",
        ]  # fmt: skip

    def get_verdict_label(self, row: Assessment) -> str:
        return _VERDICTS.get(row.verdict, row.verdict)

    @extend_schema_field(LabelledSerializer(many=True))
    def get_flags(self, row: Assessment) -> list[dict[str, str]]:
        return [
            {"code": code, "label": label} for code, label in zip(row.flags, explanations.flags_of(row), strict=True)
        ]


class AssessmentDetailSerializer(AssessmentSerializer):
    """A result with everything that explains it; the words are those of the pages and of the letter."""

    criteria = serializers.SerializerMethodField(help_text="逐项标准")
    findings = serializers.SerializerMethodField(help_text="数据核验的发现")
    explanation = serializers.SerializerMethodField(help_text="说明：与页面、文书的文字相同")

    class Meta(AssessmentSerializer.Meta):
        fields = [*AssessmentSerializer.Meta.fields, "criteria", "findings", "explanation"]

    @extend_schema_field(CriterionSerializer(many=True))
    def get_criteria(self, row: Assessment) -> Any:
        return CriterionSerializer(read_outcome(row.outcome).lines if row.outcome else (), many=True).data

    @extend_schema_field(FindingSerializer(many=True))
    def get_findings(self, row: Assessment) -> Any:
        return FindingSerializer(read_outcome(row.outcome).findings if row.outcome else (), many=True).data

    @extend_schema_field(SectionSerializer(many=True))
    def get_explanation(self, row: Assessment) -> list[dict[str, Any]]:
        return [{"heading": one, "sentences": list(lines)} for one, lines in explanations.of_result(row).sections]


class LetterSerializer(RowSerializer):
    """An issued letter; its code opens the public verification page."""

    number = serializers.CharField(source="document_number", help_text="发文字号")

    class Meta:
        model = Letter
        fields = ["kind", "number", "title", "issued_on", "sha256"]


class FigureSourceSerializer(RowSerializer):
    """Whose figure stands behind one that was judged."""

    indicator = LabelledSerializer(help_text="指标")
    third_party_value = Exact(source="figure.value", help_text="当时比对的第三方统计数")
    supplier = serializers.CharField(source="figure.batch.supplier", help_text="第三方统计机构")

    class Meta:
        model = SourceChoice
        fields = ["indicator", "source", "third_party_value", "supplier"]


class DecisionSerializer(RowSerializer):
    """An issued decision; a superseded one stays and names what took its place."""

    cluster = NamedSerializer(help_text="集聚区")
    level = serializers.CharField(source="recognition.level", default=None, allow_null=True, help_text="所涉称号的级别")
    superseded_by = serializers.SerializerMethodField(help_text="撤销本决定的决定编号；null 为有效")
    ruleset = RulesetReference(source="assessment.ruleset", allow_null=True, help_text="适用的规则集")
    engine_version = serializers.CharField(source="assessment.engine_version", help_text="判断程序版本")
    letters = LetterSerializer(many=True, help_text="签发的文书")

    class Meta:
        model = Decision
        fields = [
            "id", "year", "cluster", "kind", "level", "decided_on", "supersedes", "superseded_by", "assessment",
            "ruleset", "engine_version", "record_sha256", "letters",
        ]  # fmt: skip

    def get_superseded_by(self, row: Decision) -> int | None:
        newer = getattr(row, "superseded_by", None)
        return None if newer is None else newer.pk


class DecisionDetailSerializer(DecisionSerializer):
    """A decision with the sources of its figures."""

    figure_sources = serializers.SerializerMethodField(help_text="数据来源：有第三方统计数的指标，审核时认定的来源")

    class Meta(DecisionSerializer.Meta):
        fields = [*DecisionSerializer.Meta.fields, "figure_sources"]

    @extend_schema_field(FigureSourceSerializer(many=True))
    def get_figure_sources(self, row: Decision) -> Any:
        return FigureSourceSerializer(third_party.choices_of(row.assessment.version), many=True).data
