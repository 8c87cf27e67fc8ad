"""报送进度: how complete and punctual each district is, down to the single report; the city reminds from here."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from assessment.models import Duty, ReportingYear
from assessment.selectors import completeness
from assessment.selectors.completeness import STANDINGS, DistrictRow
from assessment.services import reminders
from assessment.services.reminders import Reminded
from assessment.views.years import NO_DISTRICT, POSSIBLE, YearExport, YearList, YearPage, district_of
from clusters.models import District
from clusters.templatetags.figures import percent
from clusters.views.pages import Step
from clusters.workbooks.write.export import ExportTable

_TONES = {"verified": "pass", "submitted": "brand", "returned": "card", "draft": "hold", "begun_not": "context"}
_TILES = (
    ("应报", "total", "", ""),
    ("已报", "filed", "报送率", ""),
    ("已核实", "verified", "核实率", "verified"),
    ("按时", "on_time", "按时率", "on_time"),
    ("逾期未报", "overdue", "", "overdue"),
    ("批准延期", "extended", "", "extended"),
)
"""The year in six figures: word, count, word for its share of all, standing that it leads to."""


class Monitoring(YearPage):
    """The year by district: counts, shares, chart, exceptions."""

    permission = "assessment.view_monitoring"
    template_name = "assessment/monitoring/progress.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        year, may_remind = self.year, self.user.has_perm(reminders.PERMISSION)
        rows = completeness.by_district(year, self.user) if year else []
        total = completeness.total_of(rows)
        told = completeness.reminded(year) if year and may_remind else {}
        return super().get_context_data(
            title="监测预警",
            opened=ReportingYear.objects.filter(pk=year or 0).first(),
            columns=STANDINGS.items(),
            rows=[(row, told.get(row.district.pk) if row.district else None) for row in rows],
            total=total,
            tiles=_tiles(total, year),
            chart=_chart(rows, year) if year and rows else None,
            chart_title=_finding(rows, total),
            exceptions=completeness.exceptions(year, self.user) if year else (),
            may_remind=may_remind and total.counts["to_file"] > 0,
            owing=[row for row in rows if row.counts["to_file"]],
            **kwargs,
        )


def _tiles(total: DistrictRow, year: int | None) -> list[dict[str, Any]]:
    """Return the year in six figures, each leading to its reports."""
    base = f"{reverse('assessment:monitoring-duties')}?year={year}"
    return [
        {
            "label": label,
            "value": total.counts[code],
            "note": f"{share} {percent(total.share(code), 1)}" if share else "",
            "href": "" if code == "filed" else f"{base}&standing={standing}" if standing else base,
        }
        for label, code, share, standing in _TILES
    ]


def _chart(rows: Sequence[DistrictRow], year: int) -> dict[str, Any]:
    """Return the reports of each district by state, as stacked bars that lead to the list."""
    duties = f"{reverse('assessment:monitoring-duties')}?year={year}&district="
    return {
        "kind": "stack",
        "category_label": "区市",
        "categories": [row.district.name if row.district else "未载明" for row in rows],
        "unit": "家",
        "whole": True,
        "series": [
            {"name": STANDINGS[code], "data": [str(row.counts[code]) for row in rows], "tone": tone}
            for code, tone in _TONES.items()
        ],
        "hrefs": [f"{duties}{row.code}" for row in rows],
    }


def _finding(rows: Sequence[DistrictRow], total: DistrictRow) -> str:
    """Return what the chart shows, as a sentence."""
    if len(rows) < 2:
        return f"应报 {total.counts['total']} 家，已报 {total.counts['filed']} 家"
    done = sum(row.counts["filed"] == row.counts["total"] for row in rows)
    late = f"，逾期未报 {total.counts['overdue']} 家" if total.counts["overdue"] else ""
    return f"{len(rows)} 个区市中 {done} 个已全部报送，全市还差 {total.counts['owed']} 家{late}"


class DutyList(YearList):
    """The reports behind a number: `?year=&district=&standing=`; 400 for a standing that does not exist."""

    permission = "assessment.view_monitoring"
    template_name = "assessment/monitoring/duties.html"

    @property
    def standing(self) -> str:
        standing = self.request.GET.get("standing", "")
        if standing and standing not in STANDINGS:
            raise BadRequest("没有这一统计口径。请从报送进度页进入。")
        return standing

    def get_queryset(self) -> QuerySet[Duty]:
        rows = completeness.counted(completeness.duties_of(self.year or 0, self.user), self.standing)
        related = rows.select_related("cluster__category", "district", "reporting_year", "submission__saved_by")
        return self.in_district(related)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=f"{self.year} 年度报送明细" if self.year else "报送明细",
            district=District.objects.filter(pk=self.district).first(),
            no_district=self.district == NO_DISTRICT,
            standing=self.standing,
            standing_label=STANDINGS.get(self.standing, "全部"),
            choices=STANDINGS.items(),
            may_open=self.user.has_perm("assessment.view_submission"),
            **kwargs,
        )


class ProgressExport(YearExport):
    """The table by district as a file."""

    def table(self, year: int) -> ExportTable:
        rows = completeness.by_district(year, self.user)
        together = [completeness.total_of(rows)] if len(rows) > 1 else []
        return ExportTable(
            title=f"{year}年度数据报送进度",
            name="报送进度",
            headings=("区市", "应报（家）", *(f"{label}（家）" for label in STANDINGS.values()), "报送率", "按时率"),
            rows=[
                (
                    row.district.name if row.district else "合计",
                    *(row.counts[code] for code in ("total", *STANDINGS)),
                    *(percent(row.share(code), 1) for code in ("filed", "on_time")),
                )
                for row in [*rows, *together]
            ],
            notes=self.stamp("按时：首次提交不晚于年度统一截止时间；延后：经批准延期后提交。"),
        )


class Remind(Step):
    """POST: `year`, and `district` (any number of codes; none is all of them that still have reports to file)."""

    permission = reminders.PERMISSION

    @property
    def year(self) -> int:
        text = self.request.POST.get("year", "")
        if not (text.isascii() and text.isdigit() and len(text) == 4 and int(text) in POSSIBLE):
            raise Http404
        return int(text)

    def back(self) -> str:
        return f"{reverse('assessment:monitoring')}?year={self.year}"

    def act(self) -> HttpResponse:
        codes = [district_of(self.user, code) for code in self.request.POST.getlist("district")]
        try:
            done = reminders.remind(self.year, by=self.user, districts=codes or None)
        except ReportingYear.DoesNotExist:
            raise Http404 from None
        say = messages.success if done.sent else messages.info
        say(self.request, words_of(done))
        return redirect(self.back())


def words_of(done: Reminded) -> str:
    """Return what was done, for the person who clicked."""
    words = []
    if done.sent:
        words.append(f"已向 {done.sent} 名填报员发送催报消息。")
    if done.already:
        words.append(f"{done.already} 名填报员今天已催报过，未重复发送。")
    if done.without_officer:
        words.append(f"{'、'.join(done.without_officer)}没有在用的填报员账号，请联系系统管理员。")
    return "".join(words)
