"""What the pages of one report have in common: the duty a reader may see, its indicators, its figures as typed."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from assessment.enums import SubmissionState
from assessment.forms.report import ReportForm
from assessment.models import Duty, Evidence, Indicator, Review, Submission
from assessment.selectors import figures
from assessment.selectors.preview import Typed
from assessment.views.years import POSSIBLE
from clusters.models import User
from clusters.views.guards import Guarded


def reader(request: HttpRequest) -> User:
    """Return the signed-in person of a guarded view."""
    return cast(User, request.user)


class OfReport(Guarded):
    """A page about one report."""

    @cached_property
    def duty(self) -> Duty:
        """The duty with all that its pages read; 404 for a year, a cluster or a district that is not there to see."""
        year, code = self.kwargs["year"], self.kwargs["code"]
        if year not in POSSIBLE:
            raise Http404
        rows = (
            Duty.objects.visible_to(self.user)
            .select_related("cluster__category", "district", "reporting_year")
            .select_related("submission__saved_by", "submission__current_version")
            .select_related("submission__verified_version__review")
            .prefetch_related(*figures.judged_with())
        )
        return get_object_or_404(rows, reporting_year=year, cluster__code=code)

    @property
    def report(self) -> Submission:
        """The working copy; an empty one that is not stored where nothing was begun."""
        found = getattr(self.duty, "submission", None)
        return found if found is not None else Submission(duty=self.duty)

    @cached_property
    def indicators(self) -> list[Indicator]:
        """The indicators asked for the data year, in the order of the form."""
        return list(Indicator.objects.in_force(self.duty.year))

    def may_edit(self) -> bool:
        return self.user.has_perm("assessment.edit_submission", self.duty)

    def require_own(self) -> None:
        """Raise PermissionDenied for others than the duty's own district, who may only read it."""
        if not self.may_edit():
            raise PermissionDenied("只有本区市的填报员可以填报。")

    def bound_form(self, data: Mapping[str, str]) -> ReportForm:
        """Return the form with what was typed for the duty."""
        return ReportForm(self.indicators, data, stored=self.report.values)


def to_mend(report: Submission) -> dict[str, str]:
    """Return the figures that the city wants mended, each with the reason that it gave for it ("" for none)."""
    if not report.returned_fields:
        return {}
    review = Review.objects.filter(version=report.current_version_id).first()
    return {code: (review.field_reasons if review else {}).get(code, "") for code in report.returned_fields}


def evidence_of(report: Submission) -> Mapping[str, list[Evidence]]:
    """Return the documents beside the figures of a report, by indicator code."""
    found: dict[str, list[Evidence]] = defaultdict(list)
    for one in report.evidence.standing() if report.pk else ():
        found[one.indicator_code].append(one)
    return found


def typed_in(form: ReportForm) -> Typed:
    """Return the figures of a bound form as far as they can be read, and why the others cannot."""
    form.is_valid()
    return Typed(form.values(), form.words("confirm").keys(), form.unreadable)


def stored_in(submission: Submission) -> Typed:
    """Return the figures of the working copy; the city's acceptance counts for the figures that it verified."""
    is_verified = submission.state == SubmissionState.VERIFIED and submission.confirmations
    return Typed(
        figures.from_text(submission.values),
        submission.confirmations.keys(),
        accepted=figures.accepted_in(submission.verified_version) if is_verified else (),
    )
