"""Putting a ruleset in force, on its legal basis and after its rehearsal; taking it out of force."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from assessment.enums import RulesetState
from assessment.forms.rulebooks import ActivationForm, RetireForm
from assessment.models import Rehearsal, RulesetVersion
from assessment.selectors import rehearsal_pages, rulebook_diff, rulebook_pages
from assessment.services import rulesets
from assessment.views.rulebooks import loading
from assessment.views.rulebooks.reading import page_of
from clusters.errors import DomainError
from clusters.views.guards import Guarded


class Activate(Guarded):
    """What exactly will be in force, what it would change, and the signature of a second person."""

    permission = "assessment.activate_ruleset"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = loading.found(pk)
        if row.state != RulesetState.DRAFT:
            return redirect("assessment:rulebook", row.pk)
        return self._page(request, row, ActivationForm(by=loading.person(request)))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row, user = loading.found(pk), loading.person(request)
        form = ActivationForm(request.POST, request.FILES, by=user)
        if not form.is_valid():
            return self._page(request, row, form, status=400)
        document = form.cleaned_data["document"]
        try:
            active = rulesets.activate(
                row,
                legal_basis=form.cleaned_data["legal_basis"],
                by=user,
                document=(document.name, document.file),
            )
        except DomainError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            return self._page(request, row, form, status=loading.status_of(refusal))
        messages.success(request, f"“{active.title}”已签发施行。")
        return redirect("assessment:rulebook", active.pk)

    def _page(
        self, request: HttpRequest, row: RulesetVersion, form: ActivationForm, *, status: int = 200
    ) -> HttpResponse:
        rehearsal = rulebook_pages.rehearsals_of(row).defer(None).defer("text").first()
        context = {
            **loading.frame(row, "签发规则集", "签发"),
            "form": form,
            **_in_force_then(row),
            **_would_change(rehearsal),
            "stops": _stops(row, rehearsal, request),
            "items": _consequences(row),
            "unsettled": rulebook_pages.unsettled(loading.rules_of(row)),
        }
        return render(request, "assessment/rulebooks/activate.html", context, status=status)


def _in_force_then(row: RulesetVersion) -> dict[str, Any]:
    """Return exactly what will be in force, and how it differs from what is."""
    other = rulebook_pages.in_force_before(row)
    rules = loading.rules_of(row)
    found = rulebook_diff.changes(loading.rules_of(other), rules) if other else []
    return {
        "sections": rulebook_pages.sections(rules),
        "compare_with": other,
        "changes": [change for change in found if change.kind != "cited"],
        "cited_count": sum(change.kind == "cited" for change in found),
        "text_lines": row.text.count("\n") + 1,
    }


def _would_change(rehearsal: Rehearsal | None) -> dict[str, Any]:
    if rehearsal is None:
        return {"rehearsal": None}
    return {
        "rehearsal": rehearsal,
        "totals": rehearsal_pages.totals(rehearsal.changes),
        "decided_since": rulebook_pages.decided_since(rehearsal.rehearsed_at),
    }


def _stops(row: RulesetVersion, rehearsal: Rehearsal | None, request: HttpRequest) -> list[str]:
    """Return what stands in the way of the signature; the service refuses each of them as well."""
    same, open_ = rulebook_pages.overlapping(row), rulebook_pages.unsettled(loading.rules_of(row))
    return [
        *(["这一文本尚未推演。请先推演全部历史、查看影响，再签发施行。"] if rehearsal is None else []),
        *(["您是起草人，须由另一名审批人签发。"] if row.drafted_by_id == loading.person(request).pk else []),
        *(f"“{one.title}”正在施行，适用年度与本规则集重叠，须先停用或调整适用年度。" for one in same),
        *([f"有{len(open_)}项依据还是占位（如{open_[0]}），须改为正式文件。"] if open_ else []),
        *(["该规则集不是草案，不能签发。"] if row.state != RulesetState.DRAFT else []),
    ]


def _consequences(row: RulesetVersion) -> list[str]:
    """Return what the signature brings about, one sentence each."""
    decided = rulebook_pages.decided_years(row)
    kept = "、".join(f"{year} 年度 {count} 项" for year, count in decided.items())
    return [
        "文本、依据和签发人写入办理记录，此后不能修改；变更须另立规则集。",
        *([f"已作出的决定（{kept}）不因此改变，规则不溯及既往。"] if kept else []),
        "适用年度内尚未确认的建议须按新规则重新评分。",
    ]


class Retire(Guarded):
    """Take a ruleset out of force, with a reason."""

    permission = "assessment.activate_ruleset"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row, user = loading.found(pk), loading.person(request)
        form = RetireForm(request.POST)
        status = 400
        if form.is_valid():
            try:
                rulesets.retire(row, reason=form.cleaned_data["reason"], by=user)
            except DomainError as refusal:
                status = loading.status_of(refusal)
                form.add_error(None, refusal.message)
            else:
                messages.success(request, f"“{row.title}”已停用。")
                return redirect("assessment:rulebook", row.pk)
        return render(request, "assessment/rulebooks/rulebook.html", page_of(row, user, retiring=form), status=status)
