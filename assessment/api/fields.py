"""Pieces that several answers share: exact numbers as strings, codes with their names, citations."""

from typing import Any

from rest_framework import serializers

from assessment.rules.numbers import plain

NUMBER = r"^-?[0-9]+(\.[0-9]+)?$"


class Exact(serializers.RegexField):
    """A number as a string of decimal digits, never rounded."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(NUMBER, **{"read_only": True, **kwargs})


class Plain(Exact):
    """A number of the engine, in the canonical form in which it is stored."""

    def to_representation(self, value: Any) -> str:
        return plain(value)


class LabelledSerializer(serializers.Serializer):
    """A code of a closed list with its Chinese name."""

    code = serializers.CharField(help_text="代码")
    label = serializers.CharField(help_text="名称")  # type: ignore[assignment]


class CiteSerializer(serializers.Serializer):
    """Where something stands: reads a Citation."""

    document = serializers.CharField(help_text="文件")
    clause = serializers.CharField(help_text="条款")
    basis = serializers.CharField(
        source="basis.value", help_text="依据类型：notice 文件原文；client 委托方确定；department 主管部门口径"
    )
    note = serializers.CharField(help_text="说明")
