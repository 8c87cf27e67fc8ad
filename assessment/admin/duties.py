"""Who owes figures for a year: late ones, more time, exemptions, and the ruling that a missing report is a failure."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from assessment.enums import RulingKind, SubmissionState
from assessment.models import DeadlineException, Duty, Ruling
from assessment.selectors import workbench
from assessment.selectors.rulebook import unruled
from assessment.services import rulings, years
from clusters.admin.base import PortalAdmin
from clusters.admin.cells import Cell, cluster_column
from clusters.admin.lists import picked
from clusters.admin.steps import SHUT, ReasonForm, Step, step
from clusters.admin.upkeep import fields_form
from clusters.models import User
from clusters.templatetags.figures import zh_time

_FILED = (SubmissionState.SUBMITTED, SubmissionState.VERIFIED)


def in_force(row: Duty) -> Ruling | None:
    """Return the ruling in force on a duty; reads the prefetched rulings."""
    return next((ruling for ruling in row.rulings.all() if ruling.revoked_at is None), None)


def is_filed(row: Duty) -> bool:
    return hasattr(row, "submission") and row.submission.state in _FILED


def _exempt_shut(row: Duty, by: User) -> str | None:
    return None if row.is_judged and in_force(row) is None else SHUT


def _failed_shut(row: Duty, by: User) -> str | None:
    if not row.is_judged or in_force(row) is not None or is_filed(row):
        return SHUT
    return "报送截止时间未到，不能认定逾期未报。" if row.deadline > timezone.now() else None


def _ruled(name: str, kind: RulingKind, shut: Callable[[Duty, User], str | None]) -> Step:
    return step(f"duty.{name}", "assessment.make_ruling", partial(rulings.make, kind=kind), shut=shut)


def _revoke(row: Duty, *, reason: str, by: User) -> Ruling:
    return rulings.revoke(row.rulings.get(revoked_at__isnull=True), reason=reason, by=by)


STEPS = (
    step(
        "duty.extend",
        "assessment.grant_exception",
        years.extend,
        fields_form(DeadlineException, ("until",), ReasonForm),
        shut=lambda row, by: SHUT if is_filed(row) else None,
    ),
    _ruled("exempt", RulingKind.EXEMPT, _exempt_shut),
    _ruled("fail", RulingKind.FAILED, _failed_shut),
    step(
        "duty.revoke",
        "assessment.make_ruling",
        _revoke,
        shut=lambda row, by: None if in_force(row) else SHUT,
        more=lambda row, made: {"ruling": in_force(row)},
    ),
)


def _with_ruling(rows: QuerySet[Duty], kind: str, by: User) -> QuerySet[Duty]:
    return rows.filter(Exists(Ruling.objects.filter(duty=OuterRef("pk"), kind=kind, revoked_at__isnull=True)))


@admin.register(Duty)
class DutyAdmin(PortalAdmin):
    _cluster = cluster_column("cluster", "district")
    list_display = (_cluster, "reporting_year__year", "report_cell", "deadline_cell", "ruling_cell")
    list_filter = (
        "reporting_year",
        "district",
        "submission__state",
        picked("逾期", "overdue", (("1", "逾期未报"),), lambda rows, one, by: workbench.overdue(rows)),
        picked("决定撤销", "annulled", (("1", "撤销后待办"),), lambda rows, one, by: rows & workbench.annulled_years()),
        picked("认定", "ruling", RulingKind.choices, _with_ruling),
        "is_judged",
    )
    search_fields = ("cluster__search_key", "cluster__code", "cluster__name_initials")
    list_select_related = ("cluster", "district", "reporting_year", "submission")
    steps = STEPS
    change_form_template = "admin/pages/duty.html"
    ordering = ("-reporting_year__year", "cluster__name_key", "pk")
    fields = (_cluster, "cluster__code", "is_judged", "report_cell", "deadline_cell", "ruling_cell")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Duty]:
        made = Prefetch("rulings", Ruling.objects.select_related("made_by"))
        return super().get_queryset(request).prefetch_related(made)

    @admin.display(description="报送", ordering="submission__state")
    def report_cell(self, row: Duty) -> Cell:
        if not hasattr(row, "submission"):
            return Cell("未开始", state="none")
        return Cell(row.submission.get_state_display(), state=row.submission.state)

    @admin.display(description="截止时间")
    def deadline_cell(self, row: Duty) -> Cell:
        late = not is_filed(row) and row.deadline < timezone.now() and in_force(row) is None
        note = "单独延期" if row.deadline_extended_to else ""
        return Cell(zh_time(row.deadline), note=" · ".join(filter(None, (note, "已逾期" if late else ""))))

    @admin.display(description="认定")
    def ruling_cell(self, row: Duty) -> Cell:
        ruling = in_force(row)
        if ruling is None:
            return Cell(note="" if row.is_judged else "储备，不考核")
        badge = "exempt" if ruling.kind == RulingKind.EXEMPT else "fail"
        return Cell(ruling.get_kind_display(), badge=badge, note=ruling.made_by.full_name)

    def page_context(self, request: HttpRequest, row: Duty) -> dict[str, Any]:
        return {
            "duty": row,
            "unruled": unruled(row.year),
            "submission": getattr(row, "submission", None),
            "entries": list(_entries(row)),
            "assessment": row.assessments.exclude(state="superseded").order_by("-pk").first(),
        }


def _entries(row: Duty) -> Iterator[dict[str, Any]]:
    """Yield what the city granted and ruled, for the timeline."""
    for granted in row.exceptions.select_related("granted_by"):
        what = f"批准延期至{zh_time(granted.until)}"
        yield {"when": granted.granted_at, "what": what, "who": granted.granted_by.full_name, "note": granted.reason}
    for ruling in row.rulings.all():
        revoked = f"（已于{zh_time(ruling.revoked_at)}撤回）" if ruling.revoked_at else ""
        what = f"认定：{ruling.get_kind_display()}{revoked}"
        yield {"when": ruling.made_at, "what": what, "who": ruling.made_by.full_name, "note": ruling.reason}
