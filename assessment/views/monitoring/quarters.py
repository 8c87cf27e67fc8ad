"""季度数据: the page on which districts fill in a quarter and the city reads it; and what a year asks for."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from assessment.enums import YearState
from assessment.models import Duty, Indicator, ReportingYear
from assessment.models.quarter import QUARTERS
from assessment.selectors import quarterly
from assessment.selectors.projection import quarter_name
from assessment.services import quarters
from assessment.views.desk.loading import reader
from assessment.views.monitoring import frame, quarter_table
from assessment.views.monitoring.quarter_form import QuarterForm
from assessment.views.monitoring.quarter_table import QuarterTable
from clusters.errors import DomainError, NotPermitted, StaleForm
from clusters.models import District, User
from clusters.views.guards import Guarded

PAGE_SIZE = 30


class Quarters(Guarded):
    """GET `?year=&quarter=&district=`; POST keeps the quarter's figures of all clusters on the page, or none."""

    permission = "assessment.view_monitoring"

    def get(self, request: HttpRequest) -> HttpResponse:
        table, page = _table(request)
        return _page(request, table, page, table.form() if table and table.may_edit else None)

    def post(self, request: HttpRequest) -> HttpResponse:
        user = reader(request)
        table, page = _table(request)
        if table is None:
            raise Http404
        if not all(user.has_perm("assessment.edit_submission", duty) for duty in table.duties):
            raise PermissionDenied("只有本区市的填报员可以填报季度数据。")
        form = table.form(request.POST)
        if not form.is_valid():
            return _page(request, table, page, form, status=422)
        try:
            changed = quarters.save(table.year.year, table.quarter, form.entries(), by=user)
        except StaleForm as stale:
            return self._again(request, stale.message)
        except DomainError as refusal:
            messages.error(request, refusal.message)
            return _page(request, table, page, form if table.may_edit else None, status=409)
        name = quarter_name(table.quarter)
        messages.success(request, f"{name}数据已保存（{changed} 家有变动）。" if changed else f"{name}数据没有变动。")
        return redirect(request.get_full_path())

    def _again(self, request: HttpRequest, message: str) -> HttpResponse:
        """After a stale save: what was typed stays, with what is stored beside it; saving again is a choice."""
        table, page = _table(request)
        if table is None:
            raise Http404
        data = request.POST.copy()
        stored = table.stored()
        for duty in table.duties:
            data[f"revision_{duty.pk}"] = str(stored[duty.pk].revision if duty.pk in stored else 0)
        form = table.form(data)
        form.is_valid()
        messages.error(request, message)
        return _page(request, table, page, form, status=409)


def _table(request: HttpRequest) -> tuple[QuarterTable | None, Page[Duty] | None]:
    """Return the table of the page asked for, None before the first data year."""
    user = reader(request)
    year, _ = frame.year_of(request)
    if year is None:
        return None, None
    rows = Duty.objects.visible_to(user).filter(reporting_year=year).select_related("cluster", "district")
    district = frame.district_of(user, request.GET.get("district", ""))
    if district == frame.NO_DISTRICT:
        rows = rows.filter(district__isnull=True)
    elif district:
        rows = rows.filter(district=district)
    ordered = rows.order_by("district__order", "cluster__name_key", "pk")
    page = Paginator(ordered, PAGE_SIZE).get_page(request.GET.get("page"))
    row = get_object_or_404(ReportingYear, pk=year)
    return quarter_table.load(user, row, _quarter(request, year), list(page)), page


def _quarter(request: HttpRequest, year: int) -> int:
    """Return the quarter of `?quarter=`, else the latest that is over; 400 for what is no quarter."""
    text = request.GET.get("quarter", "")
    if text:
        if text not in map(str, QUARTERS):
            raise BadRequest("没有这一季度。")
        return int(text)
    today = timezone.localdate()
    return max((quarter for quarter in QUARTERS if quarterly.has_ended(year, quarter, today)), default=QUARTERS[0])


def _page(
    request: HttpRequest,
    table: QuarterTable | None,
    page: Page[Duty] | None,
    form: QuarterForm | None,
    status: int = 200,
) -> HttpResponse:
    user = reader(request)
    year, years = frame.year_of(request)
    context: dict[str, Any] = {
        "title": "季度数据",
        "tabs": frame.tabs(year, "quarters"),
        "year": year,
        "years": years,
        "table": table,
        "page_obj": page,
        "form": form,
        "whole_city": user.sees_whole_city,
    }
    if table is not None:
        context |= _of_table(request, user, table, form)
    return render(request, "assessment/monitoring/quarters.html", context, status=status)


def _of_table(request: HttpRequest, user: User, table: QuarterTable, form: QuarterForm | None) -> dict[str, Any]:
    query = request.GET.copy()
    query.pop("page", None)
    items = []
    for quarter in QUARTERS:
        query["quarter"] = str(quarter)
        url = f"{reverse('assessment:quarters')}?{query.urlencode()}"
        items.append({"label": quarter_name(quarter), "url": url, "active": quarter == table.quarter})
    is_open = table.year.state == YearState.OPEN
    return {
        "quarter_name": quarter_name(table.quarter),
        "quarter_tabs": items,
        "quarter_names": [quarter_name(quarter) for quarter in QUARTERS],
        "sections": table.sections(form),
        "filled": quarterly.filled(user, table.year.year, table.quarter),
        "has_ended": quarterly.has_ended(table.year.year, table.quarter, timezone.localdate()),
        "is_open": is_open,
        "district": District.objects.filter(pk=request.GET.get("district", "")).first(),
        "offers": _offers(table) if is_open and user.has_perm("assessment.manage_year") else [],
    }


def _offers(table: QuarterTable) -> list[dict[str, Any]]:
    """Return what the year can ask for, with what it asks for now."""
    asked = {one.indicator_id for one in table.asked}
    labels = {one.pk: str(one) for one in Indicator.objects.in_force(table.year.year)}
    found = [code for code in quarters.offers() if code in labels]
    return [{"code": code, "label": labels[code], "asked": code in asked or not asked} for code in found]


class AskQuarters(Guarded):
    """POST `year` and `code` (any number; none ends the quarterly figures of the year)."""

    permission = "assessment.manage_year"

    def post(self, request: HttpRequest) -> HttpResponse:
        text = request.POST.get("year", "")
        if not (text.isascii() and text.isdigit() and len(text) <= len("2022")):
            raise Http404
        year = get_object_or_404(ReportingYear, pk=int(text)).year
        try:
            asked = quarters.ask(year, request.POST.getlist("code"), by=reader(request))
        except NotPermitted as refusal:
            raise PermissionDenied(refusal.message) from None
        except DomainError as refusal:
            messages.error(request, refusal.message)
        else:
            names = "、".join(one.indicator.label for one in asked)
            messages.success(request, f"{year}年度按季度报送：{names}。" if asked else f"{year}年度不再要求季度数据。")
        return redirect(f"{reverse('assessment:quarters')}?year={year}")
