"""申报认定: the calls that are open, the district's applications, and beginning one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from clusters.applications.forms.acts import BeginForm
from clusters.applications.models import Call
from clusters.applications.selectors import calls
from clusters.applications.services import applications
from clusters.applications.views.loading import reader, status_of
from clusters.errors import DomainError
from clusters.views.guards import Guarded


class Desk(Guarded):
    """The open calls with their deadlines, and every application of the district with its next step."""

    permission = "applications.view_desk"

    def get(self, request: HttpRequest) -> HttpResponse:
        user = reader(request)
        rows = [(row, calls.next_step(row)) for row in calls.applications_of(user)]
        context = {"title": "申报认定", "calls": calls.to_apply(user), "rows": rows}
        return render(request, "applications/desk.html", context)


class Begin(Guarded):
    """The call in full, with the form that begins an application."""

    permission = "applications.edit"

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        call = get_object_or_404(Call.objects.published(), code=code)
        return self._page(request, call, BeginForm(call, reader(request)))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        call, user = get_object_or_404(Call.objects.published(), code=code), reader(request)
        form = BeginForm(call, user, request.POST)
        if not form.is_valid():
            return self._page(request, call, form, status=422)
        try:
            row = applications.begin(call, by=user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            return self._page(request, call, form, status=status_of(refusal))
        messages.success(request, "已建立申报草稿，填写内容自动保存。")
        return redirect(row)

    def _page(self, request: HttpRequest, call: Call, form: BeginForm, status: int = 200) -> HttpResponse:
        context: dict[str, Any] = {
            "title": call.title,
            "call": call,
            "form": form,
            "shut": applications.why_shut(call, reader(request)),
            "stages": call.stages.all(),
            "requirements": call.requirements.all(),
            "conditions": call.conditions.select_related("category"),
        }
        return render(request, "applications/begin.html", context, status=status)
