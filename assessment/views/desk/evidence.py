"""佐证材料 beside the figures of a report: put there and taken back as fragments of the form."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from assessment.forms.report import EvidenceForm
from assessment.models import Duty, Evidence, Indicator
from assessment.services import evidence
from assessment.views.desk import loading
from clusters.errors import DomainError, NotPermitted
from clusters.views.guards import Guarded


class EvidenceAdd(Guarded):
    """POST: a document beside one figure. The answer is the list of that figure's documents, with what was refused."""

    permission = "assessment.edit_submission"

    def post(self, request: HttpRequest, year: int, code: str, indicator: str) -> HttpResponse:
        duty = loading.own_duty(request, year, code)
        asked = next((one for one in loading.indicators_of(duty) if one.code == indicator), None)
        if asked is None:
            raise Http404
        form, refused = EvidenceForm(request.POST, request.FILES), ""
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                evidence.add(duty, asked, name=file.name, content=file.file, by=loading.reader(request))
            except DomainError as refusal:
                refused = _words(refusal)
        else:
            refused = str(form.errors["file"][0])
        return _list(request, duty, asked, refused)


class EvidenceTakeBack(Guarded):
    """POST: takes a document back. The answer is the list of its figure's documents."""

    permission = "assessment.edit_submission"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row, refused = _own(request, pk), ""
        try:
            evidence.take_back(row, by=loading.reader(request))
        except DomainError as refusal:
            refused = _words(refusal)
        duty = row.submission.duty
        return _list(request, duty, get_object_or_404(Indicator, code=row.indicator_code), refused)


def _own(request: HttpRequest, pk: int) -> Evidence:
    rows = Evidence.objects.visible_to(loading.reader(request))
    return get_object_or_404(
        rows.select_related("submission__duty__reporting_year", "submission__duty__cluster"), pk=pk
    )


def _words(refusal: DomainError) -> str:
    if isinstance(refusal, NotPermitted):
        raise PermissionDenied(refusal.message)
    return refusal.message


def _list(request: HttpRequest, duty: Duty, indicator: Indicator, refused: str) -> HttpResponse:
    files = Evidence.objects.standing().filter(submission__duty=duty, indicator_code=indicator.code)
    context = {"duty": duty, "indicator": indicator, "files": files, "refused": refused}
    return render(request, "assessment/desk/_evidence.html", context)
