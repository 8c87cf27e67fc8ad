"""Rehearsals as they were kept: who would gain or lose a card or the title, to read, to export, to go on with."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy

from assessment.forms.rulebooks import SCOPES, ChangesFilter
from assessment.models import Rehearsal, RulesetVersion
from assessment.selectors import rehearsal_pages, rulebook, rulebook_diff, rulebook_pages
from assessment.services import rulesets
from assessment.views.rulebooks.loading import WORKSHOP
from clusters.documents.forms.attachments import clean_name
from clusters.documents.views.downloads import exported
from clusters.services import audit
from clusters.views.guards import Guarded
from clusters.views.pages import Paged, Step


class Rehearsals(Guarded, Paged):
    """All rehearsals, latest first."""

    permission = "assessment.rehearse_ruleset"
    template_name = "assessment/rulebooks/rehearsals.html"
    paginate_by = 20
    extra_context = {"title": "推演记录", "trail": [WORKSHOP], "effects": rehearsal_pages.EFFECTS}

    def get_queryset(self) -> QuerySet[Rehearsal]:
        return rehearsal_pages.rows()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "rows": [_listed(row) for row in context["page_obj"]]}


def _listed(row: Rehearsal) -> dict[str, Any]:
    is_exact = row.ruleset is not None and row.ruleset.sha256 == row.sha256
    return {
        "row": row,
        "counts": [row.summary.get(effect, 0) for effect in rehearsal_pages.EFFECTS],
        "lines": () if is_exact else rulebook_pages.amendments(row.text),
        "is_exact": is_exact,
    }


class OfRehearsal(Guarded):
    """A page about one rehearsal, with its filters in the address."""

    permission = "assessment.rehearse_ruleset"

    @cached_property
    def row(self) -> Rehearsal:
        return get_object_or_404(Rehearsal.objects.select_related("rehearsed_by", "ruleset"), pk=self.kwargs["pk"])

    @cached_property
    def filters(self) -> ChangesFilter:
        return ChangesFilter(self.row.changes, self.request.GET)

    def found(self) -> list[rehearsal_pages.Change]:
        """Return the changes that the filters let through."""
        return rehearsal_pages.chosen(self.row.changes, **self.filters.chosen())


class RehearsalPage(OfRehearsal, Paged):
    """One rehearsal: what would change, counted and listed, and what can be done with its text."""

    template_name = "assessment/rulebooks/rehearsal.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return self.found()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.row
        stored = RulesetVersion.objects.filter(sha256=row.sha256).defer("text").first()
        base = row.ruleset if row.ruleset and row.ruleset.sha256 != row.sha256 else None
        rules = rulebook.parsed_text(row.sha256, row.text, row.title)
        return super().get_context_data(
            title="推演结果",
            trail=[WORKSHOP, {"label": "推演记录", "url": reverse_lazy("assessment:rehearsals")}],
            rehearsal=row,
            filters=self.filters,
            tabs=self._tabs(),
            totals=rehearsal_pages.totals(row.changes),
            effects=rehearsal_pages.EFFECTS,
            by_district=rehearsal_pages.tallies(row.changes, "district"),
            by_category=rehearsal_pages.tallies(row.changes, "category"),
            query=self.request.GET.urlencode(),
            stored=stored,
            base=base,
            changed_rules=rulebook_diff.changes(rulebook.parsed(base), rules) if base else [],
            may_keep=stored is None and self.user.has_perm("assessment.draft_ruleset"),
            decided_since=rulebook_pages.decided_since(row.rehearsed_at),
            **kwargs,
        )

    def _tabs(self) -> list[dict[str, Any]]:
        active = self.filters.chosen()["scope"]
        return [
            {
                "label": label,
                "url": f"?scope={scope}#changes",
                "active": scope == active,
                "count": len(rehearsal_pages.chosen(self.row.changes, scope)),
            }
            for scope, label in SCOPES
        ]


class RehearsalExport(OfRehearsal):
    """The list as filtered, as .xlsx or .csv (`?format=`), safe to open; noted with its number of lines."""

    @transaction.atomic
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        kind = request.GET.get("format", "xlsx")
        if kind not in ("xlsx", "csv"):
            raise BadRequest("只能导出为 xlsx 或 csv。")
        changes = self.found()
        audit.record("规则推演.导出", self.row, by=self.user, rows=len(changes), format=kind)
        table = rehearsal_pages.export_table(self.row, changes, self.filters.words())
        return exported(table, kind, clean_name(f"规则推演{pk} {self.row.title}", f".{kind}"))


class KeepAsDraft(OfRehearsal, Step):
    """Store the rehearsed text as a draft: exactly this text is then rehearsed already."""

    permission = "assessment.draft_ruleset"

    def back(self) -> str:
        return reverse("assessment:rehearsal", args=[self.row.pk])

    def act(self) -> HttpResponse:
        made = rulesets.draft(self.row.text, name=self.row.title, by=self.user)
        messages.success(self.request, "已存为草案。本次推演即为这一文本的推演，可以提请审批人签发。")
        return redirect("assessment:rulebook", made.pk)
