"""Data years: opening, moving the deadline, closing, and how complete each district is."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils import timezone

from assessment.enums import SubmissionState, YearState
from assessment.models import ReportingYear
from assessment.selectors import completeness
from assessment.selectors.rulebook import unruled
from assessment.services import announcements, years
from clusters.admin.base import PortalAdmin
from clusters.admin.cells import Cell
from clusters.admin.steps import StepForm, step
from clusters.admin.upkeep import fields_form, moment
from clusters.documents.views.downloads import DOCX, attachment
from clusters.errors import DomainError
from clusters.models import User


class YearForm(StepForm):
    """A data year to open."""

    year = forms.IntegerField(
        label="数据年度",
        min_value=2000,
        max_value=2100,
        help_text="数据所属的自然年度，例如次年年初报送上一年数据。",
        error_messages={"required": "请填写数据年度。", "invalid": "请填写四位年份。"},
    )
    deadline = moment("报送截止时间", "以数据库时钟为准；截止后未提交的报表不能再修改，除非单独批准延期。")


def _open(*, year: int, deadline: datetime, by: User) -> ReportingYear:
    if deadline <= timezone.now():
        raise DomainError("截止时间应晚于现在。", field="deadline")
    return years.open_year(year, deadline=deadline, by=by)


def _unruled(row: None, made: ReportingYear | None) -> dict[str, str]:
    return {"unruled": unruled(made.year) if made else ""}


def _lacking(row: ReportingYear, made: Any) -> dict[str, str]:
    names = years.without_duty(row.year).order_by("name_key").values_list("name", flat=True)
    return {"lacking": "、".join(names)}


def _missing(row: ReportingYear, made: Any) -> dict[str, int]:
    filed = (SubmissionState.SUBMITTED, SubmissionState.VERIFIED)
    return {"missing": row.duties.exclude(submission__state__in=filed).count()}


STEPS = (
    step(
        "reportingyear.deadline",
        "assessment.manage_year",
        lambda row, **given: years.move_deadline(row.year, **given),
        fields_form(ReportingYear, ("deadline",), labels={"deadline": "新的截止时间"}),
    ),
    step(
        "reportingyear.complete",
        "assessment.manage_year",
        lambda row, by: years.complete(row.year, by=by),
        StepForm,
        shut=lambda row, by: None if years.without_duty(row.year).exists() else "名录中有称号的集聚区均已有报送任务。",
        more=_lacking,
    ),
    step(
        "reportingyear.close",
        "assessment.manage_year",
        lambda row, by: years.close_year(row.year, by=by),
        StepForm,
        shut=lambda row, by: "本年度已截止；如需重新开放，请调整截止时间。" if row.state == YearState.CLOSED else None,
        more=_missing,
    ),
    step(
        "reportingyear.announce",
        "assessment.confirm_decision",
        lambda row, by: announcements.announce(row.year, by=by),
        StepForm,
        shut=lambda row, by: announcements.refusal(row.year) or None,
        more=lambda row, made: {"latest": next(iter(announcements.issued(row.year)), None)},
    ),
)


_COUNTS = (("owed", "应报"), ("filed", "已报"), ("verified", "已核实"))


def _count(name: str, label: str) -> Callable[[Any], Any]:
    """Return the column of one of the counts that the list is annotated with."""
    return admin.display(description=label, ordering=name)(lambda row: getattr(row, name))


@admin.register(ReportingYear)
class ReportingYearAdmin(PortalAdmin):
    list_display = ("year_cell", "state_cell", "deadline", *(_count(*one) for one in _COUNTS))
    steps = STEPS
    adding = step("reportingyear.add", "assessment.manage_year", _open, YearForm, more=_unruled)
    fields = ("state_cell", "deadline", "opened_by", "opened_at")
    change_form_template = "admin/pages/reporting_year.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReportingYear]:
        filed = Q(duties__submission__state__in=(SubmissionState.SUBMITTED, SubmissionState.VERIFIED))
        verified = Q(duties__submission__state=SubmissionState.VERIFIED)
        rows = super().get_queryset(request).select_related("opened_by")
        counts = {"filed": Count("duties", filter=filed), "verified": Count("duties", filter=verified)}
        return rows.annotate(owed=Count("duties"), **counts)

    @admin.display(description="数据年度", ordering="year")
    def year_cell(self, row: ReportingYear) -> str:
        return str(row)

    @admin.display(description="状态", ordering="state")
    def state_cell(self, row: ReportingYear) -> Cell:
        if row.state == YearState.OPEN and row.deadline < timezone.now():
            return Cell("截止时间已过", state="late")
        return Cell(row.get_state_display(), state=row.state)

    def page_context(self, request: HttpRequest, row: ReportingYear) -> dict[str, Any]:
        return {
            "year": row,
            "unruled": unruled(row.year),
            "flows": completeness.flows({row.year: row.state}),
            "perms_run": request.user.has_perm("assessment.run_assessment"),
            "districts": completeness.by_district(row.year),
            "announcements": announcements.issued(row.year),
            "may_draft": not announcements.refusal(row.year),
        }

    def get_urls(self) -> list[URLPattern]:
        return [self.route("<path:object_id>/announcement/", self.draft_view, "draft"), *super().get_urls()]

    def draft_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Answer the list announcement of the year as it would read now, marked 草稿."""
        row = self.found(request, object_id)
        if announcements.refusal(row.year):
            raise Http404
        draft = announcements.draft(row.year)
        return attachment(draft.content, f"草稿 {draft.title}.docx", DOCX)
