"""The register as JSON: the facts of the public register, each code with its Chinese name."""

from typing import Any

from rest_framework import serializers

from clusters.models import Category, Cluster, District, Recognition


class NamedSerializer(serializers.Serializer):
    """Something else, by code and name."""

    code = serializers.CharField(help_text="代码")
    name = serializers.CharField(help_text="名称")


class RowSerializer(serializers.ModelSerializer):
    """A row of a table, to be read: each choice `x` is followed by its Chinese name, `x_label`."""

    def get_extra_kwargs(self) -> dict[str, dict[str, Any]]:
        return {name: {"read_only": True} for name in self.Meta.fields}

    def get_field_names(self, declared_fields: Any, info: Any) -> list[str]:
        found: list[str] = []
        for name in super().get_field_names(declared_fields, info):
            field = info.fields.get(name)
            found += [name, f"{name}_label"] if field is not None and field.choices else [name]
        return found

    def build_field(
        self, field_name: str, info: Any, model_class: Any, nested_depth: int
    ) -> tuple[Any, dict[str, Any]]:
        field = info.fields.get(field_name.removesuffix("_label"))
        if field is None or field_name == field.name:
            return super().build_field(field_name, info, model_class, nested_depth)
        words = {"source": f"get_{field.name}_display", "help_text": f"{field.verbose_name}名称"}
        return serializers.CharField, {**words, "read_only": True}


class DistrictSerializer(RowSerializer):
    class Meta:
        model = District
        fields = ["code", "name", "short_name", "kind", "source"]


class CategorySerializer(RowSerializer):
    class Meta:
        model = Category
        fields = [
            "code", "name", "group", "is_producer_service", "producer_note",
            "from_year", "until_year", "clause",
        ]  # fmt: skip


class TitleSerializer(RowSerializer):
    """A recognition without its cluster."""

    document_url = serializers.CharField(help_text="认定文件的网址；没有的为空")

    class Meta:
        model = Recognition
        fields = [
            "id", "level", "state", "recognised_on", "document", "document_url", "note",
            "ended_on", "end_document", "is_demo",
        ]  # fmt: skip


class RecognitionSerializer(TitleSerializer):
    """A recognition with its cluster."""

    cluster = NamedSerializer(help_text="集聚区")

    class Meta(TitleSerializer.Meta):
        fields = ["cluster", *TitleSerializer.Meta.fields]


class ClusterSerializer(RowSerializer):
    """The published facts of a cluster; null means that no document states it."""

    district = NamedSerializer(allow_null=True, help_text="区市、功能区")
    category = NamedSerializer(allow_null=True, help_text="类别")
    source_url = serializers.CharField(help_text="来源文件的网址；没有的为空")
    recognitions = TitleSerializer(many=True, help_text="全部认定，含已撤销的")
    inferred_fields = serializers.ListField(child=serializers.CharField(), help_text="推断得出、文件未直接载明的项目")
    demo_fields = serializers.ListField(child=serializers.CharField(), help_text="为演示而设、并非事实的项目")

    class Meta:
        model = Cluster
        fields = [
            "code", "name", "district", "category", "leading_industry", "operator", "management_mode",
            "recognitions", "source_document", "source_url", "source_note",
            "inferred_fields", "is_demo", "demo_fields",
        ]  # fmt: skip
