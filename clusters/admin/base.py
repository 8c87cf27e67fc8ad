"""The admin of one kind of record: read by permission, changed only by steps that call a service."""

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin.utils import flatten, unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse

from clusters.admin.cells import facts_of
from clusters.admin.lists import ListPage
from clusters.admin.steps import Step, StepForm, offers
from clusters.admin.words import action_words
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from clusters.models import Event, User

_STATUS: tuple[tuple[type[DomainError], int], ...] = ((NotPermitted, 403), (NotAllowedNow, 409), (DomainError, 400))
HISTORY_LINES = 200


class PortalAdmin(ListPage):
    """A list, a page of each record with its steps, and its audit lines. Nothing is edited field by field.

    `fields` are what the page shows (names, methods, functions), `steps` what can be done there, `adding` how a new
    record is made. Every question for a permission is answered by the access tables: `app.view_model` opens list and
    page. How a table is added: docs/admin.md.
    """

    # Functions are columns and facts too; the stubs know names alone.
    fields: ClassVar[Any] = None
    steps: ClassVar[tuple[Step, ...]] = ()
    adding: ClassVar[Step | None] = None
    # Officers of the city follow their cases; the lines about accounts are for the audit administrator alone.
    shows_history: ClassVar[bool] = True
    step_template: ClassVar[str] = "admin/pages/step_page.html"

    # ---- Who may ---------------------------------------------------------------------------------------------------

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return request.user.has_perm(f"{self.opts.app_label}.view_{self.opts.model_name}", obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.adding is not None and request.user.has_perm(self.adding.permission)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    # ---- Addresses -------------------------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        steps = [
            self.route(f"<path:object_id>/{step.name}/", partial(self.step_view, step=step), step.name)
            for step in self.steps
        ]
        return [*steps, *super().get_urls()]

    # ---- One record ------------------------------------------------------------------------------------------------

    def found(self, request: HttpRequest, object_id: str) -> Any:
        """Return the record or answer 404; 403 to those who may not read it."""
        may_read = self.has_view_permission(request)
        row = self.get_object(request, unquote(str(object_id))) if may_read else None
        if not may_read or (row is not None and not self.has_view_permission(request, row)):
            raise PermissionDenied("您的角色不能查看此记录。")
        if row is None:
            raise Http404
        return row

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return self.page(request, self.found(request, object_id))

    def page(
        self, request: HttpRequest, row: Any, *, status: int = 200, bound: Mapping[str, StepForm] | None = None
    ) -> HttpResponse:
        """Return the page of a record; `bound` holds the forms of steps that were refused."""
        urls = {step.name: self.url(step.name, row.pk) for step in self.steps}
        context = {
            **self.frame(request, self.heading(row)),
            "original": row,
            "facts": facts_of(self, flatten(self.fields or ()), row),
            "offers": offers(self.steps, row, _person(request), urls, bound or {}),
            "history_url": self.url("history", row.pk) if self.shows_history else "",
            **self.page_context(request, row),
        }
        return TemplateResponse(request, self.change_form_template or "admin/change_form.html", context, status=status)

    def heading(self, row: Any) -> str:
        return str(row)

    def page_context(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """Return what the page of this kind shows besides facts and steps."""
        return {}

    def frame(self, request: HttpRequest, title: str) -> dict[str, Any]:
        """Return what every page of this admin needs."""
        trail = [
            {"label": "工作台", "url": reverse("admin:index")},
            {"label": self.opts.verbose_name_plural, "url": self.url("changelist")},
        ]
        return {**self.admin_site.each_context(request), "title": title, "opts": self.opts, "trail": trail}

    # ---- A step ----------------------------------------------------------------------------------------------------

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if self.adding is None:
            raise PermissionDenied("您不能在此新建记录。")
        return self.step_view(request, None, step=self.adding)

    def step_view(self, request: HttpRequest, object_id: str | None, step: Step) -> HttpResponse:
        """Take a step by POST; a refusal shows the page again with what was typed. GET shows the page of its own."""
        if request.method != "POST" and not step.on_page:
            return HttpResponseNotAllowed(["POST"])
        by, row = _person(request), None if object_id is None else self.found(request, object_id)
        if not by.has_perm(step.permission, row):
            raise PermissionDenied("您没有进行此操作的权限。")
        if request.method != "POST":
            return self._asked(request, row, step, step.form(row, by))
        form = step.form(row, by, request.POST, request.FILES)
        if not form.is_valid():
            return self._asked(request, row, step, form, 400)
        try:
            made = step.act(row, form.cleaned_data, by)
        except DomainError as refusal:
            status = next(code for kind, code in _STATUS if isinstance(refusal, kind))
            if refusal.field in form.fields or step.on_page:
                form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            else:
                messages.error(request, refusal.message)
            fresh = None if object_id is None else self.found(request, object_id)
            return self._asked(request, fresh, step, form, status)
        messages.success(request, step.said(made, row))
        return redirect(self.after(request, made if row is None else row, step))

    def _asked(self, request: HttpRequest, row: Any, step: Step, form: StepForm, status: int = 200) -> HttpResponse:
        """Return the page that asks for a step: the step's own, or the record's with its dialog open."""
        if not step.on_page:
            return self.page(request, row, status=status, bound={step.name: form})
        context = {**self.frame(request, step.title(row)), "form": form, "verb": step.verb}
        context |= {"lead": step.consequence(row), **self.step_context(request, row)}
        return TemplateResponse(request, self.step_template, context, status=status)

    def step_context(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """Return what the page of a step shows besides its form."""
        return {}

    def after(self, request: HttpRequest, row: Any, step: Step) -> str:
        """Return where a person goes after a step: to the record."""
        return self.url("change", row.pk)

    # ---- What was done ---------------------------------------------------------------------------------------------

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = self.found(request, object_id)
        if not self.shows_history:
            raise PermissionDenied("操作记录由审计管理员查看。")
        events = Event.objects.filter(object_type=self.opts.label_lower, object_id=str(row.pk))
        entries = [
            {"when": one.at, "what": action_words(one.action), "who": one.actor_name, "note": one.note}
            for one in events.order_by("-number")[:HISTORY_LINES]
        ]
        title = f"办理记录：{self.heading(row)}"
        context = {
            **self.frame(request, title),
            "original": row,
            "back": self.url("change", row.pk),
            "entries": entries,
        }
        return TemplateResponse(request, "admin/object_history.html", context)


def _person(request: HttpRequest) -> User:
    """Return who asks; the site lets nobody in who is not signed in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
