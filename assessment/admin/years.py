"""Data years: opening, moving the deadline, closing, and how complete each district is."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils import timezone

from assessment.admin.forms import DeadlineForm, YearForm
from assessment.enums import SubmissionState, YearState
from assessment.models import Letter, ReportingYear
from assessment.selectors import completeness, rulebook
from assessment.services import announcements, years
from clusters.admin.base import PortalAdmin
from clusters.admin.cells import Cell, along, column
from clusters.admin.steps import Add, Step, StepForm
from clusters.documents.views.downloads import DOCX, attachment
from clusters.errors import DomainError
from clusters.models import User
from clusters.templatetags.figures import zh_time


class Open(Add):
    permission, verb, form_class = "assessment.manage_year", "开启数据年度", YearForm
    lead = "开启后，名录中每个有有效称号的集聚区生成一项报送任务；储备集聚区只报数据，不考核。"

    def act(self, row: None, data: dict[str, Any], by: User) -> ReportingYear:
        if data["deadline"] <= timezone.now():
            raise DomainError("截止时间应晚于现在。", field="deadline")
        return years.open_year(data["year"], deadline=data["deadline"], by=by)

    def said(self, made: ReportingYear, row: None) -> str:
        return f"{made}已开启，生成{made.duties.count()}项报送任务。{rulebook.unruled(made.year)}"


class MoveDeadline(Step):
    name, permission, verb, icon = "deadline", "assessment.manage_year", "调整截止时间", "calendar-event"
    form_class = DeadlineForm

    def consequence(self, row: ReportingYear) -> str:
        return f"对全部区市立即生效，现截止时间为{zh_time(row.deadline)}。"

    def items(self, row: ReportingYear) -> tuple[str, ...]:
        opened = ("新的截止时间晚于现在的，本年度重新开放填报。",) if row.state == YearState.CLOSED else ()
        return (*opened, "已单独批准延期的报送任务仍以各自的延期时间为准。")

    def act(self, row: ReportingYear, data: dict[str, Any], by: User) -> str:
        moved = years.move_deadline(row.year, deadline=data["deadline"], by=by)
        return f"{moved}的截止时间已调整为{zh_time(moved.deadline)}，{moved.get_state_display()}。"


class Complete(Step):
    name, permission, verb, icon = "complete", "assessment.manage_year", "补充报送任务", "plus-square"
    form_class = StepForm

    def shut(self, row: ReportingYear, by: User) -> str | None:
        return None if years.without_duty(row.year).exists() else "名录中有称号的集聚区均已有报送任务。"

    def items(self, row: ReportingYear) -> tuple[str, ...]:
        return tuple(years.without_duty(row.year).order_by("name_key").values_list("name", flat=True))

    def consequence(self, row: ReportingYear) -> str:
        return f"年度开启以后列入名录的下列集聚区生成{row}报送任务，并通知各区市。"

    def act(self, row: ReportingYear, data: dict[str, Any], by: User) -> str:
        return f"已补充{years.complete(row.year, by=by)}项报送任务。"


class Close(Step):
    name, permission, verb, danger, icon = "close", "assessment.manage_year", "截止填报", True, "lock"
    form_class = StepForm
    follows = "截止后区市不能再提交；只有被退回的报表和单独批准延期的任务可以继续修改。"
    done = "{made}已截止填报。"

    def shut(self, row: ReportingYear, by: User) -> str | None:
        return "本年度已截止；如需重新开放，请调整截止时间。" if row.state == YearState.CLOSED else None

    def items(self, row: ReportingYear) -> tuple[str, ...]:
        filed = (SubmissionState.SUBMITTED, SubmissionState.VERIFIED)
        missing = row.duties.exclude(submission__state__in=filed).count()
        return (f"现有{missing}家尚未提交，截止后列为逾期未报。",) if missing else ("全部集聚区均已提交。",)

    def act(self, row: ReportingYear, data: dict[str, Any], by: User) -> ReportingYear:
        return years.close_year(row.year, by=by)


class AnnounceList(Step):
    name, permission, verb, icon = "announce", "assessment.confirm_decision", "签发名单公告", "megaphone"
    form_class = StepForm
    follows = "按{row}现行有效的决定生成名单公告，编号签发，附核验码；签发后不能修改。"
    done = "已签发{made.document_number}名单公告。"

    def shut(self, row: ReportingYear, by: User) -> str | None:
        return announcements.refusal(row.year) or None

    def items(self, row: ReportingYear) -> tuple[str, ...]:
        latest = announcements.issued(row.year)
        again = f"{latest[0].document_number}公告将由新公告替代；名单没有变化的，不会重复签发。" if latest else ""
        return tuple(filter(None, ("请先下载草稿核对名单。", again)))

    def act(self, row: ReportingYear, data: dict[str, Any], by: User) -> Letter:
        return announcements.announce(row.year, by=by)


_COUNTS = (along("owed", "应报"), along("filed", "已报"), along("verified", "已核实"))


class ReportingYearAdmin(PortalAdmin):
    about = "每年开启一次：截止时间、进度、名单公告"
    list_display = ("year_cell", "state_cell", "deadline", *_COUNTS)
    steps = (MoveDeadline(), Complete(), Close(), AnnounceList())
    adding = Open()
    fields = ("state_cell", "deadline", "opened_by", "opened_at")
    change_form_template = "admin/pages/reporting_year.html"
    empty_text = "尚未开启任何数据年度。"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReportingYear]:
        filed = Q(duties__submission__state__in=(SubmissionState.SUBMITTED, SubmissionState.VERIFIED))
        verified = Q(duties__submission__state=SubmissionState.VERIFIED)
        rows = super().get_queryset(request).select_related("opened_by")
        counts = {"filed": Count("duties", filter=filed), "verified": Count("duties", filter=verified)}
        return rows.annotate(owed=Count("duties"), **counts)

    @column("数据年度", order="year")
    def year_cell(self, row: ReportingYear) -> str:
        return str(row)

    @column("状态", order="state")
    def state_cell(self, row: ReportingYear) -> Cell:
        if row.state == YearState.OPEN and row.deadline < timezone.now():
            return Cell("截止时间已过", state="late")
        return Cell(row.get_state_display(), state=row.state)

    def page_context(self, request: HttpRequest, row: ReportingYear) -> dict[str, Any]:
        return {
            "year": row,
            "unruled": rulebook.unruled(row.year),
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
