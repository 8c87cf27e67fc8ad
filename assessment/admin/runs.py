"""Scoring runs: start one for a year, watch it, cancel it, see what came out."""

from collections.abc import Mapping
from typing import Any

from django import forms
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
from clusters.admin.cells import Cell, column, state_column
from clusters.admin.steps import SHUT, Add, Step, StepForm
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


class Start(Add):
    permission, verb, form_class = "assessment.run_assessment", "发起评分", RunForm
    lead = "按数据年度一次评完：取已核实的数据版本为快照，逐个集聚区提出结果，由审批人确认后才生效。"
    done = "{made}已发起，共{made.total}家。"

    def act(self, row: None, data: dict[str, Any], by: User) -> Run:
        run = runs.start(data["year"].pk, by=by)
        ring_for(run.pk)
        return run


class Cancel(Step):
    name, permission, verb, danger, icon = "cancel", "assessment.run_assessment", "取消评分", True, "slash-circle"
    follows = "尚未评分的部分不再进行；已经提出的结果保留为待确认。可重新发起评分。"
    done = "{made}已取消。"

    def shut(self, row: Run, by: User) -> str | None:
        return None if row.state == RunState.RUNNING else SHUT

    def act(self, row: Run, data: dict[str, Any], by: User) -> Run:
        return runs.cancel(row, reason=data["reason"], by=by)


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

    follows = "搁置的分块重新评分；全部完成后本批次才算完成。"
    done = "已重新发起{made}个分块的评分。"
    form_class = StepForm

    def act(self, row: Run, data: dict[str, Any], by: User) -> int:
        chunks = runs.retry(row, by=by)
        ring_for(row.pk)
        return chunks


class RunAdmin(PortalAdmin):
    about = "每次评分的进度和结果"
    list_display = ("run_cell", state_column(), "progress_cell", "started_cell", "finished_at", "counts_cell")
    list_filter = ("state", "reporting_year")
    list_select_related = ("started_by", "ruleset")
    steps = (Retry(), Cancel())
    adding = Start()
    change_form_template = "admin/pages/run.html"
    step_template = "admin/pages/run_start.html"
    list_lead = "评分只提出建议。同样的数据和规则重复评分，不产生新的结果。"
    empty_text = "尚未发起过评分。"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Run]:
        return super().get_queryset(request).annotate(done=Sum("chunks__done")).defer("ruleset__text")

    def get_urls(self) -> list[URLPattern]:
        return [self.route("<path:object_id>/progress/", self.progress_view, "progress"), *super().get_urls()]

    @column("批次", order="pk")
    def run_cell(self, row: Run) -> Cell:
        return Cell(str(row), note=row.ruleset.title if row.ruleset else "")

    @column("已评")
    def progress_cell(self, row: Any) -> Cell:
        return Cell(f"{row.done or 0} / {row.total}", is_whole=True)

    @column("发起", order="started_at")
    def started_cell(self, row: Run) -> Cell:
        return Cell(row.started_by.full_name if row.started_by else "命令行", note=zh_date(row.started_at))

    @column("结果")
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
