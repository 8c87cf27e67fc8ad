"""Which rows of the register a caller may read: the own district, the whole city, or what is public."""

from django.db.models import QuerySet

from clusters.enums import Role
from clusters.models import Cluster, Recognition, User


def clusters_for(user: User) -> QuerySet[Cluster]:
    """Return the clusters of this person; a statistics body reads the public register."""
    if user.role == Role.STATISTICS:
        return Cluster.objects.published()
    return Cluster.objects.visible_to(user)


def recognitions_for(user: User) -> QuerySet[Recognition]:
    """Return the titles of the clusters this person may read."""
    return Recognition.objects.filter(cluster__in=clusters_for(user))
