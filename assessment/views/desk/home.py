"""我的任务: what to do next and by when, and what came of what was filed."""

from typing import Any

from django.utils import timezone

from assessment.models import Indicator
from assessment.selectors import completeness, desk, quarterly
from assessment.selectors.projection import quarter_name
from assessment.views.years import YearPage
from clusters.messaging.selectors import messages

LISTED = 20


class Desk(YearPage):
    """At most three lists: returned reports, reports to file by deadline, the newest results and appeals."""

    permission = "assessment.view_desk"
    template_name = "assessment/desk/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tasks = desk.task_rows(self.user)
        returned = [row for row in tasks if row.is_returned]
        to_file = [row for row in tasks if not row.is_returned]
        labels = dict(Indicator.objects.values_list("code", "label")) if returned else {}
        open_quarters = quarterly.to_fill(self.user, timezone.localdate())
        context = super().get_context_data(
            title="我的任务",
            returned=[(row, "、".join(labels.get(code, code) for code in row.to_mend)) for row in returned[:LISTED]],
            more_returned=max(0, len(returned) - LISTED),
            to_file=to_file[:LISTED],
            more_to_file=max(0, len(to_file) - LISTED),
            quarters=[(one, quarter_name(one.quarter)) for one in open_quarters],
            decisions=desk.recent_decisions(self.user),
            appeals=desk.recent_appeals(self.user),
            unread=messages.unread_for(self.user),
            progress=completeness.whole(self.year, self.user) if self.year else None,
            **kwargs,
        )
        # What is to be done is not of one year: no switch of years.
        return {**context, "years": ()}
