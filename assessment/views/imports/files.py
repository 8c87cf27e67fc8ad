"""Files of the round trip: the template, and the workbook with its faults."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views import View

from assessment.services import imports
from assessment.views.desk.loading import reader
from assessment.views.imports.jobs import own_job
from clusters.documents.views.downloads import XLSX, attachment
from clusters.errors import DomainError
from clusters.views.guards import Guarded


class Template(Guarded, View):
    """The district's template for a year."""

    permission = "assessment.import_figures"

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        try:
            name, content = imports.template(year, by=reader(request))
        except DomainError as refusal:
            messages.error(request, refusal.message)
            return redirect("assessment:import")
        return attachment(content, name, XLSX)


class ErrorFile(Guarded, View):
    """The refused workbook with comments at its cells; only for the person who uploaded it."""

    permission = "assessment.import_figures"

    def get(self, request: HttpRequest, job: str) -> HttpResponse:
        row = own_job(request, job)
        return attachment(imports.error_file(row), f"问题标注-{row.file_name}", XLSX)
