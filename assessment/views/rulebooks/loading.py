"""What the pages of the workshop have in common: the ruleset, the heading, the way back."""

from functools import cached_property
from typing import Any, Final

from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.views.generic.base import ContextMixin

from assessment.models import RulesetVersion
from assessment.rules.ruleset import Ruleset
from assessment.selectors import rulebook, rulebook_pages

STATE_CODES: Final = {"draft": "draft", "active": "verified", "retired": "closed"}
WORKSHOP: Final = {"label": "规则集", "url": reverse_lazy("assessment:rulebooks")}
"""The first step of the way back."""


class OfRuleset(ContextMixin):
    """A page about one ruleset, 404 where there is none. What was typed wrongly answers 400."""

    kwargs: dict[str, Any]
    invalid = 400
    title = here = ""

    @cached_property
    def row(self) -> RulesetVersion:
        """The ruleset with its text and when it was last rehearsed."""
        return get_object_or_404(rulebook_pages.rows().defer(None), pk=self.kwargs["pk"])

    @property
    def rules(self) -> Ruleset:
        return rulebook.parsed(self.row)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.row
        return super().get_context_data(
            title=self.title or row.title,
            here=self.here,
            ruleset=row,
            state=STATE_CODES[row.state],
            trail=[WORKSHOP, {"label": row.title, "url": reverse("assessment:rulebook", args=[row.pk])}],
            **kwargs,
        )
