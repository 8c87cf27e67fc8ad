"""Taking in a draft: a file or a pasted text, refused by place; from the example, from an existing ruleset."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from assessment.forms.redraft import RedraftForm
from assessment.forms.rulebooks import DraftForm
from assessment.rules.parse.amend import continued
from assessment.rules.parse.reading import RulesetError
from assessment.services import rulesets
from assessment.views.rulebooks.loading import WORKSHOP, OfRuleset
from clusters.documents.views.downloads import PLAIN, attachment
from clusters.errors import DomainError
from clusters.views.guards import Guarded
from clusters.views.pages import FormPage

EXAMPLE = Path("rulesets/qingdao_continuation_example.toml")


def example_text() -> str:
    """Return the example of a continuation for later data years."""
    return (settings.FIXTURES_DIR / EXAMPLE).read_text(encoding="utf-8")


class Draft(FormPage):
    """The form; `?from=example` puts the example into it. A refused text changes nothing."""

    permission = "assessment.draft_ruleset"
    template_name = "assessment/rulebooks/draft.html"
    form_class = DraftForm
    invalid = 400
    extra_context = {"title": "起草规则集", "trail": [WORKSHOP]}

    def get_initial(self) -> dict[str, Any]:
        return {"text": example_text()} if self.request.GET.get("from") == "example" else {}

    def act(self, form: DraftForm) -> HttpResponse:
        row = rulesets.draft(form.cleaned_data["text"], name=form.name, by=self.user)
        messages.success(self.request, f"“{row.title}”已存为草案。请先推演全部历史，再由审批人签发。")
        return redirect("assessment:rulebook", row.pk)


class Example(Guarded):
    """The example as a file."""

    permission = "assessment.view_rulesetversion"

    def get(self, request: HttpRequest) -> HttpResponse:
        return attachment(example_text().encode(), EXAMPLE.name, PLAIN)


class Redraft(OfRuleset, FormPage):
    """A draft made from an existing ruleset by form: its years, its basis, its lines."""

    permission = "assessment.draft_ruleset"
    template_name = "assessment/rulebooks/redraft.html"
    here = "起草"

    def get_form(self, form_class: Any = None) -> RedraftForm:
        return RedraftForm(self.rules, self.request.POST if self.request.method == "POST" else None)

    def act(self, form: RedraftForm) -> HttpResponse:
        try:
            text = continued(form.book, form.continuation, form.changed()).text
        except RulesetError as error:
            raise DomainError(str(error)) from error
        made = rulesets.draft(text, name=form.cleaned_data["title"], by=self.user)
        done = f"“{made.title}”已存为草案。以下是与原规则集的差别；请推演全部历史，再由审批人签发。"
        messages.success(self.request, done)
        return redirect(f"{reverse('assessment:rulebook-compare')}?old={self.row.pk}&new={made.pk}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "title": f"以“{self.row.title}”为底稿起草"}
