"""Putting a ruleset in force, on its legal basis and after its rehearsal; taking it out of force."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from assessment.enums import RulesetState
from assessment.forms.rulebooks import ActivationForm, RetireForm
from assessment.models import Rehearsal
from assessment.selectors import rehearsal_pages, rulebook_pages
from assessment.services import rulesets
from assessment.views.rulebooks.loading import OfRuleset
from assessment.views.rulebooks.reading import RulebookPage, differences
from clusters.views.pages import FormPage


class Activate(OfRuleset, FormPage):
    """What exactly will be in force, what it would change, and the signature of a second person."""

    permission = "assessment.activate_ruleset"
    template_name = "assessment/rulebooks/activate.html"
    form_class = ActivationForm
    title, here = "签发规则集", "签发"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.row.state != RulesetState.DRAFT:
            return redirect("assessment:rulebook", self.row.pk)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.user}

    def act(self, form: ActivationForm) -> HttpResponse:
        basis, document = form.cleaned_data["legal_basis"], form.cleaned_data["document"]
        active = rulesets.activate(self.row, legal_basis=basis, by=self.user, document=(document.name, document.file))
        messages.success(self.request, f"“{active.title}”已签发施行。")
        return redirect("assessment:rulebook", active.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.row
        rehearsal = rulebook_pages.rehearsals_of(row).defer(None).defer("text").first()
        other = rulebook_pages.in_force_before(row)
        unsettled = rulebook_pages.unsettled(self.rules)
        return super().get_context_data(
            sections=rulebook_pages.sections(self.rules),
            compare_with=other,
            **(differences(other, row) if other else {}),
            text_lines=row.text.count("\n") + 1,
            rehearsal=rehearsal,
            totals=rehearsal_pages.totals(rehearsal.changes) if rehearsal else [],
            decided_since=rulebook_pages.decided_since(rehearsal.rehearsed_at) if rehearsal else 0,
            stops=self._stops(rehearsal, unsettled),
            decided=rulebook_pages.decided_years(row),
            unsettled=unsettled,
            **kwargs,
        )

    def _stops(self, rehearsal: Rehearsal | None, unsettled: list[str]) -> list[str]:
        """Return what stands in the way of the signature; the service refuses each of them as well."""
        row = self.row
        return [
            *(["这一文本尚未推演。请先推演全部历史、查看影响，再签发施行。"] if rehearsal is None else []),
            *(["您是起草人，须由另一名审批人签发。"] if row.drafted_by_id == self.user.pk else []),
            *(
                f"“{one.title}”正在施行，适用年度与本规则集重叠，须先停用或调整适用年度。"
                for one in rulebook_pages.overlapping(row)
            ),
            *([f"有{len(unsettled)}项依据还是占位（如{unsettled[0]}），须改为正式文件。"] if unsettled else []),
            *(["该规则集不是草案，不能签发。"] if row.state != RulesetState.DRAFT else []),
        ]


class Retire(FormPage, RulebookPage):
    """Take a ruleset out of force, with a reason; a refusal shows the page of the ruleset."""

    permission = "assessment.activate_ruleset"
    http_method_names = ("post",)
    form_class = RetireForm
    invalid = 400

    def act(self, form: RetireForm) -> HttpResponse:
        rulesets.retire(self.row, reason=form.cleaned_data["reason"], by=self.user)
        messages.success(self.request, f"“{self.row.title}”已停用。")
        return redirect("assessment:rulebook", self.row.pk)
