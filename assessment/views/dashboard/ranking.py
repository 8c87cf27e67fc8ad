"""The ranking page: places inside each category, grades, and how firm a place is."""

from typing import Any

from django.views.generic import TemplateView

from assessment.selectors import ranking
from assessment.views.dashboard.city import year_frame
from clusters.views.guards import Guarded


class RankingPage(Guarded, TemplateView):
    """Reads stored results; `?year=` chooses the data year."""

    permission = "clusters.view_dashboard"
    template_name = "assessment/dashboard/ranking.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        frame = year_frame(self.request)
        return super().get_context_data(
            title="综合评价排名",
            groups=ranking.by_category(frame["year"]) if frame["year"] else [],
            noise=ranking.WEIGHT_NOISE_PERCENT,
            draws=ranking.DRAWS,
            **frame,
            **kwargs,
        )
