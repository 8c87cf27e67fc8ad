"""The pages of the round trip: download and upload, preview, confirm, submit what is complete."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from assessment.enums import ImportState
from assessment.forms.imports import UploadForm, answers
from assessment.models import ImportJob, ReportingYear
from assessment.services import imports
from assessment.views.desk.loading import reader
from assessment.views.imports.jobs import SHOWN_ROWS, must_answer, own_job, shown_plan, summary
from assessment.views.years import chosen_year
from clusters.errors import DomainError, StaleForm
from clusters.views.guards import Guarded

RECENT = 10


class ImportStart(Guarded, View):
    """Step one and two: download the template, upload it filled in."""

    permission = "assessment.import_figures"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, UploadForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        year = chosen_year(request, _years())
        if year is None or not form.is_valid():
            return self._page(request, form, status=422)
        file = form.cleaned_data["file"]
        try:
            job = imports.preview(file.read(), file_name=file.name, year=year, by=reader(request))
        except DomainError as refusal:
            form.add_error("file", refusal.message)
            return self._page(request, form, status=422)
        return redirect("assessment:import-job", job=job.pk)

    def _page(self, request: HttpRequest, form: UploadForm, status: int = 200) -> HttpResponse:
        years = _years()
        jobs = ImportJob.objects.filter(uploaded_by=reader(request)).defer("plan", "faults")
        context = {
            "title": "表格导入",
            "form": form,
            "year": chosen_year(request, years),
            "years": years,
            "jobs": jobs.select_related("reporting_year")[:RECENT],
        }
        return render(request, "assessment/imports/start.html", context, status=status)


def _years() -> list[int]:
    return list(ReportingYear.objects.values_list("year", flat=True))


class ImportPreview(Guarded, View):
    """What the file would change, what is odd, what is in conflict; or why it was refused."""

    permission = "assessment.import_figures"

    def get(self, request: HttpRequest, job: str) -> HttpResponse:
        return show(request, own_job(request, job))


def show(request: HttpRequest, job: ImportJob, *, refusal: str = "", status: int = 200) -> HttpResponse:
    """Render the page of a job; after a refusal what was chosen and written stays in the form."""
    context: dict[str, Any] = {
        "title": job.file_name,
        "job": job,
        "refusal": refusal,
        "faults": imports.faults_of(job),
        "rows": shown_plan(job),
        "summary": summary(job),
        "must_answer": must_answer(job),
        "trail": [{"label": "表格导入", "url": reverse("assessment:import")}],
        "left_out": max(0, len(job.plan) - SHOWN_ROWS),
        "may_file": job.state == ImportState.CONFIRMED and imports.unfiled(job).exists(),
        "given": request.POST,
        "is_open": job.state == ImportState.PREVIEWED and not job.is_expired,
    }
    return render(request, "assessment/imports/job.html", context, status=status)


class ImportConfirm(Guarded, View):
    """Takes the previewed plan over."""

    permission = "assessment.import_figures"

    def post(self, request: HttpRequest, job: str) -> HttpResponse:
        row = own_job(request, job)
        choices, reasons = answers(request.POST)
        try:
            count = imports.confirm(row, choices=choices, reasons=reasons, by=reader(request))
        except StaleForm as refusal:
            return show(request, row, refusal=refusal.message, status=409)
        except DomainError as refusal:
            return show(request, row, refusal=refusal.message, status=422)
        messages.success(request, f"已导入{count}家集聚区的数据，保存为草稿。请核对后提交审核。")
        return redirect("assessment:import-job", job=row.pk)


class ImportSubmit(Guarded, View):
    """Submits every report of the job that is complete; the others stay drafts and say why."""

    permission = "assessment.import_figures"

    def post(self, request: HttpRequest, job: str) -> HttpResponse:
        row = own_job(request, job)
        try:
            filed, left = imports.submit_ready(row, by=reader(request))
        except DomainError as refusal:
            return show(request, row, refusal=refusal.message, status=422)
        if filed:
            messages.success(request, f"已提交{len(filed)}家：{'、'.join(filed)}。")
        for name, reason in left:
            messages.warning(request, f"{name}未提交：{reason}")
        return redirect("assessment:reports")
