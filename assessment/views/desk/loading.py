"""What the pages of one report have in common: the duty a reader may see, its indicators, its figures as typed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final, cast

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from assessment.enums import SubmissionState
from assessment.forms.report import ReportForm
from assessment.models import Duty, Evidence, Indicator, Review, Submission
from assessment.selectors import figures
from assessment.selectors.preview import Typed, with_title
from clusters.models import User

YEARS: Final = range(2000, 2200)


def reader(request: HttpRequest) -> User:
    """Return the signed-in person of a guarded view."""
    return cast(User, request.user)


def duty_for(user: User, year: int, code: str) -> Duty:
    """Return the duty with all that its page reads; 404 for a year, a cluster or a district that is not there to see."""
    if year not in YEARS:
        raise Http404
    return get_object_or_404(_duties(user), reporting_year=year, cluster__code=code)


def own_duty(request: HttpRequest, year: int, code: str) -> Duty:
    """Return the duty for its own district to work on; PermissionDenied for others who may only read it."""
    duty = duty_for(reader(request), year, code)
    if not reader(request).has_perm("assessment.edit_submission", duty):
        raise PermissionDenied("只有本区市的填报员可以填报。")
    return duty


def _duties(user: User) -> QuerySet[Duty]:
    return (
        Duty.objects.visible_to(user)
        .select_related("cluster__category", "district", "reporting_year")
        .select_related("submission__saved_by", "submission__current_version", "submission__verified_version__review")
        .prefetch_related(*with_title())
    )


def report_of(duty: Duty) -> Submission:
    """Return the working copy; an empty one that is not stored where nothing was begun."""
    found = getattr(duty, "submission", None)
    return found if found is not None else Submission(duty=duty)


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


def indicators_of(duty: Duty) -> Sequence[Indicator]:
    """Return the indicators asked for the data year, in the order of the form."""
    return list(Indicator.objects.in_force(duty.year))


def bound_form(duty: Duty, data: Mapping[str, str]) -> ReportForm:
    """Return the form with what was typed for the duty."""
    return ReportForm(indicators_of(duty), data, stored=report_of(duty).values)


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
