"""What pages have in common: a list shown page by page, a form or a click whose act a service does or refuses."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView, ListView

from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from clusters.views.guards import Guarded


class Paged(ListView):
    """A list page by page; `?page=` beyond the end shows the last page, and what is no number the first."""

    def paginate_queryset(self, queryset: Any, page_size: int) -> tuple[Paginator, Page, Any, bool]:
        page = self.get_paginator(queryset, page_size).get_page(self.request.GET.get(self.page_kwarg))
        return page.paginator, page, page.object_list, page.has_other_pages()


def status_of(refusal: DomainError, invalid: int = 422) -> int:
    """Return the status of a refusal: 409 for a state that has moved on, `invalid` for what was typed.

    Raises PermissionDenied where the person may not take the step at all.
    """
    if isinstance(refusal, NotPermitted):
        raise PermissionDenied(refusal.message)
    return 409 if isinstance(refusal, NotAllowedNow) else invalid


class FormPage(Guarded, FormView):
    """A page with a form. What its service refuses is said on the same page, with everything that was typed."""

    invalid = 422

    def act(self, form: Any) -> HttpResponse:
        """Do what a valid form asks for. Raises DomainError where the service refuses."""
        return super().form_valid(form)

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        try:
            return self.act(form)
        except DomainError as refusal:
            return self.refused(form, refusal)

    def refused(self, form: Any, refusal: DomainError) -> HttpResponse:
        """Say the refusal at its field, else above the form."""
        status = status_of(refusal, self.invalid)
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return self.shown(form, status)

    def form_invalid(self, form: forms.BaseForm) -> HttpResponse:
        return self.shown(form, self.invalid)

    def shown(self, form: Any, status: int = 200, **more: Any) -> HttpResponse:
        """Show the page with this form."""
        return self.render_to_response(self.get_context_data(form=form, **more), status=status)


class Step(Guarded):
    """A step taken by one click (POST): done or refused, its page says so."""

    def act(self) -> HttpResponse:
        """Take the step and return the answer. Raises DomainError where the service refuses."""
        return redirect(self.back())

    def back(self) -> str:
        """Return the address that a refusal leads back to."""
        return self.request.path

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            return self.act()
        except DomainError as refusal:
            status_of(refusal)
            messages.error(request, refusal.message)
            return redirect(self.back())
