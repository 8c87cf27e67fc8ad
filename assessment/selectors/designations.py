"""Acts on a result that four eyes leave to nobody in service, and the persons named for them."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from assessment.enums import AppealState, AssessmentState, DesignatedAct, RulingKind
from assessment.models import Appeal, Assessment, Decision, Designation, Ruling
from assessment.selectors import resting
from clusters.enums import Role
from clusters.models import User

LISTED = 20
_DELISTING_NEEDS = 3
"""Two who sign and one who may rule on the appeal: where as many approvers serve, only some acts can be barred."""


def is_stuck(act: str, row: Assessment) -> bool:
    """Return whether nobody in service may do the act on the result. A delisting is signed by approvers alone."""
    if act == DesignatedAct.RULE and row.state != AssessmentState.PROPOSED:
        return any(not resting.able("审理", appeal) for appeal in _pending().filter(decision__assessment=row))
    if row.state != AssessmentState.PROPOSED or row.verdict not in resting.KINDS:
        return False
    needed, signing, ruling = resting.people_left(row)
    if act == DesignatedAct.CONFIRM:
        return row.verdict != "delist" and not signing
    return bool(resting.dead_end(row)) and not resting.can_be_heard(needed, signing, ruling)


def stuck() -> list[tuple[DesignatedAct, Assessment]]:
    """Return the acts that nobody may do, appeals first, as many as `LISTED`."""
    appealed = Assessment.objects.filter(pk__in=_pending().values("decision__assessment"))
    found = [(DesignatedAct.RULE, row) for row in _loaded(appealed)]
    found += [(act, row) for row in _loaded(_suspects()) for act in DesignatedAct]
    return [(act, row) for act, row in found if is_stuck(act, row)][:LISTED]


def open_for(person: User) -> list[Designation]:
    """Return what the person was named for and has not been done yet, the oldest first."""
    waiting = Q(act=DesignatedAct.CONFIRM, assessment__state=AssessmentState.PROPOSED) | Q(
        act=DesignatedAct.RULE, assessment__in=_pending().values("decision__assessment")
    )
    return list(Designation.objects.filter(waiting, person=person).select_related("assessment").order_by("pk"))


def _pending() -> QuerySet[Appeal]:
    return Appeal.objects.filter(state=AppealState.PENDING).select_related("decision__assessment__version__review")


def _suspects() -> QuerySet[Assessment]:
    """Return the proposals of which an approver may be barred, or all of them where few approvers serve."""
    missing = Ruling.objects.filter(duty=OuterRef("duty"), revoked_at__isnull=True, kind=RulingKind.FAILED)
    standing = Decision.objects.in_effect().filter(
        recognition=OuterRef("recognition"), year=OuterRef("duty__reporting_year")
    )
    some = Q(Exists(missing)) | Q(Exists(standing)) | Q(version__review__reviewed_by__role=Role.APPROVER)
    rows = Assessment.objects.filter(state=AssessmentState.PROPOSED, verdict__in=resting.KINDS)
    serving = User.objects.filter(role=Role.APPROVER, is_active=True).count()
    return (rows if serving < _DELISTING_NEEDS else rows.filter(some)).order_by("pk")


def _loaded(rows: QuerySet[Assessment]) -> QuerySet[Assessment]:
    related = rows.select_related("duty__cluster", "duty__reporting_year", "recognition", "version__review")
    return related.defer("inputs", "outcome", "explanation")[: 5 * LISTED]
