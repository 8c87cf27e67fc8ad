"""佐证材料 beside the figures of a report: put there and taken back as fragments of the form."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from assessment.forms.report import EvidenceForm
from assessment.models import Duty, Evidence, Indicator
from assessment.services import evidence
from assessment.views.desk.loading import OfReport
from clusters.errors import DomainError
from clusters.views.guards import Guarded
from clusters.views.pages import status_of


class EvidenceAdd(OfReport):
    """POST: a document beside one figure. The answer is the list of that figure's documents, with what was refused."""

    permission = "assessment.edit_submission"

    def post(self, request: HttpRequest, indicator: str, **kwargs: Any) -> HttpResponse:
        self.require_own()
        duty = self.duty
        asked = next((one for one in self.indicators if one.code == indicator), None)
        if asked is None:
            raise Http404
        form = EvidenceForm(request.POST, request.FILES)
        if not form.is_valid():
            return _list(request, duty, asked, str(form.errors["file"][0]))
        file = form.cleaned_data["file"]
        try:
            evidence.add(duty, asked, name=file.name, content=file.file, by=self.user)
        except DomainError as refusal:
            status_of(refusal)
            return _list(request, duty, asked, refusal.message)
        return _list(request, duty, asked)


class EvidenceTakeBack(Guarded):
    """POST: takes a document back. The answer is the list of its figure's documents."""

    permission = "assessment.edit_submission"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = Evidence.objects.visible_to(self.user)
        related = rows.select_related("submission__duty__reporting_year", "submission__duty__cluster")
        row = get_object_or_404(related, pk=pk)
        duty, indicator = row.submission.duty, get_object_or_404(Indicator, code=row.indicator_code)
        try:
            evidence.take_back(row, by=self.user)
        except DomainError as refusal:
            status_of(refusal)
            return _list(request, duty, indicator, refusal.message)
        return _list(request, duty, indicator)


def _list(request: HttpRequest, duty: Duty, indicator: Indicator, refused: str = "") -> HttpResponse:
    files = Evidence.objects.standing().filter(submission__duty=duty, indicator_code=indicator.code)
    context = {"duty": duty, "indicator": indicator, "files": files, "refused": refused}
    return render(request, "assessment/desk/_evidence.html", context)
