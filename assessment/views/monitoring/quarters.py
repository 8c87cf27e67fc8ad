"""季度数据: the page on which districts fill in a quarter and the city reads it; and what a year asks for."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from assessment.enums import YearState
from assessment.models import Duty, Indicator, QuarterlyIndicator, ReportingYear
from assessment.models.quarter import QUARTERS
from assessment.rules.numbers import grouped
from assessment.selectors import figures, quarterly
from assessment.selectors.projection import PAST_YEARS, quarter_name
from assessment.selectors.quarterly import Key, Saved
from assessment.services import quarters
from assessment.views.monitoring.quarter_form import QuarterForm
from assessment.views.years import YearPage
from clusters.errors import DomainError, StaleForm
from clusters.models import District
from clusters.views.pages import Step

PAGE_SIZE = 30


class Quarters(YearPage):
    """GET `?year=&quarter=&district=`; POST keeps the quarter's figures of all clusters on the page, or none."""

    permission = "assessment.view_monitoring"
    template_name = "assessment/monitoring/quarters.html"

    @cached_property
    def opened(self) -> ReportingYear:
        return get_object_or_404(ReportingYear, pk=self.year)

    @cached_property
    def quarter(self) -> int:
        """The quarter of `?quarter=`, else the latest that is over; 400 for what is no quarter."""
        text = self.request.GET.get("quarter", "")
        if text and text not in map(str, QUARTERS):
            raise BadRequest("没有这一季度。")
        return int(text) if text else max(filter(self.has_ended, QUARTERS), default=QUARTERS[0])

    def has_ended(self, quarter: int) -> bool:
        return quarterly.has_ended(self.opened.year, quarter, timezone.localdate())

    @cached_property
    def page(self) -> Page[Duty]:
        rows = Duty.objects.visible_to(self.user).filter(reporting_year=self.year)
        ordered = self.in_district(rows.select_related("cluster", "district"))
        return Paginator(ordered, PAGE_SIZE).get_page(self.request.GET.get("page"))

    @cached_property
    def asked(self) -> list[QuarterlyIndicator]:
        return quarterly.asked(self.opened.year)

    @cached_property
    def series(self) -> Mapping[Key, Mapping[int, Saved]]:
        """What was saved for the clusters of the page, this year and the years before."""
        years = range(self.opened.year - PAST_YEARS, self.opened.year + 1)
        return quarterly.series({duty.cluster_id for duty in self.page}, years) if self.asked else {}

    def saved(self, duty: Duty) -> Mapping[int, Saved]:
        """Return what was saved of the duty, by quarter."""
        return self.series.get((duty.cluster_id, duty.year), {})

    @cached_property
    def past(self) -> list[int]:
        """The earlier years whose figures of the same quarter stand beside: the last one, and more that have any."""
        last = self.opened.year - 1
        known = {year for (_, year), saved in self.series.items() if self.quarter in saved} | {last}
        return [year for year in range(last, last - PAST_YEARS, -1) if year in known]

    @cached_property
    def may_edit(self) -> bool:
        """Whether this person may fill the quarter in now."""
        is_due = self.opened.state == YearState.OPEN and self.has_ended(self.quarter)
        return bool(is_due and self.asked and self.page) and self._are_own()

    def _are_own(self) -> bool:
        return all(self.user.has_perm("assessment.edit_submission", duty) for duty in self.page)

    def form(self, data: Mapping[str, Any] | None = None) -> QuarterForm:
        found = {duty.pk: self.saved(duty).get(self.quarter) for duty in self.page}
        return QuarterForm(list(self.page), self.asked, {pk: one for pk, one in found.items() if one}, data)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._shown(self.form() if self.year and self.may_edit else None)

    def post(self, request: HttpRequest) -> HttpResponse:
        if self.year is None:
            raise Http404
        if not self._are_own():
            raise PermissionDenied("只有本区市的填报员可以填报季度数据。")
        form = self.form(request.POST)
        if not form.is_valid():
            return self._shown(form, status=422)
        try:
            changed = quarters.save(self.year, self.quarter, form.entries(), by=self.user)
        except StaleForm as stale:
            messages.error(request, stale.message)
            return self._again()
        except DomainError as refusal:
            messages.error(request, refusal.message)
            return self._shown(form if self.may_edit else None, status=409)
        done = f"数据已保存（{changed} 家有变动）。" if changed else "数据没有变动。"
        messages.success(request, f"{quarter_name(self.quarter)}{done}")
        return redirect(request.get_full_path())

    def _again(self) -> HttpResponse:
        """After a stale save: what was typed stays, with what is stored beside it; saving again is a choice."""
        del self.series
        stored = self.form().initial
        revisions = {name: str(value) for name, value in stored.items() if name.startswith("revision_")}
        form = self.form({**self.request.POST.dict(), **revisions})
        form.is_valid()
        return self._shown(form, status=409)

    def _shown(self, form: QuarterForm | None, status: int = 200) -> HttpResponse:
        context = self.get_context_data(title="季度数据", form=form, **(self._of_year(form) if self.year else {}))
        return self.render_to_response(context, status=status)

    def _of_year(self, form: QuarterForm | None) -> dict[str, Any]:
        is_open = self.opened.state == YearState.OPEN
        may_ask = is_open and self.user.has_perm("assessment.manage_year")
        return {
            "page_obj": self.page,
            "asked": self.asked,
            "past": self.past,
            "quarter": self.quarter,
            "quarter_name": quarter_name(self.quarter),
            "quarters": [(quarter, quarter_name(quarter)) for quarter in QUARTERS],
            "sections": [self._section(one, form) for one in self.asked],
            "filled": quarterly.filled(self.user, self.opened.year, self.quarter),
            "has_ended": self.has_ended(self.quarter),
            "is_open": is_open,
            "district": District.objects.filter(pk=self.district).first(),
            "offers": self._offers() if may_ask else [],
        }

    def _section(self, one: QuarterlyIndicator, form: QuarterForm | None) -> dict[str, Any]:
        """Return one figure with a row for each cluster; with a form the quarter's cells are fields."""
        return {
            "indicator": one.indicator,
            "nature": one.get_nature_display(),
            "rows": [self._row(duty, one, form) for duty in self.page],
        }

    def _row(self, duty: Duty, one: QuarterlyIndicator, form: QuarterForm | None) -> dict[str, Any]:
        code, saved = one.indicator_id, self.saved(duty)
        field = form[f"value_{duty.pk}_{code}"] if form else None
        mine = saved.get(self.quarter)
        past = [(year, self.series.get((duty.cluster_id, year), {}).get(self.quarter)) for year in self.past]
        return {
            "duty": duty,
            "cells": [
                (quarter_name(quarter), _value(saved.get(quarter), code), field if quarter == self.quarter else None)
                for quarter in QUARTERS
            ],
            "now": _value(mine, code),
            "past": [(year, _value(one, code)) for year, one in past],
            "last_year": self._verified.get((duty.cluster_id, duty.year - 1), {}).get(code),
            "saved": mine,
            "falls": one.is_cumulative and quarterly.falls(saved, self.quarter, code),
            "theirs": _theirs(mine, code, field.value() if field and form and form.is_bound else None),
        }

    @cached_property
    def _verified(self) -> dict[Key, figures.Values]:
        return figures.verified_before(list(self.page))

    def _offers(self) -> list[tuple[str, str, bool]]:
        """Return what the year can ask for: code, label, and whether it asks for it (or for nothing yet)."""
        asked = {one.indicator_id for one in self.asked}
        labels = {one.pk: str(one) for one in Indicator.objects.in_force(self.opened.year)}
        return [(code, labels[code], code in asked or not asked) for code in quarters.offers() if code in labels]


def _value(saved: Saved | None, code: str) -> Decimal | None:
    return saved.values.get(code) if saved else None


def _theirs(saved: Saved | None, code: str, typed: str | None) -> str:
    """Return what is stored where something else was typed, so that nobody overwrites it unseen."""
    value = _value(saved, code)
    if typed is None or saved is None or value is None or typed.strip() == format(value, "f"):
        return ""
    return f"现存 {grouped(value)}（{saved.saved_by}）"


class AskQuarters(Step):
    """POST `year` and `code` (any number; none ends the quarterly figures of the year)."""

    permission = "assessment.manage_year"

    @cached_property
    def year(self) -> int:
        text = self.request.POST.get("year", "")
        if not (text.isascii() and text.isdigit() and len(text) <= len("2022")):
            raise Http404
        return get_object_or_404(ReportingYear, pk=int(text)).year

    def back(self) -> str:
        return f"{reverse('assessment:quarters')}?year={self.year}"

    def act(self) -> HttpResponse:
        asked = quarters.ask(self.year, self.request.POST.getlist("code"), by=self.user)
        names = "、".join(one.indicator.label for one in asked)
        done = f"{self.year}年度按季度报送：{names}。" if asked else f"{self.year}年度不再要求季度数据。"
        messages.success(self.request, done)
        return redirect(self.back())
