"""Who owes figures for a year: late ones, more time, exemptions, and the ruling that a missing report is a failure."""

from collections.abc import Iterator
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from assessment.admin.forms import ExtensionForm
from assessment.enums import RulingKind, SubmissionState
from assessment.models import Duty, Ruling
from assessment.selectors import rulebook, workbench
from assessment.services import rulings, years
from clusters.admin.base import PortalAdmin
from clusters.admin.cells import Cell, along, cluster_column, column
from clusters.admin.steps import SHUT, Step
from clusters.models import User
from clusters.templatetags.figures import zh_time

_FILED = (SubmissionState.SUBMITTED, SubmissionState.VERIFIED)


def in_force(row: Duty) -> Ruling | None:
    """Return the ruling in force on a duty; reads the prefetched rulings."""
    return next((ruling for ruling in row.rulings.all() if ruling.revoked_at is None), None)


def is_filed(row: Duty) -> bool:
    return hasattr(row, "submission") and row.submission.state in _FILED


class Extend(Step):
    name, permission, verb, icon = "extend", "assessment.grant_exception", "批准延期", "calendar-plus"
    form_class = ExtensionForm

    def shut(self, row: Duty, by: User) -> str | None:
        return SHUT if is_filed(row) else None

    def consequence(self, row: Duty) -> str:
        return f"只对该集聚区生效；现截止时间为{zh_time(row.deadline)}。"

    def act(self, row: Duty, data: dict[str, Any], by: User) -> str:
        granted = years.extend(row, until=data["until"], reason=data["reason"], by=by)
        return f"已批准{row.cluster}延期至{zh_time(granted.until)}。"


class Exempt(Step):
    name, permission, verb, icon = "exempt", "assessment.make_ruling", "当年免予考核", "shield"
    follows = "{row.year}年度不作达标与否的判断，并中断“连续两年”的计算。"
    also = ("认定以您的名义记录，可撤回；撤回后按数据重新评分。",)
    done = "已认定{row}免予考核。"

    def shut(self, row: Duty, by: User) -> str | None:
        return None if row.is_judged and in_force(row) is None else SHUT

    def act(self, row: Duty, data: dict[str, Any], by: User) -> Ruling:
        return rulings.make(row, kind=RulingKind.EXEMPT, reason=data["reason"], by=by)


class RuleFailed(Step):
    name, permission, verb, danger, icon = "fail", "assessment.make_ruling", "逾期未报视为不达标", True, "calendar-x"
    follows = "{row.year}年度按不达标处理：评分提出黄牌，上年已有黄牌的提出摘牌，由审批人另行确认。"
    also = ("认定前请确认已催报；认定以您的名义记录，可撤回。",)
    done = "已认定{row}逾期未报，视为不达标。"

    def shut(self, row: Duty, by: User) -> str | None:
        if not row.is_judged or in_force(row) is not None or is_filed(row):
            return SHUT
        return "报送截止时间未到，不能认定逾期未报。" if row.deadline > timezone.now() else None

    def act(self, row: Duty, data: dict[str, Any], by: User) -> Ruling:
        return rulings.make(row, kind=RulingKind.FAILED, reason=data["reason"], by=by)


class Revoke(Step):
    name, permission, verb, icon = "revoke", "assessment.make_ruling", "撤回认定", "arrow-counterclockwise"
    done = "已撤回{row}的认定。"

    def shut(self, row: Duty, by: User) -> str | None:
        return None if in_force(row) is not None else SHUT

    def consequence(self, row: Duty) -> str:
        ruling = in_force(row)
        return f"撤回“{ruling.get_kind_display()}”的认定，按现有数据重新评分；原认定保留可查。" if ruling else ""

    def act(self, row: Duty, data: dict[str, Any], by: User) -> Ruling:
        return rulings.revoke(row.rulings.get(revoked_at__isnull=True), reason=data["reason"], by=by)


class OverdueFilter(SimpleListFilter):
    title, parameter_name = "逾期", "overdue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("1", "逾期未报")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Duty]) -> QuerySet[Duty]:
        return workbench.overdue(queryset) if self.value() == "1" else queryset


class AnnulledFilter(SimpleListFilter):
    title, parameter_name = "决定撤销", "annulled"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("1", "撤销后待办")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Duty]) -> QuerySet[Duty]:
        return queryset & workbench.annulled_years() if self.value() == "1" else queryset


class RulingFilter(SimpleListFilter):
    title, parameter_name = "认定", "ruling"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        return list(RulingKind.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Duty]) -> QuerySet[Duty]:
        if self.value() not in RulingKind.values:
            return queryset
        found = Ruling.objects.filter(duty=OuterRef("pk"), kind=self.value(), revoked_at__isnull=True)
        return queryset.filter(Exists(found))


class DutyAdmin(PortalAdmin):
    about = "每个集聚区每年一项：催报、延期、免予考核、逾期认定"
    _cluster = cluster_column("cluster", "district")
    list_display = (_cluster, along("reporting_year__year", "年度"), "report_cell", "deadline_cell", "ruling_cell")
    list_filter = (
        "reporting_year",
        "district",
        "submission__state",
        OverdueFilter,
        AnnulledFilter,
        RulingFilter,
        "is_judged",
    )
    search_fields = ("cluster__search_key", "cluster__code", "cluster__name_initials")
    steps = (Extend(), Exempt(), RuleFailed(), Revoke())
    change_form_template = "admin/pages/duty.html"
    ordering = ("-reporting_year__year", "cluster__name_key", "pk")
    fields = (_cluster, along("cluster__code", "编号"), "is_judged", "report_cell", "deadline_cell", "ruling_cell")
    list_lead = "每个集聚区每年一项。催报、延期、免予考核和“逾期未报视为不达标”都在这里逐项办理。"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Duty]:
        made = Prefetch("rulings", Ruling.objects.select_related("made_by"))
        rows = Duty.objects.visible_to(request.user)  # type: ignore[arg-type]
        return rows.select_related("cluster", "district", "reporting_year", "submission").prefetch_related(made)

    @column("报送", order="submission__state")
    def report_cell(self, row: Duty) -> Cell:
        if not hasattr(row, "submission"):
            return Cell("未开始", state="none")
        return Cell(row.submission.get_state_display(), state=row.submission.state)

    @column("截止时间")
    def deadline_cell(self, row: Duty) -> Cell:
        late = not is_filed(row) and row.deadline < timezone.now() and in_force(row) is None
        note = "单独延期" if row.deadline_extended_to else ""
        return Cell(zh_time(row.deadline), note=" · ".join(filter(None, (note, "已逾期" if late else ""))))

    @column("认定")
    def ruling_cell(self, row: Duty) -> Cell:
        ruling = in_force(row)
        if ruling is None:
            return Cell(note="" if row.is_judged else "储备，不考核")
        badge = "exempt" if ruling.kind == RulingKind.EXEMPT else "fail"
        return Cell(ruling.get_kind_display(), badge=badge, note=ruling.made_by.full_name)

    def page_context(self, request: HttpRequest, row: Duty) -> dict[str, Any]:
        return {
            "duty": row,
            "unruled": rulebook.unruled(row.year),
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
