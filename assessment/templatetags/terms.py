"""The definition of a count, for whoever points at its name."""

from django import template

from assessment.selectors.completeness import TERMS

register = template.Library()


@register.filter
def meaning(term: str) -> str:
    """Return what the word counts, "" for one that needs no definition."""
    return TERMS.get(term, "")
