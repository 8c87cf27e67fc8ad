"""年度报送 and 考核结果: every report of a data year with its state, every result with what was decided on it."""

from typing import Any

from django.db.models import QuerySet

from assessment.enums import AssessmentState
from assessment.models import Duty
from assessment.selectors import completeness, desk, history, results
from assessment.views.years import YearList


class Reports(YearList):
    """The reports of the year, a row for each cluster."""

    permission = "assessment.view_submission"
    template_name = "assessment/desk/reports.html"

    def get_queryset(self) -> QuerySet[Duty]:
        return desk.report_rows(self.user, self.year or 0)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            title=f"{self.year} 年度报送" if self.year else "年度报送",
            progress=completeness.whole(self.year, self.user) if self.year else None,
            **kwargs,
        )
        return {**context, "rows": [_report(duty) for duty in context["page_obj"]]}


def _report(duty: Duty) -> dict[str, Any]:
    """Return what the list says of one duty; `state` is a code of the state badge."""
    report = getattr(duty, "submission", None)
    state, locked = report.state if report else "", desk.why_locked(duty, report)
    return {
        "duty": duty,
        "report": report,
        "state": state,
        "late": state in ("", "draft") and bool(locked),
        "verb": "修改" if state == "returned" else "查看" if locked else "填报",
    }


class Results(YearList):
    """The results of the year: a district's own once confirmed, all of them for the city."""

    permission = "assessment.view_assessment"
    template_name = "assessment/desk/results.html"

    def first_year(self) -> int | None:
        """A district looks for what was published: the year still being filed would show it an empty list."""
        is_given = self.user.sees_whole_city or "year" in self.request.GET
        return None if is_given else results.newest_year(self.user)

    def get_queryset(self) -> QuerySet[Duty]:
        return results.rows(self.user, self.year or 0)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            title=f"{self.year} 年度考核结果" if self.year else "考核结果",
            may_download=self.user.has_perm("assessment.view_letter"),
            **kwargs,
        )
        return {**context, "rows": [_result(duty) for duty in context["page_obj"]]}


def _result(duty: Duty) -> dict[str, Any]:
    """Return what the list says of one duty; without a result the state of its report stands in."""
    shown = results.shown(duty)
    decisions = list(shown.decisions.all()) if shown else []
    gradings = list(shown.gradings.all()) if shown else []
    in_effect = [one for one in decisions if not hasattr(one, "superseded_by") and one.kind != "annulment"]
    standing = [one.kind for one in in_effect] if results.taken_back(decisions) else []
    return {
        "duty": duty,
        "result": shown,
        "verdict": max(standing, key=history.GRAVITY.index) if standing else shown and shown.verdict,
        "is_confirmed": shown is not None and shown.state == AssessmentState.CONFIRMED,
        "is_annulled": bool(decisions) and not in_effect,
        "decided_on": max((one.decided_on for one in in_effect), default=None),
        "grade": gradings[0].get_grade_display() if gradings else "",
        "letters": [letter for one in in_effect for letter in one.letters.all()],
    }
