"""The pages of the round trip: download and upload, preview, confirm, submit what is complete."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessment.enums import ImportState
from assessment.forms.imports import UploadForm, answers
from assessment.models import ImportJob, ReportingYear
from assessment.services import imports
from assessment.views.desk.loading import reader
from assessment.views.imports.plan import SHOWN_ROWS, must_answer, shown_plan, summary
from assessment.views.years import chosen_year
from clusters.documents.views.downloads import XLSX, attachment
from clusters.errors import DomainError, StaleForm
from clusters.views.guards import guarded

RECENT = 10
_importers = guarded("assessment.import_figures")


def _own_job(request: HttpRequest, job: str) -> ImportJob:
    """Return the job of the person who uploaded it; anybody else's is 404."""
    rows = ImportJob.objects.select_related("reporting_year", "district")
    return get_object_or_404(rows, pk=job, uploaded_by=reader(request))


@_importers
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Step one and two: download the template, upload it filled in."""
    years = list(ReportingYear.objects.values_list("year", flat=True))
    form, year, status = UploadForm(), chosen_year(request, years), 200
    if request.method == "POST":
        form, status = UploadForm(request.POST, request.FILES), 422
        if year is not None and form.is_valid():
            file = form.cleaned_data["file"]
            try:
                job = imports.preview(file.read(), file_name=file.name, year=year, by=reader(request))
                return redirect("assessment:import-job", job=job.pk)
            except DomainError as refusal:
                form.add_error("file", refusal.message)
    jobs = ImportJob.objects.filter(uploaded_by=reader(request)).defer("plan", "faults")
    jobs = jobs.select_related("reporting_year")[:RECENT]
    context = {"title": "表格导入", "form": form, "year": year, "years": years, "jobs": jobs}
    return render(request, "assessment/imports/start.html", context, status=status)


@_importers
@require_safe
def template(request: HttpRequest, year: int) -> HttpResponse:
    """The district's template for a year."""
    try:
        name, content = imports.template(year, by=reader(request))
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return redirect("assessment:import")
    return attachment(content, name, XLSX)


@_importers
@require_safe
def preview(request: HttpRequest, job: str) -> HttpResponse:
    """What the file would change, what is odd, what is in conflict; or why it was refused."""
    return _page(request, _own_job(request, job))


def _page(request: HttpRequest, job: ImportJob, *, refusal: str = "", status: int = 200) -> HttpResponse:
    """Render the page of a job; after a refusal what was chosen and written stays in the form."""
    context: dict[str, Any] = {
        "title": job.file_name,
        "job": job,
        "refusal": refusal,
        "faults": imports.faults_of(job),
        "rows": shown_plan(job, request.POST),
        "summary": summary(job),
        "must_answer": must_answer(job),
        "trail": [{"label": "表格导入", "url": reverse("assessment:import")}],
        "left_out": max(0, len(job.plan) - SHOWN_ROWS),
        "may_file": job.state == ImportState.CONFIRMED and imports.unfiled(job).exists(),
        "is_open": job.state == ImportState.PREVIEWED and not job.is_expired,
    }
    return render(request, "assessment/imports/job.html", context, status=status)


@_importers
@require_POST
def confirm(request: HttpRequest, job: str) -> HttpResponse:
    """Take the previewed plan over."""
    row = _own_job(request, job)
    choices, reasons = answers(request.POST)
    try:
        count = imports.confirm(row, choices=choices, reasons=reasons, by=reader(request))
    except DomainError as refusal:
        status = 409 if isinstance(refusal, StaleForm) else 422
        return _page(request, row, refusal=refusal.message, status=status)
    messages.success(request, f"已导入{count}家集聚区的数据，保存为草稿。请核对后提交审核。")
    return redirect("assessment:import-job", job=row.pk)


@_importers
@require_POST
def submit(request: HttpRequest, job: str) -> HttpResponse:
    """Submit every report of the job that is complete; the others stay drafts and say why."""
    row = _own_job(request, job)
    try:
        filed, left = imports.submit_ready(row, by=reader(request))
    except DomainError as refusal:
        return _page(request, row, refusal=refusal.message, status=422)
    if filed:
        messages.success(request, f"已提交{len(filed)}家：{'、'.join(filed)}。")
    for name, reason in left:
        messages.warning(request, f"{name}未提交：{reason}")
    return redirect("assessment:reports")


@_importers
@require_safe
def error_file(request: HttpRequest, job: str) -> HttpResponse:
    """The refused workbook with comments at its cells; only for the person who uploaded it."""
    row = _own_job(request, job)
    return attachment(imports.error_file(row), f"问题标注-{row.file_name}", XLSX)
