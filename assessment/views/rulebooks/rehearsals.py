"""Rehearsals as they were kept: who would gain or lose a card or the title, to read, to export, to go on with."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import TemplateView

from assessment.forms.rulebooks import SCOPES, ChangesFilter
from assessment.models import Rehearsal, RulesetVersion
from assessment.selectors import rehearsal_pages, rulebook, rulebook_diff, rulebook_pages
from assessment.services import rulesets
from assessment.views.rulebooks import loading
from clusters.documents.forms.attachments import clean_name
from clusters.documents.views import downloads
from clusters.errors import DomainError
from clusters.services import audit
from clusters.views.guards import Guarded
from clusters.workbooks.write.export import to_csv, to_xlsx

PAGE_SIZE = 50
LIST_SIZE = 20


class Rehearsals(Guarded, TemplateView):
    """All rehearsals, latest first."""

    permission = "assessment.rehearse_ruleset"
    template_name = "assessment/rulebooks/rehearsals.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(rehearsal_pages.rows(), LIST_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            title="推演记录",
            trail=[loading.workshop()],
            page_obj=page,
            rows=[_listed(row) for row in page],
            effects=rehearsal_pages.EFFECTS,
            **kwargs,
        )


def _listed(row: Rehearsal) -> dict[str, Any]:
    is_exact = row.ruleset is not None and row.ruleset.sha256 == row.sha256
    return {
        "row": row,
        "counts": [row.summary.get(effect, 0) for effect in rehearsal_pages.EFFECTS],
        "lines": () if is_exact else rulebook_pages.amendments(row.text),
        "is_exact": is_exact,
    }


class RehearsalPage(Guarded, TemplateView):
    """One rehearsal, with its filters in the address."""

    permission = "assessment.rehearse_ruleset"
    template_name = "assessment/rulebooks/rehearsal.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = _found(kwargs["pk"])
        filters = ChangesFilter(row.changes, self.request.GET)
        shown = rehearsal_pages.chosen(row.changes, filters.chosen())
        page = Paginator(shown, PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            title="推演结果",
            trail=[loading.workshop(), {"label": "推演记录", "url": reverse("assessment:rehearsals")}],
            rehearsal=row,
            filters=filters,
            tabs=_tabs(row, filters),
            page_obj=page,
            totals=rehearsal_pages.totals(row.changes),
            effects=rehearsal_pages.EFFECTS,
            by_district=rehearsal_pages.tallies(row.changes, "district"),
            by_category=rehearsal_pages.tallies(row.changes, "category"),
            query=self.request.GET.urlencode(),
            **self._next_steps(row),
            **kwargs,
        )

    def _next_steps(self, row: Rehearsal) -> dict[str, Any]:
        """Return what differs from the text it began with, and what can be done with this text."""
        stored = RulesetVersion.objects.filter(sha256=row.sha256).defer("text").first()
        base = row.ruleset if row.ruleset and row.ruleset.sha256 != row.sha256 else None
        rules = rulebook.parsed_text(row.sha256, row.text, row.title)
        return {
            "stored": stored,
            "base": base,
            "changed_rules": rulebook_diff.changes(loading.rules_of(base), rules) if base else [],
            "may_keep": stored is None and loading.person(self.request).has_perm("assessment.draft_ruleset"),
            "decided_since": rulebook_pages.decided_since(row.rehearsed_at),
        }


def _found(pk: int) -> Rehearsal:
    rows = Rehearsal.objects.select_related("rehearsed_by", "ruleset")
    return get_object_or_404(rows, pk=pk)


def _tabs(row: Rehearsal, filters: ChangesFilter) -> list[dict[str, Any]]:
    serious, total = len(rehearsal_pages.serious(row.changes)), len(row.changes)
    counts = {"": serious, "other": total - serious, "all": total}
    active = filters.chosen().scope
    return [
        {
            "label": label,
            "url": f"?{_query(scope)}#changes",
            "active": scope == active,
            "count": counts[scope],
        }
        for scope, label in SCOPES
    ]


def _query(scope: str) -> str:
    query = QueryDict(mutable=True)
    query["scope"] = scope
    return query.urlencode()


class RehearsalExport(Guarded):
    """The list as filtered, as .xlsx or .csv (`?format=`), safe to open; noted with its number of lines."""

    permission = "assessment.rehearse_ruleset"

    @transaction.atomic
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = _found(pk)
        form = request.GET.get("format", "xlsx")
        if form not in ("xlsx", "csv"):
            raise BadRequest("只能导出为 xlsx 或 csv。")
        filters = ChangesFilter(row.changes, request.GET)
        changes = rehearsal_pages.chosen(row.changes, filters.chosen())
        table = rehearsal_pages.export_table(row, changes, filters.words())
        audit.record("规则推演.导出", row, by=loading.person(request), rows=len(changes), format=form)
        name = clean_name(f"规则推演{row.pk} {row.title}", f".{form}")
        if form == "csv":
            return downloads.attachment(to_csv(table.headings, table.rows), name, downloads.CSV)
        return downloads.attachment(to_xlsx(table), name, downloads.XLSX)


class KeepAsDraft(Guarded):
    """Store the rehearsed text as a draft: exactly this text is then rehearsed already."""

    permission = "assessment.draft_ruleset"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = _found(pk)
        try:
            made = rulesets.draft(row.text, name=row.title, by=loading.person(request))
        except DomainError as refusal:
            loading.status_of(refusal)
            messages.error(request, refusal.message)
            return redirect("assessment:rehearsal", row.pk)
        messages.success(request, "已存为草案。本次推演即为这一文本的推演，可以提请审批人签发。")
        return redirect("assessment:rulebook", made.pk)
