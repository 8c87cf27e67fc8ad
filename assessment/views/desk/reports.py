"""年度报送: every report of a data year with its state."""

from typing import Any

from django.core.paginator import Paginator
from django.views.generic import TemplateView

from assessment.models import Duty
from assessment.selectors import completeness, desk
from assessment.views.dashboard.city import chosen_year
from assessment.views.desk.loading import reader
from clusters.views.guards import Guarded

PAGE_SIZE = 50


class Reports(Guarded, TemplateView):
    """The reports of the year chosen by `?year=` (the newest without it), a row for each cluster."""

    permission = "assessment.view_submission"
    template_name = "assessment/desk/reports.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, years = reader(self.request), desk.years()
        year = chosen_year(self.request, years)
        found = desk.report_rows(user, year or 0)
        page = Paginator(found, PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            title=f"{year} 年度报送" if year else "年度报送",
            year=year,
            years=years,
            page_obj=page,
            rows=[_row(duty) for duty in page],
            progress=completeness.whole(year, user) if year else None,
            whole_city=user.sees_whole_city,
            **kwargs,
        )


def _row(duty: Duty) -> dict[str, Any]:
    """Return what the list says of one duty; `state` is a code of the state badge."""
    report = getattr(duty, "submission", None)
    locked = desk.why_locked(duty, report)
    unfiled = report is None or report.state == "draft"
    return {
        "duty": duty,
        "report": report,
        "state": report.state if report else "",
        "late": unfiled and bool(locked),
        "verb": "修改" if report and report.state == "returned" else "填报" if not locked else "查看",
    }
