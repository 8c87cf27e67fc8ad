"""The Excel round trip: a template goes out, a workbook comes back, is shown, and taken over in one transaction."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from assessment.enums import ImportState, Source, SubmissionState, YearState
from assessment.models import Duty, ImportJob, ReportingYear, Submission
from assessment.selectors import fields, figures, rulebook, workbook_spec
from assessment.services import import_write, submissions
from assessment.services.import_plan import Entry, Stored, plan_of, why_shut
from assessment.services.submissions import database_now
from assessment.workbooks.merge import Choice
from assessment.workbooks.reader import look_through
from assessment.workbooks.template import render_template
from clusters.documents.services import documents, store
from clusters.errors import DomainError, NotAllowedNow, NotPermitted, StaleForm
from clusters.models import District, User
from clusters.services import acts, audit
from clusters.workbooks.codes import Code, Fault, WorkbookRefused, fault, fault_from
from clusters.workbooks.guard.inspection import MAX_WORKBOOK
from clusters.workbooks.write.errors_book import error_workbook

Choices = Mapping[str, Mapping[str, str]]
Reasons = Mapping[str, Mapping[str, str]]


def _district(by: User) -> District:
    if not by.has_perm("assessment.import_figures") or by.district is None:
        raise NotPermitted("只有区市填报员可以下载和导入本区市的填报表。")
    return by.district


def template(year: int, *, by: User) -> tuple[str, bytes]:
    """Return name and bytes of the district's template for the year, with what is stored and last year's figures."""
    district = _district(by)
    # A year from an address can be any number, also one that no column holds; only the key's own lookup knows that.
    is_known = ReportingYear.objects.filter(pk=year).exists()
    duties = workbook_spec.duties_of(district, year) if is_known else []
    if not duties:
        raise NotAllowedNow(f"{year}年度没有本区市的报送任务。")
    spec = workbook_spec.spec_of(district, year, duties, figures.verified_before(duties))
    with transaction.atomic():
        audit.record("填报表.下载", by, by=by, year=year, rows=len(spec.rows))
    return f"{spec.title}.xlsx", render_template(spec, issued=timezone.now().isoformat(timespec="seconds"))


def preview(data: bytes, *, file_name: str, year: int, by: User) -> ImportJob:
    """Read a workbook and return the job that says what it would change; nothing else is stored.

    A workbook that is refused becomes a job with state 已拒绝 and its faults; the file is kept as evidence either way.
    Raises WorkbookRefused for a year that was never opened: there is nothing the file could belong to.
    """
    district = _district(by)
    reporting_year = ReportingYear.objects.filter(pk=year).first()
    if reporting_year is None:
        raise WorkbookRefused(fault(Code.YEAR_NOT_OPEN, f"{year}年度尚未开启"))
    try:
        plan, faults = _plan(data, district, reporting_year)
    except WorkbookRefused as refusal:
        plan, faults = [], list(refusal.faults)
    job = ImportJob(reporting_year=reporting_year, district=district, file_name=file_name[:160], uploaded_by=by)
    job.state = ImportState.REFUSED if faults else ImportState.PREVIEWED
    job.plan, job.faults = [] if faults else plan, [item.as_dict() for item in faults]
    return _keep(job, data, by)


def _plan(data: bytes, district: District, reporting_year: ReportingYear) -> tuple[list[Entry], list[Fault]]:
    year = reporting_year.year
    duties = workbook_spec.duties_of(district, year)
    before = figures.verified_before(duties)
    spec = workbook_spec.spec_of(district, year, duties, before)
    sheet = look_through(data, spec)
    row = rulebook.for_entry(year)
    stored = Stored(
        duties={duty.code: duty for duty in duties},
        before=before,
        rules=rulebook.parsed(row) if row else None,
        is_open=_open([(duty.pk, duty.deadline_extended_to) for duty in duties], reporting_year),
        among=fields.read(fields.last_known(year, row)),
    )
    return plan_of(sheet, [column.code for column in spec.columns], stored)


def _open(duties: Iterable[tuple[int, datetime | None]], year: ReportingYear) -> dict[int, bool]:
    """Return by duty whether its figures may still be entered; duties as (key, extended deadline)."""
    now = database_now()
    everybody = year.state != YearState.CLOSED and now <= year.deadline
    return {pk: everybody if extended is None else now <= extended for pk, extended in duties}


@store.writing()
def _keep(job: ImportJob, data: bytes, by: User) -> ImportJob:
    if len(data) <= MAX_WORKBOOK:
        job.document = documents.add(data, name=job.file_name, owner="assessment.importjob", by=by)
    job.sha256 = hashlib.sha256(data).hexdigest()
    job.save(force_insert=True)
    audit.record("表格导入.上传", job, by=by, after=job.state, sha256=job.sha256, faults=len(job.faults))
    return job


def faults_of(job: ImportJob) -> list[Fault]:
    """Return the faults of a refused job."""
    return [fault_from(row) for row in job.faults]


def error_file(job: ImportJob) -> bytes:
    """Return the workbook with comments at the faulty cells, or a plain list when the file cannot be opened."""
    return error_workbook(store.read(job.document.file) if job.document else b"", faults_of(job))


@audit.act()
def confirm(job: ImportJob, *, choices: Choices | None = None, reasons: Reasons | None = None, by: User) -> int:
    """Take the plan over as working copies, all or nothing; return how many reports changed.

    `choices` settles conflicts (cluster code → indicator → mine or theirs), `reasons` confirms odd figures. A second
    confirmation changes nothing. Raises StaleForm when a report changed since the preview, NotAllowedNow when the
    hour is over or the year closed, DomainError for an open conflict.
    """
    # The plan never changes once it is written, so the one that was shown is used; only the state is read anew.
    row = ImportJob.objects.select_for_update(no_key=True).defer("plan", "faults").get(pk=job.pk)
    if row.uploaded_by_id != by.pk or row.district_id != by.district_id:
        raise NotPermitted("只能由上传人本人确认导入。")
    if row.state == ImportState.CONFIRMED:
        return len(job.plan)
    if row.state != ImportState.PREVIEWED:
        raise NotAllowedNow("该文件已被拒绝，请修改后重新上传。")
    if row.is_expired:
        raise NotAllowedNow("预览已超过1小时，请重新上传。")
    reports = _fresh_reports(job)
    _refuse_unasked(job, choices or {}, reasons or {})
    plan = [_report(entry, reports, choices or {}, reasons or {}) for entry in job.plan]
    if import_write.upsert(plan, by=by, at=timezone.now()) < len(plan):
        raise StaleForm("有报表在确认的同时被他人填写，没有导入任何数据。请重新上传并核对预览。")
    acts.store(row, state=ImportState.CONFIRMED, confirmed_at=timezone.now())
    audit.record("表格导入.确认", row, by=by, before=ImportState.PREVIEWED, after=row.state, rows=len(job.plan))
    return len(job.plan)


def _fresh_reports(job: ImportJob) -> dict[int, Submission]:
    """Lock the reports of the plan and return them by duty; refuse when one changed or closed since the preview."""
    own = Duty.objects.filter(reporting_year=job.reporting_year_id, district=job.district_id)
    reports = Submission.objects.select_for_update(of=("self",), no_key=True).filter(duty__in=own.values("pk"))
    found = {row.duty_id: row for row in reports.order_by("pk")}
    is_open = _open(own.values_list("pk", "deadline_extended_to"), ReportingYear.objects.get(pk=job.reporting_year_id))
    for entry in job.plan:
        report = found.get(entry["duty"])
        if (report.revision if report else 0) != entry["revision"]:
            raise StaleForm(f"“{entry['name']}”在预览之后又有修改，没有导入任何数据。请重新上传并核对预览。")
        state, may_enter = report.state if report else None, is_open.get(entry["duty"], False)
        refusal = why_shut(f"“{entry['name']}”", state, job.reporting_year_id, is_open=may_enter)
        if refusal:
            raise NotAllowedNow(f"{refusal}，没有导入任何数据。")
    return found


def _refuse_unasked(job: ImportJob, choices: Choices, reasons: Reasons) -> None:
    """Refuse answers to what the preview did not ask: a choice without conflict, a reason without a figure in doubt."""
    asked_choices = {(entry["code"], code) for entry in job.plan for code, *_ in entry["conflicts"]}
    asked_reasons = {
        (entry["code"], code)
        for entry in job.plan
        for _, severity, fields, *_ in entry["warnings"]
        if severity == "suspect"
        for code in fields
    }
    for given, asked in ((choices, asked_choices), (reasons, asked_reasons)):
        if any((cluster, code) not in asked for cluster, codes in given.items() for code in codes):
            raise DomainError("提交的内容中有预览没有询问的项目，没有导入任何数据。请重新打开预览后再确认。")


def _report(
    entry: dict[str, Any], reports: Mapping[int, Submission], choices: Choices, reasons: Reasons
) -> import_write.Report:
    """Return the working copy as it will be stored."""
    report = reports.get(entry["duty"])
    values = dict(report.values) if report else {}
    values.update((code, new) for code, _, new, _ in entry["changes"])
    for code, _, _, mine, cell in entry["conflicts"]:
        choice = choices.get(entry["code"], {}).get(code)
        if choice not in (Choice.MINE, Choice.THEIRS):
            message = f"“{entry['name']}”{cell}与网上填报的数据不同，请选择保留哪一个。"
            raise DomainError(message, field=f"{entry['code']}.{code}")
        if choice == Choice.MINE:
            values[code] = mine
    given = {code: text.strip() for code, text in reasons.get(entry["code"], {}).items() if text.strip()}
    confirmations = {**(report.confirmations if report else {}), **given}
    revision = entry["revision"] + 1
    return {"duty": entry["duty"], "values": values, "confirmations": confirmations, "revision": revision}


def unfiled(job: ImportJob) -> QuerySet[Submission]:
    """Return the reports of the plan that its district may still file."""
    duties = [entry["duty"] for entry in job.plan]
    return Submission.objects.filter(duty__in=duties, state__in=(SubmissionState.DRAFT, SubmissionState.RETURNED))


def submit_ready(job: ImportJob, *, by: User) -> tuple[list[str], list[tuple[str, str]]]:
    """Submit the imported reports that are complete; return the names filed, and (name, reason) of those left.

    Each report is a transaction of its own: one that is not ready does not hold back the others.
    """
    if job.uploaded_by_id != by.pk or job.state != ImportState.CONFIRMED:
        raise NotAllowedNow("请先确认导入，再提交审核。")
    reports = unfiled(job).select_related("duty__cluster").order_by("duty__cluster__name_key")
    filed: list[str] = []
    left: list[tuple[str, str]] = []
    for report in reports:
        entry = submissions.Entry(
            figures.from_text(report.values), report.remarks, report.confirmations, report.revision, Source.WORKBOOK
        )
        try:
            submissions.submit(report, entry, by=by)
        except DomainError as refusal:
            left.append((report.duty.cluster.name, refusal.message))
        else:
            filed.append(report.duty.cluster.name)
    return filed, left
