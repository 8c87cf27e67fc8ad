"""The leaders' page: the notice's targets first, then cards, map and structure of one data year; and the ranking."""

from collections.abc import Sequence
from typing import Any

from assessment.enums import DecisionKind
from assessment.rules.criteria import Test
from assessment.selectors import city, ranking, rulebook, targets
from assessment.selectors.city import CityYear, ClusterYear
from assessment.views.dashboard import charts, findings, tiles
from assessment.views.years import YearPage
from clusters.models import District


class CityPage(YearPage):
    """A page of the whole city, which opens on the last year whose results are complete."""

    permission = "clusters.view_dashboard"

    def first_year(self) -> int | None:
        return city.opening_year()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(updated=city.updated(self.year) if self.year else None, **kwargs)


class CityDashboard(CityPage):
    """Reads stored figures and decisions only."""

    template_name = "assessment/dashboard/city.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = _shown(city.load(self.year)) if self.year else {}
        return super().get_context_data(title="全市看板", **shown, **kwargs)


class RankingPage(CityPage):
    """Places inside each category, grades, and how firm a place is; reads stored results only."""

    template_name = "assessment/dashboard/ranking.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title="综合评价排名",
            groups=ranking.by_category(self.year) if self.year else [],
            noise=ranking.WEIGHT_NOISE_PERCENT,
            draws=ranking.DRAWS,
            **kwargs,
        )


def _shown(found: CityYear) -> dict[str, Any]:
    rows, lines = found.rows, rulebook.area_tests(found.rules)
    # Who lost the title comes before who got a card; by name within each.
    failed = sorted((row for row in rows if row.has_failed), key=lambda row: row.verdict != DecisionKind.DELISTING)
    held = [row for row in rows if row.verdict == "hold"]
    reasons = city.reasons(found.year, [*failed, *held])
    tests = rulebook.card_tests(found.rules)
    goals = targets.target_rows(found, city.standing_clusters())
    totals = {line.measure.sources[0].code: line.measure.sources[0] for line in lines}
    return {
        "open": found.open,
        "assessed": len(found.assessed),
        "targets": [tiles.target_bar(row) for row in goals if row.standing != "unknown"],
        "unknown": [tiles.target_bar(row) for row in goals if row.standing == "unknown"],
        "targets_finding": findings.of_targets(goals),
        "documents": list(dict.fromkeys(row.target.cite.document for row in goals)),
        "area": found.rules.labels[found.rules.policy.area] if found.rules else "",
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


def _told(rows: list[ClusterYear], reasons: dict[int, list[str]], tests: Sequence[Test]) -> list[dict[str, Any]]:
    return [
        {
            "row": row,
            "lines": reasons.get(row.cluster.pk, []),
            "values": [(test.measure.label, row.value(test.measure)) for test in tests],
        }
        for row in rows
    ]
