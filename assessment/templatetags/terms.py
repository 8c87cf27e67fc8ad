"""Counts: the definition for whoever points at the name, and the number of a name that a page holds in a variable."""

from collections.abc import Mapping

from django import template

from assessment.selectors.completeness import TERMS

register = template.Library()


@register.filter
def meaning(term: str) -> str:
    """Return what the word counts, "" for one that needs no definition."""
    return TERMS.get(term, "")


@register.filter
def count(counts: Mapping[str, int], name: str) -> int:
    """Return the number under the name."""
    return counts.get(name, 0)
