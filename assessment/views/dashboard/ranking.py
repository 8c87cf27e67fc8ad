"""The ranking page: places inside each category, grades, and how firm a place is."""

from typing import Any

from django.views.generic import TemplateView

from assessment.selectors import city, ranking
from assessment.views.dashboard.city import chosen_year
from clusters.views.guards import Guarded


class RankingPage(Guarded, TemplateView):
    """Reads stored results; `?year=` chooses the data year."""

    permission = "clusters.view_dashboard"
    template_name = "assessment/dashboard/ranking.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        years = city.years()
        year = chosen_year(self.request, years, otherwise=city.latest_assessed())
        return super().get_context_data(
            title="综合评价排名",
            year=year,
            years=years,
            groups=ranking.by_category(year) if year else [],
            updated=city.updated(year) if year else None,
            noise=ranking.WEIGHT_NOISE_PERCENT,
            draws=ranking.DRAWS,
            **kwargs,
        )
