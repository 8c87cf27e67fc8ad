"""What the pages of one application have in common: the application a reader may see, 404 for any other."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from clusters.applications.form import Section
from clusters.applications.models import Application
from clusters.applications.selectors import calls, progress
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from clusters.models import User


def reader(request: HttpRequest) -> User:
    """Return the signed-in person of a guarded view."""
    return cast(User, request.user)


def application_for(request: HttpRequest, pk: int) -> Application:
    """Return an application this person may read; a foreign one is 404, as one that does not exist."""
    return get_object_or_404(calls.applications_of(reader(request)), pk=pk)


def own_application(request: HttpRequest, pk: int) -> Application:
    """Return an application for its own district to work on; PermissionDenied for others who may only read it."""
    row = application_for(request, pk)
    if not reader(request).has_perm("applications.edit", row):
        raise PermissionDenied("只有本区市的填报员可以办理申报。")
    return row


def section_of(application: Application, code: str) -> Section:
    """Return a section of the application's form, or 404."""
    found = next((one for one in progress.sections_of(application.call) if one.code == code), None)
    if found is None:
        raise Http404
    return found


def status_of(refusal: DomainError) -> int:
    """Return the HTTP status of a refusal; one for lack of rights is raised as PermissionDenied."""
    if isinstance(refusal, NotPermitted):
        raise PermissionDenied(refusal.message)
    return 409 if isinstance(refusal, NotAllowedNow) else 422
