"""Scoring runs: start one for a year, watch it, cancel it, see what came out."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, reverse

from assessment.admin.assessments import choice_of
from assessment.enums import AssessmentState, RunState
from assessment.models import Assessment, ReportingYear, Run
from assessment.rules.enums import Verdict
from assessment.selectors import resting, rulebook
from assessment.services import runs
from clusters.admin.base import PortalAdmin
from clusters.admin.cells import Cell, state_column
from clusters.admin.steps import SHUT, StepForm, step
from clusters.models import User
from clusters.templatetags.figures import zh_date
from tasks.scoring import ring_for

_HIGHLIGHTS = ("pass", "yellow_card", "delist", "escalate", "hold")


class RunForm(StepForm):
    """The year to score; years without a ruleset are shown and refused with words."""

    year = forms.ModelChoiceField(
        ReportingYear.objects.all(),
        label="数据年度",
        empty_label=None,
        error_messages={"required": "请选择数据年度。"},
    )


def _start(*, year: ReportingYear, by: User) -> Run:
    run = runs.start(year.pk, by=by)
    ring_for(run.pk)
    return run


def _retry(row: Run, *, by: User) -> int:
    chunks = runs.retry(row, by=by)
    ring_for(row.pk)
    return chunks


def _retry_shut(row: Run, by: User) -> str | None:
    return None if row.state == RunState.RUNNING and runs.progress(row)["parked"] else SHUT


def _cancel_shut(row: Run, by: User) -> str | None:
    return None if row.state == RunState.RUNNING else SHUT


@admin.register(Run)
class RunAdmin(PortalAdmin):
    list_display = ("run_cell", state_column(), "progress_cell", "started_cell", "finished_at", "counts_cell")
    list_filter = ("state", "reporting_year")
    list_select_related = ("started_by", "ruleset")
    steps = (
        step("run.retry", "assessment.run_assessment", _retry, StepForm, shut=_retry_shut),
        step("run.cancel", "assessment.run_assessment", runs.cancel, shut=_cancel_shut),
    )
    adding = step("run.add", "assessment.run_assessment", _start, RunForm)
    change_form_template = "admin/pages/run.html"
    step_template = "admin/pages/run_start.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Run]:
        return super().get_queryset(request).annotate(done=Sum("chunks__done")).defer("ruleset__text")

    def get_urls(self) -> list[URLPattern]:
        return [self.route("<path:object_id>/progress/", self.progress_view, "progress"), *super().get_urls()]

    @admin.display(description="批次", ordering="pk")
    def run_cell(self, row: Run) -> Cell:
        return Cell(str(row), note=row.ruleset.title if row.ruleset else "")

    @admin.display(description="已评")
    def progress_cell(self, row: Any) -> Cell:
        return Cell(f"{row.done or 0} / {row.total}", is_whole=True)

    @admin.display(description="发起", ordering="started_at")
    def started_cell(self, row: Run) -> Cell:
        return Cell(row.started_by.full_name if row.started_by else "命令行", note=zh_date(row.started_at))

    @admin.display(description="结果")
    def counts_cell(self, row: Run) -> str:
        counts = [(Verdict(code).label, row.counts.get(code)) for code in _HIGHLIGHTS]
        counts.append(("其中尚未到报送截止时间", row.counts.get(runs.NOT_DUE)))
        return "，".join(f"{label} {count}" for label, count in counts if count)

    def page_context(self, request: HttpRequest, row: Run) -> dict[str, Any]:
        counts = row.counts or runs.counts_of(row.reporting_year_id)
        found = {"results": _results(row, counts), "to_come": counts.get(runs.NOT_DUE), "waiting": _waiting(row)}
        return {"run": row, "bar": self._bar(row), **found}

    def progress_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Answer the bar alone; when the run has ended, tell the page to load itself again."""
        row = self.found(request, object_id)
        answer = render(request, "components/progress.html", self._bar(row))
        if row.state != RunState.RUNNING:
            answer["HX-Refresh"] = "true"
        return answer

    def _bar(self, row: Run) -> dict[str, Any]:
        """Return what components/progress.html shows of a run."""
        progress = runs.progress(row)
        more = {"done": progress["done"], "total": progress["total"], "failed": progress["parked"]}
        url = self.url("progress", row.pk)
        return {"id": "run-progress", "label": "评分进度", "state": row.state, "url": url, **more}

    def step_context(self, request: HttpRequest, row: None) -> dict[str, Any]:
        years = ReportingYear.objects.all()
        return {"unruled": [one.year for one in years if rulebook.in_force(one.year) is None]}


def _waiting(row: Run) -> dict[str, Any]:
    """Return how many proposals of the year wait for an approver, with the list that shows them."""
    open_ones = Assessment.objects.filter(duty__reporting_year=row.reporting_year_id, state=AssessmentState.PROPOSED)
    query = f"duty__reporting_year__year__exact={row.reporting_year_id}&state={AssessmentState.PROPOSED}"
    count = open_ones.filter(verdict__in=resting.KINDS).count()
    return {
        "count": count,
        "title": f"本年度有 {count} 项建议待确认",
        "url": f"{reverse('admin:assessment_assessment_changelist')}?{query}",
    }


def _results(row: Run, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return how many results of the year have each verdict, each with the list that shows them."""
    url = reverse("admin:assessment_assessment_changelist")
    return [
        {
            "code": verdict.value,
            "label": verdict.label,
            "count": counts[verdict.value],
            "url": f"{url}?duty__reporting_year__year__exact={row.reporting_year_id}&verdict={choice_of(verdict)}",
        }
        for verdict in Verdict
        if counts.get(verdict.value)
    ]
