"""What the templates of a report are given: the form, the read-only view, the comparison after a stale save."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from assessment.enums import SubmissionState
from assessment.forms.report import ReportForm
from assessment.models import Submission
from assessment.selectors import desk, figures, results, review_sheet, rulebook
from assessment.selectors.preview import Preview, is_blank, preview, problems
from assessment.views.desk import judgement, loading, rows, versions
from assessment.views.desk.loading import OfReport

_YEARS_BESIDE = 4
_STEPS = ("填报", "提交审核", "市级核实", "考核结果")


class ReportPages(OfReport):
    """The pages of one report, to fill in and to read."""

    def editing(self, form: ReportForm, *, status: int = 200, **more: Any) -> HttpResponse:
        """Show the form with what was typed, the hints and the preview judgement."""
        context = {
            **self._head(),
            **self.live(form),
            **more,
            "form": form,
            "local_key": f"report:{self.user.pk}:{self.duty.year}:{self.duty.cluster.code}",
        }
        return render(self.request, "assessment/desk/report.html", context, status=status)

    def comparing(self, message: str) -> HttpResponse:
        """After a stale save: the form keeps what was typed, and each difference to what is stored stands beside it.

        The form now carries the stored revision, so that saving again is a choice made with both versions in view.
        """
        del self.duty
        form = self.bound_form({**self.request.POST.dict(), "revision": str(self.report.revision)})
        form.is_valid()
        return self.editing(form, status=409, conflict=versions.differences(self.report, form), refusal=message)

    def reading(self, *, refusal: str = "", unsaved: ReportForm | None = None) -> HttpResponse:
        """Show the report as it stands; after a refused POST (409) also what was typed and not kept."""
        duty, report = self.duty, self.report
        judged = preview(duty, loading.stored_in(report))
        before = figures.verified(range(duty.year - _YEARS_BESIDE, duty.year - 1), [duty.cluster_id])
        earlier = {year: before[cluster, year] for cluster, year in sorted(before)}
        told = replace(_told(report, judged), earlier=earlier.values())
        may_file = self.user.has_perm("assessment.submit_submission", duty)
        context = {
            **self._head(),
            **self._of_preview(judged),
            "sections": rows.sections(rows.reading_rows(self.indicators, report, told)),
            "earlier_years": list(earlier),
            "why_locked": self.why_locked(),
            "may_withdraw": report.state == SubmissionState.SUBMITTED and may_file,
            "version_label": report.current_version.label if report.current_version else "草稿",
            "refusal": refusal,
            "unsaved": versions.differences(report, unsaved) if unsaved is not None else [],
            "is_blank": not any(report.values.values()),
            "has_result": results.is_released(duty),
        }
        return render(self.request, "assessment/desk/report_read.html", context, status=409 if refusal else 200)

    def why_locked(self) -> str:
        return desk.why_locked(self.duty, getattr(self.duty, "submission", None))

    def live(self, form: ReportForm) -> dict[str, Any]:
        """Return what changes while figures are typed: the rows with their hints, and the preview judgement."""
        report = self.report
        typed = loading.typed_in(form) if form.is_bound else loading.stored_in(report)
        judged = preview(self.duty, typed)
        entry = rows.entry_rows(form, typed.values, _told(report, judged))
        remarks = form.words("remark") if form.is_bound else report.remarks
        return {
            **self._of_preview(judged),
            "sections": rows.sections(entry),
            "lacking": [row for row in entry if row.indicator.is_required and row.value is None],
            "faults": rows.faults(form, typed, problems(form.indicators, typed, remarks, judged.findings)),
            "blanks": [row for row in entry if is_blank(row.indicator, typed)],
            "filled": sum(row.value is not None for row in entry),
            "asked": len(entry),
        }

    def _of_preview(self, judged: Preview) -> dict[str, Any]:
        """Return the panel of the preview; a year without a ruleset in force says so on its page."""
        unruled = rulebook.unruled(self.duty.year, is_governed=judged.ruleset is not None)
        return {"panel": judgement.panel_of_preview(judged), "unruled": unruled}

    def _head(self) -> dict[str, Any]:
        report = self.report
        at = {SubmissionState.SUBMITTED: 2, SubmissionState.VERIFIED: 3}.get(SubmissionState(report.state), 0)
        states = ["done" if number < at else "current" if number == at else "todo" for number in range(len(_STEPS))]
        return {
            "title": f"{self.duty.cluster.name} {self.duty.year} 年度报送",
            "duty": self.duty,
            "report": report,
            "state": report.state if report.pk else "",
            "steps": [{"label": label, "state": state} for label, state in zip(_STEPS, states, strict=True)],
            "last_year": self.duty.year - 1,
            "versions": review_sheet.versions(report, self.indicators),
        }


def _told(report: Submission, judged: Preview) -> rows.Told:
    return rows.Told(judged.previous or {}, judged.findings, loading.to_mend(report), loading.evidence_of(report))
