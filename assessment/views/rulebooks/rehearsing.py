"""Starting a rehearsal: of exactly a stored text, or of other values for its lines."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from assessment.forms.rulebooks import TrialForm
from assessment.models import Rehearsal, RulesetVersion
from assessment.rules.parse.amend import Adjustable, adjustable
from assessment.selectors import rulebook_pages
from assessment.services import rehearsals
from assessment.views.rulebooks import loading
from clusters.errors import DomainError
from clusters.models import User
from clusters.views.guards import Guarded


class Rehearse(Guarded):
    """The lines as numbers and sliders. POST with `exact` rehearses the stored text itself."""

    permission = "assessment.rehearse_ruleset"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = loading.found(pk)
        return self._page(request, row, TrialForm(lines_of(row)))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row, user = loading.found(pk), loading.person(request)
        is_exact = "exact" in request.POST
        form = TrialForm(lines_of(row), None if is_exact else request.POST)
        if not is_exact and not form.is_valid():
            return self._page(request, row, form, status=400)
        try:
            made = _rehearse(row, form, is_exact=is_exact, by=user)
        except DomainError as refusal:
            return self._page(request, row, form, status=loading.status_of(refusal), refusal=refusal.message)
        return redirect("assessment:rehearsal", made.pk)

    def _page(
        self, request: HttpRequest, row: RulesetVersion, form: TrialForm, *, status: int = 200, refusal: str = ""
    ) -> HttpResponse:
        context: dict[str, Any] = {
            **loading.frame(row, "推演规则", "推演"),
            "form": form,
            "rows": form.rows(),
            "later": _later_values(row),
            "recent": list(rulebook_pages.rehearsals_of(row)[:3]),
            "refusal": refusal,
        }
        return render(request, "assessment/rulebooks/rehearse.html", context, status=status)


def lines_of(row: RulesetVersion) -> tuple[Adjustable, ...]:
    """Return the lines that can be moved, each parameter once, with the values of the first data year."""
    found = adjustable(loading.rules_of(row), row.first_year)
    return tuple({line.parameter: line for line in reversed(found)}.values())[::-1]


def _rehearse(row: RulesetVersion, form: TrialForm, *, is_exact: bool, by: User) -> Rehearsal:
    text = row.text if is_exact else rehearsals.with_lines(row, form.changed())
    return rehearsals.rehearse(text, name=row.code, by=by, ruleset=row)


def _later_values(row: RulesetVersion) -> list[str]:
    """Return the lines that change again in a later data year: moving the first value leaves those as they are."""
    rules = loading.rules_of(row)
    wanted = {line.parameter for line in lines_of(row)}
    return [
        f"{parameter.label}自 {dated.since} 年起另有取值，此处的调整只到 {dated.since - 1} 年。"
        for code, parameter in rules.parameters.items()
        if code in wanted
        for dated in parameter.values[1:2]
    ]
