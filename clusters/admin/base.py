"""The admin of one kind of record: read by permission, changed only by steps that call a service."""

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

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

    `facts` are the fields the page shows, `steps` what can be done there, `create_form` with `create` how one is made.
    Every question for a permission is answered by the access tables: `app.view_model` opens list and page.
    """

    facts: ClassVar[tuple[str, ...]] = ()
    steps: ClassVar[tuple[Step, ...]] = ()
    # Officers of the city follow their cases; the lines about accounts are for the audit administrator alone.
    shows_history: ClassVar[bool] = True
    create_form: ClassVar[type[StepForm] | None] = None
    create_permission: ClassVar[str] = ""
    create_verb: ClassVar[str] = ""
    create_lead: ClassVar[str] = ""
    page_template: ClassVar[str] = "admin/pages/record.html"
    create_template: ClassVar[str] = "admin/pages/create.html"

    # ---- Who may ---------------------------------------------------------------------------------------------------

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return request.user.has_perm(f"{self.opts.app_label}.view_{self.opts.model_name}", obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(self.create_permission) and request.user.has_perm(self.create_permission)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def require_view(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied("您的角色不能查看此类记录。")

    # ---- Addresses -------------------------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        own: list[URLPattern] = [
            path(
                f"<path:object_id>/{step.name}/",
                self.admin_site.admin_view(partial(self.step_view, step=step)),
                name=self.address(step.name),
            )
            for step in self.steps
        ]
        return own + super().get_urls()

    def address(self, last: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{last}"

    def url(self, last: str, row: models.Model | None = None) -> str:
        """Return the address of a record's page or step, or without a record of the list."""
        args = [] if row is None else [row.pk]
        return reverse(f"admin:{self.address(last)}", args=args)

    def list_context(self, request: HttpRequest, shown: ChangeList) -> dict[str, Any]:
        return {"add_url": self.url("add"), "create_verb": self.create_verb}

    # ---- One record ------------------------------------------------------------------------------------------------

    def found(self, request: HttpRequest, object_id: str) -> Any:
        """Return the record or answer 404; 403 to those who may not read it."""
        row = self.get_object(request, unquote(str(object_id)))
        if row is None:
            raise Http404
        if not self.has_view_permission(request, row):
            raise PermissionDenied("您的角色不能查看此记录。")
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
        urls = {step.name: self.url(step.name, row) for step in self.steps}
        context = {
            **self.frame(request, self.heading(row)),
            "original": row,
            "facts": facts_of(self, self.facts, row),
            "offers": offers(self.steps, row, _person(request), urls, bound or {}),
            "history_url": self.url("history", row) if self.shows_history else "",
            **self.page_context(request, row),
        }
        return TemplateResponse(request, self.page_template, context, status=status)

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

    def step_view(self, request: HttpRequest, object_id: str, step: Step) -> HttpResponse:
        """Take a step: POST only, by permission; a refusal shows the page again with what was typed."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        row, by = self.found(request, object_id), _person(request)
        if not by.has_perm(step.permission, row):
            raise PermissionDenied("您没有进行此操作的权限。")
        form = step.form(row, by, request.POST)
        if not form.is_valid():
            return self.page(request, row, status=400, bound={step.name: form})
        try:
            done = step.take(row, form.cleaned_data, by)
        except DomainError as refusal:
            status = next(code for kind, code in _STATUS if isinstance(refusal, kind))
            if refusal.field in form.fields:
                form.add_error(refusal.field, refusal.message)
            else:
                messages.error(request, refusal.message)
            return self.page(request, self.found(request, object_id), status=status, bound={step.name: form})
        messages.success(request, done)
        return redirect(self.after(request, row, step))

    def after(self, request: HttpRequest, row: Any, step: Step) -> str:
        """Return where a person goes after a step: back to the record."""
        return self.url("change", row)

    # ---- A new record ----------------------------------------------------------------------------------------------

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if self.create_form is None or not self.has_add_permission(request):
            raise PermissionDenied("您不能在此新建记录。")
        by = _person(request)
        form = self.create_form(request.POST if request.method == "POST" else None, by=by, name="create")
        if request.method == "POST" and form.is_valid():
            made = self._made(request, form, by)
            if made is not None:
                return redirect(self.url("change", made))
        context = {**self.frame(request, self.create_verb), "form": form, "verb": self.create_verb}
        context["lead"] = self.create_lead
        return TemplateResponse(request, self.create_template, context, status=400 if form.is_bound else 200)

    def _made(self, request: HttpRequest, form: StepForm, by: User) -> Any:
        try:
            row, done = self.create(form.cleaned_data, by)
        except DomainError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            return None
        messages.success(request, done)
        return row

    def create(self, data: dict[str, Any], by: User) -> tuple[Any, str]:
        """Make the record through its service; return it with the sentence that tells the person so."""
        raise AttributeError(f"{type(self).__name__} has no service")

    # ---- Its audit lines -------------------------------------------------------------------------------------------

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = self.found(request, object_id)
        if not self.shows_history:
            raise PermissionDenied("操作记录由审计管理员查阅。")
        events = Event.objects.filter(object_type=self.opts.label_lower, object_id=str(row.pk))
        context = {
            **self.frame(request, f"办理记录：{self.heading(row)}"),
            "original": row,
            "back": self.url("change", row),
            "entries": [_entry(event) for event in events.order_by("-number")[:HISTORY_LINES]],
        }
        return TemplateResponse(request, "admin/pages/record_history.html", context)


def _person(request: HttpRequest) -> User:
    """Return who asks; the site lets nobody in who is not signed in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def _entry(event: Event) -> dict[str, Any]:
    return {
        "when": event.at,
        "what": action_words(event.action),
        "who": event.actor_name,
        "note": event.note,
        "document": "",
    }
