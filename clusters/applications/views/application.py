"""The task list of one application, and the acts that concern it as a whole: attach, file, take back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from clusters.applications.enums import ApplicationState
from clusters.applications.forms.acts import DocumentForm, ReasonForm, SubmitForm
from clusters.applications.models import Application
from clusters.applications.selectors import paper, progress, spread
from clusters.applications.services import applications
from clusters.applications.states import APPLICATION
from clusters.applications.views import loading
from clusters.applications.views.loading import reader, status_of
from clusters.documents.views.downloads import DOCX, attachment
from clusters.errors import DomainError
from clusters.views.guards import Guarded


class ApplicationPage(Guarded):
    """The sections with their states, the documents, what keeps it from being filed, and the versions."""

    permission = "applications.view_application"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return page(request, loading.application_for(request, pk))


def page(request: HttpRequest, row: Application, *, status: int = 200, **forms: Any) -> HttpResponse:
    """Show the task list; `forms` are those that were refused."""
    may_edit = row.is_editable and reader(request).has_perm("applications.edit", row)
    may_withdraw = row.state in APPLICATION.steps["withdraw"].sources and reader(request).has_perm(
        "applications.submit", row
    )
    context = {
        "title": row.name,
        "application": row,
        "sections": progress.section_rows(row),
        "documents": progress.document_rows(row),
        "obstacles": _obstacles(row) if may_edit else [],
        "spread": spread.spread_of(row),
        "may_edit": may_edit,
        "submit_form": SubmitForm(initial={"spread_reason": row.spread_reason}) if may_edit else None,
        "withdraw_form": ReasonForm() if may_withdraw else None,
        "results": row.results.select_related("stage", "decided_by"),
        "versions": row.versions.select_related("filed_by"),
        "steps": _steps(row),
        "document_form": DocumentForm(),
        **forms,
    }
    return render(request, "applications/application.html", context, status=status)


def _obstacles(row: Application) -> list[tuple[str, str, Any]]:
    """Return what keeps the application from being filed: the part's name, the address where it is mended, the faults."""
    return [
        (
            label,
            "#files-title" if code == progress.DOCUMENTS else reverse("applications:section", args=[row.pk, code]),
            found,
        )
        for code, label, found in progress.obstacles(row)
    ]


def _steps(row: Application) -> list[dict[str, str]]:
    """Return how far the application has come, stage by stage of its call."""
    done = {one.stage_id: one for one in row.results.all()}
    steps, is_before = [], row.state in (ApplicationState.SUBMITTED, ApplicationState.REVIEWING)
    for stage in row.call.stages.all():
        result = done.get(stage.pk)
        state = "done" if result else "current" if is_before else "todo"
        is_before = is_before and result is not None
        steps.append({"label": stage.get_kind_display(), "state": state})
    return steps


class Paper(Guarded):
    """The application form as .docx, for stamp and signature."""

    permission = "applications.view_application"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = loading.application_for(request, pk)
        return attachment(paper.form_of(row), f"{row.name}认定申报表.docx", DOCX)


class Attach(Guarded):
    """POST: a file in the place of one required document."""

    permission = "applications.edit"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        row = loading.own_application(request, pk)
        requirement = get_object_or_404(row.call.requirements, code=code)
        form = DocumentForm(request.POST, request.FILES)
        status = 422
        if form.is_valid():
            found = form.cleaned_data["file"]
            try:
                applications.attach(row, requirement, name=found.name, source=found.file, by=reader(request))
            except DomainError as refusal:
                status = status_of(refusal)
                form.add_error(None, refusal.message)
            else:
                messages.success(request, f"“{requirement}”已上传。")
                return redirect(row)
        return page(request, row, status=status, document_form=form, refused=requirement.code)


class Submit(Guarded):
    """POST: file the application."""

    permission = "applications.submit"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = loading.own_application(request, pk)
        form, status = SubmitForm(request.POST), 422
        if form.is_valid():
            try:
                version = applications.submit(row, spread_reason=form.cleaned_data["spread_reason"], by=reader(request))
            except DomainError as refusal:
                status = status_of(refusal)
                form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            else:
                messages.success(request, f"申报已提交（{version.label}），由市级审核员办理形式审查。")
                return redirect(row)
        return page(request, loading.application_for(request, pk), status=status, submit_form=form)


class Withdraw(Guarded):
    """POST: take the application back."""

    permission = "applications.submit"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = loading.own_application(request, pk)
        form, status = ReasonForm(request.POST), 422
        if form.is_valid():
            try:
                applications.withdraw(row, reason=form.cleaned_data["reason"], by=reader(request))
            except DomainError as refusal:
                status = status_of(refusal)
                form.add_error(None, refusal.message)
            else:
                messages.success(request, "申报已撤回。")
                return redirect(row)
        return page(request, loading.application_for(request, pk), status=status, withdraw_form=form)
