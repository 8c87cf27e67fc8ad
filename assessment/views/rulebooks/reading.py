"""规则集: which text governs which data year, each text to read line by line, and two of them beside each other."""

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.generic import TemplateView

from assessment.enums import RulesetState
from assessment.forms.rulebooks import RetireForm
from assessment.models import RulesetVersion
from assessment.selectors import rulebook, rulebook_diff, rulebook_pages
from assessment.views.rulebooks.loading import STATE_CODES, WORKSHOP, OfRuleset
from clusters.documents.forms.attachments import clean_name
from clusters.documents.views.downloads import PLAIN, attachment
from clusters.views.guards import Guarded


class Rulebooks(Guarded, TemplateView):
    """All rulesets, and for every data year the one in force; years without one stand out."""

    permission = "assessment.view_rulesetversion"
    template_name = "assessment/rulebooks/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(rulebook_pages.rows().defer(None))
        years = rulebook_pages.governed_years(timezone.localdate().year)
        ungoverned = [one for one in years if one.ruleset is None]
        return super().get_context_data(
            title="规则集",
            rows=[(row, STATE_CODES[row.state], rulebook_pages.amendments(row.text)) for row in rows],
            governed=years,
            asked=[one.year for one in ungoverned if one.is_open],
            coming=[one.year for one in ungoverned if not one.is_open],
            may_draft=self.user.has_perm("assessment.draft_ruleset"),
            may_compare=len(rows) > 1,
            **kwargs,
        )


class RulebookPage(Guarded, OfRuleset, TemplateView):
    """One ruleset: what it says, since when, on what ground, and what can be done with it."""

    permission = "assessment.view_rulesetversion"
    template_name = "assessment/rulebooks/rulebook.html"

    def get_context_data(self, form: RetireForm | None = None, **kwargs: Any) -> dict[str, Any]:
        row, may_activate = self.row, self.user.has_perm("assessment.activate_ruleset")
        years = f"{row.first_year}—{row.last_year}" if row.last_year else f"{row.first_year} 年起的"
        return super().get_context_data(
            sections=rulebook_pages.sections(self.rules),
            rehearsals=list(rulebook_pages.rehearsals_of(row)[:5]),
            acts=rulebook_pages.acts(row),
            compare_with=rulebook_pages.in_force_before(row),
            text_lines=row.text.count("\n") + 1,
            may_draft=self.user.has_perm("assessment.draft_ruleset"),
            may_activate=may_activate and row.state == RulesetState.DRAFT,
            retire_form=(form or RetireForm()) if may_activate and row.state == RulesetState.ACTIVE else None,
            retire_items=[
                f"{years} 数据年度不再有施行的规则集，在另一规则集签发之前不能评分。",
                "已作出的决定不受影响，仍按本规则集留痕和复算。",
                "尚未确认的建议须重新评分。停用后不能恢复，须另行起草。",
            ],
            is_draft=row.state == RulesetState.DRAFT,
            **kwargs,
        )


class RulebookText(Guarded):
    """The text as it is kept, byte for byte."""

    permission = "assessment.view_rulesetversion"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(RulesetVersion, pk=pk)
        return attachment(row.text.encode(), clean_name(row.code, ".toml"), PLAIN)


def differences(old: RulesetVersion, new: RulesetVersion) -> dict[str, Any]:
    """Return what two stored rulesets say differently, and what they say alike on another ground."""
    found = rulebook_diff.changes(rulebook.parsed(old), rulebook.parsed(new))
    return {
        "changes": [change for change in found if change.kind != "cited"],
        "cited": [change for change in found if change.kind == "cited"],
    }


class Compare(Guarded, TemplateView):
    """`?old=` and `?new=` name the two; without them the latest two are offered."""

    permission = "assessment.view_rulesetversion"
    template_name = "assessment/rulebooks/compare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(rulebook_pages.rows())
        old, new = self._row(rows, "old", 1), self._row(rows, "new", 0)
        compared = old is not None and new is not None and old.pk != new.pk
        if old is not None and new is not None and compared:
            kwargs |= {**differences(old, new), "lines": rulebook_diff.text_lines(old.text, new.text)}
        return super().get_context_data(
            title="比较规则集", trail=[WORKSHOP], rows=rows, old=old, new=new, compared=compared, **kwargs
        )

    def _row(self, rows: list[RulesetVersion], name: str, place: int) -> RulesetVersion | None:
        text = self.request.GET.get(name, "")
        if not text:
            return rows[place] if place < len(rows) else None
        found = next((row for row in rows if str(row.pk) == text), None)
        if found is None:
            raise BadRequest("没有这一规则集。请从列表中选择。")
        return found
