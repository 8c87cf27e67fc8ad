"""Names of the fields that a preview of a workbook asks for."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def choice_name(item: Mapping[str, Any], cluster: str) -> str:
    """Return the name of the radio buttons that settle a conflict."""
    return f"choice-{cluster}.{item['code']}"


@register.filter
def reason_name(item: Mapping[str, Any], cluster: str) -> str:
    """Return the name of the field that confirms an odd figure."""
    return f"reason-{cluster}.{'+'.join(item['fields'])}"


@register.filter
def posted(data: Mapping[str, str], name: str) -> str:
    """Return what was posted under the name, or nothing."""
    return data.get(name, "")
