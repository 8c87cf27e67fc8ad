"""Which rows of the assessment a caller may read; the tables of the role matrix, in one place for all endpoints."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from assessment.enums import AssessmentState
from assessment.models import Assessment, Decision, Duty
from clusters.enums import Role
from clusters.models import User

_VERIFIED = Q(submission__verified_version__isnull=False)


def figures_for(user: User) -> QuerySet[Duty]:
    """Return the cluster-years whose verified figures this person may read.

    A district sees its own, the city and a statistics body all; a leader the ones whose result is released.
    """
    if user.role == Role.STATISTICS:
        return Duty.objects.filter(_VERIFIED, cluster__is_published=True)
    if user.role == Role.LEADER:
        released = Assessment.objects.filter(duty=OuterRef("pk"), state=AssessmentState.CONFIRMED)
        return Duty.objects.filter(_VERIFIED, Exists(released))
    return Duty.objects.visible_to(user).filter(_VERIFIED)


def totalled_for(user: User) -> QuerySet[Duty]:
    """Return the assessed cluster-years that sums are made of: for a leader those not yet released as well."""
    if user.role == Role.STATISTICS:
        return Duty.objects.filter(_VERIFIED, is_judged=True, cluster__is_published=True)
    return Duty.objects.visible_to(user).filter(_VERIFIED, is_judged=True)


def assessments_for(user: User) -> QuerySet[Assessment]:
    """Return the results this person may read: for a district and a statistics body only released ones."""
    if user.role == Role.STATISTICS:
        return Assessment.objects.filter(state=AssessmentState.CONFIRMED, duty__cluster__is_published=True)
    return Assessment.objects.visible_to(user).current()


def decisions_for(user: User) -> QuerySet[Decision]:
    """Return the issued decisions this person may read; all of them are public once issued."""
    if user.role == Role.STATISTICS:
        return Decision.objects.filter(cluster__is_published=True)
    return Decision.objects.visible_to(user)
