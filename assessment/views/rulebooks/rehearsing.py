"""Starting a rehearsal: of exactly a stored text, or of other values for its lines."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from assessment.forms.rulebooks import TrialForm
from assessment.rules.parse.amend import Adjustable, adjustable
from assessment.selectors import rulebook_pages
from assessment.services import rehearsals
from assessment.views.rulebooks.loading import OfRuleset
from clusters.errors import DomainError
from clusters.views.pages import FormPage, status_of


class Rehearse(OfRuleset, FormPage):
    """The lines as numbers and sliders. POST with `exact` rehearses the stored text itself."""

    permission = "assessment.rehearse_ruleset"
    template_name = "assessment/rulebooks/rehearse.html"
    title, here = "推演规则", "推演"

    def get_form(self, form_class: Any = None) -> TrialForm:
        is_typed = self.request.method == "POST" and "exact" not in self.request.POST
        return TrialForm(self.lines(), self.request.POST if is_typed else None)

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        return self.form_invalid(form) if form.is_bound and not form.is_valid() else self.form_valid(form)

    def act(self, form: TrialForm) -> HttpResponse:
        text = rehearsals.with_lines(self.row, form.changed()) if form.is_bound else self.row.text
        made = rehearsals.rehearse(text, name=self.row.code, by=self.user, ruleset=self.row)
        return redirect("assessment:rehearsal", made.pk)

    def refused(self, form: TrialForm, refusal: DomainError) -> HttpResponse:
        return self.shown(form, status_of(refusal, self.invalid), refusal=refusal.message)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            later=self._later_values(), recent=list(rulebook_pages.rehearsals_of(self.row)[:3]), **kwargs
        )

    def lines(self) -> tuple[Adjustable, ...]:
        """Return the lines that can be moved, each parameter once, with the values of the first data year."""
        found = adjustable(self.rules, self.row.first_year)
        return tuple({line.parameter: line for line in reversed(found)}.values())[::-1]

    def _later_values(self) -> list[str]:
        """Return the lines that change again in a later data year: moving the first value leaves those as they are."""
        wanted = {line.parameter for line in self.lines()}
        return [
            f"{parameter.label}自 {dated.since} 年起另有取值，此处的调整只到 {dated.since - 1} 年。"
            for code, parameter in self.rules.parameters.items()
            if code in wanted
            for dated in parameter.values[1:2]
        ]
