"""One section: shown, saved by hand or while one types; after a stale save both versions stand side by side."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from clusters.applications import answers
from clusters.applications.form import Field, Section
from clusters.applications.forms.section import SectionForm
from clusters.applications.models import Application
from clusters.applications.selectors import progress
from clusters.applications.services import applications
from clusters.applications.views import loading
from clusters.applications.views.loading import reader, status_of
from clusters.errors import DomainError, StaleForm
from clusters.views.guards import Guarded


class SectionPage(Guarded):
    """GET: the section as a form, or to read where it is shut. POST `action`: save, or done (complete)."""

    permission = "applications.view_application"

    def get(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        row = loading.application_for(request, pk)
        section = loading.section_of(row, code)
        kept = row.content.get(code, {})
        form = SectionForm.of(section, progress.periods_of(row.call), kept, row.revisions.get(code, 0))
        return _page(request, row, section, form)

    def post(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        row = loading.own_application(request, pk)
        section = loading.section_of(row, code)
        periods = progress.periods_of(row.call)
        form = SectionForm(section, periods, request.POST)
        is_done = request.POST.get("action") == "done"
        try:
            saved = _saved(request, row, form, done=is_done or None)
        except StaleForm as stale:
            return _comparing(request, row, section, stale)
        except DomainError as refusal:
            messages.error(request, refusal.message)
            return _page(request, row, section, form, status=status_of(refusal))
        found = answers.faults(section, saved.content.get(code, {}), periods)
        if is_done and found:
            form.show(found)
            return _page(request, saved, section, form, status=422, kept=True)
        messages.success(request, f"“{section.label}”已保存。")
        return redirect(saved if is_done else request.path)


class Autosave(Guarded):
    """POST: keep the section; the answer is JSON with the new revision and the time."""

    permission = "applications.edit"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        row = loading.own_application(request, pk)
        form = SectionForm(loading.section_of(row, code), progress.periods_of(row.call), request.POST)
        try:
            saved = _saved(request, row, form, done=None)
        except StaleForm as stale:
            return JsonResponse({"reason": "stale", "message": stale.message}, status=409)
        except DomainError as refusal:
            return JsonResponse({"reason": "locked", "message": refusal.message}, status=status_of(refusal))
        at = timezone.localtime().strftime("%H:%M")
        return JsonResponse({"revision": saved.revisions[code], "saved_at": at, "errors": {}})


def _saved(request: HttpRequest, row: Application, form: SectionForm, *, done: bool | None) -> Application:
    if not form.is_valid() or form.cleaned_data["revision"] is None:
        raise DomainError("页面信息不完整，请重新载入本页后再保存。")
    return applications.save_section(
        row, form.section.code, form.typed(), revision=form.cleaned_data["revision"], done=done, by=reader(request)
    )


def _comparing(request: HttpRequest, row: Application, section: Section, stale: StaleForm) -> HttpResponse:
    """After a stale save: what was typed stays, what is stored stands beside it; saving again is a choice."""
    row = loading.application_for(request, row.pk)
    data = request.POST.copy()
    data["revision"] = str(row.revisions.get(section.code, 0))
    form = SectionForm(section, progress.periods_of(row.call), data)
    form.is_valid()
    mine, theirs = answers.stored(section, form.typed()), stale.theirs
    rows = [
        {"label": form[key].label, "old": _shown(field, theirs.get(key)), "new": _shown(field, mine.get(key)), "changed": True}
        for key, field, _ in section.entries()
        if theirs.get(key) != mine.get(key)
    ]  # fmt: skip
    return _page(request, row, section, form, status=409, conflict=rows, refusal=stale.message)


def _shown(field: Field, value: Any) -> str:
    return answers.text_of(field, value or []) if field.kind == "table" else value or ""


def _page(
    request: HttpRequest, row: Application, section: Section, form: SectionForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    rows = progress.section_rows(row)
    index = [one.section.code for one in rows].index(section.code)
    may_edit = rows[index].is_open and reader(request).has_perm("applications.edit", row)
    context = {
        "title": section.label,
        "application": row,
        "section": section,
        "form": form,
        "row": rows[index],
        "rows": rows,
        "may_edit": may_edit,
        "following": rows[index + 1].section if index + 1 < len(rows) else None,
        "asked_fields": row.returned.get(section.code, {}).get("fields", []),
        "autosave_url": reverse("applications:autosave", args=[row.pk, section.code]),
        "local_key": f"application:{reader(request).pk}:{row.pk}:{section.code}",
        **more,
    }
    return render(request, "applications/section.html", context, status=status)
