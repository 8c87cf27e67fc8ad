"""What the templates of a report are given: the form, the read-only view, the comparison after a stale save."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from assessment.enums import SubmissionState
from assessment.forms.report import ReportForm
from assessment.models import Duty, Submission
from assessment.selectors import desk, figures, results
from assessment.selectors.preview import is_blank, preview, problems
from assessment.views.desk import judgement, loading, rows, versions

_YEARS_BESIDE = 4


def editing(request: HttpRequest, duty: Duty, form: ReportForm, *, status: int = 200, **more: Any) -> HttpResponse:
    """Show the form with what was typed, the hints and the preview judgement."""
    context = {**_head(duty), **live(duty, form), **more, "form": form}
    address = [duty.year, duty.cluster.code]
    context["preview_url"] = reverse("assessment:report-preview", args=address)
    context["autosave_url"] = reverse("assessment:report-autosave", args=address)
    context["local_key"] = f"report:{loading.reader(request).pk}:{duty.year}:{duty.cluster.code}"
    context["versions"] = versions.entries(context["report"], form.indicators)
    return render(request, "assessment/desk/report.html", context, status=status)


def comparing(request: HttpRequest, duty: Duty, message: str) -> HttpResponse:
    """After a stale save: the form keeps what was typed, and each difference to what is stored stands beside it.

    The form now carries the stored revision, so that saving again is a choice made with both versions in view.
    """
    report = loading.report_of(duty)
    data = request.POST.copy()
    data["revision"] = str(report.revision)
    form = loading.bound_form(duty, data)
    form.is_valid()
    return editing(request, duty, form, status=409, conflict=versions.conflicts(report, form), refusal=message)


def reading(request: HttpRequest, duty: Duty, *, refusal: str = "", unsaved: ReportForm | None = None) -> HttpResponse:
    """Show the report as it stands; after a refused POST (409) also what was typed and not kept."""
    report, indicators = loading.report_of(duty), loading.indicators_of(duty)
    judged = preview(duty, loading.stored_in(report))
    before = figures.verified(range(duty.year - _YEARS_BESIDE, duty.year - 1), [duty.cluster_id])
    earlier = {year: before[cluster, year] for cluster, year in sorted(before)}
    told = rows.Told(
        judged.previous or {}, judged.findings, loading.to_mend(report), loading.evidence_of(report), earlier.values()
    )
    filed = rows.Filed(figures.from_text(report.values), report.remarks, report.confirmations)
    context = {
        **_head(duty),
        "sections": rows.sections(rows.reading_rows(indicators, filed, told)),
        "earlier_years": list(earlier),
        "panel": judgement.panel_of_preview(judged),
        "why_locked": desk.why_locked(duty, getattr(duty, "submission", None)),
        "may_withdraw": report.state == SubmissionState.SUBMITTED
        and loading.reader(request).has_perm("assessment.submit_submission", duty),
        "version_label": report.current_version.label if report.current_version else "草稿",
        "versions": versions.entries(report, indicators),
        "refusal": refusal,
        "unsaved": versions.unsaved(report, unsaved) if unsaved is not None else [],
        "is_blank": not any(filed.values.values()),
        "has_result": results.is_released(duty),
    }
    return render(request, "assessment/desk/report_read.html", context, status=409 if refusal else 200)


def live(duty: Duty, form: ReportForm) -> dict[str, Any]:
    """Return what changes while figures are typed: the rows with their hints, and the preview judgement."""
    report = loading.report_of(duty)
    typed = loading.typed_in(form) if form.is_bound else loading.stored_in(report)
    judged = preview(duty, typed)
    told = rows.Told(judged.previous or {}, judged.findings, loading.to_mend(report), loading.evidence_of(report))
    entry = rows.entry_rows(form, typed.values, told)
    remarks = form.words("remark") if form.is_bound else report.remarks
    faults = problems(form.indicators, typed, remarks, judged.findings)
    return {
        "sections": rows.sections(entry),
        "panel": judgement.panel_of_preview(judged),
        "lacking": [row for row in entry if row.indicator.is_required and row.value is None],
        "faults": rows.faults(form, typed, faults),
        "blanks": [row for row in entry if is_blank(row.indicator, typed)],
        "filled": sum(row.value is not None for row in entry),
        "asked": len(entry),
    }


def _head(duty: Duty) -> dict[str, Any]:
    report = loading.report_of(duty)
    return {
        "title": f"{duty.cluster.name} {duty.year} 年度报送",
        "duty": duty,
        "report": report,
        "state": report.state if report.pk else "",
        "steps": _steps(report),
        "last_year": duty.year - 1,
    }


def _steps(report: Submission) -> list[dict[str, str]]:
    """Return how far the report has come, for the stepper."""
    at = {SubmissionState.SUBMITTED: 2, SubmissionState.VERIFIED: 3}.get(SubmissionState(report.state), 0)
    labels = ("填报", "提交审核", "市级核实", "考核结果")
    states = ["done" if number < at else "current" if number == at else "todo" for number in range(len(labels))]
    return [{"label": label, "state": state} for label, state in zip(labels, states, strict=True)]
