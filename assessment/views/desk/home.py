"""我的任务: what to do next and by when, and what came of what was filed."""

from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from assessment.models import Indicator
from assessment.selectors import completeness, desk, quarterly
from assessment.selectors.desk import TaskRow
from assessment.selectors.projection import quarter_name
from assessment.views.desk.loading import reader
from clusters.messaging.selectors import messages
from clusters.views.guards import Guarded

LISTED = 20


class Desk(Guarded, TemplateView):
    """At most three lists: returned reports, reports to file by deadline, the newest results and appeals."""

    permission = "assessment.view_desk"
    template_name = "assessment/desk/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = reader(self.request)
        tasks = desk.task_rows(user)
        returned = [row for row in tasks if row.is_returned]
        to_file = [row for row in tasks if not row.is_returned]
        years = desk.years()
        labels = _labels() if returned else {}
        return super().get_context_data(
            title="我的任务",
            unread=messages.unread_for(user),
            returned=[(row, _asked(row, labels)) for row in returned[:LISTED]],
            more_returned=max(0, len(returned) - LISTED),
            to_file=to_file[:LISTED],
            more_to_file=max(0, len(to_file) - LISTED),
            quarters=[(one, quarter_name(one.quarter)) for one in quarterly.to_fill(user, timezone.localdate())],
            decisions=desk.recent_decisions(user),
            appeals=desk.recent_appeals(user),
            progress=completeness.whole(years[0], user) if years else None,
            year=years[0] if years else None,
            **kwargs,
        )


def _labels() -> dict[str, str]:
    return dict(Indicator.objects.values_list("code", "label"))


def _asked(row: TaskRow, labels: dict[str, str]) -> str:
    """Return the figures that the city wants mended, by name."""
    codes = row.submission.returned_fields if row.submission else []
    return "、".join(labels.get(code, code) for code in codes)
