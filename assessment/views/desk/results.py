"""考核结果: the list of a year, and one result with its whole explanation, letters and trace."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.views.generic import TemplateView

from assessment.enums import AssessmentState
from assessment.models import Assessment, Decision, Duty, Signature
from assessment.selectors import desk, history, holds, results
from assessment.views.dashboard.city import chosen_year
from assessment.views.desk import appeals, judgement
from assessment.views.desk.loading import YEARS, reader
from clusters.letters import pdf
from clusters.templatetags.figures import zh_date
from clusters.views.guards import Guarded

PAGE_SIZE = 50


class Results(Guarded, TemplateView):
    """The results of the year chosen by `?year=` (without it, of the newest published): a district's own once confirmed, all of them for the city."""

    permission = "assessment.view_assessment"
    template_name = "assessment/desk/results.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, years = reader(self.request), desk.years()
        # A district looks for what was published: the year still being filed would show it an empty list.
        is_given = user.sees_whole_city or "year" in self.request.GET
        year = chosen_year(self.request, years, otherwise=None if is_given else results.newest_year(user))
        page = Paginator(results.rows(user, year or 0), PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            title=f"{year} 年度考核结果" if year else "考核结果",
            year=year,
            years=years,
            page_obj=page,
            rows=[_row(duty) for duty in page],
            whole_city=user.sees_whole_city,
            may_download=user.has_perm("assessment.view_letter"),
            **kwargs,
        )


def _row(duty: Duty) -> dict[str, Any]:
    """Return what the list says of one duty; without a result the state of its report stands in."""
    shown = results.shown(duty)
    decisions = list(shown.decisions.all()) if shown else []
    gradings = list(shown.gradings.all()) if shown else []
    in_effect = [one for one in decisions if not hasattr(one, "superseded_by") and one.kind != "annulment"]
    standing = [one.kind for one in in_effect] if results.taken_back(decisions) else []
    return {
        "duty": duty,
        "report": getattr(duty, "submission", None),
        "result": shown,
        "verdict": max(standing, key=history.GRAVITY.index) if standing else shown and shown.verdict,
        "is_confirmed": shown is not None and shown.state == AssessmentState.CONFIRMED,
        "is_annulled": bool(decisions) and not in_effect,
        "decided_on": max((one.decided_on for one in in_effect), default=None),
        "grade": gradings[0].get_grade_display() if gradings else "",
        "letters": [letter for one in in_effect for letter in one.letters.all()],
    }


class ResultPage(Guarded, TemplateView):
    """One result; for a district 404 until it is confirmed, and for a foreign one always."""

    permission = "assessment.view_assessment"
    template_name = "assessment/desk/result.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, year, code = reader(self.request), kwargs["year"], kwargs["code"]
        found = results.result(user, year, code) if year in YEARS else None
        if found is None:
            raise Http404
        row = found.assessment
        return super().get_context_data(
            title=f"{row.duty.cluster.name} {year} 年度考核结果",
            result=found,
            assessment=row,
            duty=row.duty,
            panel=judgement.panel_of_result(row),
            is_confirmed=row.state == AssessmentState.CONFIRMED,
            taken_back=results.taken_back(one for one in found.decisions if one.assessment_id == row.pk),
            endings=[one.offered_to(user) for one in holds.endings(row)] if user.sees_whole_city else [],
            decisions=[_told(one, found.signatures) for one in found.decisions],
            standings=appeals.standings(found.decisions, found.appeals),
            history=[_entry(one) for one in found.history],
            trace=_trace(row, found.decisions),
            may_download=user.has_perm("assessment.view_letter", row.duty),
            has_pdf=pdf.program() is not None,
            whole_city=user.sees_whole_city,
            **kwargs,
        )


def _told(row: Decision, signatures: list[Signature]) -> dict[str, Any]:
    """Return a decision with its letters and everybody who signed it; an annulment has no signature of its own."""
    signed = [one for one in signatures if one.assessment_id == row.assessment_id and row.kind != "annulment"]
    superseded = getattr(row, "superseded_by", None)
    return {"decision": row, "superseded": superseded, "letters": list(row.letters.all()), "signatures": signed}


def _entry(row: Decision) -> dict[str, Any]:
    """Return a decision as a line of the title's timeline."""
    superseded = getattr(row, "superseded_by", None)
    tones = {"passed": "pass", "yellow_card": "card", "delisting": "exit", "escalation": "card", "annulment": "hold"}
    what = f"{row.year} 年度 {row.get_kind_display()}"
    if row.kind == "annulment" and row.supersedes is not None:
        what = f"{row.year} 年度 撤销“{row.supersedes.get_kind_display()}”决定"
    note = f"该决定已于{zh_date(superseded.decided_on)}撤销。" if superseded else row.reason
    numbers = "、".join(letter.document_number for letter in row.letters.all())
    return {
        "when": row.decided_on,
        "what": what,
        "note": note,
        "tone": "hold" if superseded else tones[row.kind],
        "document": numbers,
    }


def _trace(row: Assessment, decisions: list[Decision]) -> list[dict[str, str]]:
    """Return what makes the result reproducible, as facts."""
    version = row.version
    return [
        {"label": "适用规则集", "value": row.ruleset.title if row.ruleset else "", "blank": "没有施行的规则集"},
        {"label": "规则集哈希", "value": row.ruleset.sha256 if row.ruleset else "", "blank": "—"},
        {"label": "数据版本", "value": version.label if version else "", "blank": "没有已核实的数据"},
        {"label": "数据哈希", "value": version.sha256 if version else "", "blank": "—"},
        {"label": "评分输入哈希", "value": row.input_sha256},
        {"label": "引擎版本", "value": row.engine_version},
        *({"label": f"{one.get_kind_display()}依据哈希", "value": one.record_sha256} for one in decisions),
    ]
