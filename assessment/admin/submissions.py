"""The queue of filed reports, riskiest first, and the page on which a reviewer judges one."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from assessment.admin.submission_steps import STEPS, VERIFY
from assessment.enums import SubmissionState
from assessment.models import Submission
from assessment.selectors import review_sheet, third_party, verification
from assessment.selectors.rulebook import unruled
from assessment.selectors.verification import Risk
from assessment.services import submissions
from assessment.views.desk.judgement import panel_of_preview
from clusters.admin.base import PortalAdmin
from clusters.admin.bulk import Bulk, bulk_page
from clusters.admin.cells import Cell, Tag, cluster_column, state_column
from clusters.admin.steps import Step
from clusters.models import User
from clusters.templatetags.figures import zh_date

_HERE = {SubmissionState.SUBMITTED: 2, SubmissionState.RETURNED: 0, SubmissionState.VERIFIED: 4}


class Queue(ChangeList):
    """Without another order asked for: what waits, by risk and age; then the rest, by year and name."""

    risks: dict[int, Risk]

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet:
        rows = super().get_queryset(request, exclude_parameters)
        ranked = verification.waiting(rows.order_by())
        self.risks = {row.pk: risk for row, risk in ranked}
        if self.params.get("o") or not ranked:
            return rows
        places = [When(pk=row.pk, then=Value(place)) for place, (row, _) in enumerate(ranked)]
        place = Case(*places, default=Value(len(ranked)), output_field=IntegerField())
        return rows.annotate(place=place).order_by(
            "place", "-duty__reporting_year__year", "duty__cluster__name_key", "pk"
        )


@admin.register(Submission)
class SubmissionAdmin(PortalAdmin):
    list_display = (
        cluster_column("duty__cluster", "duty__district"),
        "duty__reporting_year__year",
        "duty__cluster__category",
        state_column(),
        "risk_cell",
        "filed_cell",
    )
    list_filter = ("state", "duty__reporting_year", "duty__district", "duty__cluster__category")
    search_fields = ("duty__cluster__search_key", "duty__cluster__code", "duty__cluster__name_initials")
    actions = ("verify_selected",)
    steps = STEPS
    change_form_template = "admin/pages/submission.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Submission]:
        return verification.for_review(super().get_queryset(request))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return Queue

    def prepared(self, shown: ChangeList) -> list[Submission]:
        risks = shown.risks if isinstance(shown, Queue) else {}
        rows = list(shown.result_list)
        opened = third_party.undecided_counts(rows)
        for row in rows:
            row.risk, row.undecided = risks.get(row.pk), opened[row.pk]
        return rows

    @admin.display(description="核验提示")
    def risk_cell(self, row: Submission) -> Cell:
        risk: Risk | None = getattr(row, "risk", None)
        opened = getattr(row, "undecided", 0)
        beside = [Tag("warn", "intersect", f"第三方差异 {opened}")] if opened else []
        return Cell(tags=[*risk_tags(risk), *beside]) if risk else Cell()

    @admin.display(description="提交", ordering="current_version__filed_at")
    def filed_cell(self, row: Submission) -> Cell:
        version = row.current_version
        if version is None:
            return Cell(blank="尚未提交")
        days = (timezone.localdate() - timezone.localdate(version.filed_at)).days
        waits = f"已等 {days} 天" if row.state == SubmissionState.SUBMITTED and days else ""
        return Cell(zh_date(version.filed_at), note=" · ".join(filter(None, (version.label, waits))))

    def can_pick(self, row: Submission) -> bool:
        return row.state == SubmissionState.SUBMITTED

    # ---- One report ------------------------------------------------------------------------------------------------

    def page_context(self, request: HttpRequest, row: Submission) -> dict[str, Any]:
        typed = {name.removeprefix("why-"): request.POST.get(name, "") for name in request.POST if name[:4] == "why-"}
        sheet = review_sheet.sheet(row, typed)
        return {
            "submission": row,
            "unruled": unruled(row.duty.year),
            "sheet": sheet,
            "risk_tags": risk_tags(sheet.risk),
            "reviewing": row.state == SubmissionState.SUBMITTED and request.user.has_perm(VERIFY, row),
            # What was ticked in the table before a step was refused stays ticked, each box for itself: a figure that is
            # to be mended must never come back as one whose reason is believed.
            "ticked": {box: request.POST.getlist(box) for box in ("accept", "mend")},
            "stepper": _stepper(row),
            "versions": review_sheet.versions(row),
            "compared": third_party.comparison_of(row.duty, row.current_version),
            "panel": panel_of_preview(sheet.preview),
            "missed": [line.label for line in sheet.preview.outcome.missed],
            "queue": _place(row),
        }

    def after(self, request: HttpRequest, row: Submission, step: Step) -> str:
        """After a report is done, the next one that waits, where the person asked for it."""
        if "next" not in request.POST:
            return super().after(request, row, step)
        waiting = verification.waiting()
        return self.url("change", waiting[0][0].pk) if waiting else self.url("changelist")

    # ---- Several reports -------------------------------------------------------------------------------------------

    def has_verify_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(VERIFY)

    @admin.action(description="批量核实", permissions=("verify",))
    def verify_selected(self, request: HttpRequest, queryset: QuerySet[Submission]) -> HttpResponse:
        """Verify the selected reports in which nothing but hints was found, each on its own."""
        rows = list(verification.for_review(queryset.order_by()))
        findings = verification.findings_of(rows)
        refusals = {row.pk: _refusal(row, verification.risk_of(findings[row.pk])) for row in rows}
        return bulk_page(self, request, rows, refusals, VERIFYING)


def _refusal(row: Submission, risk: Risk) -> str:
    """Return why a report cannot be verified together with others; "" when it can."""
    if row.state != SubmissionState.SUBMITTED:
        return f"当前为“{row.get_state_display()}”，不是待审核。"
    if not risk.is_clean:
        return f"有{risk.grave + risk.suspects}项须修改或须确认，请逐件审核。"
    return ""


def _verify(row: Submission, by: User) -> str:
    """Verify one report if it is still the version that was looked at."""
    submissions.verify(row, seen=row.current_version.number if row.current_version else None, by=by)
    return "已核实"


VERIFYING = Bulk(
    name="verify_selected",
    title="批量核实",
    verb="核实 {count} 件",
    consequence="核实后这些数据成为考核依据，区市不能再修改；您核实后不能再确认这些集聚区的考核结果。",
    take=_verify,
)


def risk_tags(risk: Risk) -> list[Tag]:
    """Return the findings of a report as tags, the gravest first."""
    tags = [
        ("fail", "x-octagon", "须修改", risk.grave),
        ("warn", "question-circle", "须确认", risk.suspects),
        ("plain", "info-circle", "提示", risk.warnings),
    ]
    shown = [Tag(tone, icon, f"{word} {n}") for tone, icon, word, n in tags if n]
    return shown or [Tag("pass", "check2", "无异常")]


def _stepper(row: Submission) -> list[dict[str, Any]]:
    version = row.current_version
    review = getattr(version, "review", None)
    filed = {"when": zh_date(version.filed_at), "who": _name(version.filed_by)} if version else {}
    done = {"when": zh_date(review.reviewed_at), "who": _name(review.reviewed_by)} if review else {}
    here = _HERE.get(SubmissionState(row.state), 0)
    labels: list[tuple[str, dict[str, str]]] = [("区市填报", {}), ("提交", filed), ("市级审核", {}), ("核实通过", done)]
    steps = [
        {"label": label, "state": "done" if at < here else "current" if at == here else "todo", **when}
        for at, (label, when) in enumerate(labels)
    ]
    if row.state == SubmissionState.RETURNED:
        steps[2] |= {"label": "已退回", "state": "stopped", **done}
        steps[3] |= {"when": "", "who": ""}
    return steps


def _name(person: User | None) -> str:
    return person.full_name if person else "系统"


def _place(row: Submission) -> dict[str, Any] | None:
    """Return where a waiting report stands in the queue, with its neighbours; None for one that does not wait."""
    if row.state != SubmissionState.SUBMITTED:
        return None
    keys = [waiting.pk for waiting, _ in verification.waiting()]
    at = keys.index(row.pk) if row.pk in keys else 0
    return {
        "number": at + 1,
        "total": len(keys),
        "before": keys[at - 1] if at else None,
        "after": keys[at + 1] if at + 1 < len(keys) else None,
    }
