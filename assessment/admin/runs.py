"""Scoring runs: start one for a year, watch it, cancel it, see what came out."""

from typing import Any

from django import forms
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse

from assessment.admin.assessments import choice_of
from assessment.enums import AssessmentState, RunState
from assessment.models import Assessment, ReportingYear, Run
from assessment.rules.enums import Verdict
from assessment.selectors import resting, rulebook
from assessment.services import runs
from clusters.admin.base import PortalAdmin
from clusters.admin.cells import Cell, column
from clusters.admin.steps import SHUT, ReasonForm, Step, StepForm
from clusters.models import User
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


class Cancel(Step):
    name, permission, verb, danger, icon = "cancel", "assessment.run_assessment", "取消评分", True, "slash-circle"
    form_class = ReasonForm

    def shut(self, row: Run, by: User) -> str | None:
        return None if row.state == RunState.RUNNING else SHUT

    def consequence(self, row: Run) -> str:
        return "尚未评分的部分不再进行；已经提出的结果保留为待确认。可重新发起评分。"

    def take(self, row: Run, data: dict[str, Any], by: User) -> str:
        return f"{runs.cancel(row, reason=data['reason'], by=by)}已取消。"


class Retry(Step):
    name, permission, verb, primary, icon = (
        "retry",
        "assessment.run_assessment",
        "重新评分搁置部分",
        True,
        "arrow-repeat",
    )

    def shut(self, row: Run, by: User) -> str | None:
        return None if row.state == RunState.RUNNING and runs.progress(row)["parked"] else SHUT

    def consequence(self, row: Run) -> str:
        return f"搁置的{runs.progress(row)['parked']}个分块重新评分；全部完成后本批次才算完成。"

    def take(self, row: Run, data: dict[str, Any], by: User) -> str:
        chunks = runs.retry(row, by=by)
        ring_for(row.pk)
        return f"已重新发起{chunks}个分块的评分。"


class RunAdmin(PortalAdmin):
    about = "每次评分的进度和结果"
    list_display = ("run_cell", "state_cell", "progress_cell", "started_cell", "finished_at", "counts_cell")
    list_filter = ("state", "reporting_year")
    list_select_related = ("started_by", "ruleset")
    steps = (Retry(), Cancel())
    page_template = "admin/pages/run.html"
    create_template = "admin/pages/run_start.html"
    create_form = RunForm
    create_permission = "assessment.run_assessment"
    create_verb = "发起评分"
    create_lead = "按数据年度一次评完：取已核实的数据版本为快照，逐个集聚区提出结果，由审批人确认后才生效。"
    list_lead = "评分只提出建议。同样的数据和规则重复评分，不产生新的结果。"
    empty_text = "尚未发起过评分。"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Run]:
        return super().get_queryset(request).annotate(done=Sum("chunks__done")).defer("ruleset__text")

    def get_urls(self) -> list[URLPattern]:
        bar = self.admin_site.admin_view(self.progress_view)
        return [path("<path:object_id>/progress/", bar, name=self.address("progress")), *super().get_urls()]

    @column("批次", order="pk")
    def run_cell(self, row: Run) -> Cell:
        return {"text": str(row), "note": row.ruleset.title if row.ruleset else ""}

    @column("状态", order="state")
    def state_cell(self, row: Run) -> Cell:
        return {"state": row.state, "text": row.get_state_display()}

    @column("已评", num=True)
    def progress_cell(self, row: Any) -> str:
        return f"{row.done or 0} / {row.total}"

    @column("发起", order="started_at")
    def started_cell(self, row: Run) -> Cell:
        return {"text": row.started_by.full_name if row.started_by else "命令行", "note": f"{row.started_at:%Y-%m-%d}"}

    @column("结果")
    def counts_cell(self, row: Run) -> str:
        return "，".join(f"{Verdict(code).label} {row.counts[code]}" for code in _HIGHLIGHTS if row.counts.get(code))

    def page_context(self, request: HttpRequest, row: Run) -> dict[str, Any]:
        return {"run": row, **self._progress(row), "results": _results(row), "waiting": _waiting(row)}

    def progress_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Answer the bar alone; when the run has ended, tell the page to load itself again."""
        row = self.found(request, object_id)
        answer = render(request, "admin/pages/run_progress.html", {"run": row, **self._progress(row)})
        if row.state != RunState.RUNNING:
            answer["HX-Refresh"] = "true"
        return answer

    def _progress(self, row: Run) -> dict[str, Any]:
        return {"progress": runs.progress(row), "progress_url": self.url("progress", row)}

    def create(self, data: dict[str, Any], by: User) -> tuple[Run, str]:
        run = runs.start(data["year"].pk, by=by)
        ring_for(run.pk)
        return run, f"{run}已发起，共{run.total}家。"

    def frame(self, request: HttpRequest, title: str) -> dict[str, Any]:
        context = super().frame(request, title)
        if request.resolver_match and request.resolver_match.url_name == self.address("add"):
            years = ReportingYear.objects.all()
            context["unruled"] = [row.year for row in years if rulebook.in_force(row.year) is None]
        return context


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


def _results(row: Run) -> list[dict[str, Any]]:
    """Return how many results of the year have each verdict, each with the list that shows them."""
    url = reverse("admin:assessment_assessment_changelist")
    counts = row.counts or runs.counts_of(row.reporting_year_id)
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
