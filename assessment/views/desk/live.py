"""While a report is being typed: the preview judgement, which writes nothing, and the saving of the draft."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from assessment.forms.report import ReportForm
from assessment.models import Duty
from assessment.selectors import figures
from assessment.services import submissions
from assessment.views.desk import loading, pages
from clusters.errors import DomainError, NotAllowedNow, StaleForm
from clusters.views.guards import Guarded


class ReportPreview(Guarded):
    """POST: the judgement and the hints of the figures as typed, as fragments."""

    permission = "assessment.edit_submission"

    def post(self, request: HttpRequest, year: int, code: str) -> HttpResponse:
        duty = loading.own_duty(request, year, code)
        form = loading.bound_form(duty, request.POST)
        form.is_valid()
        return render(request, "assessment/desk/_live.html", pages.live(duty, form))


class ReportAutosave(Guarded):
    """POST: keep the draft; the answer is JSON with the new revision, the time, and the fields that were not kept."""

    permission = "assessment.edit_submission"

    def post(self, request: HttpRequest, year: int, code: str) -> HttpResponse:
        duty = loading.own_duty(request, year, code)
        form = loading.bound_form(duty, request.POST)
        form.is_valid()
        if form.non_field_errors():
            return JsonResponse({"reason": "outdated", "message": form.non_field_errors()[0]}, status=400)
        try:
            revision = _keep(request, duty, form)
        except StaleForm as stale:
            return JsonResponse({"reason": "stale", "message": stale.message}, status=409)
        except NotAllowedNow as refusal:
            return JsonResponse({"reason": "locked", "message": refusal.message}, status=409)
        except DomainError as refusal:
            return JsonResponse({"reason": "refused", "message": refusal.message}, status=422)
        errors = {name: found[0] for name, found in form.errors.items()}
        saved_at = timezone.localtime().strftime("%H:%M")
        return JsonResponse({"revision": revision, "saved_at": saved_at, "errors": errors})


@transaction.atomic
def _keep(request: HttpRequest, duty: Duty, form: ReportForm) -> int:
    """Store what can be read, keep what was stored where it cannot, and return the new revision."""
    report = submissions.begin(duty, by=loading.reader(request))
    stored = {
        "value": figures.from_text(report.values),
        "remark": report.remarks,
        "confirm": report.confirmations,
    }
    entry = submissions.Entry(
        values=_merged(form.values(), stored["value"], form, "value"),
        remarks=_merged(form.words("remark"), stored["remark"], form, "remark"),
        confirmations=_merged(form.words("confirm"), stored["confirm"], form, "confirm"),
        revision=form.entry().revision,
    )
    return submissions.save_draft(report, entry, by=loading.reader(request)).revision


def _merged(typed: dict, stored: dict, form: ReportForm, kind: str) -> dict:
    """Return what was typed, with the stored text in the place of what has an error."""
    kept = {code: stored[code] for code in stored if f"{kind}_{code}" in form.errors}
    return {**typed, **kept}
