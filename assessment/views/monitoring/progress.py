"""报送进度: how complete and punctual each district is, down to the single report."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.generic import TemplateView

from assessment.models import Duty, ReportingYear
from assessment.selectors import completeness, reminded
from assessment.selectors.completeness import STANDINGS, DistrictRow
from assessment.services import reminders
from assessment.views.desk.loading import reader
from assessment.views.monitoring import charts, frame
from clusters.models import District, User
from clusters.templatetags.figures import percent
from clusters.views.guards import Guarded
from clusters.workbooks.write.export import ExportTable

PAGE_SIZE = 50


class Monitoring(Guarded, TemplateView):
    """The year by district: counts, shares, chart, exceptions; the city reminds from here."""

    permission = "assessment.view_monitoring"
    template_name = "assessment/monitoring/progress.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = reader(self.request)
        year, years = frame.year_of(self.request)
        rows = completeness.by_district(year, user) if year else []
        total = completeness.total_of(rows)
        may_remind = user.has_perm(reminders.PERMISSION)
        told = reminded.today(year) if year and may_remind else {}
        return super().get_context_data(
            title="监测预警",
            tabs=frame.tabs(year, "progress"),
            year=year,
            years=years,
            opened=ReportingYear.objects.filter(pk=year or 0).first(),
            columns=STANDINGS.items(),
            rows=[_line(row, told) for row in rows],
            total=total,
            tiles=_tiles(total, year),
            total_cells=_cells(total),
            whole_city=user.sees_whole_city,
            chart=charts.progress(rows, year) if year and rows else None,
            chart_title=charts.finding(rows, total),
            exceptions=completeness.exceptions(year, user) if year else (),
            may_remind=may_remind and total.to_file > 0,
            owing=[row for row in rows if row.to_file],
            **kwargs,
        )


def _tiles(total: DistrictRow, year: int | None) -> list[dict[str, Any]]:
    """Return the year in six figures, each leading to its reports."""
    notes = {
        "verified": f"核实率 {percent(total.verified_share, 1)}",
        "on_time": f"按时率 {percent(total.on_time_share, 1)}",
    }
    base = f"{reverse('assessment:monitoring-duties')}?year={year}"
    counted = [
        {"label": STANDINGS[code], "value": getattr(total, code), "note": notes.get(code, ""),
         "href": f"{base}&standing={code}"}
        for code in ("verified", "on_time", "overdue", "extended")
    ]  # fmt: skip
    filed = {"label": "已报", "value": total.filed, "note": f"报送率 {percent(total.filed_share, 1)}", "href": ""}
    return [{"label": "应报", "value": total.total, "note": "", "href": base}, filed, *counted]


def _line(row: DistrictRow, reminded: dict[str, Any]) -> dict[str, Any]:
    code = row.district.pk if row.district else frame.NO_DISTRICT
    return {"row": row, "code": code, "cells": _cells(row), "reminded": reminded.get(code)}


def _cells(row: DistrictRow) -> list[dict[str, Any]]:
    return [{"code": code, "label": STANDINGS[code], "count": getattr(row, code)} for code in STANDINGS]


class DutyList(Guarded, TemplateView):
    """The reports behind a number: `?year=&district=&standing=`."""

    permission = "assessment.view_monitoring"
    template_name = "assessment/monitoring/duties.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = reader(self.request)
        year, years = frame.year_of(self.request)
        district = frame.district_of(user, self.request.GET.get("district", ""))
        standing = standing_of(self.request)
        page = Paginator(listed(user, year or 0, district, standing), PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            title=f"{year} 年度报送明细" if year else "报送明细",
            year=year,
            years=years,
            page_obj=page,
            district=District.objects.filter(pk=district).first(),
            no_district=district == frame.NO_DISTRICT,
            standing=standing,
            standing_label=STANDINGS.get(standing, "全部"),
            choices=[{"code": code, "label": label} for code, label in STANDINGS.items()],
            whole_city=user.sees_whole_city,
            may_open=user.has_perm("assessment.view_submission"),
            **kwargs,
        )


def standing_of(request: HttpRequest) -> str:
    """Return the standing of `?standing=`; 400 for one that does not exist."""
    standing = request.GET.get("standing", "")
    if standing and standing not in STANDINGS:
        raise BadRequest("没有这一统计口径。请从报送进度页进入。")
    return standing


def listed(user: User, year: int, district: str, standing: str) -> QuerySet[Duty]:
    """Return the reports of the year that are counted under the standing."""
    rows = completeness.counted(completeness.duties_of(year, user), standing)
    if district == frame.NO_DISTRICT:
        rows = rows.filter(district__isnull=True)
    elif district:
        rows = rows.filter(district=district)
    related = rows.select_related("cluster__category", "district", "reporting_year", "submission__saved_by")
    return related.order_by("district__order", "cluster__name_key", "pk")


class ProgressExport(Guarded):
    """The table by district as a file."""

    permission = "assessment.view_monitoring"

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        user = reader(request)
        year, _ = frame.year_of(request)
        if year is None:
            raise Http404
        rows = completeness.by_district(year, user)
        table = ExportTable(
            title=f"{year}年度数据报送进度",
            name="报送进度",
            headings=("区市", "应报（家）", *(f"{label}（家）" for label in STANDINGS.values()), "报送率", "按时率"),
            rows=[_exported(row) for row in [*rows, *_all_together(rows)]],
            notes=frame.stamp(user, "按时：首次提交不晚于年度统一截止时间；延后：经批准延期后提交。"),
        )
        return frame.export(kind, table, year=year, by=user)


def _all_together(rows: Sequence[DistrictRow]) -> list[DistrictRow]:
    return [completeness.total_of(rows)] if len(rows) > 1 else []


def _exported(row: DistrictRow) -> tuple[str | int, ...]:
    name = row.district.name if row.district else "合计"
    shares = percent(row.filed_share, 1), percent(row.on_time_share, 1)
    return (name, row.total, *(getattr(row, code) for code in STANDINGS), *shares)
