"""Results as far as a reader may see them: a district its own once released, the city and leaders all of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max, Prefetch, QuerySet

from assessment.enums import AssessmentState, DecisionKind
from assessment.models import Appeal, Assessment, Decision, Duty, Grading, Letter, Signature
from clusters.letters.colophon import chinese_date
from clusters.models import User


def letters() -> Prefetch:
    """Return the issued letters of a decision without their files, to be prefetched."""
    return Prefetch("letters", Letter.objects.select_related("series").defer("slots"))


def _decisions(user: User) -> QuerySet[Decision]:
    return (
        Decision.objects.visible_to(user)
        .select_related("confirmed_by", "seconded_by", "supersedes", "superseded_by")
        .prefetch_related(letters())
        .defer("record", "supersedes__record", "superseded_by__record")
        .order_by("pk")
    )


def rows(user: User, year: int) -> QuerySet[Duty]:
    """Return the duties of the year, each with `seen`: the results this person may see, in a fixed number of queries."""
    seen = (
        Assessment.objects.visible_to(user)
        .current()
        .defer("inputs", "outcome", "explanation")
        .prefetch_related(Prefetch("decisions", _decisions(user)), "gradings")
    )
    return (
        Duty.objects.visible_to(user)
        .filter(reporting_year=year)
        .select_related("cluster__category", "district", "submission")
        .prefetch_related(Prefetch("assessments", seen, to_attr="seen"))
        .order_by("cluster__name_key", "cluster__pk")
    )


def newest_year(user: User) -> int | None:
    """Return the newest year in which this person may read a decision; None where there is none."""
    newest: int | None = Decision.objects.visible_to(user).aggregate(newest=Max("year"))["newest"]
    return newest


def shown(duty: Duty) -> Assessment | None:
    """Return the result that counts for a duty of `rows`: the confirmed one before an open proposal."""
    return _first_confirmed(duty.seen)  # type: ignore[attr-defined]


def is_released(duty: Duty) -> bool:
    """Return whether the year's result is confirmed, so that its district may read it."""
    return duty.assessments.filter(state=AssessmentState.CONFIRMED).exists()


def _first_confirmed(found: list[Assessment]) -> Assessment | None:
    return min(found, key=lambda row: (row.state != AssessmentState.CONFIRMED, -row.pk), default=None)


def taken_back(decisions: Iterable[Decision]) -> list[str]:
    """Return which of these decisions were taken back, when and why, a sentence each; reads `superseded_by`."""
    fallen = [(one, one.superseded_by) for one in decisions if hasattr(one, "superseded_by")]
    return [
        f"{old.year}年度“{old.get_kind_display()}”决定已于{chinese_date(new.decided_on)}撤销：{new.reason}"
        for old, new in fallen
    ]


def signatures_of(decisions: list[Decision]) -> list[Signature]:
    """Return who signed the results these decisions were made on, when and with which note, in the order of signing.

    An annulment is no signed result: who annulled and why stands on the annulment itself.
    """
    signed = {one.assessment_id for one in decisions if one.kind != DecisionKind.ANNULMENT}
    return list(Signature.objects.filter(assessment__in=signed).select_related("signer").order_by("pk"))


@dataclass(frozen=True, slots=True)
class Result:
    """One result with what was decided on it and around it."""

    assessment: Assessment
    follow_up: Assessment | None
    decisions: list[Decision]
    history: list[Decision]
    grading: Grading | None
    appeals: list[Appeal]
    signatures: list[Signature]


def result(user: User, year: int, code: str) -> Result | None:
    """Return the result of a cluster's year with its decisions, letters, grade, appeals and the title's history.

    None when there is none, or none that this person may see. `follow_up` is an open proposal beside a decided year.
    """
    found = list(
        Assessment.objects.visible_to(user)
        .current()
        .filter(duty__reporting_year=year, duty__cluster__code=code)
        .select_related("duty__cluster__category", "duty__district", "duty__reporting_year", "recognition")
        .select_related("version__filed_by", "version__review__reviewed_by", "ruleset", "run")
        .defer("ruleset__text")
    )
    row = _first_confirmed(found)
    if row is None or not user.has_perm("assessment.view_assessment", row):
        return None
    history = list(_decisions(user).filter(recognition=row.recognition_id) if row.recognition_id else [])
    decided = [one for one in history if one.year == year] or list(_decisions(user).filter(assessment=row))
    appeals = Appeal.objects.filter(decision__in=decided).select_related("filed_by", "ruled_by")
    return Result(
        assessment=row,
        follow_up=next((one for one in found if one.pk != row.pk), None),
        decisions=decided,
        history=history,
        grading=row.gradings.select_related("graded_by").first(),
        appeals=list(appeals.order_by("pk")),
        signatures=signatures_of(decided),
    )
