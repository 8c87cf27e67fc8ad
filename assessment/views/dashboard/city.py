"""The leaders' page: the notice's targets first, then cards, map and structure of one data year."""

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.views.generic import TemplateView

from assessment.enums import DecisionKind
from assessment.selectors import city, rulebook, targets
from assessment.views.dashboard import charts, findings, tiles
from clusters.models import District
from clusters.views.guards import Guarded


class CityDashboard(Guarded, TemplateView):
    """Reads stored figures and decisions only; `?year=` chooses the data year."""

    permission = "clusters.view_dashboard"
    template_name = "assessment/dashboard/city.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        years = city.years()
        year = chosen_year(self.request, years, otherwise=city.latest_assessed())
        rows = city.rows_of(year) if year else []
        lines = rulebook.lines_per_area(year) if year else {}
        failed, held = _gravest_first(rows), [row for row in rows if row.verdict == "hold"]
        reasons = city.reasons(year, [*failed, *held]) if year else {}
        goals = targets.target_rows(targets.City(year, rows, city.standing_clusters())) if year else []
        return super().get_context_data(
            title="全市看板",
            year=year,
            years=years,
            updated=city.updated(year) if year else None,
            targets=[tiles.target_bar(row) for row in goals if row.met is not None],
            unknown=[tiles.target_bar(row) for row in goals if row.met is None],
            targets_finding=findings.of_targets(goals),
            tiles=tiles.tiles(rows, city.decided(year - 1) if year else {}),
            lines=lines,
            cards=_told(failed, reasons),
            held=_told(held, reasons),
            map=charts.district_map(rows, District.objects.all()),
            map_finding=findings.of_districts(rows),
            scatter=charts.scatter(rows, lines),
            scatter_finding=findings.of_scatter(rows, lines),
            categories=charts.by_category(rows),
            categories_finding=findings.of_categories(rows),
            **kwargs,
        )


def _gravest_first(rows: list[city.ClusterYear]) -> list[city.ClusterYear]:
    """Return who lost the title, then who got a card; by name within each."""
    return sorted((row for row in rows if row.has_failed), key=lambda row: row.verdict != DecisionKind.DELISTING)


def _told(rows: list[city.ClusterYear], reasons: dict[int, list[str]]) -> list[dict[str, Any]]:
    return [{"row": row, "lines": reasons.get(row.cluster.pk, [])} for row in rows]


def chosen_year(request: HttpRequest, years: list[int], *, otherwise: int | None = None) -> int | None:
    """Return the year of `?year=`, else `otherwise` or the newest (None where no year was opened); 400 for what is no
    such year."""
    text = request.GET.get("year", "")
    if not text:
        return otherwise or (years[0] if years else None)
    for year in years:
        if str(year) == text:
            return year
    raise BadRequest("没有这一数据年度。请从年度列表中选择。")
