"""The leaders' page: the notice's targets first, then cards, map and structure of one data year."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.views.generic import TemplateView

from assessment.enums import DecisionKind
from assessment.rules.criteria import Test
from assessment.selectors import city, desk, rulebook, targets
from assessment.selectors.city import CityYear, ClusterYear
from assessment.views.dashboard import charts, findings, tiles
from clusters.models import District
from clusters.views.guards import Guarded


class CityDashboard(Guarded, TemplateView):
    """Reads stored figures and decisions only; `?year=` chooses the data year."""

    permission = "clusters.view_dashboard"
    template_name = "assessment/dashboard/city.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(title="全市看板", **year_frame(self.request), **kwargs)
        year = context["year"]
        return {**context, **_shown(city.load(year))} if year else context


def _shown(found: CityYear) -> dict[str, Any]:
    rows, lines = found.rows, rulebook.area_tests(found.rules)
    failed, held = _gravest_first(rows), [row for row in rows if row.verdict == "hold"]
    reasons = city.reasons(found.year, [*failed, *held])
    tests = rulebook.card_tests(found.rules)
    goals = targets.target_rows(found, city.standing_clusters())
    totals = {line.measure.sources[0].code: line.measure.sources[0] for line in lines}
    area = found.rules.labels[found.rules.policy.area] if found.rules else ""
    return {
        "open": found.open,
        "assessed": len(found.assessed),
        "targets": [tiles.target_bar(row) for row in goals if row.standing != "unknown"],
        "unknown": [tiles.target_bar(row) for row in goals if row.standing == "unknown"],
        "targets_finding": findings.of_targets(goals),
        "documents": list(dict.fromkeys(row.target.cite.document for row in goals)),
        "area": area,
        "tiles": tiles.tiles(rows, city.decided(found.year - 1), totals.values()),
        "columns": [tiles.card_column(test) for test in tests],
        "cards": _told(failed, reasons, tests),
        "held": _told(held, reasons, tests),
        "map": charts.district_map(rows, District.objects.all()),
        "map_finding": findings.of_districts(rows),
        "scatter": charts.scatter(rows, lines),
        "scatter_unit": lines[0].measure.unit if lines else "",
        "scatter_finding": findings.of_scatter(rows, lines),
        "categories": charts.by_category(rows),
        "categories_finding": findings.of_categories(rows),
    }


def _gravest_first(rows: list[ClusterYear]) -> list[ClusterYear]:
    """Return who lost the title, then who got a card; by name within each."""
    return sorted((row for row in rows if row.has_failed), key=lambda row: row.verdict != DecisionKind.DELISTING)


def _told(rows: list[ClusterYear], reasons: dict[int, list[str]], tests: Sequence[Test]) -> list[dict[str, Any]]:
    return [
        {
            "row": row,
            "lines": reasons.get(row.cluster.pk, []),
            "values": [(test.measure.label, row.value(test.measure)) for test in tests],
        }
        for row in rows
    ]


def year_frame(request: HttpRequest) -> dict[str, Any]:
    """Return what the pages of the whole city share: the data year (`?year=`), all of them, when it last changed."""
    years = desk.years()
    year = chosen_year(request, years, otherwise=city.opening_year())
    return {"year": year, "years": years, "updated": city.updated(year) if year else None}


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
