"""While a report is being typed: the preview judgement, which writes nothing, and the saving of the draft."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from assessment.forms.report import ReportForm
from assessment.selectors import figures
from assessment.services import submissions
from assessment.views.desk.loading import OfReport
from assessment.views.desk.pages import ReportPages
from clusters.errors import DomainError, NotAllowedNow, StaleForm


class ReportPreview(ReportPages):
    """POST: the judgement and the hints of the figures as typed, as fragments."""

    permission = "assessment.edit_submission"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.require_own()
        form = self.bound_form(request.POST)
        form.is_valid()
        return render(request, "assessment/desk/_live.html", self.live(form))


class ReportAutosave(OfReport):
    """POST: keep the draft; the answer is JSON with the new revision, the time, and the fields that were not kept."""

    permission = "assessment.edit_submission"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.require_own()
        form = self.bound_form(request.POST)
        form.is_valid()
        if form.non_field_errors():
            return JsonResponse({"reason": "outdated", "message": form.non_field_errors()[0]}, status=400)
        try:
            revision = self._keep(form)
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
    def _keep(self, form: ReportForm) -> int:
        """Store what can be read, keep what was stored where it cannot, and return the new revision."""
        report = submissions.begin(self.duty, by=self.user)
        entry = submissions.Entry(
            values=_merged(form.values(), figures.from_text(report.values), form, "value"),
            remarks=_merged(form.words("remark"), report.remarks, form, "remark"),
            confirmations=_merged(form.words("confirm"), report.confirmations, form, "confirm"),
            revision=form.entry().revision,
        )
        return submissions.save_draft(report, entry, by=self.user).revision


def _merged(typed: dict, stored: dict, form: ReportForm, kind: str) -> dict:
    """Return what was typed, with the stored text in the place of what has an error."""
    return {**typed, **{code: stored[code] for code in stored if f"{kind}_{code}" in form.errors}}
