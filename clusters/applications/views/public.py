"""The public side: calls with their dates and documents, notices with their clock, objections by receipt."""

from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from clusters.applications.forms.objections import ObjectionForm, ReceiptForm
from clusters.applications.models import Call, Objection, PublicNotice, Requirement
from clusters.applications.services import public_notices
from clusters.documents.services import store
from clusters.documents.views.downloads import streamed
from clusters.errors import DomainError, NotAllowedNow
from clusters.views.guards import Limited, Public


class Calls(Public):
    """The published calls, the open ones first, and the notices with their clock."""

    def get(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        rows = list(Call.objects.published().prefetch_related("categories").order_by("-closes_at"))
        notices = [_clocked(one) for one in PublicNotice.objects.select_related("call").order_by("-opened_on")[:20]]
        context = {
            "title": "申报与公示",
            "open_calls": [one for one in rows if one.is_open(now)],
            "coming": [one for one in rows if one.opens_at > now],
            "past": [one for one in rows if one.closes_at < now][:20],
            "notices": notices,
        }
        return render(request, "applications/public/calls.html", context)


class CallPage(Public):
    """One call: what, who, until when, the documents to download, the recognised."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        call = get_object_or_404(Call.objects.published(), code=code)
        batch = call.batches.filter(confirmed_at__isnull=False).first()
        context = {
            "title": call.title,
            "call": call,
            "is_open": call.is_open(),
            "stages": call.stages.all(),
            "requirements": call.requirements.all(),
            "conditions": call.conditions.select_related("category"),
            "notices": [_clocked(one) for one in call.notices.all()],
            "batch": batch,
            "recognised": [one for one in batch.entries if one["outcome"] == "passed"] if batch else [],
        }
        return render(request, "applications/public/call.html", context)


class Template(Limited):
    """The template of a required document, for everybody while its call is published."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        row = (
            Requirement.objects.filter(document=pk)
            .exclude(call__state="draft")
            .select_related("document__file")
            .first()
        )
        if row is None or row.document is None:
            raise Http404
        return streamed(store.opened(row.document.file), row.document.name)


def _clocked(notice: PublicNotice) -> dict[str, Any]:
    """Return a notice with its last day and why that may still move."""
    return {
        "notice": notice,
        "last_day": public_notices.last_day(notice),
        "provisional": public_notices.provisional(notice),
        "is_open": public_notices.is_open(notice),
    }


class NoticePage(Limited):
    """One notice: who is on it, until when, and the form of an objection; what was answered once it is over."""

    limited = ("POST",)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        notice = get_object_or_404(PublicNotice.objects.select_related("call"), pk=pk)
        return self._page(request, notice, ObjectionForm(notice))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        notice = get_object_or_404(PublicNotice.objects.select_related("call"), pk=pk)
        form, status = ObjectionForm(notice, request.POST), 422
        if form.is_valid():
            try:
                made = public_notices.file_objection(notice, **form.cleaned_data)
            except DomainError as refusal:
                status = 409 if isinstance(refusal, NotAllowedNow) else 422
                form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            else:
                context = {"title": "异议已收到", "objection": made, "notice": notice}
                return render(request, "applications/public/objection_filed.html", context, status=201)
        return self._page(request, notice, form, status=status)

    def _page(self, request: HttpRequest, notice: PublicNotice, form: ObjectionForm, status: int = 200) -> HttpResponse:
        answered = notice.objections.exclude(state="open").select_related("application") if notice.closed_at else []
        context = {
            **_clocked(notice),
            "title": str(notice),
            "applications": notice.applications.select_related("district", "category").order_by("category", "name"),
            "form": form,
            "answered": answered,
        }
        return render(request, "applications/public/notice.html", context, status=status)


class Receipt(Limited):
    """An objection looked up by its receipt number."""

    def get(self, request: HttpRequest) -> HttpResponse:
        form = ReceiptForm(request.GET or None)
        found = None
        if form.is_bound:
            if not form.is_valid():
                raise BadRequest("回执号有误。")
            text = form.cleaned_data["receipt"].strip().upper()
            found = Objection.objects.filter(receipt=text).select_related("notice__call", "application").first()
        context = {"title": "异议办理查询", "form": form, "objection": found, "is_asked": form.is_bound}
        return render(request, "applications/public/receipt.html", context)
