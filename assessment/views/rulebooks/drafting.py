"""Taking in a draft: a file or a pasted text, refused by place; the example to begin with."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from assessment.forms.redraft import RedraftForm
from assessment.forms.rulebooks import DraftForm
from assessment.models import RulesetVersion
from assessment.rules.parse.amend import continued
from assessment.rules.parse.reading import RulesetError
from assessment.services import rulesets
from assessment.views.rulebooks import loading
from clusters.documents.views.downloads import PLAIN, attachment
from clusters.errors import DomainError
from clusters.views.guards import Guarded

EXAMPLE = Path("rulesets/qingdao_continuation_example.toml")


def example_text() -> str:
    """Return the example of a continuation for later data years."""
    return (settings.FIXTURES_DIR / EXAMPLE).read_text(encoding="utf-8")


class Draft(Guarded):
    """The form; `?from=example` puts the example into it. A refused text changes nothing."""

    permission = "assessment.draft_ruleset"

    def get(self, request: HttpRequest) -> HttpResponse:
        initial = {"text": example_text()} if request.GET.get("from") == "example" else {}
        return self._page(request, DraftForm(initial=initial))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = DraftForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(request, form, status=400)
        try:
            row = rulesets.draft(form.cleaned_data["text"], name=form.name, by=loading.person(request))
        except DomainError as refusal:
            status = loading.status_of(refusal)
            form.add_error("text", refusal.message)
            return self._page(request, form, status=status)
        messages.success(request, f"“{row.title}”已存为草案。请先推演全部历史，再由审批人签发。")
        return redirect("assessment:rulebook", row.pk)

    def _page(self, request: HttpRequest, form: DraftForm, *, status: int = 200) -> HttpResponse:
        context: dict[str, Any] = {
            "title": "起草规则集",
            "trail": [loading.workshop()],
            "form": form,
        }
        return render(request, "assessment/rulebooks/draft.html", context, status=status)


class Example(Guarded):
    """The example as a file."""

    permission = "assessment.view_rulesetversion"

    def get(self, request: HttpRequest) -> HttpResponse:
        return attachment(example_text().encode(), EXAMPLE.name, PLAIN)


class Redraft(Guarded):
    """A draft made from an existing ruleset by form: its years, its basis, its lines."""

    permission = "assessment.draft_ruleset"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = loading.found(pk)
        return self._page(request, row, RedraftForm(loading.rules_of(row)))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = loading.found(pk)
        form = RedraftForm(loading.rules_of(row), request.POST)
        if not form.is_valid():
            return self._page(request, row, form, status=400)
        try:
            text = continued(form.book, form.continuation, form.changed()).text
            made = rulesets.draft(text, name=form.cleaned_data["title"], by=loading.person(request))
        except RulesetError as error:
            form.add_error(None, str(error))
            return self._page(request, row, form, status=400)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
            return self._page(request, row, form, status=loading.status_of(refusal))
        messages.success(request, f"“{made.title}”已存为草案。以下是与原规则集的差别；请推演全部历史，再由审批人签发。")
        return redirect(f"{reverse('assessment:rulebook-compare')}?old={row.pk}&new={made.pk}")

    def _page(self, request: HttpRequest, row: RulesetVersion, form: RedraftForm, *, status: int = 200) -> HttpResponse:
        context = {**loading.frame(row, f"以“{row.title}”为底稿起草", "起草"), "form": form}
        return render(request, "assessment/rulebooks/redraft.html", context, status=status)
