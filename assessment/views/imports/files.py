"""Files of the round trip: the template, the workbook with its faults, the original as it was uploaded."""

from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views import View

from assessment.services import imports
from assessment.views.desk.loading import reader
from assessment.views.imports.jobs import own_job
from clusters.errors import DomainError
from clusters.views.guards import Guarded

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(name: str, content: bytes) -> HttpResponse:
    """Return a workbook as a download that no browser opens or keeps."""
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename=\"workbook.xlsx\"; filename*=UTF-8''{quote(name, safe='')}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    return response


class Template(Guarded, View):
    """The district's template for a year."""

    permission = "assessment.import_figures"

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        try:
            name, content = imports.template(year, by=reader(request))
        except DomainError as refusal:
            messages.error(request, refusal.message)
            return redirect("assessment:import")
        return workbook(name, content)


class ErrorFile(Guarded, View):
    """The refused workbook with comments at its cells; only for the person who uploaded it."""

    permission = "assessment.import_figures"

    def get(self, request: HttpRequest, job: str) -> HttpResponse:
        row = own_job(request, job)
        return workbook(f"问题标注-{row.file_name}", imports.error_file(row))


class Original(Guarded, View):
    """The file as it was uploaded."""

    permission = "assessment.import_figures"

    def get(self, request: HttpRequest, job: str) -> HttpResponse:
        row = own_job(request, job)
        return workbook(row.file_name, bytes(row.content))
