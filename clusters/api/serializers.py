"""The register as JSON: the facts of the public register, each code with its Chinese name."""

from rest_framework import serializers

from clusters.models import Category, Cluster, District, Recognition


class NamedSerializer(serializers.Serializer):
    """Something else, by code and name."""

    code = serializers.CharField(help_text="代码")
    name = serializers.CharField(help_text="名称")


class DistrictSerializer(serializers.ModelSerializer):
    kind_label = serializers.CharField(source="get_kind_display", help_text="类型名称")

    class Meta:
        model = District
        fields: tuple[str, ...] = ("code", "name", "short_name", "kind", "kind_label", "source")
        read_only_fields = fields


class CategorySerializer(serializers.ModelSerializer):
    group_label = serializers.CharField(source="get_group_display", help_text="类别组名称")

    class Meta:
        model = Category
        fields: tuple[str, ...] = (
            "code",
            "name",
            "group",
            "group_label",
            "is_producer_service",
            "producer_note",
            "from_year",
            "until_year",
            "clause",
        )
        read_only_fields = fields


class TitleSerializer(serializers.ModelSerializer):
    """A recognition without its cluster."""

    level_label = serializers.CharField(source="get_level_display", help_text="级别名称")
    state_label = serializers.CharField(source="get_state_display", help_text="状态名称")
    document_url = serializers.CharField(help_text="认定文件的网址；没有的为空")

    class Meta:
        model = Recognition
        fields: tuple[str, ...] = (
            "id",
            "level",
            "level_label",
            "state",
            "state_label",
            "recognised_on",
            "document",
            "document_url",
            "note",
            "ended_on",
            "end_document",
            "is_demo",
        )
        read_only_fields = fields


class RecognitionSerializer(TitleSerializer):
    """A recognition with its cluster."""

    cluster = NamedSerializer(help_text="集聚区")

    class Meta(TitleSerializer.Meta):
        fields: tuple[str, ...] = ("cluster", *TitleSerializer.Meta.fields)
        read_only_fields = fields


class ClusterSerializer(serializers.ModelSerializer):
    """The published facts of a cluster; null means that no document states it."""

    district = NamedSerializer(allow_null=True, help_text="区市、功能区")
    category = NamedSerializer(allow_null=True, help_text="类别")
    management_mode_label = serializers.CharField(source="get_management_mode_display", help_text="管理模式名称")
    source_url = serializers.CharField(help_text="来源文件的网址；没有的为空")
    recognitions = TitleSerializer(many=True, help_text="全部认定，含已撤销的")
    inferred_fields = serializers.ListField(child=serializers.CharField(), help_text="推断得出、文件未直接载明的项目")
    demo_fields = serializers.ListField(child=serializers.CharField(), help_text="为演示而设、并非事实的项目")

    class Meta:
        model = Cluster
        fields: tuple[str, ...] = (
            "code",
            "name",
            "district",
            "category",
            "leading_industry",
            "operator",
            "management_mode",
            "management_mode_label",
            "recognitions",
            "source_document",
            "source_url",
            "source_note",
            "inferred_fields",
            "is_demo",
            "demo_fields",
        )
        read_only_fields = fields
