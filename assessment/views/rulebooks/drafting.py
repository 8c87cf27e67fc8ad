"""Taking in a draft: a file or a pasted text, refused by place; the example to begin with."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from assessment.forms.rulebooks import DraftForm
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
