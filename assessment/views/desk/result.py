"""One result with its whole explanation, the sources of its figures, letters and trace."""

from typing import Any

from django.http import Http404
from django.views.generic import TemplateView

from assessment.enums import AssessmentState
from assessment.models import Decision, Signature
from assessment.selectors import holds, results, rulebook, third_party, timeline
from assessment.views.desk import appeals, judgement
from assessment.views.years import POSSIBLE
from clusters.letters import pdf
from clusters.views.guards import Guarded


class ResultPage(Guarded, TemplateView):
    """One result; for a district 404 until it is confirmed, and for a foreign one always."""

    permission = "assessment.view_assessment"
    template_name = "assessment/desk/result.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        year, code = kwargs["year"], kwargs["code"]
        found = results.result(self.user, year, code) if year in POSSIBLE else None
        if found is None:
            raise Http404
        row, whole_city = found.assessment, self.user.sees_whole_city
        compared = third_party.comparison_of(row.duty, row.version) if row.version else []
        return super().get_context_data(
            title=f"{row.duty.cluster.name} {year} 年度考核结果",
            result=found,
            assessment=row,
            duty=row.duty,
            panel=judgement.panel_of_result(row),
            is_confirmed=row.state == AssessmentState.CONFIRMED,
            taken_back=results.taken_back(one for one in found.decisions if one.assessment_id == row.pk),
            endings=[one.offered_to(self.user) for one in holds.endings(row)] if whole_city else [],
            decisions=[_told(one, found.signatures) for one in found.decisions],
            standings=appeals.standings(found.decisions, found.appeals),
            history=[timeline.decided(one, reason=one.reason) for one in found.history],
            # A district reads what was decided about its figures, not everything that was delivered about it.
            compared=[one for one in compared if whole_city or one.choice],
            unruled="" if row.ruleset else rulebook.unruled(year),
            may_download=self.user.has_perm("assessment.view_letter", row.duty),
            has_pdf=pdf.program() is not None,
            whole_city=whole_city,
            **kwargs,
        )


def _told(row: Decision, signatures: list[Signature]) -> dict[str, Any]:
    """Return a decision with its letters and everybody who signed it; an annulment has no signature of its own."""
    signed = [one for one in signatures if one.assessment_id == row.assessment_id and row.kind != "annulment"]
    superseded = getattr(row, "superseded_by", None)
    return {"decision": row, "superseded": superseded, "letters": list(row.letters.all()), "signatures": signed}
