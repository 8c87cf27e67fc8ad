"""Two rulesets beside each other: what changes in meaning, with citations, and line by line."""

from typing import Any

from django.core.exceptions import BadRequest
from django.views.generic import TemplateView

from assessment.models import RulesetVersion
from assessment.selectors import rulebook_diff, rulebook_pages
from assessment.views.rulebooks import loading
from clusters.views.guards import Guarded


class Compare(Guarded, TemplateView):
    """`?old=` and `?new=` name the two; without them the latest two are offered."""

    permission = "assessment.view_rulesetversion"
    template_name = "assessment/rulebooks/compare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(rulebook_pages.rows())
        old, new = self._row(rows, "old", 1), self._row(rows, "new", 0)
        return super().get_context_data(
            title="比较规则集",
            trail=[loading.workshop()],
            rows=rows,
            old=old,
            new=new,
            **(differences(old.text, new.text, old, new) if old and new and old.pk != new.pk else {}),
            **kwargs,
        )

    def _row(self, rows: list[RulesetVersion], name: str, place: int) -> RulesetVersion | None:
        text = self.request.GET.get(name, "")
        if not text:
            return rows[place] if place < len(rows) else None
        found = next((row for row in rows if str(row.pk) == text), None)
        if found is None:
            raise BadRequest("没有这一规则集。请从列表中选择。")
        return found


def differences(before: str, after: str, old: RulesetVersion, new: RulesetVersion) -> dict[str, Any]:
    """Return the differences of two stored rulesets, in meaning and by line."""
    found = rulebook_diff.changes(loading.rules_of(old), loading.rules_of(new))
    return {
        "changes": [change for change in found if change.kind != "cited"],
        "cited": [change for change in found if change.kind == "cited"],
        "lines": rulebook_diff.text_lines(before, after),
        "compared": True,
    }
