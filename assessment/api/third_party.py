"""Figures of a statistics body: delivered into staging with a key that makes a repeated request harmless."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django_filters.rest_framework import FilterSet
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from assessment.api.fields import Exact, LabelledSerializer
from assessment.models import ThirdPartyBatch, ThirdPartyFigure
from assessment.selectors import third_party as selector
from assessment.services import third_party
from assessment.services.third_party import LARGEST, Delivery, Item
from clusters.api.base import NUMBER, Reading
from clusters.api.filters import CODE, year
from clusters.api.parameters import BadHeader
from clusters.api.serializers import NamedSerializer, RowSerializer
from clusters.models import ApiToken, User
from clusters.models.token import Scope

_TAG = ["第三方数据"]
_KEY = "[A-Za-z0-9_-]{8,80}"
_HEADER = "Idempotency-Key"
# A line of text: no control characters, nothing that turns the direction of writing or has no width.
_HIDDEN = r"\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff"
_PLAIN = f"[^{_HIDDEN}]"
_BAD_CODE: dict[str, Any] = {"invalid": "代码由1至40个字母、数字、“-”或“_”组成。"}
_BAD_LINE: dict[str, Any] = {"invalid": "须为一行文字，不能全是空格，不含控制字符和不可见字符。"}
_VALUE = r"-?[0-9]{1,15}(\.[0-9]{1,2})?"


class Strict(serializers.Serializer):
    """Refuses names that are not declared, so that a misspelt one is not lost and no other field can be set."""

    default_error_messages = {"invalid": "须为JSON对象。"}

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            unknown = {str(name): ["没有这个字段。"] for name in data if name not in self.fields}
            if unknown:
                raise serializers.ValidationError(unknown)
        return super().to_internal_value(data)


class Text(serializers.RegexField):
    """Text that has to be a JSON string; the number 1 is not the text "1"."""

    default_error_messages = {"blank": "不能为空。", "null": "须为字符串，不能是 null。"}

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            raise serializers.ValidationError("须为字符串。")
        return str(super().to_internal_value(data))


class Year(serializers.IntegerField):
    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, int) or isinstance(data, bool):
            raise serializers.ValidationError("须为整数，例如 2021。")
        return int(super().to_internal_value(data))


class DeliveredFigureSerializer(Strict):
    """One figure, in the unit of its indicator."""

    cluster = Text(rf"^{CODE}\Z", help_text="集聚区编号", trim_whitespace=False, error_messages=_BAD_CODE)
    indicator = Text(rf"^{CODE}\Z", help_text="指标代码", trim_whitespace=False, error_messages=_BAD_CODE)
    value = Text(
        rf"^{_VALUE}\Z",
        trim_whitespace=False,
        help_text="数值：以字符串给出的十进制数，单位同指标；不用千分位、指数",
        error_messages={"invalid": '应为十进制数的字符串，例如 "1234.50"；整数部分最多15位，小数最多2位。'},
    )
    note = Text(
        rf"^{_PLAIN}+\Z",
        trim_whitespace=False,
        required=False,
        allow_blank=True,
        max_length=200,
        help_text="说明",
        error_messages=_BAD_LINE,
    )


class DeliverySerializer(Strict):
    """Figures of one data year; all are taken or none."""

    year = Year(min_value=2000, max_value=2099, help_text="数据年度")
    source = Text(  # type: ignore[assignment]
        rf"^{_PLAIN}*[^\s{_HIDDEN}]{_PLAIN}*\Z",
        trim_whitespace=False,
        max_length=200,
        help_text="数据来源，例如报表名称和期别",
        error_messages=_BAD_LINE,
    )
    figures = serializers.ListField(
        child=DeliveredFigureSerializer(),
        min_length=1,
        max_length=LARGEST,
        help_text=f"1至{LARGEST}条数据",
        error_messages={"not_a_list": f"须为数组，内有1至{LARGEST}条数据。"},
    )

    def delivery(self) -> Delivery:
        """Return what was delivered, after `is_valid`."""
        data = self.validated_data
        items = (
            Item(row["cluster"], row["indicator"], Decimal(row["value"]), row.get("note", "").strip())
            for row in data["figures"]
        )
        return Delivery(data["year"], data["source"].strip(), tuple(items))


class StagedFigureSerializer(RowSerializer):
    cluster = NamedSerializer(source="duty.cluster", help_text="集聚区")
    indicator = LabelledSerializer(help_text="指标")
    value = Exact(help_text="数值")

    class Meta:
        model = ThirdPartyFigure
        fields = ["cluster", "indicator", "value", "note"]


class BatchSerializer(RowSerializer):
    """A delivery in staging."""

    year = serializers.IntegerField(source="reporting_year_id", help_text="数据年度")
    count = serializers.IntegerField(source="figure_count", help_text="数据条数")

    class Meta:
        model = ThirdPartyBatch
        fields = ["id", "year", "source", "supplier", "sha256", "received_at", "count"]


class BatchDetailSerializer(BatchSerializer):
    figures = StagedFigureSerializer(many=True, help_text="数据")

    class Meta(BatchSerializer.Meta):
        fields = [*BatchSerializer.Meta.fields, "figures"]


class BatchFilter(FilterSet):
    year = year("reporting_year")


@extend_schema_view(
    list=extend_schema(tags=_TAG, summary="第三方数据批次", description="机构只见本账号报送的，市级见全部。"),
    retrieve=extend_schema(tags=_TAG, summary="一批第三方数据"),
)
class ThirdPartyViewSet(Reading):
    permission = "assessment.view_thirdpartybatch"
    scope = Scope.STATS_READ
    permission_to_write = "assessment.send_third_party"
    scope_to_write = Scope.STATS_WRITE
    queryset = ThirdPartyBatch.objects.all()
    serializer_class = BatchSerializer
    detail_serializer_class = BatchDetailSerializer
    filterset_class = BatchFilter
    orderings = {"received_at": "received_at", "year": "reporting_year"}
    default_ordering = ("-received_at",)
    lookup_value_regex = NUMBER

    def rows(self, user: User) -> QuerySet[ThirdPartyBatch]:
        found = ThirdPartyBatch.objects.visible_to(user) if self.action == "list" else selector.batches_for(user)
        return found.annotate(figure_count=Count("figures"))

    @extend_schema(
        tags=_TAG,
        summary="报送第三方数据",
        description=(
            "数据进入比对区，不改动区市填报数。整批全部接受或全部不接受。同一幂等键和同样的内容重复请求，"
            "不重复保存，答复200和原批次；同一幂等键、不同的内容答复422。"
        ),
        request=DeliverySerializer,
        parameters=[
            OpenApiParameter(
                _HEADER,
                {"type": "string", "pattern": f"^{_KEY}$"},
                OpenApiParameter.HEADER,
                required=True,
                description="幂等键：8至80个字母、数字、“-”或“_”，每批不同。",
            )
        ],
        responses={201: BatchDetailSerializer, 200: BatchDetailSerializer},
    )
    def create(self, request: Request) -> Response:
        key = request.headers.get(_HEADER, "")
        if not re.fullmatch(_KEY, key, re.ASCII):
            raise BadHeader({_HEADER: ["请带上幂等键：8至80个字母、数字、“-”或“_”，每批不同。"]})
        body = DeliverySerializer(data=request.data)
        body.is_valid(raise_exception=True)
        token = request.auth if isinstance(request.auth, ApiToken) else None
        by: User = request.user  # type: ignore[assignment]
        batch, is_new = third_party.stage(body.delivery(), key=key, by=by, token=token)
        found = self.get_queryset().get(pk=batch.pk)
        return Response(
            BatchDetailSerializer(found).data,
            status=status.HTTP_201_CREATED if is_new else status.HTTP_200_OK,
            headers={"Location": reverse("api:third-party-figure-detail", args=[batch.pk])},
        )
