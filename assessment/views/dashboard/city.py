"""The leaders' page: the notice's targets first, then cards, map and structure of one data year."""

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.views.generic import TemplateView

from assessment.selectors import city, rulebook, targets
from assessment.views.dashboard import charts
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
        standing = city.standing_clusters()
        wholes = targets.City(year or 0, rows, standing)
        return super().get_context_data(
            title="全市看板",
            year=year,
            years=years,
            targets=[charts.target_bar(row) for row in targets.target_rows(wholes)] if year else [],
            tiles=charts.tiles(rows),
            cards=[row for row in rows if row.verdict in ("yellow_card", "delisting", "escalation")],
            held=[row for row in rows if row.verdict == "hold"],
            map=charts.district_map(rows, District.objects.all()),
            scatter=charts.scatter(rows, rulebook.lines_per_area(year) if year else {}),
            categories=charts.by_category(rows),
            **kwargs,
        )


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
