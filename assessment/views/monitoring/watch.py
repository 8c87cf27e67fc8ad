"""预警名单: the clusters to look at now, each with why and what it lacks; for the screen, for paper and as a file."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.generic import TemplateView

from assessment.models import RulesetVersion
from assessment.selectors import rulebook, watchlist
from assessment.selectors.watchlist import REASONS, WatchRow
from assessment.views.desk.loading import reader
from assessment.views.monitoring import frame
from assessment.views.monitoring.filters import WatchForm
from clusters.models import User
from clusters.views.guards import Guarded
from clusters.workbooks.write.export import ExportTable, ExportValue

PAGE_SIZE = 100
TONES: Final = {
    "last": ("exit", "x-octagon-fill"),
    "miss": ("fail", "graph-down-arrow"),
    "unreported": ("hold", "alarm"),
    "may_miss": ("warn", "question-diamond"),
    "near": ("info", "bullseye"),
    "base": ("warn", "arrow-left-right"),
}
"""By reason: the tone and the icon of its tag."""


class WatchList(Guarded, TemplateView):
    """`?year=&district=&category=&reason=`."""

    permission = "assessment.view_monitoring"
    template_name = "assessment/monitoring/watch.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = reader(self.request)
        year, years = frame.year_of(self.request)
        form = form_of(self.request, user, year, years)
        district = frame.district_of(user, self.request.GET.get("district", ""))
        filters = form.filters(district)
        everything = watchlist.rows(user, year, replace(filters, reason="")) if year else []
        found = [row for row in everything if not filters.reason or row.has(filters.reason)]
        page = Paginator(found, PAGE_SIZE).get_page(self.request.GET.get("page"))
        narrowed = any((filters.district, filters.category, filters.reason))
        return super().get_context_data(
            title="预警名单",
            tabs=frame.tabs(year, "watch"),
            year=year,
            years=years,
            form=form,
            narrowed=narrowed,
            filtered=_filtered(form),
            reset_url=f"{reverse('assessment:watchlist')}?year={year}" if narrowed else "",
            page_obj=page,
            rows=[shown(row) for row in page],
            counts=_counts(everything),
            count=len(found),
            ruleset=ruleset_of(year),
            whole_city=user.sees_whole_city,
            **kwargs,
        )


def form_of(request: HttpRequest, user: User, year: int | None, years: Sequence[int]) -> WatchForm:
    return WatchForm(user, years, {**request.GET.dict(), "year": str(year or "")})


def ruleset_of(year: int | None) -> RulesetVersion | None:
    return rulebook.in_force(year) if year else None


def _counts(rows: Sequence[WatchRow]) -> list[dict[str, Any]]:
    counted = Counter(reason.code for row in rows for reason in row.reasons)
    return [{"code": code, "label": label, "count": counted[code]} for code, label in REASONS.items()]


def tags(row: WatchRow) -> list[dict[str, str]]:
    """Return the reasons as tags, each once."""
    codes = dict.fromkeys(reason.code for reason in row.reasons)
    return [{"label": REASONS[code], "tone": TONES[code][0], "icon": TONES[code][1]} for code in codes]


def shown(row: WatchRow) -> dict[str, Any]:
    """Return what the list shows of one cluster."""
    gaps = [f"{gap.indicator.label}{'差' if gap.rises else '超出'} {gap.gap}" for gap in row.gaps]
    return {
        "duty": row.duty,
        "tags": tags(row),
        "reasons": row.reasons,
        "gaps": gaps,
        "at_worst": row.has("may_miss"),
        "basis": row.basis,
    }


class WatchExport(Guarded):
    """The same rows as the list with the same filters, all of them, as a file."""

    permission = "assessment.view_monitoring"

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        user = reader(request)
        year, years = frame.year_of(request)
        if year is None:
            raise Http404
        district = frame.district_of(user, request.GET.get("district", ""))
        form = form_of(request, user, year, years)
        rows = watchlist.rows(user, year, form.filters(district))
        return frame.export(kind, _table(rows, year, user, form), year=year, by=user)


def _table(rows: Sequence[WatchRow], year: int, user: User, form: WatchForm) -> ExportTable:
    lacking = {gap.indicator.code: gap.indicator for row in rows for gap in row.gaps}
    return ExportTable(
        title=f"{year}年度集聚区预警名单",
        name="预警名单",
        headings=(
            "编号", "集聚区", "区市", "类别", "预警原因", "说明", "数据依据",
            *(f"{one.label}缺口（{one.unit}）" for one in lacking.values()), "达标办法",
        ),
        rows=[_exported(row, list(lacking)) for row in rows],
        notes=frame.stamp(user, _filtered(form), "预警供提前处置，不是考核结论；缺口指其他数据不变时还差的数额。"),
    )  # fmt: skip


def _exported(row: WatchRow, lacking: Sequence[str]) -> tuple[ExportValue, ...]:
    cluster, gaps = row.duty.cluster, _by_code(row)
    return (
        cluster.code,
        cluster.name,
        row.duty.district.name if row.duty.district else "",
        cluster.category.name if cluster.category else "",
        "、".join(tag["label"] for tag in tags(row)),
        "".join(reason.sentence for reason in row.reasons),
        row.basis,
        *(gaps.get(code) for code in lacking),
        "".join(row.advice),
    )


def _by_code(row: WatchRow) -> dict[str, Decimal]:
    """Return the largest amount lacking of each figure."""
    found: dict[str, Decimal] = {}
    for gap in row.gaps:
        found[gap.indicator.code] = max(gap.by, found.get(gap.indicator.code, gap.by))
    return found


def _filtered(form: WatchForm) -> str:
    """Return the filters in force in words."""
    data = form.cleaned_data if form.is_valid() else {}
    chosen = [
        f"{form.fields[name].label}：{REASONS.get(str(value), str(value))}"
        for name, value in data.items()
        if value and name != "year"
    ]
    return f"筛选条件：{'；'.join(chosen)}" if chosen else ""
